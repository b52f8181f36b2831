/**
 * `ip address show`, `ip link show` and `ip address flush`: one parser, as in iproute2.
 */
import { AF_PACKET, AF_UNSPEC } from "../../../kernel.ts";
import {
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
  writeAddrHeader,
} from "../../../netlink/addr.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { IFINFOMSG_LEN, readLinkHeader, writeLinkHeader } from "../../../netlink/link.ts";
import {
  IFLA_ALT_IFNAME,
  IFLA_EXT_MASK,
  IFLA_IFNAME,
  IFLA_INFO_KIND,
  IFLA_LINKINFO,
  IFLA_MASTER,
  IFLA_MAX,
  NO_MASTER,
  RTEXT_FILTER_SKIP_STATS,
  RTEXT_FILTER_VF,
} from "../../../netlink/link-attributes.ts";
import { IFF_UP } from "../../../netlink/link-flags.ts";
import { MessageReader } from "../../../netlink/message.ts";
import { RTM_GETADDR, RTM_GETLINK, RTM_NEWADDR } from "../../../netlink/rtnetlink.ts";
import { type Arguments, EXIT_FAILURE, Exit } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { needPrefix } from "../inet.ts";
import { LinkFilter } from "../link/filter.ts";
import { type LinkView, printLink } from "../link/show.ts";
import { printLinkStats } from "../link/stats.ts";
import { validName } from "../link-map.ts";
import { addressUsage } from "./help.ts";
import { type AddressMessage, addressSelected, printAddress, readAddress } from "./show.ts";

/** Flags by which addresses can be selected. */
const FILTER_FLAGS: ReadonlyMap<string, number> = new Map([
  ["secondary", IFA_F_SECONDARY],
  ["temporary", IFA_F_SECONDARY],
  ["nodad", IFA_F_NODAD],
  ["optimistic", IFA_F_OPTIMISTIC],
  ["dadfailed", IFA_F_DADFAILED],
  ["home", IFA_F_HOMEADDRESS],
  ["deprecated", IFA_F_DEPRECATED],
  ["tentative", IFA_F_TENTATIVE],
  ["permanent", IFA_F_PERMANENT],
  ["mngtmpaddr", IFA_F_MANAGETEMPADDR],
  ["noprefixroute", IFA_F_NOPREFIXROUTE],
  ["autojoin", IFA_F_MCAUTOJOIN],
  ["stable-privacy", IFA_F_STABLE_PRIVACY],
]);

/** "permanent", "-tentative", "dynamic", "primary" …: true when the word was one. */
function applyFlag(filter: LinkFilter, word: string): boolean {
  let inverted = word.startsWith("-");
  let name = inverted ? word.slice(1) : word;
  if (name === "dynamic" || name === "primary") {
    name = name === "dynamic" ? "permanent" : "secondary";
    inverted = !inverted;
  }
  const flag = FILTER_FLAGS.get(name);
  if (flag === undefined) return false;
  filter.flagMask |= flag;
  filter.flags = inverted ? filter.flags & ~flag : filter.flags | flag;
  return true;
}

type Selector = (ip: Ip, args: Arguments, filter: LinkFilter) => void;

const SELECTORS: Readonly<Record<string, Selector>> = {
  to(_ip, args, filter) {
    args.next();
    filter.prefix = needPrefix(args, filter.family);
    if (filter.family === AF_UNSPEC) filter.family = filter.prefix.family;
  },
  scope(ip, args, filter) {
    args.next();
    filter.scopeMask = -1;
    const scope = ip.names.parseScope(args.current);
    if (scope !== undefined) filter.scope = scope;
    else if (args.current === "all") {
      filter.scope = 255;
      filter.scopeMask = 0;
    } else args.invalid('invalid "scope"\n');
  },
  up(_ip, _args, filter) {
    filter.up = true;
  },
  label(_ip, args, filter) {
    filter.label = args.next();
  },
  group(ip, args, filter) {
    args.next();
    filter.group = ip.names.parseGroup(args.current) ?? args.invalid('Invalid "group" value\n');
  },
  master(ip, args, filter) {
    filter.master = ip.links.index(args.next());
    filter.noMaster = false;
    if (filter.master === 0) args.invalid("Device does not exist\n");
  },
  vrf(_ip, args) {
    args.next();
    // no device is one
    args.invalid("Not a valid VRF name\n");
  },
  nomaster(_ip, _args, filter) {
    filter.master = 0;
    filter.noMaster = true;
  },
  type(_ip, args, filter) {
    args.next();
    const slave = args.current.indexOf("_slave");
    if (slave >= 0) filter.slaveKind = args.current.slice(0, slave);
    else filter.kind = args.current;
  },
};

