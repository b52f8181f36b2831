/**
 * `ip neighbour`: RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH for the tables of all families.
 *
 * Source: `net/core/neighbour.c` (`neigh_add`, `neigh_delete`, `neigh_get`, `neigh_dump_info`).
 */

import { EAFNOSUPPORT, EEXIST, EINVAL, ENOBUFS, ENODEV, ENOENT } from "../../../errno.ts";
import { AF_UNSPEC } from "../../../kernel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import {
  MessageWriter,
  NLM_F_CREATE,
  NLM_F_DUMP_FILTERED,
  NLM_F_EXCL,
  NLM_F_MULTI,
  NLM_F_REPLACE,
} from "../../../netlink/message.ts";
import {
  NDA_CACHEINFO,
  NDA_DST,
  NDA_FLAGS_EXT,
  NDA_IFINDEX,
  NDA_LLADDR,
  NDA_MASTER,
  NDA_MAX,
  NDA_PROBES,
  NDA_PROTOCOL,
  NDA_VLAN,
  NDMSG_LEN,
  type NeighHeader,
  NTF_EXT_LEARNED,
  NTF_EXT_MANAGED,
  NTF_PROXY,
  NTF_ROUTER,
  NTF_USE,
  NUD_FAILED,
  NUD_PERMANENT,
  readNeighHeader,
} from "../../../netlink/neigh.ts";
import { policy } from "../../../netlink/policy.ts";
import { RTM_DELNEIGH, RTM_GETNEIGH, RTM_GETNEIGHTBL, RTM_NEWNEIGH } from "../../../netlink/rtnetlink.ts";
import { masterWanted } from "../dev/dev-upper.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import type { Machine } from "../machine.ts";
import type { RtnlRequest } from "../rtnetlink/rtnetlink.ts";
import { parseRequest } from "../rtnetlink/rtnl-validate.ts";
import { writeNeighbour, writeProxy } from "./neigh-fill.ts";
import {
  NEIGH_UPDATE_F_ADMIN,
  NEIGH_UPDATE_F_EXT_LEARNED,
  NEIGH_UPDATE_F_ISROUTER,
  NEIGH_UPDATE_F_MANAGED,
  NEIGH_UPDATE_F_OVERRIDE,
  NEIGH_UPDATE_F_OVERRIDE_ISROUTER,
  NEIGH_UPDATE_F_USE,
  NTF_MANAGED,
} from "./neigh-states.ts";
import type { NeighTable } from "./neigh-table.ts";
import { dumpNeighbourTables } from "./neigh-table-rtnetlink.ts";
import { updateNeigh } from "./neigh-update.ts";

const RULES = policy(NDA_MAX, [
  [NDA_DST, { type: "binary", length: 32 }],
  [NDA_LLADDR, { type: "binary", length: 32 }],
  [NDA_CACHEINFO, { type: "unspec", length: 16 }],
  [NDA_PROBES, { type: "u32" }],
  [NDA_VLAN, { type: "u16" }],
  [NDA_IFINDEX, { type: "u32" }],
  [NDA_MASTER, { type: "u32" }],
  [NDA_PROTOCOL, { type: "u8" }],
  [NDA_FLAGS_EXT, { type: "u32", mask: NTF_EXT_MANAGED }],
]);

const attributes = new AttributeTable(NDA_MAX);
const header: NeighHeader = { family: 0, index: 0, state: 0, flags: 0, type: 0 };
const tablesOf = new WeakMap<Machine, NeighTable[]>();

function findTable(request: RtnlRequest, family: number): NeighTable | undefined {
  return tablesOf.get(request.net.machine)?.find((table) => table.family === family);
}

/** What every request names. */
interface Target {
  table: NeighTable;
  dev: NetDevice | null;
  key: Uint8Array;
}

function readTarget(request: RtnlRequest): Target | number {
  const { extack, message } = request;
  if (message.type === RTM_DELNEIGH) {
    // what is to be deleted is only looked for: no attribute is checked
    if (message.length < NDMSG_LEN) return -EINVAL;
    attributes.parse(message.bytes, message.body + NDMSG_LEN, message.end);
  } else {
    const error = parseRequest(request, NDMSG_LEN, attributes, RULES);
    if (error !== 0) return error;
  }
  const key = attributes.payload(NDA_DST);
  if (key === undefined) return extack.fail(-EINVAL, "Network address not specified");
  readNeighHeader(message.bytes, message.body, header);
  let dev: NetDevice | null = null;
  if (header.index !== 0) {
    dev = request.net.devByIndex(header.index) ?? null;
    if (dev === null) return -ENODEV;
    if (
      message.type === RTM_NEWNEIGH &&
      attributes.has(NDA_LLADDR) &&
      attributes.length(NDA_LLADDR) < dev.addressLength
    )
      return extack.fail(-EINVAL, "Invalid link address");
  }
  const table = findTable(request, header.family);
  if (table === undefined) return -EAFNOSUPPORT;
  if (key.length < table.keyLength) return extack.fail(-EINVAL, "Invalid network address");
  return { table, dev, key: key.slice(0, table.keyLength) };
}

