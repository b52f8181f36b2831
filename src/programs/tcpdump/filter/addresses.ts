/**
 * Hosts, networks and ports.
 */
import { Ipv6Address, ipv4Mask, parseIpv4, parseIpv6 } from "../../../packet/address.ts";
import { ETH_P_ARP, ETH_P_IP, ETH_P_IPV6, ETH_P_RARP } from "../../../packet/ethernet.ts";
import { IPPROTO_SCTP, IPPROTO_TCP, IPPROTO_UDP } from "../../../packet/ipv4.ts";
import type { Names } from "../names.ts";
import type { Direction, Identifier, Qualifiers } from "./ast.ts";
import { all, and, any, type Condition, JEQ, JGE, JGT, not, or, test } from "./code.ts";
import { FilterError, notSupported } from "./errors.ts";
import type { Instruction } from "./instruction.ts";
import type { Layers } from "./layers.ts";

const PROTOCOL_NUMBERS: ReadonlyMap<string, number> = new Map([
  ["tcp", IPPROTO_TCP],
  ["udp", IPPROTO_UDP],
  ["sctp", IPPROTO_SCTP],
]);

/** Applies the direction to a test of one side. */
function directed(direction: Direction | undefined, side: (source: boolean) => Condition): Condition {
  if (direction === "src") return side(true);
  if (direction === "dst") return side(false);
  return direction === "src and dst" ? and(side(true), side(false)) : or(side(true), side(false));
}

/** An IPv4 address or network in IPv4, ARP or RARP packets. */
export function ipv4Host(layers: Layers, q: Qualifiers, address: number, mask: number): Condition {
  const inType = (type: number, source: number, destination: number): Condition =>
    directed(q.direction, (isSource) =>
      and(
        layers.protocol(type),
        layers.masked(layers.network(isSource ? source : destination, 4), address, mask),
      ),
    );
  const ip = (): Condition => inType(ETH_P_IP, 12, 16);
  const arp = (): Condition => inType(ETH_P_ARP, 14, 24);
  const rarp = (): Condition => inType(ETH_P_RARP, 14, 24);
  switch (q.protocol) {
    case undefined:
      return any(ip(), arp(), rarp());
    case "ip":
      return ip();
    case "arp":
      return arp();
    case "rarp":
      return rarp();
    case "link":
      throw new FilterError(`link-layer modifier applied to ${kindName(q)}`);
    case "ip6":
      throw new FilterError("'ip6' modifier applied to ip host");
    default: {
      const other = OTHER_HOSTS.get(q.protocol);
      if (q.protocol === "decnet") throw notSupported("decnet host");
      if (other !== undefined) throw new FilterError(`${other} host filtering not implemented`);
      throw new FilterError(`'${q.protocol}' modifier applied to ${kindName(q)}`);
    }
  }
}

/** Protocols with addresses of their own, as messages call them. */
const OTHER_HOSTS: ReadonlyMap<string, string> = new Map([
  ["lat", "LAT"],
  ["sca", "SCA"],
  ["moprc", "MOPRC"],
  ["mopdl", "MOPDL"],
  ["aarp", "AARP"],
  ["atalk", "AppleTalk"],
  ["iso", "ISO"],
  ["ipx", "IPX"],
]);

function kindName(q: Qualifiers): string {
  return q.type === "net" ? "net" : "host";
}

/** An IPv6 address or network. */
export function ipv6Host(layers: Layers, q: Qualifiers, address: Ipv6Address, mask: Ipv6Address): Condition {
  if (q.protocol === "link") throw new FilterError(`link-layer modifier applied to ip6 ${kindName(q)}`);
  if (q.protocol === "ip") throw new FilterError(`'ip' modifier applied to ip6 ${kindName(q)}`);
  if (q.protocol !== undefined && q.protocol !== "ip6")
    throw new FilterError(
      `${q.protocol === "atalk" ? "AppleTalk" : `'${q.protocol}'`} modifier applied to ip6 ${kindName(q)}`,
    );
  return directed(q.direction, (source) => {
    const base = source ? 8 : 24;
    const word = (index: number, value: number, bits: number): Condition =>
      layers.masked(layers.network(base + 4 * index, 4), value, bits);
    return all(
      layers.protocol(ETH_P_IPV6),
      word(0, address.w0, mask.w0),
      word(1, address.w1, mask.w1),
      word(2, address.w2, mask.w2),
      word(3, address.w3, mask.w3),
    );
  });
}

