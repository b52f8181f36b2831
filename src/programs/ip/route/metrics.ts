/**
 * Metrics of routes (`RTAX_*`) on the command line and in output.
 */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import {
  RTAX_ADVMSS,
  RTAX_CC_ALGO,
  RTAX_CWND,
  RTAX_FASTOPEN_NO_COOKIE,
  RTAX_FEATURE_ALLFRAG,
  RTAX_FEATURE_ECN,
  RTAX_FEATURE_SACK,
  RTAX_FEATURE_TIMESTAMP,
  RTAX_FEATURES,
  RTAX_HOPLIMIT,
  RTAX_INITCWND,
  RTAX_INITRWND,
  RTAX_LOCK,
  RTAX_MTU,
  RTAX_QUICKACK,
  RTAX_REORDERING,
  RTAX_RTO_MIN,
  RTAX_RTT,
  RTAX_RTTVAR,
  RTAX_SSTHRESH,
  RTAX_WINDOW,
} from "../../../netlink/route-attributes.ts";
import { formatG, strtod, strtoulPrefix } from "../../lib/numbers.ts";
import { type Arguments, matches } from "../arguments.ts";
import type { Ip } from "../context.ts";
import type { Printer } from "../print.ts";

const NAMES: readonly string[] = [
  "unspec",
  "lock",
  "mtu",
  "window",
  "rtt",
  "rttvar",
  "ssthresh",
  "cwnd",
  "advmss",
  "reordering",
  "hoplimit",
  "initcwnd",
  "features",
  "rto_min",
  "initrwnd",
  "quickack",
  "congctl",
  "fastopen_no_cookie",
];

/** Metrics as they are collected from the words, in that order. */
export class Metrics {
  private readonly values: (readonly [number, number | string])[] = [];
  /** Bits of metrics that path MTU discovery and TCP may not change. */
  lock = 0;

  set(type: number, value: number | string): void {
    this.values.push([type, value]);
  }

  /** Appends RTA_METRICS when there are any. */
  write(writer: MessageWriter, attribute: number): void {
    if (this.values.length === 0) return;
    const nest = writer.nest(attribute);
    for (const [type, value] of this.values)
      if (typeof value === "string") writer.stringUnterminated(type, value);
      else writer.u32(type, value);
    if (this.lock !== 0) writer.u32(RTAX_LOCK, this.lock);
    writer.endNest(nest);
  }
}

/** A metric's word: abbreviated or not, with an optional "lock" before its value. */
interface MetricWord {
  readonly name: string;
  /** What its error message calls it, when that is something else. */
  readonly label?: string;
  readonly type: number;
  readonly abbreviated: boolean;
  readonly lockable: boolean;
  readonly maximum?: number;
  /** A time: how the kernel scales it. */
  readonly scale?: number;
}

const WORDS: readonly MetricWord[] = [
  { name: "mtu", type: RTAX_MTU, abbreviated: false, lockable: true },
  { name: "hoplimit", type: RTAX_HOPLIMIT, abbreviated: false, lockable: true, maximum: 255 },
  { name: "advmss", label: "mss", type: RTAX_ADVMSS, abbreviated: false, lockable: true },
  { name: "reordering", type: RTAX_REORDERING, abbreviated: true, lockable: true },
  { name: "rtt", type: RTAX_RTT, abbreviated: false, lockable: true, scale: 8 },
  { name: "rto_min", type: RTAX_RTO_MIN, abbreviated: false, lockable: false, scale: 1 },
  { name: "window", type: RTAX_WINDOW, abbreviated: true, lockable: true },
  { name: "cwnd", type: RTAX_CWND, abbreviated: true, lockable: true },
  { name: "initcwnd", type: RTAX_INITCWND, abbreviated: true, lockable: true },
  { name: "initrwnd", type: RTAX_INITRWND, abbreviated: true, lockable: true },
  { name: "quickack", type: RTAX_QUICKACK, abbreviated: true, lockable: false },
  { name: "rttvar", type: RTAX_RTTVAR, abbreviated: true, lockable: true, scale: 4 },
  { name: "ssthresh", type: RTAX_SSTHRESH, abbreviated: true, lockable: true },
  { name: "fastopen_no_cookie", type: RTAX_FASTOPEN_NO_COOKIE, abbreviated: true, lockable: false },
];

