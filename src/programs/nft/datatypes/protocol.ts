/** Types of fields in headers of protocols. Source: `src/datatype.c` and its neighbours of nftables 1.0.6. */
import { named, table } from "./type.ts";

export const ETHERTYPE = named({
  name: "ether_type",
  id: 10,
  description: "Ethernet protocol",
  bits: 16,
  order: "big",
  hex: 4,
  symbols: table("ip=0x800 arp=0x806 ip6=0x86dd 8021q=0x8100 8021ad=0x88a8 vlan=0x8100"),
});
export const ARPOP = named({
  name: "arp_op",
  id: 11,
  description: "ARP operation",
  bits: 16,
  order: "big",
  symbols: table("request=1 reply=2 rrequest=3 rreply=4 inrequest=8 inreply=9 nak=10"),
});
const COMP = 108n;

export const INET_PROTO = named({
  wrong: "Could not resolve protocol name",
  tooBig: "Protocol out of range",
  name: "inet_proto",
  id: 12,
  description: "Internet protocol",
  bits: 8,
  order: "big",
  parse: (text, ctx) => {
    // a word of the language, whatever it is called in /etc/protocols
    if (text === "comp") return COMP;
    const number = ctx.protocols().get(text === "icmpv6" ? "ipv6-icmp" : text);
    return number === undefined ? undefined : BigInt(number);
  },
  print: (value, ctx) =>
    (ctx.numericProtocol ? undefined : ctx.protocolName(Number(value))) ?? value.toString(),
});
export const INET_SERVICE = named({
  wrong: "Could not resolve service: Servname not supported for ai_socktype",
  tooBig: "Service out of range",
  name: "inet_service",
  id: 13,
  description: "internet network service",
  bits: 16,
  order: "big",
  jsonNumber: true,
  parse: (text, ctx) => {
    // as getaddrinfo reads it
    if (text === "") return 0n;
    const port = ctx.service(text);
    return port === undefined ? undefined : BigInt(port);
  },
  print: (value, ctx) => (ctx.services ? ctx.serviceName(Number(value)) : undefined) ?? value.toString(),
});
export const TCP_FLAG = named({
  name: "tcp_flag",
  id: 15,
  description: "TCP flag",
  bits: 8,
  order: "host",
  base: "bitmask",
  hex: 1,
  symbols: table("fin=1 syn=2 rst=4 psh=8 ack=16 urg=32 ecn=64 cwr=128"),
});
export const DSCP = named({
  name: "dscp",
  id: 36,
  description: "Differentiated Services Code Point",
  bits: 6,
  order: "big",
  hex: 2,
  symbols: table(
    "cs0=0 cs1=8 cs2=16 cs3=24 cs4=32 cs5=40 cs6=48 cs7=56 df=0 be=0 lephb=1 af11=10 af12=12 af13=14 af21=18 af22=20 af23=22 af31=26 af32=28 af33=30 af41=34 af42=36 af43=38 va=44 ef=46",
  ),
});
export const ECN = named({
  name: "ecn",
  id: 37,
  description: "Explicit Congestion Notification",
  bits: 2,
  order: "big",
  symbols: table("not-ect=0 ect1=1 ect0=2 ce=3"),
});
export const IGMP_TYPE = named({
  name: "igmp_type",
  id: 42,
  description: "IGMP type",
  bits: 8,
  order: "big",
  symbols: table(
    "membership-query=17 membership-report-v1=18 membership-report-v2=22 membership-report-v3=34 leave-group=23",
  ),
});

export const MH_TYPE = named({
  name: "mh_type",
  id: 17,
  description: "mobility header type",
  bits: 8,
  order: "big",
  symbols: table(
    "binding-refresh-request=0 home-test-init=1 careof-test-init=2 home-test=3 careof-test=4 binding-update=5 binding-acknowledgement=6 binding-error=7 fast-binding-update=8 fast-binding-acknowledgement=9 fast-binding-advertisement=10 experimental-mobility-header=11 home-agent-switch-message=12",
  ),
});
export const DCCP_TYPE = named({
  name: "dccp_pkttype",
  id: 16,
  description: "DCCP packet type",
  bits: 4,
  order: "big",
  hex: 1,
  symbols: table("request=0 response=1 data=2 ack=3 dataack=4 closereq=5 close=6 reset=7 sync=8 syncack=9"),
});
