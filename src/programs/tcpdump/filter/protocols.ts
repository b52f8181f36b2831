/**
 * Protocol keywords as tests, and `proto`.
 */
import {
  ETH_P_AARP,
  ETH_P_ARP,
  ETH_P_ATALK,
  ETH_P_IP,
  ETH_P_IPV6,
  ETH_P_RARP,
} from "../../../packet/ethernet.ts";
import { and, any, type Condition, or } from "./code.ts";
import { FilterError, notSupported } from "./errors.ts";
import type { Layers } from "./layers.ts";

type ProtocolTest =
  | { readonly kind: "ether-type"; readonly number: number }
  /** `versions`: the IP versions that the keyword looks into. */
  | { readonly kind: "ip-protocol"; readonly number: number; readonly versions: "4" | "6" | "46" };

function type(number: number): ProtocolTest {
  return { kind: "ether-type", number };
}

function carried(number: number, versions: "4" | "6" | "46"): ProtocolTest {
  return { kind: "ip-protocol", number, versions };
}

/** LLC service access points. */
const LLCSAP_8021D = 0x42;
const LLCSAP_IPX = 0xe0;
const LLCSAP_NETBEUI = 0xf0;
const LLCSAP_ISONS = 0xfe;
/** `ISO10589_ISIS` */
const ISO_ISIS = 0x83;

/** The packets of IS-IS that a word stands for, in the order in which libpcap asks for them. */
const ISIS_PACKETS: ReadonlyMap<string, readonly number[]> = new Map([
  ["l1", [26, 24, 18, 15, 17]],
  ["l2", [27, 25, 20, 16, 17]],
  ["iih", [17, 15, 16]],
  ["lsp", [18, 20]],
  ["snp", [27, 26, 24, 25]],
  ["csnp", [24, 25]],
  ["psnp", [26, 27]],
]);

/** Protocols of ISO's network layer. */
const ISO_PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ["clnp", 0x81],
  ["esis", 0x82],
  ["isis", ISO_ISIS],
]);

function isoCarries(layers: Layers, protocol: number): Condition {
  return and(layers.protocol(LLCSAP_ISONS), layers.compare(layers.withoutSnap(0, 1), protocol));
}

function isisPacket(layers: Layers, type: number): Condition {
  return and(isoCarries(layers, ISO_ISIS), layers.compare(layers.withoutSnap(4, 1), type));
}

export const PROTOCOLS: ReadonlyMap<string, ProtocolTest> = new Map([
  ["ip", type(ETH_P_IP)],
  ["ip6", type(ETH_P_IPV6)],
  ["arp", type(ETH_P_ARP)],
  ["rarp", type(ETH_P_RARP)],
  ["decnet", type(0x6003)],
  ["lat", type(0x6004)],
  ["sca", type(0x6007)],
  ["mopdl", type(0x6001)],
  ["moprc", type(0x6002)],
  ["stp", type(LLCSAP_8021D)],
  ["aarp", type(ETH_P_AARP)],
  ["atalk", type(ETH_P_ATALK)],
  ["ipx", type(LLCSAP_IPX)],
  ["netbeui", type(LLCSAP_NETBEUI)],
  ["iso", type(LLCSAP_ISONS)],
  ["tcp", carried(6, "46")],
  ["udp", carried(17, "46")],
  ["sctp", carried(132, "46")],
  ["pim", carried(103, "46")],
  ["ah", carried(51, "46")],
  ["esp", carried(50, "46")],
  ["icmp", carried(1, "4")],
  ["igmp", carried(2, "4")],
  ["igrp", carried(9, "4")],
  ["vrrp", carried(112, "4")],
  ["carp", carried(112, "4")],
  ["icmp6", carried(58, "6")],
]);

/** A protocol keyword alone. */
export function protocolCondition(layers: Layers, name: string): Condition {
  if (name === "link") throw new FilterError("link layer applied in wrong context");
  const iso = ISO_PROTOCOLS.get(name);
  if (iso !== undefined) return isoCarries(layers, iso);
  const packets = ISIS_PACKETS.get(name);
  if (packets) return any(...packets.map((packet) => isisPacket(layers, packet)));
  const protocol = PROTOCOLS.get(name);
  if (!protocol) throw notSupported(name);
  if (protocol.kind === "ether-type") return layers.protocol(protocol.number);
  if (protocol.versions === "4") return layers.ipv4Carries(protocol.number);
  if (protocol.versions === "6") return layers.ipv6Carries(protocol.number);
  return or(layers.ipv4Carries(protocol.number), layers.ipv6Carries(protocol.number));
}

