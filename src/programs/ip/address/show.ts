/**
 * One address as `ip address show` prints it (iproute2's `print_addrinfo`).
 */
import { AF_INET, AF_INET6, AF_UNSPEC } from "../../../kernel.ts";
import {
  type AddrHeader,
  IFA_ADDRESS,
  IFA_ANYCAST,
  IFA_BROADCAST,
  IFA_CACHEINFO,
  IFA_F_DADFAILED,
  IFA_F_DEPRECATED,
  IFA_F_HOMEADDRESS,
  IFA_F_MANAGETEMPADDR,
  IFA_F_MCAUTOJOIN,
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_OPTIMISTIC,
  IFA_F_PERMANENT,
  IFA_F_SECONDARY,
  IFA_F_STABLE_PRIVACY,
  IFA_F_TENTATIVE,
  IFA_FLAGS,
  IFA_LABEL,
  IFA_LOCAL,
  IFA_MAX,
  IFA_RT_PRIORITY,
  IFADDRMSG_LEN,
  INFINITY_LIFE_TIME,
  readAddrCacheInfo,
  readAddrHeader,
} from "../../../netlink/addr.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import { RTM_DELADDR, RTM_NEWADDR } from "../../../netlink/rtnetlink.ts";
import type { Ip } from "../context.ts";
import { attributeInPrefix, familyName, formatAddress } from "../inet.ts";
import type { LinkFilter } from "../link/filter.ts";
import { matchesPattern } from "../pattern.ts";
import type { Color } from "../print.ts";

/** Flags with their words, in the order in which they are shown. */
export const ADDRESS_FLAGS: readonly (readonly [number, string])[] = [
  [IFA_F_SECONDARY, "secondary"],
  [IFA_F_NODAD, "nodad"],
  [IFA_F_OPTIMISTIC, "optimistic"],
  [IFA_F_DADFAILED, "dadfailed"],
  [IFA_F_HOMEADDRESS, "home"],
  [IFA_F_DEPRECATED, "deprecated"],
  [IFA_F_TENTATIVE, "tentative"],
  [IFA_F_PERMANENT, "permanent"],
  [IFA_F_MANAGETEMPADDR, "mngtmpaddr"],
  [IFA_F_NOPREFIXROUTE, "noprefixroute"],
  [IFA_F_MCAUTOJOIN, "autojoin"],
  [IFA_F_STABLE_PRIVACY, "stable-privacy"],
];

/** A decoded RTM_NEWADDR or RTM_DELADDR. */
export interface AddressMessage {
  readonly header: AddrHeader;
  readonly table: AttributeTable;
  readonly flags: number;
  /** `IFA_LOCAL`, or `IFA_ADDRESS` when there is none. */
  readonly local: number;
  /** `IFA_ADDRESS`, or `IFA_LOCAL` when there is none. */
  readonly address: number;
}

/** Takes a message apart; undefined: it is not about an address. */
export function readAddress(message: MessageReader): AddressMessage | undefined {
  if (message.type !== RTM_NEWADDR && message.type !== RTM_DELADDR) return undefined;
  if (message.length < IFADDRMSG_LEN) return undefined;
  const header = readAddrHeader(message.bytes, message.body);
  const table = new AttributeTable(IFA_MAX).parse(message.bytes, message.body + IFADDRMSG_LEN, message.end);
  return {
    header,
    table,
    flags: table.u32(IFA_FLAGS, header.flags),
    local: table.has(IFA_LOCAL) ? IFA_LOCAL : IFA_ADDRESS,
    address: table.has(IFA_ADDRESS) ? IFA_ADDRESS : IFA_LOCAL,
  };
}

/** Whether the filter lets an address through. */
export function addressSelected(
  ip: Ip,
  { header, table, flags, local }: AddressMessage,
  filter: LinkFilter,
): boolean {
  if (filter.index !== 0 && filter.index !== header.index) return false;
  if (((filter.scope ^ header.scope) & filter.scopeMask) !== 0) return false;
  if (((filter.flags ^ flags) & filter.flagMask) !== 0) return false;
  if (filter.label !== undefined) {
    const label = table.has(IFA_LABEL) ? table.string(IFA_LABEL) : ip.links.name(header.index);
    if (!matchesPattern(filter.label, label)) return false;
  }
  // "default" of no family is no prefix
  const prefix = filter.prefix?.family === AF_UNSPEC ? undefined : filter.prefix;
  if (!attributeInPrefix(prefix, header.family, table, local)) return false;
  return filter.family === 0 || filter.family === header.family;
}