/** Reads the selectors. @returns the filter, or undefined when the device does not exist (which has been said) */
export function parseFilter(ip: Ip, args: Arguments, isLink: boolean): LinkFilter | undefined {
  const filter = new LinkFilter();
  ip.linkFilter = filter;
  filter.family = ip.options.family;
  let dev: string | undefined;
  for (; args.more; args.advance()) {
    const selector = Object.hasOwn(SELECTORS, args.current) ? SELECTORS[args.current] : undefined;
    if (selector) selector(ip, args, filter);
    else if (!applyFlag(filter, args.current)) {
      if (args.is("dev")) args.next();
      else if (args.matches("help")) addressUsage(ip, isLink);
      if (dev !== undefined) args.garbage("dev");
      dev = args.current;
    }
  }
  if (dev === undefined) return filter;
  filter.name = dev;
  filter.index = ip.links.index(dev);
  if (filter.index > 0) return filter;
  ip.complain(`Device "${dev}" does not exist.\n`);
  return undefined;
}

function extensionMask(ip: Ip): number {
  return ip.options.stats > 0 ? RTEXT_FILTER_VF : RTEXT_FILTER_VF | RTEXT_FILTER_SKIP_STATS;
}

/** Asks for the links that the filter is about. Undefined after an error, which has been printed. */
function fetchLinks(ip: Ip, filter: LinkFilter, isLink: boolean): Uint8Array[] | undefined {
  const found: Uint8Array[] = [];
  const keep = (message: MessageReader): void => {
    ip.links.remember(message);
    found.push(message.bytes.slice(message.start, message.end));
  };
  const writer = ip.client.begin(RTM_GETLINK, 0);
  const { family } = ip.options;
  // `ip link show DEVICE` asks for the name itself, which an alias or "if7" is not
  const byName = isLink && filter.index > 0 && filter.group === -1;
  // a family with link dumps of its own (inet6) is asked for those
  const plain = filter.index === 0 && family !== AF_UNSPEC && family !== AF_PACKET;
  writeLinkHeader(writer, filter.index > 0 ? filter.family : family, 0, byName ? 0 : filter.index, 0, 0);
  if (byName) writer.string(validName(filter.name) ? IFLA_IFNAME : IFLA_ALT_IFNAME, filter.name);
  if (!plain) writer.u32(IFLA_EXT_MASK, extensionMask(ip));
  if (filter.index > 0) {
    const outcome = ip.getOutcome(keep);
    if (outcome.error >= 0) return found;
    ip.perror(`Cannot send link ${byName ? "get " : ""}request`, outcome.error);
    return undefined;
  }
  if (!plain && filter.noMaster) writer.u32(IFLA_MASTER, NO_MASTER);
  else if (!plain && filter.master > 0) writer.u32(IFLA_MASTER, filter.master);
  if (!plain && filter.kind !== undefined) {
    const info = writer.nest(IFLA_LINKINFO);
    writer.stringUnterminated(IFLA_INFO_KIND, filter.kind);
    writer.endNest(info);
  }
  ip.dumpOrExit(keep);
  return found;
}

/** Asks for the addresses that the filter is about. */
export function fetchAddresses(ip: Ip, filter: LinkFilter, complaint?: string): Uint8Array[] {
  const found: Uint8Array[] = [];
  const writer = ip.client.begin(RTM_GETADDR, 0);
  writeAddrHeader(writer, filter.family, 0, 0, 0, filter.index);
  ip.dumpOrExit(
    (message) => found.push(message.bytes.slice(message.start, message.end)),
    EXIT_FAILURE,
    complaint,
  );
  return found;
}

