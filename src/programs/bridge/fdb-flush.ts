/** `bridge fdb flush` (iproute2's `fdb_flush`). */
import * as nd from "../../netlink/neigh.ts";
import { RTM_DELNEIGH } from "../../netlink/rtnetlink.ts";
import type { Arguments } from "../ip/arguments.ts";
import type { Ip } from "../ip/context.ts";
import { FAILED, failed } from "./failed.ts";

const AF_BRIDGE = 7;
const NLM_F_BULK = 0x200;
const VLAN_N_VID = 4096;

interface Flush {
  dev: string | undefined;
  port: string | undefined;
  vlan: number;
  state: number;
  stateMask: number;
  flags: number;
  flagsMask: number;
}

const BOTH = nd.NUD_PERMANENT | nd.NUD_NOARP;
/**
 * Words for states: bits that are set, bits that are cleared, and those that count. A static entry is not one that is permanent, too.
 * "dynamic" leaves an earlier "permanent" as it is: a slip of precedence in iproute2.
 */
const STATES: ReadonlyMap<string, readonly [number, number, number]> = new Map([
  ["permanent", [nd.NUD_PERMANENT, 0, nd.NUD_PERMANENT]],
  ["nopermanent", [0, nd.NUD_PERMANENT, nd.NUD_PERMANENT]],
  ["static", [nd.NUD_NOARP, 0, BOTH]],
  ["nostatic", [0, nd.NUD_NOARP, nd.NUD_NOARP]],
  ["dynamic", [0, nd.NUD_NOARP, BOTH]],
  ["nodynamic", [nd.NUD_NOARP, 0, nd.NUD_NOARP]],
]);
/** Words for flags; with "no" before it, those that do not have it. */
const FLAGS: readonly (readonly [string, number])[] = [
  ["added_by_user", nd.NTF_USE],
  ["extern_learn", nd.NTF_EXT_LEARNED],
  ["sticky", nd.NTF_STICKY],
  ["offloaded", nd.NTF_OFFLOADED],
];

function parseBits(word: string, flush: Flush): void {
  const state = STATES.get(word);
  if (state !== undefined) {
    const [set, cleared, mask] = state;
    flush.state = (flush.state & ~cleared) | set;
    flush.stateMask |= mask;
    return;
  }
  const not = word.startsWith("no");
  const name = not ? word.slice(2) : word;
  const flag = FLAGS.find(([known]) => known === name)?.[1];
  if (flag === undefined) return;
  flush.flags = not ? flush.flags & ~flag : flush.flags | flag;
  flush.flagsMask |= flag;
}

function parseVlan(ip: Ip, args: Arguments, flush: Flush): void {
  if (flush.vlan >= 0) args.garbage("vlan");
  args.next();
  flush.vlan = ((Number.parseInt(args.current, 10) || 0) << 16) >> 16;
  if (flush.vlan >= VLAN_N_VID) ip.fail(`Invalid VLAN ID "${args.current}"`);
}

function parse(ip: Ip, args: Arguments): Flush {
  const flush: Flush = {
    dev: undefined,
    port: undefined,
    vlan: -1,
    state: 0,
    stateMask: 0,
    flags: 0,
    flagsMask: 0,
  };
  for (; args.more; args.advance()) {
    if (args.is("dev")) flush.dev = args.next();
    else if (args.is("brport")) {
      if (flush.port !== undefined) args.garbage("brport");
      flush.port = args.next();
    } else if (args.is("self")) flush.flags |= nd.NTF_SELF;
    else if (args.is("master")) flush.flags |= nd.NTF_MASTER;
    else if (args.is("vlan")) parseVlan(ip, args, flush);
    // iproute2 looks for another word behind it, and passes over both
    else if (args.is("help")) args.next();
    else parseBits(args.current, flush);
  }
  return flush;
}

/** Sends the request that `args` describe. @returns the exit status */
export function flush(ip: Ip, args: Arguments): number {
  const wanted = parse(ip, args);
  if (wanted.dev === undefined) return failed(ip, "Device is a required argument.");
  const index = ip.links.index(wanted.dev);
  if (index === 0) return failed(ip, `Cannot find bridge device "${wanted.dev}"`);
  let port = 0;
  if (wanted.port !== undefined) {
    port = ip.links.index(wanted.port);
    if (port === 0) return failed(ip, `Cannot find bridge port device "${wanted.port}"`);
  }
  if ((wanted.flags & (nd.NTF_SELF | nd.NTF_MASTER)) === 0) wanted.flags |= nd.NTF_SELF;
  const writer = ip.client.begin(RTM_DELNEIGH, NLM_F_BULK);
  nd.writeNeighHeader(writer, AF_BRIDGE, index, wanted.state, wanted.flags, 0);
  if (port !== 0) writer.u32(nd.NDA_IFINDEX, port);
  if (wanted.vlan >= 0) writer.u16(nd.NDA_VLAN, wanted.vlan & 0xffff);
  if (wanted.flagsMask !== 0) writer.u8(nd.NDA_NDM_FLAGS_MASK, wanted.flagsMask);
  if (wanted.stateMask !== 0) writer.u16(nd.NDA_NDM_STATE_MASK, wanted.stateMask);
  return ip.talk() ? 0 : FAILED;
}
