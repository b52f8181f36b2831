/** `bridge vni add` and `delete` (iproute2's `vni_modify`). */
import { AF_INET } from "../../../kernel.ts";
import { AF_BRIDGE } from "../../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import {
  VXLAN_VNIFILTER_ENTRY,
  VXLAN_VNIFILTER_ENTRY_END,
  VXLAN_VNIFILTER_ENTRY_GROUP,
  VXLAN_VNIFILTER_ENTRY_GROUP6,
  VXLAN_VNIFILTER_ENTRY_START,
  writeTunnelHeader,
} from "../../../netlink/tunnel-msg.ts";
import type { Arguments } from "../../ip/arguments.ts";
import type { Ip } from "../../ip/context.ts";
import { needAddress } from "../../ip/inet.ts";
import { FAILED, failed } from "../failed.ts";
import { VNI_USAGE } from "../help.ts";

interface Group {
  readonly family: number;
  readonly bytes: Uint8Array;
}

interface Request {
  dev: string | undefined;
  vnis: string | undefined;
  group: Group | undefined;
}

function isMulticast({ family, bytes }: Group): boolean {
  return family === AF_INET ? bytes[0] >> 4 === 0xe : bytes[0] === 0xff;
}

function parseGroup(ip: Ip, args: Arguments, request: Request): void {
  const word = args.current;
  args.next();
  if (request.group !== undefined) ip.arguments([word]).invalid("duplicate group");
  const text = args.current;
  request.group = needAddress(args, ip.options.family);
  if (word === "group" && !isMulticast(request.group)) ip.arguments([text]).invalid("invalid group address");
}

/** The number at the start of a word, as `sscanf("%u")` reads it; what is none counts as 0. */
function leadingNumber(text: string): number {
  const digits = /^\s*[+-]?\d+/.exec(text)?.[0];
  return digits === undefined ? 0 : Number(BigInt.asUintN(32, BigInt(digits)));
}

function writeEntry(writer: MessageWriter, text: string, group: Group | undefined): void {
  const dash = text.indexOf("-");
  const nest = writer.nest(VXLAN_VNIFILTER_ENTRY);
  writer.u32(VXLAN_VNIFILTER_ENTRY_START, leadingNumber(dash < 0 ? text : text.slice(0, dash)));
  const end = dash < 0 ? "" : text.slice(dash + 1);
  if (/^\s*[+-]?\d/.test(end)) writer.u32(VXLAN_VNIFILTER_ENTRY_END, leadingNumber(end));
  if (group !== undefined)
    writer.data(
      group.family === AF_INET ? VXLAN_VNIFILTER_ENTRY_GROUP : VXLAN_VNIFILTER_ENTRY_GROUP6,
      group.bytes,
    );
  writer.endNest(nest);
}

/** @param type `RTM_NEWTUNNEL` or `RTM_DELTUNNEL` */
export function modifyVni(ip: Ip, args: Arguments, type: number): number {
  const request: Request = { dev: undefined, vnis: undefined, group: undefined };
  for (; args.more; args.advance()) {
    if (args.is("dev")) request.dev = args.next();
    else if (args.is("vni")) request.vnis = args.next();
    else if (args.is("group") || args.is("remote")) parseGroup(ip, args, request);
    else if (args.is("help")) ip.usage(VNI_USAGE);
  }
  const { dev, vnis, group } = request;
  if (dev === undefined || vnis === undefined) return failed(ip, "Device and VNI ID are required arguments.");
  const index = ip.links.index(dev);
  if (index === 0) return failed(ip, `Cannot find vxlan device "${dev}"`);
  const writer = ip.client.begin(type, 0);
  writeTunnelHeader(writer, AF_BRIDGE, 0, index);
  for (const text of vnis.split(",")) if (text !== "") writeEntry(writer, text, group);
  return ip.talk() ? 0 : FAILED;
}
