/** `bridge monitor`: prints notifications about links and entries until it is ended. */
import { EAGAIN, ENOBUFS, isErrno, strerror } from "../../errno.ts";
import type { MessageReader } from "../../netlink/message.ts";
import {
  RTM_DELLINK,
  RTM_DELMDB,
  RTM_DELNEIGH,
  RTM_DELTUNNEL,
  RTM_DELVLAN,
  RTM_NEWLINK,
  RTM_NEWMDB,
  RTM_NEWNEIGH,
  RTM_NEWTUNNEL,
  RTM_NEWVLAN,
  RTNLGRP_BRVLAN,
  RTNLGRP_LINK,
  RTNLGRP_MDB,
  RTNLGRP_NEIGH,
  RTNLGRP_TC,
  RTNLGRP_TUNNEL,
} from "../../netlink/rtnetlink.ts";
import { type Arguments, EXIT_FAILURE } from "../ip/arguments.ts";
import type { Ip } from "../ip/context.ts";
import { rememberLinks } from "../ip/device.ts";
import { AF_BRIDGE } from "../ip/inet.ts";
import { printLog } from "../ip/monitor/log.ts";
import { formatTimestamp } from "../ip/monitor/timestamp.ts";
import { FdbFilter, printFdb } from "./fdb-show.ts";
import { MONITOR_USAGE } from "./help.ts";
import { printBridgeLink } from "./link-show.ts";
import { printMdb } from "./mdb/show.ts";
import { printVlanMessage } from "./vlan/entries.ts";
import { VlanTable } from "./vlan/table.ts";
import { printVniNotice } from "./vni/show.ts";

/** Groups that the mask of `bind(2)` has room for. */
const LAST_GROUP = 32;

interface Watch {
  /** Groups by name; empty: all. */
  readonly groups: Set<number>;
  labels: boolean;
  file: string | undefined;
}

function parse(ip: Ip, args: Arguments): Watch {
  const watch: Watch = { groups: new Set(), labels: false, file: undefined };
  for (; args.more; args.advance()) {
    if (args.matches("file")) watch.file = args.next();
    else if (args.matches("link")) watch.groups.add(RTNLGRP_LINK);
    else if (args.matches("fdb")) watch.groups.add(RTNLGRP_NEIGH);
    else if (args.matches("mdb")) watch.groups.add(RTNLGRP_MDB);
    else if (args.matches("vlan")) watch.groups.add(RTNLGRP_BRVLAN);
    else if (args.matches("vni")) watch.groups.add(RTNLGRP_TUNNEL);
    else if (args.is("all")) {
      watch.groups.clear();
      watch.labels = true;
    } else if (args.matches("help")) ip.usage(MONITOR_USAGE);
    else ip.fail(`Argument "${args.current}" is unknown, try "bridge monitor help".`);
  }
  return watch;
}

/** What is printed of messages of one kind, and the label before it. */
type Shown = readonly [label: string, print: (ip: Ip, message: MessageReader) => void];

const LINK: Shown = ["[LINK]", (ip, message) => printBridgeLink(ip, message, 0)];
const NEIGH: Shown = ["[NEIGH]", (ip, message) => printFdb(ip, message, new FdbFilter())];
const MDB: Shown = [
  "[MDB]",
  (ip, message) => printMdb(ip, message, { index: 0, vid: 0 }, { groups: true, routers: true }),
];
const VLAN: Shown = ["[VLAN]", printVlanNotice];
const VNI: Shown = ["[TUNNEL]", printVniNotice];

const SHOWN: ReadonlyMap<number, Shown> = new Map([
  [RTM_NEWLINK, LINK],
  [RTM_DELLINK, LINK],
  [RTM_NEWNEIGH, NEIGH],
  [RTM_DELNEIGH, NEIGH],
  [RTM_NEWMDB, MDB],
  [RTM_DELMDB, MDB],
  [RTM_NEWVLAN, VLAN],
  [RTM_DELVLAN, VLAN],
  [RTM_NEWTUNNEL, VNI],
  [RTM_DELTUNNEL, VNI],
]);

function printVlanNotice(ip: Ip, message: MessageReader): void {
  const table = new VlanTable(ip);
  printVlanMessage(ip, message, table, { index: 0, vid: 0 }, false);
  table.close();
}

/** A neighbour of IP, which is no entry of a bridge: not a word of it, neither time nor label. */
function isNeighbour({ type, bytes, body }: MessageReader): boolean {
  return (type === RTM_NEWNEIGH || type === RTM_DELNEIGH) && bytes[body] !== AF_BRIDGE;
}

/** Whether iproute2 hands on its output after a message: not after groups, nor after what it does not print. */
function isFlushed(message: MessageReader): boolean {
  const { type } = message;
  return SHOWN.has(type) && !isNeighbour(message) && type !== RTM_NEWMDB && type !== RTM_DELMDB;
}

function handle(ip: Ip, message: MessageReader, watch: Watch): void {
  const shown = SHOWN.get(message.type);
  if (shown === undefined || isNeighbour(message)) return;
  const [label, print] = shown;
  if (ip.options.timestamp !== "none") ip.out.text(formatTimestamp(ip.sys.realtime(), false));
  if (watch.labels) ip.out.text(label);
  print(ip, message);
}

export async function command(ip: Ip, args: Arguments): Promise<number> {
  const watch = parse(ip, args);
  if (watch.file !== undefined) return printLog(ip, watch.file, (message) => handle(ip, message, watch));
  const client = ip.openClient();
  if (isErrno(client)) return ip.fail(`Cannot open netlink socket: ${strerror(client)}`, EXIT_FAILURE);
  for (let group = 1; group <= LAST_GROUP; group++) {
    const all = watch.groups.size === 0 && group !== RTNLGRP_TC;
    if (all || watch.groups.has(group)) client.join(group);
  }
  // beyond that mask
  for (const group of [RTNLGRP_BRVLAN, RTNLGRP_TUNNEL])
    if (watch.groups.size === 0 || watch.groups.has(group)) client.join(group);
  rememberLinks(ip);
  for (;;) {
    const error = await client.listen(
      (source) => ip.process.poll([source]),
      (message) => {
        handle(ip, message, watch);
        return isFlushed(message) ? ip.process.stdout.flush() : undefined;
      },
      () => {},
    );
    if (error === -ENOBUFS) ip.complain(`netlink receive error ${strerror(error)} (${ENOBUFS})\n`);
    else if (error !== -EAGAIN) break;
  }
  client.close();
  return 2;
}
