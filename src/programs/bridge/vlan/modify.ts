/** `bridge vlan add` and `del`. */
import {
  BRIDGE_VLAN_INFO_PVID,
  BRIDGE_VLAN_INFO_RANGE_BEGIN,
  BRIDGE_VLAN_INFO_RANGE_END,
  BRIDGE_VLAN_INFO_UNTAGGED,
  writeBridgeVlanInfo,
} from "../../../netlink/bridge-vlan.ts";
import { writeLinkHeader } from "../../../netlink/link.ts";
import { IFLA_AF_SPEC } from "../../../netlink/link-attributes.ts";
import {
  AF_BRIDGE,
  BRIDGE_FLAGS_MASTER,
  BRIDGE_FLAGS_SELF,
  IFLA_BRIDGE_FLAGS,
  IFLA_BRIDGE_VLAN_INFO,
  IFLA_BRIDGE_VLAN_TUNNEL_FLAGS,
  IFLA_BRIDGE_VLAN_TUNNEL_ID,
  IFLA_BRIDGE_VLAN_TUNNEL_INFO,
  IFLA_BRIDGE_VLAN_TUNNEL_VID,
} from "../../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import type { Arguments } from "../../ip/arguments.ts";
import { EXIT_USAGE, parseUnsigned } from "../../ip/arguments.ts";
import type { Ip } from "../../ip/context.ts";
import { failed } from "../failed.ts";
import { checkVids, parseVids, type VidRange } from "./words.ts";

/** Identifiers of networks are lower than this. */
const MAX_TUNNEL = 1 << 24;

interface Request {
  dev: string | undefined;
  vids: VidRange | undefined;
  target: number;
  flags: number;
  tunnels: VidRange | undefined;
}

function parseTunnel(ip: Ip, args: Arguments): VidRange {
  args.next();
  if (!args.is("id")) args.invalid("tunnel id expected");
  const text = args.next();
  const dash = text.indexOf("-");
  const head = dash < 0 ? text : text.slice(0, dash);
  // what is complained of ends where the range was split
  const number = (part: string): number => {
    const value = parseUnsigned(part);
    return value === undefined || value >= MAX_TUNNEL
      ? ip.arguments([head]).invalid("invalid tun id")
      : value;
  };
  return { first: number(head), last: dash < 0 ? undefined : number(text.slice(dash + 1)) };
}

function parseWord(ip: Ip, args: Arguments, request: Request): void {
  if (args.is("dev")) request.dev = args.next();
  else if (args.is("vid")) request.vids = parseVids(args.next());
  else if (args.is("self")) request.target |= BRIDGE_FLAGS_SELF;
  else if (args.is("master")) request.target |= BRIDGE_FLAGS_MASTER;
  else if (args.is("pvid")) request.flags |= BRIDGE_VLAN_INFO_PVID;
  else if (args.is("untagged")) request.flags |= BRIDGE_VLAN_INFO_UNTAGGED;
  else if (args.is("tunnel_info")) request.tunnels = parseTunnel(ip, args);
  else if (args.matches("help")) args.next();
}

function writeVids(writer: MessageWriter, { first, last }: VidRange, flags: number): void {
  if (last === undefined) {
    writeBridgeVlanInfo(writer, IFLA_BRIDGE_VLAN_INFO, flags, first);
    return;
  }
  writeBridgeVlanInfo(writer, IFLA_BRIDGE_VLAN_INFO, flags | BRIDGE_VLAN_INFO_RANGE_BEGIN, first);
  writeBridgeVlanInfo(writer, IFLA_BRIDGE_VLAN_INFO, flags | BRIDGE_VLAN_INFO_RANGE_END, last);
}

function writeTunnel(writer: MessageWriter, vid: number, id: number, flags: number): void {
  const nest = writer.nest(IFLA_BRIDGE_VLAN_TUNNEL_INFO);
  writer.u32(IFLA_BRIDGE_VLAN_TUNNEL_ID, id);
  writer.u16(IFLA_BRIDGE_VLAN_TUNNEL_VID, vid);
  writer.u16(IFLA_BRIDGE_VLAN_TUNNEL_FLAGS, flags);
  writer.endNest(nest);
}

function writeTunnels(writer: MessageWriter, vids: VidRange, tunnels: VidRange): void {
  if (vids.last === undefined) {
    writeTunnel(writer, vids.first, tunnels.first, 0);
    return;
  }
  writeTunnel(writer, vids.first, tunnels.first, BRIDGE_VLAN_INFO_RANGE_BEGIN);
  writeTunnel(writer, vids.last, tunnels.last ?? tunnels.first, BRIDGE_VLAN_INFO_RANGE_END);
}

/** iproute2's `vlan_modify`. @param type `RTM_SETLINK` or `RTM_DELLINK` */
export function modifyVlan(ip: Ip, args: Arguments, type: number): number {
  const request: Request = { dev: undefined, vids: undefined, target: 0, flags: 0, tunnels: undefined };
  for (; args.more; args.advance()) parseWord(ip, args, request);
  const { dev, vids, target, flags, tunnels } = request;
  if (dev === undefined || vids === undefined)
    return failed(ip, "Device and VLAN ID are required arguments.");
  const index = ip.links.index(dev);
  if (index === 0) return failed(ip, `Cannot find bridge device "${dev}"`);
  const bad = checkVids(ip, vids);
  if (bad !== 0) return bad;
  if (vids.last !== undefined && (flags & BRIDGE_VLAN_INFO_PVID) !== 0)
    return failed(ip, "pvid cannot be configured for a vlan range");
  const writer = ip.client.begin(type, 0);
  writeLinkHeader(writer, AF_BRIDGE, 0, index, 0, 0);
  const nest = writer.nest(IFLA_AF_SPEC);
  if (target !== 0) writer.u16(IFLA_BRIDGE_FLAGS, target);
  if (tunnels !== undefined) writeTunnels(writer, vids, tunnels);
  else writeVids(writer, vids, flags);
  writer.endNest(nest);
  return ip.talk() ? 0 : EXIT_USAGE;
}
