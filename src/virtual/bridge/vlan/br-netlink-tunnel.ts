/**
 * `IFLA_BRIDGE_VLAN_TUNNEL_INFO` in `IFLA_AF_SPEC`: VLANs of a port that become networks of a tunnel, or are none any more.
 *
 * Source: `net/bridge/br_netlink_tunnel.c` (`br_parse_vlan_tunnel_info`, `br_process_vlan_tunnel_info`).
 */
import { EINVAL, ERANGE } from "../../../errno.ts";
import { type AttributeCursor, AttributeTable } from "../../../netlink/attribute.ts";
import { BRIDGE_VLAN_INFO_RANGE_BEGIN, BRIDGE_VLAN_INFO_RANGE_END } from "../../../netlink/bridge-vlan.ts";
import { ExtendedAck } from "../../../netlink/error.ts";
import {
  IFLA_BRIDGE_VLAN_TUNNEL_FLAGS,
  IFLA_BRIDGE_VLAN_TUNNEL_ID,
  IFLA_BRIDGE_VLAN_TUNNEL_VID,
} from "../../../netlink/link-kinds/bridge.ts";
import { policy } from "../../../netlink/policy.ts";
import { validateAttributes } from "../../../netlink/policy-check.ts";
import { RTM_NEWVLAN } from "../../../netlink/rtnetlink.ts";
import type { NetBridge, NetBridgePort } from "../br-private.ts";
import { VLAN_VID_MASK } from "./br-vlan-group.ts";
import { vlanNotify } from "./br-vlan-notify.ts";
import { addTunnel, deleteTunnel } from "./br-vlan-tunnel.ts";

/** Linux does not tell what is wrong with these. */
const scratch = new ExtendedAck();
const RULES = policy(IFLA_BRIDGE_VLAN_TUNNEL_FLAGS, [
  [IFLA_BRIDGE_VLAN_TUNNEL_ID, { type: "u32" }],
  [IFLA_BRIDGE_VLAN_TUNNEL_VID, { type: "u16" }],
  [IFLA_BRIDGE_VLAN_TUNNEL_FLAGS, { type: "u16" }],
]);
const table = new AttributeTable(IFLA_BRIDGE_VLAN_TUNNEL_FLAGS);

interface Asked {
  readonly id: number;
  readonly vid: number;
  readonly flags: number;
}

function parse(cursor: AttributeCursor): Asked | number {
  const { bytes, start, length } = cursor;
  const error = validateAttributes(bytes, start, start + length, RULES, false, scratch);
  if (error !== 0) return error;
  table.parse(bytes, start, start + length);
  if (!table.has(IFLA_BRIDGE_VLAN_TUNNEL_ID) || !table.has(IFLA_BRIDGE_VLAN_TUNNEL_VID)) return -EINVAL;
  const vid = table.u16(IFLA_BRIDGE_VLAN_TUNNEL_VID);
  if (vid >= VLAN_VID_MASK) return -ERANGE;
  return { id: table.u32(IFLA_BRIDGE_VLAN_TUNNEL_ID), vid, flags: table.u16(IFLA_BRIDGE_VLAN_TUNNEL_FLAGS) };
}

/** What a list of `IFLA_BRIDGE_VLAN_TUNNEL_INFO` asks for, one after the other. */
export class TunnelInfoProcessor {
  changed = false;
  readonly #bridge: NetBridge;
  readonly #port: NetBridgePort;
  readonly #adding: boolean;
  /** Where a range begins of which the end is still to come. */
  #first: Asked | null = null;

  constructor(bridge: NetBridge, port: NetBridgePort, adding: boolean) {
    this.#bridge = bridge;
    this.#port = port;
    this.#adding = adding;
  }

  /** `br_process_vlan_tunnel_info`. @returns 0 or a negative error */
  process(cursor: AttributeCursor): number {
    const asked = parse(cursor);
    if (typeof asked === "number") return asked;
    if ((asked.flags & BRIDGE_VLAN_INFO_RANGE_BEGIN) !== 0) {
      if (this.#first !== null) return -EINVAL;
      this.#first = asked;
      return 0;
    }
    const first = this.#first;
    if ((asked.flags & BRIDGE_VLAN_INFO_RANGE_END) !== 0)
      return first === null ? -EINVAL : this.#range(first, asked);
    if (first !== null) return -EINVAL;
    const error = this.#apply(asked.vid, asked.id);
    if (typeof error === "number") return error;
    this.#notify(asked.vid, asked.vid);
    return 0;
  }

  #range(first: Asked, last: Asked): number {
    if (last.vid - first.vid !== last.id - first.id) return -EINVAL;
    let start = 0;
    let error = 0;
    let vid = first.vid;
    for (; vid <= last.vid; vid++) {
      const outcome = this.#apply(vid, first.id + vid - first.vid);
      if (typeof outcome === "number") {
        error = outcome;
        break;
      }
      if (outcome && start === 0) start = vid;
      if (!outcome && start !== 0) {
        this.#notify(start, vid - 1);
        start = 0;
      }
    }
    if (start !== 0) this.#notify(start, vid - 1);
    if (error === 0) this.#first = null;
    return error;
  }

  /** `br_vlan_tunnel_info`. @returns a negative error, or whether anything changed */
  #apply(vid: number, id: number): number | boolean {
    const error = this.#adding ? addTunnel(this.#port, vid, id) : deleteTunnel(this.#port, vid);
    if (error === 0) this.changed = true;
    // what is not there need not go
    return this.#adding && error !== 0 ? error : error === 0;
  }

  #notify(vid: number, last: number): void {
    vlanNotify(this.#bridge, this.#port, vid, last, RTM_NEWVLAN);
  }
}
