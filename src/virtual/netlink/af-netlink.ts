/**
 * The netlink family: which protocols there are, and who answers them.
 *
 * Source: `net/netlink/af_netlink.c` (`netlink_create`), `net/core/rtnetlink.c` (`rtnetlink_rcv_msg`), `net/netlink/genetlink.c`.
 */
import { ENOENT, EOPNOTSUPP, EPROTONOSUPPORT, ESOCKTNOSUPPORT } from "../../errno.ts";
import { AF_NETLINK, SOCK_DGRAM, SOCK_RAW } from "../../kernel.ts";
import { NETLINK_SOCK_DIAG, SKNLGRP_MAX } from "../../netlink/inet-diag.ts";
import { NLM_F_BULK, NLM_F_DUMP } from "../../netlink/message.ts";
import { NETLINK_NETFILTER } from "../../netlink/nfnetlink.ts";
import { NETLINK_ROUTE, RTGENMSG_LEN, RTNLGRP_MAX } from "../../netlink/rtnetlink.ts";
import type { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import { beginsBatch, nfnetlinkOf, receiveNetfilter } from "../netfilter/nfnetlink.ts";
import { receiveBatch } from "../netfilter/nfnetlink-batch.ts";
import { netlinkDiag } from "./netlink-diag.ts";
import { KERNEL_PROTOCOLS, kernelInode, NetlinkPorts } from "./netlink-ports.ts";
import { type NetlinkProtocol, type NetlinkRequest, NetlinkSocket } from "./netlink-socket.ts";

const NETLINK_GENERIC = 16;
const RTM_BASE = 16;
/** `RTM_MAX` of 6.18 */
const RTM_MAX = 123;
/** Kinds of message types: NEW, DEL, GET, SET. */
const KIND_DEL = 1;
const KIND_GET = 2;

/** `rtnetlink_rcv_msg` */
function receiveRoute(request: NetlinkRequest): number | undefined {
  const { message, net, extack } = request;
  const { type, flags } = message;
  if (type < RTM_BASE || type > RTM_MAX) return -EOPNOTSUPP;
  if (message.length < RTGENMSG_LEN) return 0;
  const family = message.bytes[message.body];
  const kind = (type - RTM_BASE) & 3;
  const { rtnetlink } = net.machine;
  if (kind === KIND_GET && (flags & NLM_F_DUMP) !== 0) {
    const dumpit = rtnetlink.handler(family, type)?.dumpit ?? rtnetlink.handler(0, type)?.dumpit;
    return dumpit === undefined ? -EOPNOTSUPP : request.socket.startDump(request, dumpit);
  }
  const own = rtnetlink.handler(family, type);
  const handler = own?.doit === undefined ? rtnetlink.handler(0, type) : own;
  const doit = handler?.doit;
  if (doit === undefined) return -EOPNOTSUPP;
  if (kind === KIND_DEL && (flags & NLM_F_BULK) !== 0 && !handler?.bulk)
    return extack.fail(-EOPNOTSUPP, "Bulk delete is not supported");
  const error = doit(request);
  net.machine.runDue();
  return error;
}

/** Generic netlink without families: asking for one says that there is none. */
function receiveGeneric(): number {
  return -ENOENT;
}

/** The least number of groups that a protocol has. */
const MIN_GROUPS = 32;

const PROTOCOLS: ReadonlyMap<number, NetlinkProtocol> = new Map<number, NetlinkProtocol>([
  [
    NETLINK_ROUTE,
    {
      receive: receiveRoute,
      groups: RTNLGRP_MAX,
      listeners: (machine) => machine.rtnetlink.listeners as Set<NetlinkSocket>,
    },
  ],
  [
    NETLINK_NETFILTER,
    {
      receive: receiveNetfilter,
      groups: MIN_GROUPS,
      receiveWhole: (request, data) => {
        if (!beginsBatch(data)) return false;
        receiveBatch(request, data);
        return true;
      },
      listeners: (machine) => nfnetlinkOf(machine).listeners as Set<NetlinkSocket>,
      released: (net, portid) => nfnetlinkOf(net.machine).released(net, portid),
    },
  ],
  [
    NETLINK_SOCK_DIAG,
    {
      receive: (request) => request.net.machine.sockDiag.receive(request),
      groups: Math.max(MIN_GROUPS, SKNLGRP_MAX),
      listeners: (machine) => machine.sockDiag.listeners as Set<NetlinkSocket>,
    },
  ],
  [NETLINK_GENERIC, { receive: receiveGeneric, groups: MIN_GROUPS }],
]);

const PORTS = Symbol("netlink ports");

function portsOf(net: Net, protocol: number): NetlinkPorts {
  const tables = (net.getGeneric(PORTS) as Map<number, NetlinkPorts> | undefined) ?? new Map();
  let ports = tables.get(protocol);
  if (ports === undefined) {
    ports = new NetlinkPorts(() => {
      tables.delete(protocol);
      if (tables.size === 0) net.dropGeneric(PORTS);
    });
    if (tables.size === 0) net.setGeneric(PORTS, tables);
    tables.set(protocol, ports);
  }
  return ports;
}

function presentPorts(net: Net, protocol: number): NetlinkPorts | undefined {
  return (net.getGeneric(PORTS) as Map<number, NetlinkPorts> | undefined)?.get(protocol);
}

const PROC_HEADER =
  "sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode\n";

function kernelLine(net: Net, protocol: number): string {
  const inode = kernelInode(net, protocol);
  const head = `${inode.toString(16).padStart(16, "0")} ${String(protocol).padEnd(3)} 0          00000000`;
  return `${head} 0        0        0     2        0        ${String(inode).padEnd(8)}\n`;
}

/** /proc/net/netlink. */
function showSockets(net: Net): string {
  let text = PROC_HEADER;
  for (const protocol of KERNEL_PROTOCOLS) {
    text += kernelLine(net, protocol);
    for (const sk of presentPorts(net, protocol)?.all() ?? []) {
      const columns = [
        sk.inode.toString(16).padStart(16, "0"),
        String(protocol).padEnd(3),
        String(sk.portid).padEnd(10),
        sk.groupMask().toString(16).padStart(8, "0"),
        String(sk.rmemAlloc).padEnd(8),
        "0".padEnd(8),
        String(Number(sk.dumping)).padEnd(5),
        "2".padEnd(8),
        String(sk.drops).padEnd(8),
        String(sk.inode).padEnd(8),
      ];
      text += `${columns.join(" ")}\n`;
    }
  }
  return text;
}

/** Registers the family with a machine. */
export function initNetlink(machine: Machine): void {
  machine.procNet.register("netlink", showSockets);
  machine.sockDiag.register(AF_NETLINK, netlinkDiag(presentPorts));
  machine.registerSocketFamily(AF_NETLINK, (net, type, protocol) => {
    if (type !== SOCK_RAW && type !== SOCK_DGRAM) return -ESOCKTNOSUPPORT;
    const kind = PROTOCOLS.get(protocol);
    if (kind === undefined) return -EPROTONOSUPPORT;
    return new NetlinkSocket(net, type, protocol, portsOf(net, protocol), kind);
  });
}
