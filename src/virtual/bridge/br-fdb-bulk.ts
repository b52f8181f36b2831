/**
 * Deleting entries that match (`bridge fdb flush`).
 *
 * Source: `net/bridge/br_fdb.c` (`br_fdb_delete_bulk`, `__fdb_flush_matches`).
 */
import { EINVAL } from "../../errno.ts";
import {
  NDA_IFINDEX,
  NDA_MAX,
  NDA_NDM_FLAGS_MASK,
  NDA_NDM_STATE_MASK,
  NDA_VLAN,
  NTF_EXT_LEARNED,
  NTF_OFFLOADED,
  NTF_STICKY,
  NTF_USE,
  NUD_NOARP,
  NUD_PERMANENT,
} from "../../netlink/neigh.ts";
import { policy } from "../../netlink/policy.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import type { FdbBulk, FdbRequest } from "../core/rtnetlink/fdb-ops.ts";
import { fdbDelete } from "./br-fdb.ts";
import {
  BR_FDB_ADDED_BY_EXT_LEARN,
  BR_FDB_ADDED_BY_USER,
  BR_FDB_LOCAL,
  BR_FDB_OFFLOADED,
  BR_FDB_STATIC,
  BR_FDB_STICKY,
} from "./br-fdb-table.ts";
import { isBridge, type NetBridge, portOf } from "./br-private.ts";

const FLUSH_STATES = NUD_PERMANENT | NUD_NOARP;
/** The last VLAN is 4094. */
const VLAN_LAST = 4094;
const NTF_SELF = 2;
const NTF_MASTER = 4;
const FLUSH_FLAGS = NTF_USE | NTF_EXT_LEARNED | NTF_STICKY | NTF_OFFLOADED;

/** States and flags of messages as bits of entries (`__ndm_state_to_fdb_flags`, `__ndm_flags_to_fdb_flags`). */
function entryFlags(state: number, flags: number): number {
  let bits = 0;
  if ((state & NUD_PERMANENT) !== 0) bits |= BR_FDB_LOCAL;
  if ((state & NUD_NOARP) !== 0) bits |= BR_FDB_STATIC;
  if ((flags & NTF_USE) !== 0) bits |= BR_FDB_ADDED_BY_USER;
  if ((flags & NTF_EXT_LEARNED) !== 0) bits |= BR_FDB_ADDED_BY_EXT_LEARN;
  if ((flags & NTF_OFFLOADED) !== 0) bits |= BR_FDB_OFFLOADED;
  if ((flags & NTF_STICKY) !== 0) bits |= BR_FDB_STICKY;
  return bits;
}

function findPort(
  bridge: NetBridge,
  dev: NetDevice,
  request: Pick<FdbRequest, "attributes" | "extack">,
): number {
  const { attributes, extack } = request;
  let ifindex = isBridge(dev) ? 0 : dev.ifindex;
  if (!attributes.has(NDA_IFINDEX)) return ifindex;
  const wanted = attributes.s32(NDA_IFINDEX);
  const port = bridge.net.devByIndex(wanted);
  if (port === undefined) return extack.fail(-EINVAL, "Unknown flush device ifindex");
  if (port !== bridge && portOf(port) === null)
    return extack.fail(-EINVAL, "bridge: Flush device is not a bridge or bridge port");
  if (port !== bridge && portOf(port)?.bridge !== bridge)
    return extack.fail(-EINVAL, "bridge: Port belongs to a different bridge device");
  ifindex = wanted;
  return ifindex;
}

function deleteBulk(dev: NetDevice, request: Omit<FdbRequest, "address" | "vlan">): number {
  const { header, attributes, extack } = request;
  const bridge = isBridge(dev) ? dev : portOf(dev)?.bridge;
  if (bridge === undefined) return extack.fail(-EINVAL, "Invalid flush device");
  let mask = 0;
  let bits = 0;
  const flags = header.flags & ~(NTF_SELF | NTF_MASTER);
  if ((header.state & ~FLUSH_STATES) !== 0 || (flags & ~FLUSH_FLAGS) !== 0)
    return extack.fail(-EINVAL, "Unsupported fdb flush ndm flag bits set");
  bits |= entryFlags(header.state, flags);
  const stateMask = attributes.u16(NDA_NDM_STATE_MASK);
  const flagsMask = attributes.u8(NDA_NDM_FLAGS_MASK);
  if ((stateMask & ~FLUSH_STATES) !== 0)
    return extack.fail(-EINVAL, "Unsupported fdb flush ndm state mask bits set");
  if ((flagsMask & ~FLUSH_FLAGS) !== 0)
    return extack.fail(-EINVAL, "Unsupported fdb flush ndm flags mask bits set");
  mask |= entryFlags(stateMask, flagsMask);
  const ifindex = findPort(bridge, dev, request);
  if (ifindex < 0) return ifindex;
  const vlan = attributes.u16(NDA_VLAN);
  for (const entry of bridge.fdb.entries()) {
    if (ifindex !== 0 && (entry.dst?.dev.ifindex ?? bridge.ifindex) !== ifindex) continue;
    if (vlan !== 0 && entry.vlan !== vlan) continue;
    if ((entry.flags & mask) === (bits & mask)) fdbDelete(bridge, entry);
  }
  return 0;
}

export const bridgeFdbBulk: FdbBulk = {
  rules: policy(NDA_MAX, [
    [NDA_VLAN, { type: "u16", minimum: 1, maximum: VLAN_LAST }],
    [NDA_IFINDEX, { type: "s32", minimum: 1 }],
    [NDA_NDM_STATE_MASK, { type: "u16" }],
    [NDA_NDM_FLAGS_MASK, { type: "u8" }],
  ]),
  delete: deleteBulk,
};
