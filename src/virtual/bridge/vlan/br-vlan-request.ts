/**
 * What `RTM_NEWVLAN` and `RTM_DELVLAN` ask for: VLANs, their options, and the bridge's options of VLANs.
 *
 * Source: `net/bridge/br_vlan.c` (`br_vlan_rtm_process_one`), `net/bridge/br_vlan_options.c` (`br_vlan_process_options`,
 * `br_vlan_rtm_process_global_options`).
 */
import { EBUSY, EINVAL, ENOENT, EOPNOTSUPP } from "../../../errno.ts";
import { type AttributeCursor, AttributeTable, readU16 } from "../../../netlink/attribute.ts";
import * as vlandb from "../../../netlink/bridge-vlan.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import { type Policy, policy } from "../../../netlink/policy.ts";
import { validateAttributes } from "../../../netlink/policy-check.ts";
import { RTM_NEWLINK, RTM_NEWVLAN } from "../../../netlink/rtnetlink.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { RtnlRequest } from "../../core/rtnetlink/rtnetlink.ts";
import {
  BR_KERNEL_STP,
  BR_STATE_BLOCKING,
  BR_VLAN_TUNNEL,
  isBridge,
  type NetBridge,
  type NetBridgePort,
  portOf,
} from "../br-private.ts";
import { setPortRouter, setRouter } from "../mcast/br-mcast-router.ts";
import { bridgeIfinfoNotify, ifinfoNotify } from "../netlink/br-ifinfo.ts";
import { vlansOf } from "./br-vlan-config.ts";
import { continuesRange } from "./br-vlan-fill.ts";
import { changeGlobalOptions, continuesGlobalRange, globalOptionsNotify } from "./br-vlan-global-options.ts";
import type { BridgeVlan, VlanGroup } from "./br-vlan-group.ts";
import { isValidRange, isValidVid, VlanInfoProcessor } from "./br-vlan-info.ts";
import { portVlanContext, vlanContext } from "./br-vlan-multicast.ts";
import { vlanNotify } from "./br-vlan-notify.ts";

const ENTRY_RULES = policy(vlandb.BRIDGE_VLANDB_ENTRY_MAX, [
  [vlandb.BRIDGE_VLANDB_ENTRY_INFO, { type: "binary", length: vlandb.BRIDGE_VLAN_INFO_LEN, exact: true }],
  [vlandb.BRIDGE_VLANDB_ENTRY_RANGE, { type: "u16" }],
  [vlandb.BRIDGE_VLANDB_ENTRY_STATE, { type: "u8" }],
  [vlandb.BRIDGE_VLANDB_ENTRY_TUNNEL_INFO, { type: "nested" }],
  [vlandb.BRIDGE_VLANDB_ENTRY_MCAST_ROUTER, { type: "u8" }],
  [vlandb.BRIDGE_VLANDB_ENTRY_MCAST_N_GROUPS, { type: "reject" }],
  [vlandb.BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS, { type: "u32" }],
  [vlandb.BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS, { type: "u8", maximum: 1 }],
]);

const GLOBAL_RULES = policy(vlandb.BRIDGE_VLANDB_GOPTS_MAX, [
  [vlandb.BRIDGE_VLANDB_GOPTS_ID, { type: "u16" }],
  [vlandb.BRIDGE_VLANDB_GOPTS_RANGE, { type: "u16" }],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING, { type: "u8" }],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION, { type: "u8" }],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION, { type: "u8" }],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT, { type: "u32" }],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT, { type: "u32" }],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL, { type: "u64" }],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL, { type: "u64" }],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL, { type: "u64" }],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL, { type: "u64" }],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL, { type: "u64" }],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL, { type: "u64" }],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER, { type: "u8" }],
  [vlandb.BRIDGE_VLANDB_GOPTS_MSTI, { type: "u16", maximum: 4094 }],
]);

/** Options that are refused as long as they are not here. */
const UNSUPPORTED = [vlandb.BRIDGE_VLANDB_ENTRY_TUNNEL_INFO, vlandb.BRIDGE_VLANDB_ENTRY_MCAST_MAX_GROUPS];

const entry = new AttributeTable(vlandb.BRIDGE_VLANDB_ENTRY_MAX);
const options = new AttributeTable(vlandb.BRIDGE_VLANDB_GOPTS_MAX);

function parse(request: RtnlRequest, cursor: AttributeCursor, table: AttributeTable, rules: Policy): number {
  const end = cursor.start + cursor.length;
  const { extack, message } = request;
  const error = validateAttributes(cursor.bytes, cursor.start, end, rules, true, extack, message.start);
  if (error === 0) table.parse(cursor.bytes, cursor.start, end);
  return error;
}

