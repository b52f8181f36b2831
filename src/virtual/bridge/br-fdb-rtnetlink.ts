/**
 * The forwarding database as user space changes and reads it.
 *
 * Source: `net/bridge/br_fdb.c` (`br_fdb_add`, `br_fdb_delete`, `br_fdb_delete_bulk`, `br_fdb_dump`, `br_fdb_get`).
 */
import { EEXIST, EINVAL, ENOENT, ENOMEM, EPERM } from "../../errno.ts";
import { AttributeTable } from "../../netlink/attribute.ts";
import { NLM_F_CREATE, NLM_F_EXCL } from "../../netlink/message.ts";
import {
  NDA_FDB_EXT_ATTRS,
  NDA_FLAGS_EXT,
  NFEA_ACTIVITY_NOTIFY,
  NFEA_DONT_REFRESH,
  NFEA_MAX,
  NTF_EXT_LEARNED,
  NTF_EXT_LOCKED,
  NTF_STICKY,
  NTF_USE,
  NUD_NOARP,
  NUD_PERMANENT,
  NUD_REACHABLE,
} from "../../netlink/neigh.ts";
import { RTM_NEWNEIGH } from "../../netlink/rtnetlink.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import { KERN_INFO } from "../core/printk/log-level.ts";
import { dumpDefault } from "../core/rtnetlink/fdb-default.ts";
import type { FdbOps, FdbRequest } from "../core/rtnetlink/fdb-ops.ts";
import { fdbCreate, fdbDelete, fdbUpdate, forgetLearned, setStatic } from "./br-fdb.ts";
import { bridgeFdbBulk } from "./br-fdb-bulk.ts";
import { fdbNotify, fdbToNud, fillFdb } from "./br-fdb-notify.ts";
import {
  BR_FDB_ADDED_BY_EXT_LEARN,
  BR_FDB_ADDED_BY_USER,
  BR_FDB_LOCAL,
  BR_FDB_LOCKED,
  BR_FDB_NOTIFY,
  BR_FDB_NOTIFY_INACTIVE,
  BR_FDB_STICKY,
  type FdbEntry,
} from "./br-fdb-table.ts";
import { isBridge, type NetBridge, type NetBridgePort, portOf, stateLearns } from "./br-private.ts";
import { jiffies } from "./br-time.ts";
import { vlansOf } from "./vlan/br-vlan-config.ts";

const FDB_NOTIFY_BIT = 1;
const FDB_NOTIFY_INACTIVE_BIT = 2;
const extended = new AttributeTable(NFEA_MAX);

/** For whom a request is: a bridge, or a port of it. */
export interface FdbTarget {
  readonly bridge: NetBridge;
  readonly port: NetBridgePort | null;
}

/** Undefined: the device is neither. */
export function targetOf(dev: NetDevice): FdbTarget | undefined {
  if (isBridge(dev)) return { bridge: dev, port: null };
  const port = portOf(dev);
  return port === null ? undefined : { bridge: port.bridge, port };
}

function say(dev: NetDevice, text: string): number {
  dev.net.machine.log.print(KERN_INFO, text);
  return -EINVAL;
}

/** `br_fdb_add` */
function add(dev: NetDevice, request: FdbRequest): number {
  const { header, address, attributes, extack } = request;
  if ((header.state & (NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE)) === 0)
    return say(dev, `bridge: RTM_NEWNEIGH with invalid state 0x${header.state.toString(16)}`);
  if (address.every((byte) => byte === 0)) return say(dev, "bridge: RTM_NEWNEIGH with invalid ether address");
  const target = targetOf(dev);
  if (target === undefined) return say(dev, `bridge: RTM_NEWNEIGH ${dev.name} not a bridge port`);
  if ((attributes.u32(NDA_FLAGS_EXT) & NTF_EXT_LOCKED) !== 0)
    return extack.fail(-EINVAL, 'Cannot add FDB entry with "locked" flag set');
  extended.parseNested(attributes, NDA_FDB_EXT_ATTRS);
  const group = vlansOf(target.bridge, target.port);
  if (request.vlan !== 0) {
    if (group.find(request.vlan)?.usable !== true)
      return say(dev, `bridge: RTM_NEWNEIGH with unconfigured vlan ${request.vlan} on ${dev.name}`);
    request.notified = true;
    return addTo(target, dev, request, request.vlan);
  }
  request.notified = true;
  // who names no VLAN means each
  let error = addTo(target, dev, request, 0);
  for (const vlan of group.list)
    if (error === 0 && vlan.usable) error = addTo(target, dev, request, vlan.vid);
  return error;
}