/** An Ethernet address, as twelve hexadecimal digits. */
export function etherHost(layers: Layers, q: Qualifiers, digits: string): Condition {
  if (q.protocol !== "link") throw new FilterError("ethernet address used in non-ether expression");
  if (!layers.isEthernet)
    throw new FilterError(
      "ethernet addresses supported only on ethernet/FDDI/token ring/802.11/ATM LANE/Fibre Channel",
    );
  return etherAddress(layers, q.direction, digits);
}

/** `ether host`: six bytes as twelve hexadecimal digits. */
export function etherAddress(layers: Layers, direction: Direction | undefined, digits: string): Condition {
  const high = Number.parseInt(digits.slice(0, 4), 16);
  const low = Number.parseInt(digits.slice(4), 16);
  return directed(direction, (source) => {
    const base = source ? 6 : 0;
    return and(layers.compare(layers.link(base + 2, 4), low), layers.compare(layers.link(base, 2), high));
  });
}

/** Twelve digits of an address in any of the notations. */
export function macDigits(text: string): string {
  const parts = text.split(/[:.-]/);
  return parts.map((part) => part.padStart(parts.length === 6 ? 2 : 4, "0")).join("");
}

/** A test for one port, or for those of a range. */
function portTest(load: readonly Instruction[], [first, last]: PortRange): Condition {
  return last === undefined
    ? test(load, JEQ, first)
    : and(test(load, JGE, first), not(test(load, JGT, last)));
}

/** A port, or the first and the last one of a range. */
export type PortRange = readonly [first: number, last?: number];

/** A test of the ports of the transport protocols that the qualifiers allow. */
export function ports(layers: Layers, q: Qualifiers, range: PortRange): Condition {
  const protocol = q.protocol === undefined ? undefined : PROTOCOL_NUMBERS.get(q.protocol);
  const protocols = protocol === undefined ? [IPPROTO_SCTP, IPPROTO_TCP, IPPROTO_UDP] : [protocol];
  const v6 = protocols.map((number) =>
    and(
      layers.compare(layers.network(6, 1), number),
      directed(q.direction, (source) => portTest([layers.network(source ? 40 : 42, 2)], range)),
    ),
  );
  const v4 = protocols.map((number) =>
    all(
      layers.compare(layers.network(9, 1), number),
      layers.ipv4FirstFragment(),
      directed(q.direction, (source) => portTest(layers.transport4(source ? 0 : 2, 2), range)),
    ),
  );
  return or(and(layers.ipv6(), any(...v6)), and(layers.ipv4(), any(...v4)));
}

/** The condition for an address or name of a host or network. */
export function hostOrNet(layers: Layers, names: Names, q: Qualifiers, id: Identifier): Condition {
  switch (id.kind) {
    case "mac":
      return etherHost(layers, q, macDigits(id.text));
    case "number":
      return numericHost(layers, q, id.value);
    case "ipv4":
      return id.mask === undefined ? dottedHost(layers, q, id.text) : maskedNet(layers, q, id.text, id.mask);
    case "ipv6":
      return ipv6Identifier(layers, q, id.text, id.prefix);
    default:
      return namedHost(layers, names, q, id.text);
  }
}

function numericHost(layers: Layers, q: Qualifiers, value: number): Condition {
  if (q.protocol === "link") throw new FilterError("illegal link layer address");
  return numberedHost(layers, q, value);
}

/** A host's address, or the first bytes of a network's. */
function numberedHost(layers: Layers, q: Qualifiers, value: number): Condition {
  let address = value;
  let mask = 0xffffffff;
  if (q.type === "net") {
    while (address !== 0 && address < 0x1000000) {
      address *= 256;
      mask = (mask << 8) >>> 0;
    }
  }
  return ipv4Host(layers, q, address, mask);
}

/** `10.1`: the number and its bits; undefined when a part is too large. */
function parseDotted(text: string): { value: number; bits: number } | undefined {
  const parts = text.split(".").map(Number);
  if (parts.some((part) => part > 255) || parts.length > 4) return undefined;
  return { value: parts.reduce((value, part) => value * 256 + part, 0), bits: 8 * parts.length };
}

function dottedHost(layers: Layers, q: Qualifiers, text: string): Condition {
  const parsed = parseDotted(text);
  if (!parsed) throw new FilterError(`invalid IPv4 address '${text}'`);
  if (q.protocol === "link") throw new FilterError("illegal link layer address");
  const shift = 32 - parsed.bits;
  const address = (parsed.value * 2 ** shift) >>> 0;
  return ipv4Host(layers, q, address, ipv4Mask(parsed.bits));
}