/** One `BRIDGE_VLANDB_ENTRY` (`br_vlan_rtm_process_one`). @returns 0 or a negative error */
export function processEntry(
  request: RtnlRequest,
  dev: NetDevice,
  cursor: AttributeCursor,
  adding: boolean,
): number {
  const { extack } = request;
  const port = isBridge(dev) ? null : portOf(dev);
  const bridge = isBridge(dev) ? dev : (port as NetBridgePort).bridge;
  const error = parse(request, cursor, entry, ENTRY_RULES);
  if (error !== 0) return error;
  if (!entry.has(vlandb.BRIDGE_VLANDB_ENTRY_INFO))
    return extack.fail(-EINVAL, "bridge: Missing vlan entry info");
  const info = vlandb.readBridgeVlanInfo(entry.bytes, entry.offset(vlandb.BRIDGE_VLANDB_ENTRY_INFO));
  const rangeFlags = vlandb.BRIDGE_VLAN_INFO_RANGE_BEGIN | vlandb.BRIDGE_VLAN_INFO_RANGE_END;
  if ((info.flags & rangeFlags) !== 0)
    return extack.fail(-EINVAL, "bridge: Old-style vlan ranges are not allowed when using RTM vlan calls");
  if (!isValidVid(info.vid, extack)) return -EINVAL;
  const infos = [info];
  if (entry.has(vlandb.BRIDGE_VLANDB_ENTRY_RANGE)) {
    const vid = entry.u16(vlandb.BRIDGE_VLANDB_ENTRY_RANGE);
    const last = { vid, flags: info.flags | vlandb.BRIDGE_VLAN_INFO_RANGE_END };
    infos[0] = { vid: info.vid, flags: info.flags | vlandb.BRIDGE_VLAN_INFO_RANGE_BEGIN };
    if (!isValidVid(vid, extack) || !isValidRange(last, infos[0], extack)) return -EINVAL;
    infos.push(last);
  }
  const onlyOptions = adding && (info.flags & vlandb.BRIDGE_VLAN_INFO_ONLY_OPTS) !== 0;
  const applied = onlyOptions ? 0 : applyInfos(bridge, port, infos, adding, extack);
  if (applied !== 0 || !adding) return applied;
  return processOptions(bridge, port, info.vid, infos[infos.length - 1].vid, extack);
}

function applyInfos(
  bridge: NetBridge,
  port: NetBridgePort | null,
  infos: readonly vlandb.BridgeVlanInfo[],
  adding: boolean,
  extack: ExtendedAck,
): number {
  const processor = new VlanInfoProcessor(bridge, port, adding, extack);
  let error = 0;
  for (const info of infos) if (error === 0) error = processor.process(info);
  if (processor.changed) tell(bridge, port);
  return error;
}

function tell(bridge: NetBridge, port: NetBridgePort | null): void {
  if (port === null) bridgeIfinfoNotify(RTM_NEWLINK, bridge);
  else ifinfoNotify(RTM_NEWLINK, port);
}

/** `br_vlan_process_options`: what changed is told of in ranges. */
function processOptions(
  bridge: NetBridge,
  port: NetBridgePort | null,
  from: number,
  to: number,
  extack: ExtendedAck,
): number {
  const group = vlansOf(bridge, port);
  if (group.find(from)?.usable !== true)
    return extack.fail(-ENOENT, "bridge: Vlan range start doesn't exist, can't process options");
  if (group.find(to)?.usable !== true)
    return extack.fail(-ENOENT, "bridge: Vlan range end doesn't exist, can't process options");
  let first: BridgeVlan | null = null;
  let last: BridgeVlan | null = null;
  const flush = (): void => {
    if (first !== null && last !== null) vlanNotify(bridge, port, first.vid, last.vid, RTM_NEWVLAN);
    first = null;
    last = null;
  };
  let error = 0;
  for (let vid = from; vid <= to; vid++) {
    const vlan = group.find(vid);
    if (vlan?.usable !== true) {
      error = extack.fail(-ENOENT, "bridge: Vlan in range doesn't exist, can't process options");
      break;
    }
    const outcome = changeOptions(bridge, port, group, vlan, extack);
    if (typeof outcome === "number") {
      error = outcome;
      break;
    }
    if (!outcome || (last !== null && (vid === group.pvid || !continuesRange(vlan, last)))) flush();
    if (!outcome) continue;
    first ??= vlan;
    last = vlan;
  }
  flush();
  return error;
}