function addTo(target: FdbTarget, dev: NetDevice, request: FdbRequest, vlan: number): number {
  const { bridge, port } = target;
  const { header, address, extack } = request;
  if ((header.flags & NTF_USE) !== 0) {
    if (port === null) return say(dev, `bridge: RTM_NEWNEIGH ${bridge.name} with NTF_USE is not supported`);
    if (stateLearns(port)) fdbUpdate(bridge, port, address, 0, vlan, BR_FDB_ADDED_BY_USER);
    return 0;
  }
  if ((header.flags & NTF_EXT_LEARNED) !== 0) {
    if (port === null && (header.state & NUD_PERMANENT) === 0)
      return extack.fail(-EINVAL, "bridge: FDB entry towards bridge must be permanent");
    return addExternal(target, address, vlan);
  }
  return addEntry(target, request, vlan);
}

/** Learnt by somebody else (`br_fdb_external_learn_add`). */
function addExternal({ bridge, port }: FdbTarget, address: Uint8Array, vlan: number): number {
  const { fdb } = bridge;
  const present = fdb.find(address, 0, vlan);
  if (present === null) {
    let flags = BR_FDB_ADDED_BY_EXT_LEARN | BR_FDB_ADDED_BY_USER;
    if (port === null) flags |= BR_FDB_LOCAL;
    const entry = fdbCreate(bridge, port, address, vlan, flags);
    if (entry === null) return -ENOMEM;
    fdbNotify(bridge, entry, RTM_NEWNEIGH);
    return 0;
  }
  let modified = false;
  present.updated = jiffies(bridge.net.machine);
  if (present.dst !== port) {
    present.dst = port;
    modified = true;
  }
  if ((present.flags & BR_FDB_ADDED_BY_EXT_LEARN) !== 0) present.used = present.updated;
  else {
    present.flags |= BR_FDB_ADDED_BY_EXT_LEARN;
    modified = true;
  }
  present.flags |= BR_FDB_ADDED_BY_USER;
  forgetLearned(bridge, present);
  if (port === null) present.flags |= BR_FDB_LOCAL;
  if (modified) fdbNotify(bridge, present, RTM_NEWNEIGH);
  return 0;
}

function notifySetting(): number {
  if (!extended.has(NFEA_ACTIVITY_NOTIFY)) return 0;
  const wanted = extended.u8(NFEA_ACTIVITY_NOTIFY);
  const known = FDB_NOTIFY_BIT | FDB_NOTIFY_INACTIVE_BIT;
  return (wanted & ~known) !== 0 || wanted === FDB_NOTIFY_INACTIVE_BIT ? -EINVAL : wanted;
}

/** Whoever asked to hear of silence hears of it (`fdb_handle_notify`). @returns whether that changed */
function handleNotify(entry: FdbEntry, wanted: number): boolean {
  const before = entry.flags;
  if ((wanted & FDB_NOTIFY_BIT) !== 0) entry.flags |= BR_FDB_NOTIFY;
  else if ((entry.flags & BR_FDB_NOTIFY) !== 0) entry.flags &= ~BR_FDB_NOTIFY;
  if ((wanted & FDB_NOTIFY_INACTIVE_BIT) !== 0) entry.flags |= BR_FDB_NOTIFY_INACTIVE;
  else if ((before & (BR_FDB_NOTIFY | BR_FDB_NOTIFY_INACTIVE)) !== 0) entry.flags &= ~BR_FDB_NOTIFY_INACTIVE;
  return entry.flags !== before;
}

function checkEntry({ bridge, port }: FdbTarget, request: FdbRequest): number {
  const { state, flags } = request.header;
  if (port !== null && (state & (NUD_PERMANENT | NUD_NOARP)) === 0 && !stateLearns(port)) return -EPERM;
  if (port === null && (state & NUD_PERMANENT) === 0)
    return say(bridge, `bridge: RTM_NEWNEIGH ${bridge.name} without NUD_PERMANENT`);
  return (flags & NTF_STICKY) !== 0 && (state & NUD_PERMANENT) !== 0 ? -EINVAL : notifySetting();
}

