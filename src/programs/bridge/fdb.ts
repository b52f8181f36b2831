/** `bridge fdb`: entries of forwarding databases (iproute2's `bridge/fdb.c`). */
import {
  MessageReader,
  NLM_F_APPEND,
  NLM_F_CREATE,
  NLM_F_EXCL,
  NLM_F_REPLACE,
} from "../../netlink/message.ts";
import * as nd from "../../netlink/neigh.ts";
import { RTM_DELNEIGH, RTM_GETNEIGH, RTM_NEWNEIGH } from "../../netlink/rtnetlink.ts";
import { type Arguments, matches, parseUnsigned } from "../ip/arguments.ts";
import type { Ip } from "../ip/context.ts";
import { failed } from "./failed.ts";
import { flush } from "./fdb-flush.ts";
import { modify, parseAddress } from "./fdb-modify.ts";
import { FdbFilter, printFdb } from "./fdb-show.ts";
import { FDB_USAGE } from "./help.ts";

const AF_BRIDGE = 7;
/** `-ENOENT` as an exit status: what asking for one entry fails with. */
const NOT_FOUND = 254;

const STATES: readonly (readonly [string, number])[] = [
  ["permanent", nd.NUD_PERMANENT],
  ["static", nd.NUD_NOARP],
  ["temp", nd.NUD_NOARP],
  ["stale", nd.NUD_STALE],
  ["reachable", nd.NUD_REACHABLE],
  ["dynamic", nd.NUD_REACHABLE],
];

function parseState(args: Arguments): number {
  const text = args.next();
  const named = STATES.find(([name]) => matches(text, name));
  if (named) return named[1];
  if (text === "all") return -1;
  return parseUnsigned(text) ?? args.invalid("invalid state");
}

interface Wanted {
  dev: string | undefined;
  bridge: string | undefined;
}

function parseShow(ip: Ip, args: Arguments, filter: FdbFilter): Wanted {
  const wanted: Wanted = { dev: undefined, bridge: undefined };
  for (; args.more; args.advance()) {
    if (args.is("brport", "dev")) wanted.dev = args.next();
    else if (args.is("br")) wanted.bridge = args.next();
    else if (args.is("vlan")) {
      args.next();
      if (filter.vlan !== 0) args.duplicate("vlan");
      filter.vlan = Number.parseInt(args.current, 10) || 0;
    } else if (args.is("state")) filter.state |= parseState(args);
    else if (args.is("dynamic")) filter.dynamic = true;
    else if (args.matches("help")) ip.usage(FDB_USAGE);
  }
  return wanted;
}

function show(ip: Ip, args: Arguments): number {
  const filter = new FdbFilter();
  const wanted = parseShow(ip, args, filter);
  let bridge = 0;
  if (wanted.bridge !== undefined) {
    bridge = ip.links.index(wanted.bridge);
    if (bridge === 0) return failed(ip, `Cannot find bridge device "${wanted.bridge}"`);
  }
  if (wanted.dev !== undefined) {
    filter.index = ip.links.index(wanted.dev);
    if (filter.index === 0) return failed(ip, `Cannot find device "${wanted.dev}"`);
  }
  const writer = ip.client.begin(RTM_GETNEIGH, 0);
  nd.writeNeighHeader(writer, AF_BRIDGE, filter.index, 0, 0, 0);
  if (bridge !== 0) writer.u32(nd.NDA_MASTER, bridge);
  ip.out.startJson();
  ip.dumpOrExit((message) => printFdb(ip, message, filter));
  ip.out.endJson();
  return 0;
}

interface Query {
  dev: string | undefined;
  bridge: string | undefined;
  address: string | undefined;
  vlan: number;
  vni: number;
  flags: number;
}

function parseGet(ip: Ip, args: Arguments): Query {
  const query: Query = {
    dev: undefined,
    bridge: undefined,
    address: undefined,
    vlan: -1,
    vni: -1,
    flags: 0,
  };
  for (; args.more; args.advance()) {
    if (args.is("brport", "dev")) query.dev = args.next();
    else if (args.is("br")) query.bridge = args.next();
    else if (args.is("self")) query.flags |= nd.NTF_SELF;
    else if (args.matches("master")) query.flags |= nd.NTF_MASTER;
    else if (args.matches("vlan")) {
      if (query.vlan >= 0) args.garbage("vlan");
      query.vlan = Number.parseInt(args.next(), 10) || 0;
    } else if (args.is("vni")) {
      args.next();
      query.vni = parseUnsigned(args.current, 0xffffff) ?? args.invalid("invalid VNI\n");
    } else if (args.matches("dynamic")) continue;
    else {
      if (args.is("to")) args.next();
      if (args.matches("help")) ip.usage(FDB_USAGE);
      if (query.address !== undefined) args.garbage("to");
      query.address = args.current;
    }
  }
  return query;
}

function get(ip: Ip, args: Arguments): number {
  const query = parseGet(ip, args);
  if ((query.dev === undefined && query.bridge === undefined) || query.address === undefined)
    return failed(ip, "Device or master and address are required arguments.");
  const address = parseAddress(query.address);
  if (address === undefined) return failed(ip, `Invalid mac address ${query.address}`);
  let index = 0;
  if (query.dev !== undefined) {
    index = ip.links.index(query.dev);
    if (index === 0) return failed(ip, `Cannot find device "${query.dev}"`);
  }
  let bridge = 0;
  if (query.bridge !== undefined) {
    bridge = ip.links.index(query.bridge);
    if (bridge === 0) return failed(ip, `Cannot find bridge device "${query.bridge}"`);
  }
  const writer = ip.client.begin(RTM_GETNEIGH, 0);
  nd.writeNeighHeader(writer, AF_BRIDGE, index, 0, query.flags, 0);
  writer.data(nd.NDA_LLADDR, address);
  if (query.vlan >= 0) writer.u16(nd.NDA_VLAN, query.vlan & 0xffff);
  if (bridge !== 0) writer.u32(nd.NDA_MASTER, bridge);
  if (query.vni >= 0) writer.u32(nd.NDA_VNI, query.vni);
  let answer: MessageReader | undefined;
  const found = ip.get(({ bytes, start, end }) => {
    answer = new MessageReader().open(bytes.slice(start, end));
  });
  if (!found) return NOT_FOUND;
  ip.out.startJson();
  if (answer?.next()) printFdb(ip, answer, new FdbFilter());
  ip.out.endJson();
  return 0;
}

type Handler = (ip: Ip, args: Arguments) => number;

const COMMANDS: readonly (readonly [string, Handler])[] = [
  ["add", (ip, args) => modify(ip, args, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL)],
  ["append", (ip, args) => modify(ip, args, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_APPEND)],
  ["replace", (ip, args) => modify(ip, args, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE)],
  ["delete", (ip, args) => modify(ip, args, RTM_DELNEIGH, 0)],
  ["get", get],
  ["show", show],
  ["lst", show],
  ["list", show],
  ["flush", flush],
  ["help", (ip) => ip.usage(FDB_USAGE)],
];

export function command(ip: Ip, args: Arguments): number {
  if (!args.more) return show(ip, args);
  const found = COMMANDS.find(([name]) => args.matches(name));
  if (!found) return ip.fail(`Command "${args.current}" is unknown, try "bridge fdb help".`);
  args.advance();
  return found[1](ip, args.rest());
}