/** A reader that stands on the only message of a buffer. */
export function onMessage(bytes: Uint8Array): MessageReader {
  const reader = new MessageReader().open(bytes);
  reader.next();
  return reader;
}

/** Whether a link is shown by `ip address`: it has an address that the filter lets through, or none at all. */
function hasSelectedAddress(
  ip: Ip,
  index: number,
  addresses: readonly AddressMessage[],
  filter: LinkFilter,
): boolean {
  const own = addresses.filter((address) => address.header.index === index);
  if (own.length === 0) return filter.family === AF_UNSPEC || filter.family === AF_PACKET;
  return own.some((address) => addressSelected(ip, address, filter));
}

function printAddressesOf(
  ip: Ip,
  link: { index: number; flags: number },
  addresses: readonly Uint8Array[],
  filter: LinkFilter,
): void {
  const { out } = ip;
  if (out.json) out.openArray("addr_info");
  for (const bytes of addresses) {
    const message = onMessage(bytes);
    const decoded = message.type === RTM_NEWADDR ? readAddress(message) : undefined;
    if (!decoded || decoded.header.index !== link.index) continue;
    if (filter.family !== 0 && filter.family !== decoded.header.family) continue;
    if (filter.up && (link.flags & IFF_UP) === 0) continue;
    out.openObject();
    printAddress(ip, message, filter, ip.options.oneline);
    out.closeObject();
  }
  if (out.json) out.closeArray();
  if (ip.options.brief) out.text("\n");
}

/** `ip link show` (with `isLink`) or `ip address show`. */
export function listLinks(ip: Ip, args: Arguments, isLink: boolean): number {
  const linkMode = (ip.linkMode ||= isLink);
  const filter = parseFilter(ip, args, isLink);
  if (!filter) return EXIT_FAILURE;
  const { out } = ip;
  out.startJson();
  const links = fetchLinks(ip, filter, linkMode);
  const single = linkMode && filter.index > 0 && filter.group === -1;
  if (single)
    for (const bytes of links ?? [])
      printOne(ip, onMessage(bytes), { filter, isLink: true, showQueue: true });
  else if (links !== undefined) printAll(ip, links, filter, linkMode);
  out.endJson();
  if (links === undefined && single) throw new Exit(EXIT_FAILURE);
  return 0;
}

/** One link alone, whatever else was asked for (`iplink_get`). */
function printOne(ip: Ip, message: MessageReader, view: LinkView): void {
  ip.out.openObject();
  printLink(ip, message, view);
  ip.out.closeObject();
}

function printAll(ip: Ip, all: readonly Uint8Array[], filter: LinkFilter, linkMode: boolean): void {
  const { out } = ip;
  let links = all;
  const addresses = filter.family === AF_PACKET ? [] : fetchAddresses(ip, filter);
  const linksHidden = filter.family !== AF_PACKET && ip.options.oneline;
  if (filter.family !== AF_PACKET) {
    const decoded = addresses
      .map((bytes) => readAddress(onMessage(bytes)))
      .filter((item) => item !== undefined);
    links = links.filter((bytes) => {
      const message = onMessage(bytes);
      return hasSelectedAddress(ip, readLinkHeader(message.bytes, message.body).index, decoded, filter);
    });
  }
  for (const bytes of links) {
    const message = onMessage(bytes);
    out.openObject();
    const result =
      ip.options.brief || !linksHidden
        ? printLink(ip, message, { filter, isLink: linkMode, showQueue: true })
        : 0;
    const link = readLinkHeader(message.bytes, message.body);
    if (result >= 0 && filter.family !== AF_PACKET) printAddressesOf(ip, link, addresses, filter);
    if (result > 0 && !linkMode && ip.options.stats > 0) printStats(ip, message);
    out.closeObject();
  }
}

function printStats(ip: Ip, message: MessageReader): void {
  const table = new AttributeTable(IFLA_MAX).parse(message.bytes, message.body + IFINFOMSG_LEN, message.end);
  printLinkStats(ip.out, table, ip.options);
  ip.out.newline();
}