/** `ndm_flags` with the extended ones above the low byte. */
function allFlags(): number {
  return header.flags | (attributes.u32(NDA_FLAGS_EXT) << 8);
}

function add(request: RtnlRequest): number {
  const target = readTarget(request);
  if (typeof target === "number") return target;
  const { table, dev, key } = target;
  const { extack, message } = request;
  const flags = allFlags();
  const protocol = attributes.u8(NDA_PROTOCOL);
  const permanent = (header.state & NUD_PERMANENT) !== 0;
  if ((flags & NTF_PROXY) !== 0) {
    if ((flags & NTF_MANAGED) !== 0) return extack.fail(-EINVAL, "Invalid NTF_* flag combination");
    const entry = table.proxies.create(request.net, key, dev);
    if (entry === null) return -ENOBUFS;
    entry.flags = flags;
    entry.permanent = permanent;
    if (protocol !== 0) entry.protocol = protocol;
    return 0;
  }
  if (dev === null) return extack.fail(-EINVAL, "Device not specified");
  if (table.allowAdd !== undefined && !table.allowAdd(dev, extack)) return -EINVAL;
  let update = NEIGH_UPDATE_F_ADMIN | NEIGH_UPDATE_F_OVERRIDE | NEIGH_UPDATE_F_OVERRIDE_ISROUTER;
  let neigh = table.lookup(table.keyOf(key, 0), dev);
  if (neigh === null) {
    if ((message.flags & NLM_F_CREATE) === 0) return -ENOENT;
    if (permanent && (flags & NTF_MANAGED) !== 0)
      return extack.fail(-EINVAL, "Invalid NTF_* flag for permanent entry");
    const exempt = permanent || (flags & NTF_EXT_LEARNED) !== 0;
    const kept = flags & (NTF_EXT_LEARNED | NTF_MANAGED);
    neigh = table.create(table.keyOf(key, 0), key, dev, kept, exempt);
    if (neigh === null) return table.parmsOf(dev) === null ? -EINVAL : -ENOBUFS;
  } else {
    if ((message.flags & NLM_F_EXCL) !== 0) return -EEXIST;
    if ((message.flags & NLM_F_REPLACE) === 0)
      update &= ~(NEIGH_UPDATE_F_OVERRIDE | NEIGH_UPDATE_F_OVERRIDE_ISROUTER);
  }
  if (protocol !== 0) neigh.protocol = protocol;
  if ((flags & NTF_EXT_LEARNED) !== 0) update |= NEIGH_UPDATE_F_EXT_LEARNED;
  if ((flags & NTF_ROUTER) !== 0) update |= NEIGH_UPDATE_F_ISROUTER;
  if ((flags & NTF_MANAGED) !== 0) update |= NEIGH_UPDATE_F_MANAGED;
  if ((flags & NTF_USE) !== 0) update |= NEIGH_UPDATE_F_USE;
  const lladdr = attributes.payload(NDA_LLADDR)?.slice() ?? null;
  const error = updateNeigh(neigh, lladdr, header.state, update, request.portid, extack);
  if (error === 0 && (flags & (NTF_USE | NTF_MANAGED)) !== 0) neigh.use();
  return error;
}

function remove(request: RtnlRequest): number {
  const target = readTarget(request);
  if (typeof target === "number") return target;
  const { table, dev, key } = target;
  if ((header.flags & NTF_PROXY) !== 0) return table.proxies.delete(request.net, key, dev);
  if (dev === null) return -EINVAL;
  const neigh = table.lookup(table.keyOf(key, 0), dev);
  if (neigh === null) return -ENOENT;
  const flags = NEIGH_UPDATE_F_OVERRIDE | NEIGH_UPDATE_F_ADMIN;
  const error = updateNeigh(neigh, null, NUD_FAILED, flags, request.portid, request.extack);
  table.remove(neigh);
  return error;
}

const replyWriter = new MessageWriter(512);

