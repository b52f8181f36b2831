/** Link requests and messages, as tests write and read them. */
import { AttributeTable, readU32 } from "../../netlink/attribute.ts";
import { readLinkHeader, writeLinkHeader } from "../../netlink/link.ts";
import * as ifla from "../../netlink/link-attributes.ts";
import { type MessageWriter, NLM_F_CREATE, NLM_F_EXCL } from "../../netlink/message.ts";
import { RTM_DELLINK, RTM_NEWLINK } from "../../netlink/rtnetlink.ts";
import type { Message, NetlinkTester } from "./box.ts";

/** What a test says of one end of a pair. */
export interface End {
  readonly name?: string;
  readonly address?: Uint8Array;
  readonly netns?: number;
}

function writeEnd(w: MessageWriter, end: End): void {
  writeLinkHeader(w, 0, 0, 0, 0, 0);
  if (end.name !== undefined) w.string(ifla.IFLA_IFNAME, end.name);
  if (end.address !== undefined) w.data(ifla.IFLA_ADDRESS, end.address);
  if (end.netns !== undefined) w.u32(ifla.IFLA_NET_NS_FD, end.netns);
}

/** `ip link add … type veth peer …`. @returns the acknowledged error */
export function addVeth(nl: NetlinkTester, end: End, peer: End): number {
  return nl.do(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, (w) => {
    writeEnd(w, end);
    const info = w.nest(ifla.IFLA_LINKINFO);
    w.string(ifla.IFLA_INFO_KIND, "veth");
    const data = w.nest(ifla.IFLA_INFO_DATA);
    const nest = w.nest(1);
    writeEnd(w, peer);
    w.endNest(nest);
    w.endNest(data);
    w.endNest(info);
  });
}

/** `ip link set dev INDEX …`: flags, and attributes that `write` adds. */
export function setLink(
  nl: NetlinkTester,
  index: number,
  flags = 0,
  change = 0,
  write: (w: MessageWriter) => void = () => {},
): number {
  return nl.do(RTM_NEWLINK, 0, (w) => {
    writeLinkHeader(w, 0, 0, index, flags, change);
    write(w);
  });
}

/** Deletes a device. @returns 0 or a negative error */
export function delLink(nl: NetlinkTester, index: number): number {
  return nl.do(RTM_DELLINK, 0, (w) => writeLinkHeader(w, 0, 0, index, 0, 0));
}

/** The attributes of a link message. */
export function linkTable(message: Message): AttributeTable {
  const start = message.body - 16;
  const end = start + readU32(message.bytes, start);
  return new AttributeTable(ifla.IFLA_MAX).parse(message.bytes, message.body + 16, end);
}

/** A link message in one line: what `ip monitor link` shows of it. */
export function describeLink(message: Message): string {
  const header = readLinkHeader(message.bytes, message.body);
  const table = linkTable(message);
  const link = table.has(ifla.IFLA_LINK) ? `@${table.u32(ifla.IFLA_LINK)}` : "";
  const parts = [
    message.type === RTM_DELLINK ? "Deleted" : "",
    `${header.index}: ${table.string(ifla.IFLA_IFNAME)}${link}`,
    `flags ${header.flags.toString(16)}`,
    `mtu ${table.u32(ifla.IFLA_MTU)}`,
    table.string(ifla.IFLA_QDISC),
    `state ${table.u8(ifla.IFLA_OPERSTATE)}`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}
