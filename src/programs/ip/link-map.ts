/**
 * Names, indexes, types and flags of links: asked from the kernel when first needed, then remembered.
 */
import { isErrno } from "../../errno.ts";
import type { SystemCalls } from "../../kernel.ts";
import { AttributeTable } from "../../netlink/attribute.ts";
import { NetlinkClient } from "../../netlink/client.ts";
import { IFINFOMSG_LEN, readLinkHeader, writeLinkHeader } from "../../netlink/link.ts";
import {
  IFLA_ALT_IFNAME,
  IFLA_EXT_MASK,
  IFLA_IFNAME,
  IFLA_MAX,
  IFLA_PROP_LIST,
  RTEXT_FILTER_SKIP_STATS,
  RTEXT_FILTER_VF,
} from "../../netlink/link-attributes.ts";
import type { MessageReader } from "../../netlink/message.ts";
import { RTM_DELLINK, RTM_GETLINK, RTM_NEWLINK } from "../../netlink/rtnetlink.ts";
import { interfaceIndex } from "../lib/interfaces.ts";

/** Longest name of a device (`IFNAMSIZ` less the NUL). */
export const IFNAME_MAX = 15;

/** What is remembered of a link. */
export interface KnownLink {
  readonly index: number;
  readonly name: string;
  readonly type: number;
  readonly flags: number;
}

/** The links of one namespace. */
export class LinkMap {
  private readonly sys: SystemCalls;
  private readonly byIndex = new Map<number, KnownLink>();
  private readonly byName = new Map<string, KnownLink>();

  constructor(sys: SystemCalls) {
    this.sys = sys;
  }

  /**
   * Learns from a message; forgets what it says is gone. Like iproute2's `ll_remember_index` it keeps the first name of an index: who
   * has been listening since before a rename goes on with the old name.
   */
  remember(message: MessageReader): void {
    if (message.type !== RTM_NEWLINK && message.type !== RTM_DELLINK) return;
    if (message.length < IFINFOMSG_LEN) return;
    const header = readLinkHeader(message.bytes, message.body);
    const known = this.byIndex.get(header.index);
    this.forget(header.index);
    if (message.type === RTM_DELLINK) return;
    const table = new AttributeTable(IFLA_MAX).parse(
      message.bytes,
      message.body + IFINFOMSG_LEN,
      message.end,
    );
    if (!table.has(IFLA_IFNAME)) return;
    const { index, type, flags } = header;
    const name = table.string(IFLA_IFNAME);
    const link = { index, name: known?.name ?? name, type, flags };
    this.byIndex.set(index, link);
    if (link.name === name) this.byName.set(name, link);
    const properties = table.cursor(IFLA_PROP_LIST);
    while (properties.next())
      if (properties.type === IFLA_ALT_IFNAME) this.byName.set(properties.string(), link);
  }

  forget(index: number): void {
    this.byIndex.delete(index);
    for (const [name, link] of this.byName) if (link.index === index) this.byName.delete(name);
  }

  private ask(index: number, name: string): KnownLink | undefined {
    const client = NetlinkClient.open(this.sys);
    if (isErrno(client)) return undefined;
    const writer = client.begin(RTM_GETLINK, 0);
    writeLinkHeader(writer, 0, 0, index, 0, 0);
    writer.u32(IFLA_EXT_MASK, RTEXT_FILTER_VF | RTEXT_FILTER_SKIP_STATS);
    if (name !== "") writer.string(name.length <= IFNAME_MAX ? IFLA_IFNAME : IFLA_ALT_IFNAME, name);
    let found: KnownLink | undefined;
    client.get((message) => {
      this.remember(message);
      if (message.type === RTM_NEWLINK && message.length >= IFINFOMSG_LEN)
        found = this.byIndex.get(readLinkHeader(message.bytes, message.body).index);
    });
    client.close();
    return found;
  }

  find(name: string): KnownLink | undefined {
    if (name === "") return undefined;
    return this.byName.get(name) ?? this.ask(0, name);
  }

  /** The index of a name (of "if7", or of an alias "veth0:1" that of its device); 0 when there is no such link. */
  index(name: string): number {
    const link = this.find(name);
    if (link) return link.index;
    const byIoctl = interfaceIndex(this.sys, name);
    if (byIoctl > 0) return byIoctl;
    const match = /^if(\d+)$/.exec(name);
    return match ? Number(match[1]) : 0;
  }

  byNumber(index: number): KnownLink | undefined {
    return this.byIndex.get(index) ?? this.ask(index, "");
  }

  /** The name of an index: "*" for 0, "if7" when there is no such link. */
  name(index: number): string {
    if (index === 0) return "*";
    return this.byNumber(index)?.name ?? `if${index}`;
  }

  /** `IFF_*`; -1 (all bits) when there is no such link. */
  flags(index: number): number {
    return index === 0 ? 0 : (this.byNumber(index)?.flags ?? -1);
  }

  /** `ARPHRD_*`; -1 when there is no such link. */
  type(index: number): number {
    return index === 0 ? -1 : (this.byNumber(index)?.type ?? -1);
  }
}

/** Whether a name may be given to a device; iproute2's `check_ifname`. */
export function validName(name: string): boolean {
  return name.length <= IFNAME_MAX && validAltname(name);
}

/** The same for an alternative one: how long it may be the kernel says (`check_altifname`). */
export function validAltname(name: string): boolean {
  return name !== "" && !/[/\s]/.test(name);
}