function get(request: RtnlRequest): number {
  const { extack, message } = request;
  if (message.length < NDMSG_LEN) return extack.fail(-EINVAL, "Invalid header for neighbor get request");
  readNeighHeader(message.bytes, message.body, header);
  if (header.state !== 0 || header.type !== 0)
    return extack.fail(-EINVAL, "Invalid values in header for neighbor get request");
  if ((header.flags & ~NTF_PROXY) !== 0)
    return extack.fail(-EINVAL, "Invalid flags in header for neighbor get request");
  const proxy = (header.flags & NTF_PROXY) !== 0;
  if (!proxy && header.index === 0) return extack.fail(-EINVAL, "No device specified");
  const error = parseRequest(request, NDMSG_LEN, attributes, RULES, "types");
  if (error !== 0) return error;
  const table = findTable(request, header.family);
  if (table === undefined)
    return extack.fail(-EAFNOSUPPORT, "Unsupported family in header for neighbor get request");
  const key = attributes.payload(NDA_DST)?.slice();
  if (key === undefined) {
    extack.missingType = NDA_DST;
    return -EINVAL;
  }
  if (key.length !== table.keyLength)
    return extack.fail(-EINVAL, "Invalid network address in neighbor get request");
  for (let type = 1; type <= NDA_MAX; type++)
    if (type !== NDA_DST && attributes.has(type))
      return extack.fail(-EINVAL, "Unsupported attribute in neighbor get request");
  const dev = header.index === 0 ? null : (request.net.devByIndex(header.index) ?? undefined);
  if (dev === undefined) return extack.fail(-ENODEV, "Unknown device ifindex");
  replyWriter.reset();
  const { seq } = message;
  if (proxy) {
    const entry = table.proxies.lookup(request.net, key, 0, dev);
    if (entry === undefined) return extack.fail(-ENOENT, "Proxy neighbour entry not found");
    writeProxy(replyWriter, entry, table.family, RTM_NEWNEIGH, 0, seq, request.portid);
  } else {
    const neigh = dev === null ? null : table.lookup(table.keyOf(key, 0), dev);
    if (neigh === null) return extack.fail(-ENOENT, "Neighbour entry not found");
    writeNeighbour(replyWriter, neigh, RTM_NEWNEIGH, 0, seq, request.portid, 1);
  }
  request.reply(replyWriter.message());
  return 0;
}

interface DumpFilter {
  ifindex: number;
  master: number;
}

/** `neigh_valid_dump_req` */
function readFilter(request: RtnlRequest, filter: DumpFilter): number {
  const { message, extack } = request;
  if (request.strict) {
    if (message.length < NDMSG_LEN) return extack.fail(-EINVAL, "Invalid header for neighbor dump request");
    readNeighHeader(message.bytes, message.body, header);
    if (header.index !== 0 || header.state !== 0 || header.type !== 0)
      return extack.fail(-EINVAL, "Invalid values in header for neighbor dump request");
    if ((header.flags & ~NTF_PROXY) !== 0)
      return extack.fail(-EINVAL, "Invalid flags in header for neighbor dump request");
  }
  const error = parseRequest(request, NDMSG_LEN, attributes, RULES, request.strict ? "types" : false);
  if (error !== 0) return request.strict ? error : 0;
  for (let type = 1; type <= NDA_MAX; type++) {
    if (!attributes.has(type)) continue;
    if (type === NDA_IFINDEX) filter.ifindex = attributes.u32(type);
    else if (type === NDA_MASTER) filter.master = attributes.u32(type);
    else if (request.strict) return extack.fail(-EINVAL, "Unsupported attribute in neighbor dump request");
  }
  return 0;
}

function matchesFilter(dev: NetDevice | null, filter: DumpFilter): boolean {
  if (filter.ifindex !== 0 && dev?.ifindex !== filter.ifindex) return false;
  return masterWanted(dev, filter.master);
}

function dump(request: RtnlRequest, writer: MessageWriter): number {
  const { message, net, portid } = request;
  const filter: DumpFilter = { ifindex: 0, master: 0 };
  const error = readFilter(request, filter);
  if (error !== 0) return error;
  const family = message.length > 0 ? message.bytes[message.body] : AF_UNSPEC;
  const proxy = message.length >= NDMSG_LEN && message.bytes[message.body + 10] === NTF_PROXY;
  const filtered = filter.ifindex !== 0 || filter.master !== 0;
  const flags = NLM_F_MULTI | (filtered ? NLM_F_DUMP_FILTERED : 0);
  for (const table of tablesOf.get(net.machine) ?? []) {
    if (family !== AF_UNSPEC && table.family !== family) continue;
    if (proxy) {
      for (const entry of table.proxies.entriesOf(net))
        if (matchesFilter(entry.dev, filter))
          writeProxy(writer, entry, table.family, RTM_NEWNEIGH, flags, message.seq, portid);
      continue;
    }
    for (const dev of net.devicesByIndex()) {
      if (!matchesFilter(dev, filter)) continue;
      for (const neigh of table.parmsOf(dev)?.entries?.values() ?? [])
        writeNeighbour(writer, neigh, RTM_NEWNEIGH, flags, message.seq, portid);
    }
  }
  return 0;
}

/** Makes a family's table known to `ip neighbour`; the first call registers the messages. */
export function registerNeighbourMessages(machine: Machine, table: NeighTable): void {
  const tables = tablesOf.get(machine);
  if (tables !== undefined) {
    tables.push(table);
    return;
  }
  tablesOf.set(machine, [table]);
  machine.rtnetlink.register(AF_UNSPEC, RTM_NEWNEIGH, add);
  machine.rtnetlink.register(AF_UNSPEC, RTM_DELNEIGH, remove);
  machine.rtnetlink.register(AF_UNSPEC, RTM_GETNEIGH, get, dump);
  machine.rtnetlink.register(AF_UNSPEC, RTM_GETNEIGHTBL, undefined, (request, writer) =>
    dumpNeighbourTables(request, writer, tablesOf.get(machine) ?? []),
  );
}
