/**
 * The tables that tie the printers together: Ethernet types and IP protocols.
 */
import { ETH_P_ARP, ETH_P_IP, ETH_P_IPV6, ETH_P_LLDP, ETH_P_RARP } from "../../../packet/ethernet.ts";
import {
  IPPROTO_GRE,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_IGMP,
  IPPROTO_IPIP,
  IPPROTO_IPV6,
  IPPROTO_NONE,
  IPPROTO_TCP,
  IPPROTO_UDP,
} from "../../../packet/ipv4.ts";
import { printArp } from "./arp.ts";
import type { Printers } from "./dissector.ts";
import { printEthernet } from "./ethernet.ts";
import { printGre } from "./gre.ts";
import { printIcmp } from "./icmp.ts";
import { printIcmp6 } from "./icmp6.ts";
import { printIgmp } from "./igmp.ts";
import { printIp } from "./ip.ts";
import { printIp6 } from "./ip6.ts";
import { printMpls } from "./mpls.ts";
import { printPppoe } from "./pppoe.ts";
import { printTcp } from "./tcp.ts";
import { printUdp } from "./udp.ts";

const ETH_P_PPP_DISC = 0x8863;
const ETH_P_PPP_SES = 0x8864;
const ETH_P_MPLS_UC = 0x8847;
const ETH_P_MPLS_MC = 0x8848;

export const PRINTERS: Printers = {
  etherType: new Map([
    [ETH_P_IP, printIp],
    [ETH_P_IPV6, printIp6],
    [ETH_P_ARP, printArp],
    [ETH_P_RARP, printArp],
    [ETH_P_PPP_DISC, printPppoe],
    [ETH_P_PPP_SES, printPppoe],
    [ETH_P_MPLS_UC, printMpls],
    [ETH_P_MPLS_MC, printMpls],
    [ETH_P_LLDP, (d, _at, length) => d.print(`LLDP, length ${length}`)],
  ]),
  ipProtocol: new Map([
    [IPPROTO_ICMP, printIcmp],
    [IPPROTO_IGMP, printIgmp],
    [IPPROTO_IPIP, (d, at, length) => printIp(d, at, length)],
    [IPPROTO_TCP, printTcp],
    [IPPROTO_UDP, printUdp],
    [IPPROTO_GRE, printGre],
    [IPPROTO_IPV6, (d, at, length) => printIp6(d, at, length)],
    [IPPROTO_ICMPV6, printIcmp6],
    [IPPROTO_NONE, (d) => d.print("no next header")],
  ]),
  ethernet: (d, at, length) => printEthernet(d, at, length),
};