/** `fdb_add_entry` */
function addEntry(target: FdbTarget, request: FdbRequest, vlan: number): number {
  const { bridge, port } = target;
  const { header, address, flags } = request;
  const wanted = checkEntry(target, request);
  if (wanted < 0) return wanted;
  let entry = bridge.fdb.find(address, 0, vlan);
  let modified = false;
  if (entry === null) {
    if ((flags & NLM_F_CREATE) === 0) return -ENOENT;
    entry = fdbCreate(bridge, port, address, vlan, BR_FDB_ADDED_BY_USER);
    if (entry === null) return -ENOMEM;
    modified = true;
  } else {
    if ((flags & NLM_F_EXCL) !== 0) return -EEXIST;
    modified = entry.dst !== port;
    entry.dst = port;
    entry.flags |= BR_FDB_ADDED_BY_USER;
    forgetLearned(bridge, entry);
  }
  if (fdbToNud(bridge, entry) !== header.state) {
    setNud(bridge, entry, header.state);
    modified = true;
  }
  if (((header.flags & NTF_STICKY) !== 0) !== ((entry.flags & BR_FDB_STICKY) !== 0)) {
    entry.flags ^= BR_FDB_STICKY;
    modified = true;
  }
  if ((entry.flags & BR_FDB_LOCKED) !== 0) {
    entry.flags &= ~BR_FDB_LOCKED;
    modified = true;
  }
  if (handleNotify(entry, wanted)) modified = true;
  entry.used = jiffies(bridge.net.machine);
  if (!modified) return 0;
  if (!extended.has(NFEA_DONT_REFRESH)) entry.updated = entry.used;
  fdbNotify(bridge, entry, RTM_NEWNEIGH);
  return 0;
}

function setNud(bridge: NetBridge, entry: FdbEntry, state: number): void {
  if ((state & NUD_PERMANENT) !== 0) entry.flags |= BR_FDB_LOCAL;
  else entry.flags &= ~BR_FDB_LOCAL;
  setStatic(bridge, entry, (state & (NUD_PERMANENT | NUD_NOARP)) !== 0);
}

/** `br_fdb_delete` */
function remove(dev: NetDevice, request: FdbRequest): number {
  const target = targetOf(dev);
  if (target === undefined) return say(dev, `bridge: RTM_DELNEIGH ${dev.name} not a bridge port`);
  const group = vlansOf(target.bridge, target.port);
  if (request.vlan !== 0) return removeFrom(target, request, request.vlan);
  let error = removeFrom(target, request, 0);
  for (const vlan of group.list) if (vlan.usable) error = removeFrom(target, request, vlan.vid) & error;
  return error;
}

function removeFrom(target: FdbTarget, request: FdbRequest, vlan: number): number {
  const entry = target.bridge.fdb.find(request.address, 0, vlan);
  if (entry === null || entry.dst !== target.port) return -ENOENT;
  fdbDelete(target.bridge, entry);
  request.notified = true;
  return 0;
}

/** A bridge's answers to `bridge fdb` (`br_fdb_add` …). */
export const bridgeFdbOps: FdbOps = {
  add,
  delete: remove,
  bulk: bridgeFdbBulk,
  dump(dev, port, reply) {
    if (!isBridge(dev)) return;
    if (port === null) dumpDefault(dev, reply);
    for (const entry of dev.fdb.entries()) {
      if ((entry.dst?.dev ?? null) !== port) continue;
      fillFdb(reply.writer, dev, entry, RTM_NEWNEIGH, reply.flags, reply.seq, reply.portid);
    }
  },
  get(dev, address, vlan, reply, extack) {
    const bridge = isBridge(dev) ? dev : portOf(dev)?.bridge;
    const entry = bridge?.fdb.find(address, 0, vlan) ?? null;
    if (bridge === undefined || entry === null) return extack.fail(-ENOENT, "Fdb entry not found");
    fillFdb(reply.writer, bridge, entry, RTM_NEWNEIGH, reply.flags, reply.seq, reply.portid);
    return 0;
  },
};