function maskedNet(layers: Layers, q: Qualifiers, text: string, mask: number | string): Condition {
  const [network, bits] = readMaskedNet(text, mask);
  if (q.type !== "net") throw new FilterError("Mask syntax for networks only");
  return ipv4Host(layers, q, network, bits);
}

/** A mask of which the last parts may be missing. */
function dottedMask(text: string): number | undefined {
  const parsed = parseDotted(text);
  return parsed && (parsed.value * 2 ** (32 - parsed.bits)) >>> 0;
}

/** A network and its mask. @throws FilterError */
function readMaskedNet(text: string, mask: number | string): [network: number, bits: number] {
  const parsed = parseDotted(text);
  if (!parsed) throw new FilterError(`invalid IPv4 address '${text}'`);
  const network = (parsed.value * 2 ** (32 - parsed.bits)) >>> 0;
  const bits = typeof mask === "number" ? prefixMask(mask) : dottedMask(mask);
  if (bits === undefined) throw new FilterError(`invalid IPv4 address '${mask}'`);
  if ((network & ~bits) !== 0)
    throw new FilterError(
      typeof mask === "number"
        ? `non-network bits set in "${text}/${mask}"`
        : `non-network bits set in "${text} mask ${mask}"`,
    );
  return [network, bits];
}

/** What is wrong with an identifier where neither a host nor a network may be; undefined when nothing is wrong with itself. */
export function identifierError(id: Identifier): FilterError | undefined {
  if (id.kind === "mac") return new FilterError("ethernet address used in non-ether expression");
  if (id.kind === "ipv6")
    return new FilterError(
      (id.prefix ?? 0) > 128 ? "mask length must be <= 128" : "invalid qualifier against IPv6 address",
    );
  if (id.kind !== "ipv4") return undefined;
  if (!parseDotted(id.text)) return new FilterError(`invalid IPv4 address '${id.text}'`);
  if (id.mask === undefined) return undefined;
  readMaskedNet(id.text, id.mask);
  return new FilterError("Mask syntax for networks only");
}

function prefixMask(length: number): number {
  if (length > 32) throw new FilterError("mask length must be <= 32");
  return ipv4Mask(length);
}

function ipv6Mask(length: number): Ipv6Address {
  const word = (index: number): number => ipv4Mask(Math.max(0, Math.min(32, length - 32 * index)));
  return new Ipv6Address(word(0), word(1), word(2), word(3));
}

function ipv6Identifier(layers: Layers, q: Qualifiers, text: string, prefix: number | undefined): Condition {
  const address = parseIpv6(text);
  if (!address) throw new FilterError(`invalid ip6 address ${text}`);
  const length = prefix ?? 128;
  if (length > 128) throw new FilterError("mask length must be <= 128");
  const mask = ipv6Mask(length);
  const stray =
    (address.w0 & ~mask.w0) | (address.w1 & ~mask.w1) | (address.w2 & ~mask.w2) | (address.w3 & ~mask.w3);
  if (stray !== 0) throw new FilterError(`non-network bits set in "${text}/${length}"`);
  if (q.type !== "net" && length !== 128) throw new FilterError("Mask syntax for networks only");
  return ipv6Host(layers, q, address, mask);
}

function namedHost(layers: Layers, names: Names, q: Qualifiers, name: string): Condition {
  if (q.type === "net") {
    const network = names.networkOf(name);
    if (!network) throw new FilterError(`unknown network '${name}'`);
    return numberedHost(layers, q, network);
  }
  if (q.protocol === "link") throw noEtherName(layers, name);
  const conditions: Condition[] = [];
  // a name is not looked for in ARP where the link can not carry it
  const q4 = layers.hasType ? q : { ...q, protocol: q.protocol ?? "ip" };
  for (const text of names.addressesOf(name)) {
    const v4 = parseIpv4(text);
    const v6 = parseIpv6(text);
    if (v4 !== undefined && q.protocol !== "ip6") conditions.push(ipv4Host(layers, q4, v4, 0xffffffff));
    else if (v6 && q.protocol !== "ip") conditions.push(ipv6Host(layers, q, v6, ipv6Mask(128)));
  }
  if (conditions.length === 0)
    throw new FilterError(
      `unknown host '${name}'${q.protocol === undefined || names.addressesOf(name).length === 0 ? "" : " for specified address family"}`,
    );
  return any(...conditions);
}

/** Names of Ethernet addresses are not known; on other links they are not even looked for. */
function noEtherName(layers: Layers, name: string): FilterError {
  return new FilterError(
    layers.isEthernet
      ? `unknown ether host '${name}'`
      : "only ethernet/FDDI/token ring/802.11/ATM LANE/Fibre Channel supports link-level host name",
  );
}