function familyColor(family: number): Color | undefined {
  return family === AF_INET ? "inet" : family === AF_INET6 ? "inet6" : undefined;
}

/**
 * Prints an address that the filter lets through.
 * @param withDevice starts with the index and name of the device: one line an address
 */
export function printAddress(ip: Ip, message: MessageReader, filter: LinkFilter, withDevice: boolean): void {
  const decoded = readAddress(message);
  if (!decoded || !addressSelected(ip, decoded, filter)) return;
  const { out } = ip;
  if (message.type === RTM_DELADDR) out.value("deleted", true, "Deleted ");
  // what is echoed has them too, and with it all else
  if (!ip.options.brief) printFamily(ip, decoded.header, withDevice || ip.options.echo);
  printLocal(ip, decoded);
  if (ip.options.brief) return;
  printRest(ip, decoded);
  printLifetimes(ip, decoded);
  out.text("\n");
}

function printFamily(ip: Ip, header: AddrHeader, withDevice: boolean): void {
  const { out } = ip;
  if (withDevice) {
    const dev = ip.links.name(header.index);
    out.field("index", header.index);
    out.field("dev", dev);
    out.text(`${header.index}: ${dev}`);
  }
  const name = familyName(header.family);
  if (name.startsWith("?")) out.value("family_index", header.family, `    family ${header.family} `);
  else out.value("family", name, `    ${name} `);
}

function printLocal(ip: Ip, { header, table, local, address }: AddressMessage): void {
  const { out } = ip;
  const color = familyColor(header.family);
  const bytes = table.payload(local);
  if (!bytes) return;
  const text = ip.host(formatAddress(header.family, bytes));
  out.value("local", text, text, color);
  const peer = table.payload(address);
  if (peer && formatAddress(header.family, peer) !== formatAddress(header.family, bytes)) {
    const peerText = ip.host(formatAddress(header.family, peer));
    out.text(" peer ");
    out.value("address", peerText, peerText, color);
  }
  out.value("prefixlen", header.prefixLength, `/${header.prefixLength} `);
  if (table.has(IFA_RT_PRIORITY)) {
    const metric = table.u32(IFA_RT_PRIORITY);
    out.value("metric", metric, `metric ${metric} `);
  }
}

function printRest(ip: Ip, { header, table, flags }: AddressMessage): void {
  const { out } = ip;
  const color = familyColor(header.family);
  for (const [type, label, key] of [
    [IFA_BROADCAST, "brd", "broadcast"],
    [IFA_ANYCAST, "any", "anycast"],
  ] as const) {
    const bytes = table.payload(type);
    if (!bytes) continue;
    const text = ip.host(formatAddress(header.family, bytes));
    out.text(`${label} `);
    out.value(key, text, `${text} `, color);
  }
  const scope = ip.names.scope(header.scope);
  out.value("scope", scope, `scope ${scope} `);
  printFlags(ip, header.family, flags);
  if (table.has(IFA_LABEL)) out.value("label", table.string(IFA_LABEL), table.string(IFA_LABEL));
}

function printFlags(ip: Ip, family: number, value: number): void {
  const { out } = ip;
  let flags = value;
  for (const [mask, name] of ADDRESS_FLAGS) {
    if (mask === IFA_F_PERMANENT) {
      if ((flags & mask) === 0) out.value("dynamic", true, "dynamic ");
    } else if ((flags & mask) !== 0) {
      const shown = mask === IFA_F_SECONDARY && family === AF_INET6 ? "temporary" : name;
      out.value(shown, true, `${shown} `);
    }
    flags &= ~mask;
  }
  if (flags === 0) return;
  const text = (flags >>> 0).toString(16).padStart(2, "0");
  out.value("ifa_flags", `0x${text}`, `flags ${text} `);
}

function printLifetimes(ip: Ip, { table, flags }: AddressMessage): void {
  const { out } = ip;
  const info = readAddrCacheInfo(table.bytes, table.offset(IFA_CACHEINFO), table.length(IFA_CACHEINFO));
  if (!info) return;
  const lifetime = (key: string, seconds: number, shown: number): void => {
    if (seconds === INFINITY_LIFE_TIME) out.value(key, seconds, "forever");
    else out.value(key, shown, `${shown}sec`);
  };
  out.newline();
  out.text("       valid_lft ");
  lifetime("valid_life_time", info.valid, info.valid);
  out.text(" preferred_lft ");
  // a deprecated address may be past its preferred time: shown as a negative number
  const preferred = (flags & IFA_F_DEPRECATED) !== 0 ? info.preferred | 0 : info.preferred;
  lifetime("preferred_life_time", info.preferred, preferred);
}