/** `br_vlan_process_one_opts`. @returns a negative error, or whether anything changed */
function changeOptions(
  bridge: NetBridge,
  port: NetBridgePort | null,
  group: VlanGroup,
  vlan: BridgeVlan,
  extack: ExtendedAck,
): number | boolean {
  let changed = false;
  if (entry.has(vlandb.BRIDGE_VLANDB_ENTRY_STATE)) {
    const state = entry.u8(vlandb.BRIDGE_VLANDB_ENTRY_STATE);
    if (state > BR_STATE_BLOCKING) return extack.fail(-EINVAL, "bridge: Invalid vlan state");
    if (bridge.stpEnabled === BR_KERNEL_STP)
      return extack.fail(-EBUSY, "bridge: Can't modify vlan state when using kernel STP");
    changed = vlan.state !== state;
    group.setState(vlan, state);
  }
  if (entry.has(vlandb.BRIDGE_VLANDB_ENTRY_MCAST_ROUTER)) {
    const router = entry.u8(vlandb.BRIDGE_VLANDB_ENTRY_MCAST_ROUTER);
    const error =
      port === null
        ? setRouter(vlanContext(bridge, vlan), router)
        : setPortRouter(portVlanContext(port, vlan), router);
    if (error < 0) return error;
    changed = true;
  }
  if (UNSUPPORTED.some((type) => entry.has(type))) return refuseOptions(port, extack);
  if (!entry.has(vlandb.BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS)) return changed;
  if (port === null) return extack.fail(-EINVAL, "bridge: Can't set neighbor suppression for non-port vlans");
  const suppress = entry.u8(vlandb.BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS) !== 0;
  changed ||= vlan.neighSuppress !== suppress;
  vlan.neighSuppress = suppress;
  return changed;
}

function refuseOptions(port: NetBridgePort | null, extack: ExtendedAck): number {
  if (entry.has(vlandb.BRIDGE_VLANDB_ENTRY_TUNNEL_INFO)) {
    if (port === null) return extack.fail(-EINVAL, "bridge: Can't modify tunnel mapping of non-port vlans");
    if ((port.flags & BR_VLAN_TUNNEL) === 0)
      return extack.fail(-EINVAL, "bridge: Port doesn't have tunnel flag set");
    return extack.fail(-EOPNOTSUPP, "bridge: Tunnel mapping in this message is not supported here");
  }
  return extack.fail(-EOPNOTSUPP, "bridge: This option of single vlans is not supported here");
}

/** One `BRIDGE_VLANDB_GLOBAL_OPTIONS` (`br_vlan_rtm_process_global_options`). */
export function processGlobalOptions(
  request: RtnlRequest,
  dev: NetDevice,
  cursor: AttributeCursor,
  adding: boolean,
): number {
  const { extack } = request;
  if (!adding) return extack.fail(-EINVAL, "bridge: Global vlan options support only set operation");
  if (!isBridge(dev))
    return extack.fail(-EINVAL, "bridge: Global vlan options can only be set on bridge device");
  const error = parse(request, cursor, options, GLOBAL_RULES);
  if (error !== 0) return error;
  if (!options.has(vlandb.BRIDGE_VLANDB_GOPTS_ID))
    return extack.fail(-EINVAL, "bridge: Missing vlan entry id");
  const vid = readU16(options.bytes, options.offset(vlandb.BRIDGE_VLANDB_GOPTS_ID));
  if (!isValidVid(vid, extack)) return -EINVAL;
  const last = options.u16(vlandb.BRIDGE_VLANDB_GOPTS_RANGE, vid);
  if (!isValidVid(last, extack)) return -EINVAL;
  if (last < vid || (last === vid && options.has(vlandb.BRIDGE_VLANDB_GOPTS_RANGE)))
    return extack.fail(-EINVAL, "bridge: End vlan id is less than or equal to start vlan id");
  if (options.has(vlandb.BRIDGE_VLANDB_GOPTS_MSTI))
    return extack.fail(-EOPNOTSUPP, "bridge: Multiple spanning trees are not supported here");
  return processGlobalRange(dev, vid, last, extack);
}

/** What changed is told of in ranges. */
function processGlobalRange(bridge: NetBridge, from: number, to: number, extack: ExtendedAck): number {
  let first: BridgeVlan | null = null;
  let last: BridgeVlan | null = null;
  const flush = (): void => {
    if (first !== null && last !== null) globalOptionsNotify(bridge, first, last.vid);
    first = null;
    last = null;
  };
  let error = 0;
  for (let vid = from; vid <= to && error === 0; vid++) {
    const vlan = bridge.vlans.find(vid);
    if (vlan === undefined) {
      error = extack.fail(-ENOENT, "bridge: Vlan in range doesn't exist, can't process global options");
      break;
    }
    const outcome = changeGlobalOptions(bridge, vlan, options);
    if (typeof outcome === "number") {
      error = outcome;
      break;
    }
    if (!outcome || (last !== null && !continuesGlobalRange(bridge, vlan, last))) flush();
    if (!outcome) continue;
    first ??= vlan;
    last = vlan;
  }
  flush();
  return error;
}
