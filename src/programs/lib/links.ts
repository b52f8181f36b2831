/** The interfaces of this network namespace, as a dump of RTM_GETLINK has them. */
import { isErrno } from "../../errno.ts";
import type { SystemCalls } from "../../kernel.ts";
import { AttributeTable } from "../../netlink/attribute.ts";
import { NetlinkClient } from "../../netlink/client.ts";
import { IFINFOMSG_LEN, readLinkHeader, writeLinkHeader } from "../../netlink/link.ts";
import {
  IFLA_ADDRESS,
  IFLA_ALT_IFNAME,
  IFLA_BROADCAST,
  IFLA_IFNAME,
  IFLA_MAX,
  IFLA_MTU,
  IFLA_PROP_LIST,
  IFLA_TXQLEN,
} from "../../netlink/link-attributes.ts";
import { RTM_GETLINK } from "../../netlink/rtnetlink.ts";

/** One interface. */
export interface Link {
  readonly index: number;
  readonly name: string;
  /** Other names that it is known by. */
  readonly alternativeNames: readonly string[];
  /** `ARPHRD_*` */
  readonly type: number;
  /** `IFF_*` */
  readonly flags: number;
  readonly mtu: number;
  readonly queueLength: number;
  readonly address: Uint8Array;
  readonly broadcast: Uint8Array;
}

/** All interfaces in the order of the kernel; none when it does not tell. */
export function listLinks(sys: SystemCalls): Link[] {
  const client = NetlinkClient.open(sys);
  if (isErrno(client)) return [];
  const links: Link[] = [];
  const table = new AttributeTable(IFLA_MAX);
  writeLinkHeader(client.begin(RTM_GETLINK, 0), 0, 0, 0, 0, 0);
  client.dump((message) => {
    if (message.length < IFINFOMSG_LEN) return;
    const { index, type, flags } = readLinkHeader(message.bytes, message.body);
    table.parse(message.bytes, message.body + IFINFOMSG_LEN, message.end);
    const bytes = (attribute: number): Uint8Array =>
      message.bytes.slice(table.offset(attribute), table.offset(attribute) + table.length(attribute));
    links.push({
      index,
      type,
      flags,
      name: table.string(IFLA_IFNAME),
      alternativeNames: alternativeNames(table),
      mtu: table.u32(IFLA_MTU),
      queueLength: table.u32(IFLA_TXQLEN),
      address: bytes(IFLA_ADDRESS),
      broadcast: bytes(IFLA_BROADCAST),
    });
  });
  client.close();
  return links;
}

function alternativeNames(table: AttributeTable): string[] {
  const names: string[] = [];
  if (!table.has(IFLA_PROP_LIST)) return names;
  const cursor = table.cursor(IFLA_PROP_LIST);
  while (cursor.next()) if (cursor.type === IFLA_ALT_IFNAME) names.push(cursor.string());
  return names;
}

/** The interface that the kernel finds by a name of any kind (`dev_get_by_name`). */
export function findLink(sys: SystemCalls, name: string): Link | undefined {
  return linkNamed(listLinks(sys), name);
}

/** The interface among these that has a name, of any kind. */
export function linkNamed(links: readonly Link[], name: string): Link | undefined {
  return links.find((link) => link.name === name || link.alternativeNames.includes(name));
}
