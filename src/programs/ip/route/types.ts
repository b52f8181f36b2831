/** Types and flags of routes in text. */
import {
  RT_TABLE_MAIN,
  RTM_F_NOTIFY,
  RTM_F_OFFLOAD,
  RTM_F_OFFLOAD_FAILED,
  RTM_F_TRAP,
  RTNH_F_DEAD,
  RTNH_F_LINKDOWN,
  RTNH_F_OFFLOAD,
  RTNH_F_ONLINK,
  RTNH_F_PERVASIVE,
  RTNH_F_TRAP,
  RTNH_F_UNRESOLVED,
} from "../../../netlink/route-attributes.ts";
import { type Arguments, matches, parseUnsigned } from "../arguments.ts";
import type { Ip } from "../context.ts";

const TYPES: readonly string[] = [
  "none",
  "unicast",
  "local",
  "broadcast",
  "anycast",
  "multicast",
  "blackhole",
  "unreachable",
  "prohibit",
  "throw",
  "nat",
  "xresolve",
];
/** Types that must be written out. */
const WHOLE = new Set(["local", "nat", "throw"]);
/** The others, in the order in which abbreviations are tried. */
const ABBREVIATED: readonly string[] = [
  "broadcast",
  "brd",
  "anycast",
  "multicast",
  "prohibit",
  "unreachable",
  "blackhole",
  "xresolve",
  "unicast",
];

/** The name of a type, e.g. `blackhole`; its number with `-N`. */
export function routeTypeName(ip: Ip, type: number): string {
  return (ip.names.numeric ? undefined : TYPES[type]) ?? String(type);
}

/** `vrf NAME`: no device is one. */
export function parseVrf(args: Arguments): never {
  args.next();
  return args.invalid("Invalid VRF\n");
}

/** The table of `vrf NAME`: main for "default", while no device is called so (`ipvrf_get_table`). */
export function parseVrfTable({ links }: Ip, args: Arguments): number {
  const name = args.next();
  return name === "default" && links.index(name) === 0 ? RT_TABLE_MAIN : args.invalid("Invalid VRF\n");
}

/** A type by its name, which may be shortened, or its number. */
export function parseRouteType(text: string): number | undefined {
  if (WHOLE.has(text)) return TYPES.indexOf(text);
  const name = ABBREVIATED.find((full) => (full === "brd" ? text === full : matches(text, full)));
  if (name !== undefined) return TYPES.indexOf(name === "brd" ? "broadcast" : name);
  return parseUnsigned(text, 255);
}

const FLAGS: readonly (readonly [number, string])[] = [
  [RTNH_F_DEAD, "dead"],
  [RTNH_F_ONLINK, "onlink"],
  [RTNH_F_PERVASIVE, "pervasive"],
  [RTNH_F_OFFLOAD, "offload"],
  [RTNH_F_TRAP, "trap"],
  [RTM_F_NOTIFY, "notify"],
  [RTNH_F_LINKDOWN, "linkdown"],
  [RTNH_F_UNRESOLVED, "unresolved"],
  [RTM_F_OFFLOAD, "rt_offload"],
  [RTM_F_TRAP, "rt_trap"],
  [RTM_F_OFFLOAD_FAILED, "rt_offload_failed"],
];

/** Prints the flags of a route or next hop; in JSON always, as an array. */
export function printRouteFlags(ip: Ip, flags: number): void {
  const { out } = ip;
  if (out.json) out.openArray("flags");
  for (const [flag, name] of FLAGS) if ((flags & flag) !== 0) out.value(null, name, `${name} `);
  if (out.json) out.closeArray();
}

/** `4/5`, `5`, or a raw number: the realms of RTA_FLOW; undefined when it is none. */
export function parseRealms(ip: Ip, text: string): number | undefined {
  if (text === "") return 0;
  const slash = text.indexOf("/");
  if (slash < 0) return ip.names.parseRealm(text) ?? parseUnsigned(text);
  const second = text.slice(slash + 1);
  const from = ip.names.parseRealm(text.slice(0, slash));
  const to = second === "" ? 0 : ip.names.parseRealm(second);
  return from === undefined || to === undefined ? undefined : ((from << 16) | to) >>> 0;
}
