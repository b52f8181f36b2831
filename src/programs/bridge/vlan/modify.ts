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
  IFLA_BRIDGE_VLAN_TUNNEL_INFO,
} from "../../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import type { Arguments } from "../../ip/arguments.ts";
import { EXIT_USAGE } from "../../ip/arguments.ts";
import type { Ip } from "../../ip/context.ts";
import { failed } from "../failed.ts";
import { checkVids, parseVids, type VidRange } from "./words.ts";

/** Inside `IFLA_BRIDGE_VLAN_TUNNEL_INFO`. */
const IFLA_BRIDGE_VLAN_TUNNEL_ID = 1;
const IFLA_BRIDGE_VLAN_TUNNEL_VID = 2;
const IFLA_BRIDGE_VLAN_TUNNEL_FLAGS = 3;

interface Request {
  dev: string | undefined;
  vids: VidRange | undefined;
  target: number;
  flags: number;
  tunnels: VidRange | undefined;
}

function parseTunnel(args: Arguments): VidRange {
  args.next();
  if (!args.is("id")) args.invalid("tunnel id expected");
  const text = args.next();
  const [first, last] = text.split("-").map((part) => Number.parseInt(part, 10) >>> 0 || 0);
  return { first, last };
}

function parseWord(args: Arguments, request: Request): void {
  if (args.is("dev")) request.dev = args.next();
  else if (args.is("vid")) request.vids = parseVids(args.next());
  else if (args.is("self")) request.target |= BRIDGE_FLAGS_SELF;
  else if (args.is("master")) request.target |= BRIDGE_FLAGS_MASTER;
  else if (args.is("pvid")) request.flags |= BRIDGE_VLAN_INFO_PVID;
  else if (args.is("untagged")) request.flags |= BRIDGE_VLAN_INFO_UNTAGGED;
  else if (args.is("tunnel_info")) request.tunnels = parseTunnel(args);
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
  for (; args.more; args.advance()) parseWord(args, request);
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
