/** `getifaddrs(3)`: the addresses of this network namespace. */
import { isErrno } from "../../errno.ts";
import { AF_INET, AF_INET6, type SystemCalls } from "../../kernel.ts";
import {
  IFA_ADDRESS,
  IFA_LABEL,
  IFA_LOCAL,
  IFA_MAX,
  IFADDRMSG_LEN,
  readAddrHeader,
  writeAddrHeader,
} from "../../netlink/addr.ts";
import { AttributeTable } from "../../netlink/attribute.ts";
import { NetlinkClient } from "../../netlink/client.ts";
import { RTM_GETADDR } from "../../netlink/rtnetlink.ts";
import { Ipv6Address, ipv4FromBytes } from "../../packet/address.ts";
import { interfaceName } from "./interfaces.ts";
import type { InternetAddress } from "./resolver.ts";

/** One of them. */
export interface LocalAddress {
  readonly index: number;
  /** The interface's name, or an IPv4 address's label. */
  readonly label: string;
  readonly address: InternetAddress;
  readonly prefixLength: number;
}

/** All addresses in the order of the kernel; none when it does not tell. */
export function localAddresses(sys: SystemCalls): LocalAddress[] {
  const client = NetlinkClient.open(sys);
  if (isErrno(client)) return [];
  const found: LocalAddress[] = [];
  const table = new AttributeTable(IFA_MAX);
  writeAddrHeader(client.begin(RTM_GETADDR, 0), 0, 0, 0, 0, 0);
  client.dump((message) => {
    if (message.length < IFADDRMSG_LEN) return;
    const header = readAddrHeader(message.bytes, message.body);
    table.parse(message.bytes, message.body + IFADDRMSG_LEN, message.end);
    const type = table.has(IFA_LOCAL) ? IFA_LOCAL : IFA_ADDRESS;
    const at = table.offset(type);
    if (header.family !== AF_INET && header.family !== AF_INET6) return;
    if (table.length(type) < (header.family === AF_INET ? 4 : 16)) return;
    const label = table.has(IFA_LABEL) ? table.string(IFA_LABEL) : (interfaceName(sys, header.index) ?? "");
    const address: InternetAddress =
      header.family === AF_INET
        ? { family: AF_INET, address: ipv4FromBytes(message.bytes, at), port: 0 }
        : { family: AF_INET6, address: Ipv6Address.fromBytes(message.bytes, at), port: 0 };
    found.push({ index: header.index, label, address, prefixLength: header.prefixLength });
  });
  client.close();
  return found;
}
