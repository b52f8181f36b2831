/** `bridge vlan set` and `bridge vlan global set`: options of VLANs. */
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import * as vlandb from "../../../netlink/bridge-vlan.ts";
import { AF_BRIDGE } from "../../../netlink/link-kinds/bridge.ts";
import { RTM_NEWVLAN } from "../../../netlink/rtnetlink.ts";
import { type Arguments, EXIT_USAGE, parseUnsigned } from "../../ip/arguments.ts";
import type { Ip } from "../../ip/context.ts";
import { failed } from "../failed.ts";
import { PORT_STATES } from "../link-show.ts";
import { checkVids, parseVids, type VidRange } from "./words.ts";

type Size = "u8" | "u32" | "u64";
const LIMITS: Readonly<Record<Size, number>> = { u8: 0xff, u32: 0xffffffff, u64: Number.MAX_SAFE_INTEGER };

interface Target {
  dev: string | undefined;
  vids: VidRange | undefined;
}

/** "dev" and "vid". @returns whether the word was one of them */
function parseTarget(args: Arguments, target: Target): boolean {
  if (args.is("dev")) target.dev = args.next();
  else if (args.is("vid")) target.vids = parseVids(args.next());
  else return false;
  return true;
}

/** A value is written as the option's attribute, of that size. */
type Value = readonly [attribute: number, size: Size, value: number];

function find(ip: Ip, { dev, vids }: Target): { readonly index: number; readonly vids: VidRange } | number {
  if (dev === undefined || vids === undefined)
    return failed(ip, "Device and VLAN ID are required arguments.");
  const index = ip.links.index(dev);
  if (index === 0) return failed(ip, `Cannot find network device "${dev}"`);
  const bad = checkVids(ip, vids);
  return bad !== 0 ? bad : { index, vids };
}

function parseState(text: string): number | undefined {
  const known = PORT_STATES.indexOf(text);
  if (known >= 0) return known;
  const value = parseUnsigned(text);
  return value === undefined ? undefined : value & 0xff;
}

/** Ends the request that `nest` is in. @returns the exit status */
function send(ip: Ip, nest: number, values: readonly Value[]): number {
  const { writer } = ip.client;
  for (const [attribute, size, value] of values) writer[size](attribute, value);
  writer.endNest(nest);
  return ip.talk() ? 0 : EXIT_USAGE;
}

/** iproute2's `vlan_option_set` */
export function setOptions(ip: Ip, args: Arguments): number {
  const target: Target = { dev: undefined, vids: undefined };
  const values: Value[] = [];
  for (; args.more; args.advance()) {
    if (parseTarget(args, target)) continue;
    if (args.is("state")) {
      const state = parseState(args.next());
      if (state === undefined) return failed(ip, "Error: invalid STP state");
      values.push([vlandb.BRIDGE_VLANDB_ENTRY_STATE, "u8", state]);
    } else if (args.is("mcast_router")) {
      args.next();
      const router = args.unsigned("invalid mcast_router", LIMITS.u8);
      values.push([vlandb.BRIDGE_VLANDB_ENTRY_MCAST_ROUTER, "u8", router]);
    } else if (args.matches("help")) args.next();
  }
  const found = find(ip, target);
  if (typeof found === "number") return found;
  const { index, vids } = found;
  const writer = ip.client.begin(RTM_NEWVLAN, 0);
  vlandb.writeBridgeVlanHeader(writer, AF_BRIDGE, index);
  const nest = writer.nest(vlandb.BRIDGE_VLANDB_ENTRY | NLA_F_NESTED);
  const flags = vlandb.BRIDGE_VLAN_INFO_ONLY_OPTS;
  vlandb.writeBridgeVlanInfo(writer, vlandb.BRIDGE_VLANDB_ENTRY_INFO, flags, vids.first);
  if (vids.last !== undefined) writer.u16(vlandb.BRIDGE_VLANDB_ENTRY_RANGE, vids.last);
  return send(ip, nest, values);
}

const GLOBAL_OPTIONS: Readonly<Record<string, readonly [attribute: number, size: Size]>> = {
  mcast_snooping: [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING, "u8"],
  mcast_querier: [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER, "u8"],
  mcast_igmp_version: [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION, "u8"],
  mcast_mld_version: [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION, "u8"],
  mcast_last_member_count: [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT, "u32"],
  mcast_startup_query_count: [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT, "u32"],
  mcast_last_member_interval: [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL, "u64"],
  mcast_membership_interval: [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL, "u64"],
  mcast_querier_interval: [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL, "u64"],
  mcast_query_interval: [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL, "u64"],
  mcast_query_response_interval: [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL, "u64"],
  mcast_startup_query_interval: [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL, "u64"],
};

/** iproute2's `vlan_global_option_set` */
export function setGlobal(ip: Ip, args: Arguments): number {
  const target: Target = { dev: undefined, vids: undefined };
  const values: Value[] = [];
  for (; args.more; args.advance()) {
    if (parseTarget(args, target)) continue;
    const name = args.current;
    const known = Object.hasOwn(GLOBAL_OPTIONS, name) ? GLOBAL_OPTIONS[name] : undefined;
    if (known !== undefined) {
      const [attribute, size] = known;
      args.next();
      values.push([attribute, size, args.unsigned(`invalid ${name}`, LIMITS[size])]);
    } else if (args.matches("help")) args.next();
  }
  const found = find(ip, target);
  if (typeof found === "number") return found;
  const { index, vids } = found;
  const writer = ip.client.begin(RTM_NEWVLAN, 0);
  vlandb.writeBridgeVlanHeader(writer, AF_BRIDGE, index);
  const nest = writer.nest(vlandb.BRIDGE_VLANDB_GLOBAL_OPTIONS | NLA_F_NESTED);
  writer.u16(vlandb.BRIDGE_VLANDB_GOPTS_ID, vids.first);
  if (vids.last !== undefined) writer.u16(vlandb.BRIDGE_VLANDB_GOPTS_RANGE, vids.last);
  return send(ip, nest, values);
}