/** Milliseconds of a unit. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ["s", 1000],
  ["sec", 1000],
  ["secs", 1000],
  ["ms", 1],
  ["msec", 1],
  ["msecs", 1],
]);

/** "300", "300ms" or "1.5s" in ms, rounded up; a plain number is in the kernel's own scale (`get_time_rtt`). */
function parseTime(args: Arguments, { name, scale = 1 }: MetricWord): number {
  const text = args.current;
  const fraction = text.includes(".") ? strtod(text) : undefined;
  const whole = fraction === undefined ? strtoulPrefix(text, 0) : undefined;
  const read = fraction ?? whole;
  const unit = read?.rest === "" ? 1 : UNITS.get(read?.rest.toLowerCase() ?? "");
  const none = fraction !== undefined && (fraction.rest === text || fraction.value < 0);
  const tooLarge = read?.range === true && Number(read.value) >= ULONG_MAX;
  if (read === undefined || unit === undefined || none || tooLarge)
    return args.invalid(`"${name}" value is invalid\n`);
  const value = ceiling(Number(read.value) * unit);
  return read.rest === "" ? value : Math.imul(value, scale) >>> 0;
}

const ULONG_MAX = 2 ** 64;

/** As C makes a `double` an `unsigned`: what does not fit loses its high bits, or all when it is no `long`, either. */
function ceiling(value: number): number {
  const cut = value >= 2 ** 63 ? 0 : Number(BigInt.asUintN(32, BigInt(Math.trunc(value))));
  return cut < value ? (cut + 1) >>> 0 : cut;
}

function parseValue(args: Arguments, word: MetricWord): number {
  if (word.scale !== undefined) return parseTime(args, word);
  const value = args.unsigned(`"${word.label ?? word.name}" value is invalid\n`, word.maximum);
  const flag = word.type === RTAX_QUICKACK || word.type === RTAX_FASTOPEN_NO_COOKIE;
  if (flag && value > 1) args.invalid(`"${word.name}" value should be 0 or 1\n`);
  return value;
}

function parseLock(args: Arguments, metrics: Metrics, type: number): void {
  if (!args.is("lock")) return;
  metrics.lock |= 1 << type;
  args.next();
}

/** Reads a metric when the current word is one; leaves the arguments on its last word. @returns whether it was one */
export function parseMetric(args: Arguments, metrics: Metrics): boolean {
  if (args.matches("features")) {
    args.next();
    if (args.current !== "ecn") args.invalid('"features" value not valid\n');
    metrics.set(RTAX_FEATURES, RTAX_FEATURE_ECN);
    return true;
  }
  const word = WORDS.find(({ name, abbreviated }) =>
    abbreviated ? matches(args.current, name) : args.current === name,
  );
  if (word) {
    args.next();
    if (word.lockable) parseLock(args, metrics, word.type);
    if (word.type === RTAX_RTO_MIN) metrics.lock |= 1 << RTAX_RTO_MIN;
    metrics.set(word.type, parseValue(args, word));
    return true;
  }
  if (!args.matches("congctl")) return false;
  args.next();
  parseLock(args, metrics, RTAX_CC_ALGO);
  metrics.set(RTAX_CC_ALGO, args.current);
  return true;
}

const FEATURES: readonly (readonly [number, string])[] = [
  [RTAX_FEATURE_ECN, "ecn"],
  [RTAX_FEATURE_SACK, "sack"],
  [RTAX_FEATURE_TIMESTAMP, "timestamp"],
  [RTAX_FEATURE_ALLFRAG, "allfrag"],
];

function printFeatures(out: Printer, value: number): void {
  let features = value;
  for (const [bit, name] of FEATURES) {
    if ((features & bit) === 0) continue;
    out.value(name, null, `${name} `);
    features &= ~bit;
  }
  if (features !== 0) out.value("features", `0x${features.toString(16)}`, `0x${features.toString(16)} `);
}

/** Prints what RTA_METRICS holds. */
export function printMetrics(ip: Ip, table: AttributeTable): void {
  const { out } = ip;
  out.openArray("metrics");
  out.openObject();
  const lock = table.u32(RTAX_LOCK);
  for (let type = 2; type < NAMES.length; type++) {
    const locked = (lock & (1 << type)) !== 0;
    if (!table.has(type) && !locked) continue;
    const lead = `${NAMES[type]} ${locked ? "lock " : ""}`;
    if (type === RTAX_CC_ALGO) {
      const name = table.string(type);
      out.value("congestion", name, `${lead}${name} `);
      continue;
    }
    let value = table.u32(type);
    if (type === RTAX_HOPLIMIT && value === 0xffffffff) continue;
    const isTime = type === RTAX_RTT || type === RTAX_RTTVAR || type === RTAX_RTO_MIN;
    if (type === RTAX_FEATURES) {
      out.text(lead);
      printFeatures(out, value);
      continue;
    }
    if (type === RTAX_RTT) value = Math.floor(value / 8);
    else if (type === RTAX_RTTVAR) value = Math.floor(value / 4);
    if (!isTime) out.value(NAMES[type], value, `${lead}${value} `);
    else
      out.value(NAMES[type], value, `${lead}${value >= 1000 ? `${formatG(value / 1000)}s` : `${value}ms`} `);
  }
  out.closeObject();
  out.closeArray();
}