/** `proto 6`, `ip proto 6`, `ether proto 0x800` … */
export function protocolNumber(layers: Layers, qualifier: string | undefined, number: number): Condition {
  switch (qualifier) {
    case undefined:
      return or(layers.ipv4Carries(number), layers.ipv6Carries(number));
    case "ip":
      return layers.ipv4Carries(number);
    case "ip6":
      return layers.ipv6Carries(number);
    case "link":
      return layers.protocol(number);
    case "iso":
      return isoCarries(layers, number);
    case "isis":
      return isisPacket(layers, number);
    case "arp":
    case "rarp":
      throw new FilterError(`${qualifier} does not encapsulate another protocol`);
    case "clnp":
      throw new FilterError("'clnp proto' is not supported");
    case "atalk":
    case "decnet":
      throw new FilterError(
        `${qualifier === "atalk" ? "AppleTalk" : "DECNET"} encapsulation is not specifiable`,
      );
    case "lat":
    case "sca":
    case "moprc":
    case "mopdl":
      throw new FilterError(`${qualifier.toUpperCase()} does not encapsulate another protocol`);
    default:
      throw new FilterError(`'${qualifier} proto' is bogus`);
  }
}

const ETHER_NAMES: ReadonlyMap<string, number> = new Map([
  ["aarp", ETH_P_AARP],
  ["arp", ETH_P_ARP],
  ["atalk", ETH_P_ATALK],
  ["decnet", 0x6003],
  ["ip", ETH_P_IP],
  ["ip6", ETH_P_IPV6],
  ["ipx", LLCSAP_IPX],
  ["iso", LLCSAP_ISONS],
  ["lat", 0x6004],
  ["loopback", 0x9000],
  ["mopdl", 0x6001],
  ["moprc", 0x6002],
  ["netbeui", LLCSAP_NETBEUI],
  ["rarp", ETH_P_RARP],
  ["sca", 0x6007],
  ["stp", LLCSAP_8021D],
]);

const IP_NAMES: ReadonlyMap<string, number> = new Map([
  ["ip", 0],
  ["icmp", 1],
  ["igmp", 2],
  ["ggp", 3],
  ["ipencap", 4],
  ["st", 5],
  ["tcp", 6],
  ["egp", 8],
  ["igp", 9],
  ["pup", 12],
  ["udp", 17],
  ["hmp", 20],
  ["rdp", 27],
  ["dccp", 33],
  ["ddp", 37],
  ["ipv6", 41],
  ["ipv6-route", 43],
  ["ipv6-frag", 44],
  ["idrp", 45],
  ["rsvp", 46],
  ["gre", 47],
  ["esp", 50],
  ["ah", 51],
  ["skip", 57],
  ["ipv6-icmp", 58],
  ["ipv6-nonxt", 59],
  ["ipv6-opts", 60],
  ["eigrp", 88],
  ["ospf", 89],
  ["ipip", 94],
  ["etherip", 97],
  ["pim", 103],
  ["ipcomp", 108],
  ["vrrp", 112],
  ["l2tp", 115],
  ["isis", 124],
  ["sctp", 132],
  ["udplite", 136],
]);

/** The number of a protocol name for `proto`. */
export function lookUpProtocol(qualifier: string | undefined, name: string): number {
  const isIp = qualifier === undefined || qualifier === "ip" || qualifier === "ip6";
  if (qualifier === "iso") {
    const iso = ISO_PROTOCOLS.get(name);
    if (iso === undefined) throw new FilterError(`unknown osi proto '${name}'`);
    return iso;
  }
  if (!isIp && qualifier !== "link") throw new FilterError(`unknown protocol: ${name}`);
  const number = (isIp ? IP_NAMES : ETHER_NAMES).get(name);
  if (number === undefined) throw new FilterError(`unknown ${isIp ? "ip" : "ether"} proto '${name}'`);
  return number;
}
