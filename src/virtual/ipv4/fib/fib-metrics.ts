/**
 * `RTA_METRICS` of a request: `ip_metrics_convert`.
 *
 * Source: `net/ipv4/metrics.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { type AttributeCursor, type AttributeTable, NLA_HDRLEN } from "../../../netlink/attribute.ts";
import {
  RTA_METRICS,
  RTAX_ADVMSS,
  RTAX_CC_ALGO,
  RTAX_FEATURE_MASK,
  RTAX_FEATURES,
  RTAX_HOPLIMIT,
  RTAX_MAX,
  RTAX_MTU,
} from "../../../netlink/route-attributes.ts";
import type { ExtendedAck } from "../../core/rtnetlink/rtnetlink.ts";

/** The metrics of a route, by `RTAX_*`, and the algorithm it names. */
export interface Metrics {
  /** Null: all are zero. */
  readonly values: Uint32Array | null;
  readonly congestionControl: string;
}

/** `net.ipv4.tcp_available_congestion_control` */
const CONGESTION_CONTROLS: ReadonlySet<string> = new Set(["reno", "bbr", "cubic"]);
/** Longest name, with its terminating zero (`TCP_CA_NAME_MAX`). */
const CONGESTION_NAME_MAX = 16;

/** The name in `RTAX_CC_ALGO`, as far as Linux reads it. */
function readCongestionName(cursor: AttributeCursor): string {
  return cursor.string().slice(0, CONGESTION_NAME_MAX - 1);
}

/** A metric as a request to delete a route names it. */
export interface MetricWanted {
  readonly type: number;
  /** As it was sent; null when it has not 32 bits, so that no route has it. */
  readonly value: number | null;
  /** Of `RTAX_CC_ALGO`; an unknown one is none. */
  readonly congestionControl: string;
}

/** The metrics that a route must have to be deleted, unlike those of a new one neither checked nor cut (`fib_metrics_match`). */
export function readWanted(table: AttributeTable): MetricWanted[] {
  const wanted: MetricWanted[] = [];
  const cursor = table.cursor(RTA_METRICS);
  while (cursor.next()) {
    const { type } = cursor;
    if (type === 0) continue;
    const isName = type === RTAX_CC_ALGO;
    const name = isName ? readCongestionName(cursor) : "";
    wanted.push({
      type,
      value: isName || cursor.length !== 4 || type > RTAX_MAX ? null : cursor.u32(),
      congestionControl: CONGESTION_CONTROLS.has(name) ? name : "",
    });
  }
  return wanted;
}

/** @param origin where the request begins, to which places in it are relative */
export function readMetrics(table: AttributeTable, extack: ExtendedAck, origin: number): Metrics | number {
  const values = new Uint32Array(RTAX_MAX + 1);
  let congestionControl = "";
  const cursor = table.cursor(RTA_METRICS);
  while (cursor.next()) {
    const type = cursor.type;
    if (type === 0) continue;
    if (type > RTAX_MAX) return extack.fail(-EINVAL, "Invalid metric type");
    if (type === RTAX_CC_ALGO) {
      congestionControl = readCongestionName(cursor);
      if (!CONGESTION_CONTROLS.has(congestionControl))
        return extack.fail(-EINVAL, "Unknown tcp congestion algorithm");
      values[type] = 1;
      continue;
    }
    if (cursor.length !== 4) {
      const offset = cursor.start - NLA_HDRLEN - origin;
      return extack.fail(-EINVAL, "Invalid attribute in metrics", offset);
    }
    let value = cursor.u32();
    if (type === RTAX_ADVMSS && value > 65535 - 40) value = 65535 - 40;
    if (type === RTAX_MTU && value > 65535 - 15) value = 65535 - 15;
    if (type === RTAX_HOPLIMIT && value > 255) value = 255;
    if (type === RTAX_FEATURES && (value & ~RTAX_FEATURE_MASK) !== 0)
      return extack.fail(-EINVAL, "Unknown flag set in feature mask in metrics attribute");
    values[type] = value;
  }
  return { values: values.some((value) => value !== 0) ? values : null, congestionControl };
}
