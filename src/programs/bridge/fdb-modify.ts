/** `bridge fdb add`, `append`, `replace` and `del` (iproute2's `fdb_modify`). */
import * as nd from "../../netlink/neigh.ts";
import { type Arguments, parseUnsigned } from "../ip/arguments.ts";
import type { Ip } from "../ip/context.ts";
import { needAddress } from "../ip/inet.ts";
import { FAILED, failed } from "./failed.ts";
import { FDB_USAGE } from "./help.ts";

const AF_BRIDGE = 7;

/** Six bytes, as `sscanf(3)` reads them: what follows does not matter. */
export function parseAddress(text: string): Uint8Array | undefined {
  const match = /^\s*([0-9a-f]+):([0-9a-f]+):([0-9a-f]+):([0-9a-f]+):([0-9a-f]+):([0-9a-f]+)/i.exec(text);
  return match ? Uint8Array.from(match.slice(1, 7), (part) => Number.parseInt(part, 16)) : undefined;
}

interface Entry {
  dev: string | undefined;
  address: string | undefined;
  destination: Uint8Array | undefined;
  state: number;
  flags: number;
  vlan: number;
  port: number;
  vni: number;
  sourceVni: number;
  nexthop: number;
  via: number;
}

function parsePort(args: Arguments): number {
  args.next();
  return parseUnsigned(args.current, 0xffff) ?? args.invalid("invalid port\n");
}

function parseVni(args: Arguments, name: string): number {
  args.next();
  return parseUnsigned(args.current, 0xffffff) ?? args.invalid(`invalid ${name}\n`);
}

/** Words that must be written out. */
const WORDS: ReadonlyMap<string, (ip: Ip, args: Arguments, entry: Entry) => void> = new Map([
  [
    "dev",
    (_ip: Ip, args: Arguments, entry: Entry) => {
      entry.dev = args.next();
    },
  ],
  [
    "dst",
    (ip, args, entry) => {
      args.next();
      if (entry.destination) args.garbage("dst");
      entry.destination = needAddress(args, ip.options.family).bytes;
    },
  ],
  [
    "nhid",
    (_ip, args, entry) => {
      args.next();
      entry.nexthop = parseUnsigned(args.current) ?? args.invalid('"id" value is invalid\n');
    },
  ],
  [
    "port",
    (_ip, args, entry) => {
      entry.port = parsePort(args);
    },
  ],
  [
    "vni",
    (_ip, args, entry) => {
      entry.vni = parseVni(args, "VNI");
    },
  ],
  [
    "src_vni",
    (_ip, args, entry) => {
      entry.sourceVni = parseVni(args, "src VNI");
    },
  ],
  [
    "via",
    (ip, args, entry) => {
      entry.via = ip.links.index(args.next());
      if (entry.via === 0) ip.fail(`Cannot find device "${args.current}"`);
    },
  ],
  [
    "self",
    (_ip, _args, entry) => {
      entry.flags |= nd.NTF_SELF;
    },
  ],
]);

/** Words that may be abbreviated, in the order in which they are tried: what they add to flags and state, and take from the state. */
const ABBREVIATED: readonly (readonly [string, number, number, number])[] = [
  ["master", nd.NTF_MASTER, 0, 0],
  ["router", nd.NTF_ROUTER, 0, 0],
  ["local", 0, nd.NUD_PERMANENT, 0],
  ["permanent", 0, nd.NUD_PERMANENT, 0],
  ["temp", 0, nd.NUD_REACHABLE, 0],
  ["static", 0, nd.NUD_REACHABLE, 0],
  ["dynamic", 0, nd.NUD_REACHABLE, nd.NUD_NOARP],
];
const LATER: readonly (readonly [string, number])[] = [
  ["use", nd.NTF_USE],
  ["extern_learn", nd.NTF_EXT_LEARNED],
  ["sticky", nd.NTF_STICKY],
];

function parseWord(ip: Ip, args: Arguments, entry: Entry): void {
  const word = WORDS.get(args.current);
  if (word) return word(ip, args, entry);
  const short = ABBREVIATED.find(([name]) => args.matches(name));
  if (short) {
    entry.flags |= short[1];
    entry.state = (entry.state | short[2]) & ~short[3];
    return;
  }
  if (args.matches("vlan")) {
    if (entry.vlan >= 0) args.garbage("vlan");
    args.next();
    entry.vlan = ((Number.parseInt(args.current, 10) || 0) << 16) >> 16;
    return;
  }
  const later = LATER.find(([name]) => args.matches(name));
  if (later) {
    entry.flags |= later[1];
    return;
  }
  if (args.is("to")) args.next();
  if (args.matches("help")) ip.usage(FDB_USAGE);
  if (entry.address !== undefined) args.garbage("to");
  entry.address = args.current;
}

/** What is not said is assumed: the device itself, a permanent entry. */
function complete(entry: Entry): void {
  if ((entry.flags & (nd.NTF_SELF | nd.NTF_MASTER)) === 0) entry.flags |= nd.NTF_SELF;
  if ((entry.state & (nd.NUD_PERMANENT | nd.NUD_REACHABLE)) === 0) entry.state |= nd.NUD_PERMANENT;
}

/** Sends the request that `args` describe. @returns the exit status */
export function modify(ip: Ip, args: Arguments, type: number, flags: number): number {
  const entry: Entry = {
    dev: undefined,
    address: undefined,
    destination: undefined,
    state: nd.NUD_NOARP,
    flags: 0,
    vlan: -1,
    port: 0,
    vni: -1,
    sourceVni: -1,
    nexthop: 0,
    via: 0,
  };
  for (; args.more; args.advance()) parseWord(ip, args, entry);
  if (entry.dev === undefined || entry.address === undefined)
    return failed(ip, "Device and address are required arguments.");
  const remote = entry.destination !== undefined || entry.port !== 0 || entry.vni >= 0;
  if (entry.nexthop !== 0 && remote) return failed(ip, "dst, port, vni are mutually exclusive with nhid");
  complete(entry);
  const address = parseAddress(entry.address);
  if (address === undefined) return failed(ip, `Invalid mac address ${entry.address}`);
  const index = ip.links.index(entry.dev);
  if (index === 0) return failed(ip, `Cannot find device "${entry.dev}"`);
  const writer = ip.client.begin(type, flags);
  nd.writeNeighHeader(writer, AF_BRIDGE, index, entry.state, entry.flags, 0);
  writer.data(nd.NDA_LLADDR, address);
  if (entry.destination) writer.data(nd.NDA_DST, entry.destination);
  if (entry.vlan >= 0) writer.u16(nd.NDA_VLAN, entry.vlan);
  if (entry.nexthop !== 0) writer.u32(nd.NDA_NH_ID, entry.nexthop);
  if (entry.port !== 0) writer.be16(nd.NDA_PORT, entry.port);
  if (entry.vni >= 0) writer.u32(nd.NDA_VNI, entry.vni);
  if (entry.sourceVni >= 0) writer.u32(nd.NDA_SRC_VNI, entry.sourceVni);
  if (entry.via !== 0) writer.u32(nd.NDA_IFINDEX, entry.via);
  return ip.talk() ? 0 : FAILED;
}
