/**
 * `IFLA_BRIDGE_VLAN_INFO` in `IFLA_AF_SPEC`: VLANs that are added or deleted, and what links tell of theirs.
 *
 * Source: `net/bridge/br_netlink.c` (`br_process_vlan_info`, `br_fill_ifvlaninfo`, `br_fill_ifvlaninfo_compressed`).
 */
import { EINVAL, EOPNOTSUPP } from "../../../errno.ts";
import {
  BRIDGE_VLAN_INFO_BRENTRY,
  BRIDGE_VLAN_INFO_MASTER,
  BRIDGE_VLAN_INFO_PVID,
  BRIDGE_VLAN_INFO_RANGE_BEGIN,
  BRIDGE_VLAN_INFO_RANGE_END,
  BRIDGE_VLAN_INFO_UNTAGGED,
  type BridgeVlanInfo,
  writeBridgeVlanInfo,
} from "../../../netlink/bridge-vlan.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import { IFLA_BRIDGE_VLAN_INFO } from "../../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { RTM_DELVLAN, RTM_NEWVLAN } from "../../../netlink/rtnetlink.ts";
import type { NetBridge, NetBridgePort } from "../br-private.ts";
import {
  bridgeVlanAdd,
  bridgeVlanDelete,
  type Outcome,
  portVlanAdd,
  portVlanDelete,
} from "./br-vlan-config.ts";
import { shownFlags } from "./br-vlan-fill.ts";
import { type BridgeVlan, VLAN_VID_MASK, type VlanGroup } from "./br-vlan-group.ts";
import { vlanNotify } from "./br-vlan-notify.ts";

/** `br_vlan_valid_id` */
export function isValidVid(vid: number, extack: ExtendedAck): boolean {
  if (vid > 0 && vid < VLAN_VID_MASK) return true;
  extack.message = "bridge: Vlan id is invalid";
  return false;
}

/** `br_vlan_valid_range` */
export function isValidRange(
  current: BridgeVlanInfo,
  first: BridgeVlanInfo | null,
  extack: ExtendedAck,
): boolean {
  const problem = rangeProblem(current, first);
  if (problem !== "") extack.message = `bridge: ${problem}`;
  return problem === "";
}

function rangeProblem({ flags, vid }: BridgeVlanInfo, first: BridgeVlanInfo | null): string {
  if ((flags & BRIDGE_VLAN_INFO_PVID) !== 0) return "Pvid isn't allowed in a range";
  if (first !== null) {
    if ((flags & BRIDGE_VLAN_INFO_RANGE_BEGIN) !== 0)
      return "Found a new vlan range start while processing one";
    if ((flags & BRIDGE_VLAN_INFO_RANGE_END) === 0) return "Vlan range end flag is missing";
    if (vid <= first.vid) return "End vlan id is less than or equal to start vlan id";
  }
  const both = BRIDGE_VLAN_INFO_RANGE_BEGIN | BRIDGE_VLAN_INFO_RANGE_END;
  return (flags & both) === 0 ? "Both vlan range flags are missing" : "";
}

/** What a list of such attributes asks for, one after the other. */
export class VlanInfoProcessor {
  /** Whether anything is different now. */
  changed = false;
  readonly #bridge: NetBridge;
  readonly #port: NetBridgePort | null;
  readonly #adding: boolean;
  readonly #extack: ExtendedAck;
  /** Where a range begins of which the end is still to come. */
  #first: BridgeVlanInfo | null = null;

  constructor(bridge: NetBridge, port: NetBridgePort | null, adding: boolean, extack: ExtendedAck) {
    this.#bridge = bridge;
    this.#port = port;
    this.#adding = adding;
    this.#extack = extack;
  }

