/**
 * Changing a bridge's settings by attributes, one after another in Linux's order: what came before an error stays.
 *
 * Source: `net/bridge/br_netlink.c` (`br_changelink`), `net/bridge/br.c` (`br_boolopt_multi_toggle`).
 */
import { EINVAL, EOPNOTSUPP } from "../../../errno.ts";
import { type AttributeTable, readU32 } from "../../../netlink/attribute.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import * as br from "../../../netlink/link-kinds/bridge.ts";
import { fdbFlush } from "../br-fdb.ts";
import { BR_GROUPFWD_8021AD, BR_GROUPFWD_RESTRICTED, type NetBridge } from "../br-private.ts";
import { changeMulticast } from "../mcast/br-mcast-settings.ts";
import { toggleVlanSnooping } from "../mcast/br-multicast.ts";
import {
  setAgeingTime,
  setBridgePriority,
  setForwardDelay,
  setHelloTime,
  setMaxAge,
  stpSetEnabled,
} from "../stp/br-stp-if.ts";
import { changeVlans } from "../vlan/br-vlan-options.ts";

/** @returns 0 or a negative error */
type Setter = (bridge: NetBridge, table: AttributeTable, extack: ExtendedAck) => number;

/** `br_set_group_fwd_mask` */
export function setGroupFwdMask(bridge: NetBridge, mask: number): number {
  // sysfs takes a long, of which 16 bits are kept; one that no number holds ends with ones
  const bits = mask > Number.MAX_SAFE_INTEGER ? 0xffff : mask & 0xffff;
  if ((bits & BR_GROUPFWD_RESTRICTED) !== 0) return -EINVAL;
  bridge.groupFwdMask = bits;
  return 0;
}

/** The address of bridges: one of the link's own, and not one of those with another meaning. @returns 0 or `-EINVAL` */
export function setGroupAddress(bridge: NetBridge, address: Uint8Array): number {
  const prefix = [0x01, 0x80, 0xc2, 0x00, 0x00];
  if (address.length !== 6 || prefix.some((byte, i) => address[i] !== byte)) return -EINVAL;
  const last = address[5];
  if (last > 0x0f || (last >= 1 && last <= 3)) return -EINVAL;
  bridge.groupAddress = address.slice();
  bridge.groupAddressSet = true;
  recalculateFwdMask(bridge);
  return 0;
}

/** A provider's bridge passes on what customers' bridges say (`br_recalculate_fwd_mask`), once VLANs are its business. */
function recalculateFwdMask(bridge: NetBridge): void {
  bridge.groupFwdMaskRequired = 0;
  if (bridge.groupAddress[5] === 8) bridge.groupFwdMaskRequired = BR_GROUPFWD_8021AD & ~(1 << 8);
}

/** `br_boolopt_multi_toggle`: the lower options stay changed when a higher one can not be. */
function toggleBoolopts(bridge: NetBridge, table: AttributeTable, extack: ExtendedAck): number {
  const at = table.offset(br.IFLA_BR_MULTI_BOOLOPT);
  const values = readU32(table.bytes, at);
  const mask = readU32(table.bytes, at + 4);
  if ((mask & (1 << br.BR_BOOLOPT_NO_LL_LEARN)) !== 0) setBoolopt(bridge, br.BR_BOOLOPT_NO_LL_LEARN, values);
  const snooping = 1 << br.BR_BOOLOPT_MCAST_VLAN_SNOOPING;
  if ((mask & values & snooping) !== 0 && !bridge.vlans.enabled)
    return extack.fail(-EINVAL, "bridge: Cannot enable multicast vlan snooping with vlan filtering disabled");
  if ((mask & snooping) !== 0) toggleVlanSnooping(bridge, (values & snooping) !== 0);
  // these are not there
  for (let option = br.BR_BOOLOPT_MCAST_VLAN_SNOOPING + 1; option < br.BR_BOOLOPT_MAX; option++) {
    if ((mask & (1 << option)) === 0 || (values & (1 << option)) === 0) continue;
    return extack.fail(-EOPNOTSUPP, "");
  }
  return 0;
}

function setBoolopt(bridge: NetBridge, option: number, values: number): void {
  const bit = 1 << option;
  bridge.boolopts = (bridge.boolopts & ~bit) | (values & bit);
}

function u32(type: number, set: (bridge: NetBridge, value: number) => number): readonly [number, Setter] {
  return [type, (bridge, table) => set(bridge, table.u32(type))];
}

type NfCall = "nfCallIptables" | "nfCallIp6tables" | "nfCallArptables";

function nfCall(type: number, key: NfCall): readonly [number, Setter] {
  return [
    type,
    (bridge, table) => {
      bridge[key] = table.u8(type) !== 0;
      return 0;
    },
  ];
}

const SETTERS: readonly (readonly [number, Setter])[] = [
  u32(br.IFLA_BR_FORWARD_DELAY, setForwardDelay),
  u32(br.IFLA_BR_HELLO_TIME, setHelloTime),
  u32(br.IFLA_BR_MAX_AGE, setMaxAge),
  u32(br.IFLA_BR_AGEING_TIME, setAgeingTime),
  u32(br.IFLA_BR_STP_STATE, (bridge, value) => stpSetEnabled(bridge, value !== 0)),
  [
    br.IFLA_BR_PRIORITY,
    (bridge, table) => {
      setBridgePriority(bridge, table.u16(br.IFLA_BR_PRIORITY));
      return 0;
    },
  ],
];

const LATER_SETTERS: readonly (readonly [number, Setter])[] = [
  [
    br.IFLA_BR_GROUP_FWD_MASK,
    (bridge, table) => setGroupFwdMask(bridge, table.u16(br.IFLA_BR_GROUP_FWD_MASK)),
  ],
  [
    br.IFLA_BR_GROUP_ADDR,
    (bridge, table) => setGroupAddress(bridge, table.payload(br.IFLA_BR_GROUP_ADDR) ?? new Uint8Array(0)),
  ],
  [
    br.IFLA_BR_FDB_FLUSH,
    (bridge) => {
      fdbFlush(bridge);
      return 0;
    },
  ],
];

const LAST_SETTERS: readonly (readonly [number, Setter])[] = [
  nfCall(br.IFLA_BR_NF_CALL_IPTABLES, "nfCallIptables"),
  nfCall(br.IFLA_BR_NF_CALL_IP6TABLES, "nfCallIp6tables"),
  nfCall(br.IFLA_BR_NF_CALL_ARPTABLES, "nfCallArptables"),
  [br.IFLA_BR_MULTI_BOOLOPT, toggleBoolopts],
  u32(br.IFLA_BR_FDB_MAX_LEARNED, (bridge, value) => {
    bridge.fdb.maxLearned = value;
    return 0;
  }),
];

function run(
  setters: readonly (readonly [number, Setter])[],
  bridge: NetBridge,
  table: AttributeTable,
  extack: ExtendedAck,
): number {
  for (const [type, set] of setters) {
    if (!table.has(type)) continue;
    const error = set(bridge, table, extack);
    if (error < 0) return error;
  }
  return 0;
}

/** Applies the attributes of `IFLA_INFO_DATA`. @returns 0 or a negative error */
export function changeBridge(bridge: NetBridge, table: AttributeTable, extack: ExtendedAck): number {
  return (
    run(SETTERS, bridge, table, extack) ||
    changeVlans(bridge, table, extack) ||
    run(LATER_SETTERS, bridge, table, extack) ||
    changeMulticast(bridge, table, extack) ||
    run(LAST_SETTERS, bridge, table, extack)
  );
}