  /** `br_process_vlan_info`. @returns 0 or a negative error */
  process(info: BridgeVlanInfo): number {
    if (!isValidVid(info.vid, this.#extack)) return -EINVAL;
    if ((info.flags & BRIDGE_VLAN_INFO_RANGE_BEGIN) !== 0) {
      if (!isValidRange(info, this.#first, this.#extack)) return -EINVAL;
      this.#first = info;
      return 0;
    }
    const first = this.#first;
    if (first === null) return this.#one(info);
    if (!isValidRange(info, first, this.#extack)) return -EINVAL;
    this.#first = null;
    return this.#range(first, info.vid);
  }

  #one({ flags, vid }: BridgeVlanInfo): number {
    const outcome = this.#apply(flags, vid);
    if (outcome === true) this.changed = true;
    if (this.changed) this.#notify(vid, vid);
    return typeof outcome === "number" ? outcome : 0;
  }

  /** Neighbours that changed are told of together. */
  #range({ flags, vid: from }: BridgeVlanInfo, to: number): number {
    let start = 0;
    let error = 0;
    let vid = from;
    for (; vid <= to; vid++) {
      const outcome = this.#apply(flags, vid);
      if (typeof outcome === "number") {
        error = outcome;
        break;
      }
      if (outcome) {
        this.changed = true;
        if (start === 0) start = vid;
      } else if (start !== 0) {
        this.#notify(start, vid - 1);
        start = 0;
      }
    }
    if (start !== 0) this.#notify(start, vid - 1);
    return error;
  }

  #notify(vid: number, last: number): void {
    vlanNotify(this.#bridge, this.#port, vid, last, this.#adding ? RTM_NEWVLAN : RTM_DELVLAN);
  }

  /** `br_vlan_info` */
  #apply(flags: number, vid: number): Outcome {
    // a kernel without VLANs in bridges: only who takes one away hears nothing of it
    if (!this.#bridge.vlans.built) return this.#adding ? -EOPNOTSUPP : false;
    if (!this.#adding) return this.#delete(flags, vid);
    const port = this.#port;
    if (port !== null) return portVlanAdd(port, vid, flags);
    return bridgeVlanAdd(this.#bridge, vid, flags | BRIDGE_VLAN_INFO_BRENTRY);
  }

  #delete(flags: number, vid: number): boolean {
    const port = this.#port;
    if (port === null) return bridgeVlanDelete(this.#bridge, vid) === 0;
    const deleted = portVlanDelete(port, vid) === 0;
    const master = (flags & BRIDGE_VLAN_INFO_MASTER) !== 0 && bridgeVlanDelete(this.#bridge, vid) === 0;
    return deleted || master;
  }
}

const SHOWN = BRIDGE_VLAN_INFO_PVID | BRIDGE_VLAN_INFO_UNTAGGED;

/** Each VLAN by itself (`br_fill_ifvlaninfo`). */
export function fillVlanInfo(writer: MessageWriter, group: VlanGroup): void {
  for (const vlan of group.list)
    if (vlan.usable)
      writeBridgeVlanInfo(writer, IFLA_BRIDGE_VLAN_INFO, shownFlags(group, vlan) & SHOWN, vlan.vid);
}

/** Those that follow one another with the same flags as ranges (`br_fill_ifvlaninfo_compressed`). */
export function fillVlanInfoCompressed(writer: MessageWriter, group: VlanGroup): void {
  let first: BridgeVlan | null = null;
  let last: BridgeVlan | null = null;
  const flagsOf = (vlan: BridgeVlan): number => shownFlags(group, vlan) & SHOWN;
  for (const vlan of group.list) {
    if (!vlan.usable) continue;
    const flags = flagsOf(vlan);
    if (first !== null && last !== null && vlan.vid - last.vid === 1 && flags === flagsOf(first)) {
      last = vlan;
      continue;
    }
    if (first !== null && last !== null) fillRange(writer, first.vid, last.vid, flagsOf(first));
    first = vlan;
    last = vlan;
  }
  if (first !== null && last !== null) fillRange(writer, first.vid, last.vid, flagsOf(first));
}

function fillRange(writer: MessageWriter, first: number, last: number, flags: number): void {
  if (last === first) {
    writeBridgeVlanInfo(writer, IFLA_BRIDGE_VLAN_INFO, flags, first);
    return;
  }
  writeBridgeVlanInfo(writer, IFLA_BRIDGE_VLAN_INFO, flags | BRIDGE_VLAN_INFO_RANGE_BEGIN, first);
  writeBridgeVlanInfo(writer, IFLA_BRIDGE_VLAN_INFO, flags | BRIDGE_VLAN_INFO_RANGE_END, last);
}
