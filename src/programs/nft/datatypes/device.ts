/** Types that tell of network devices and of how packets reach them. Source: `src/datatype.c` and its neighbours of nftables 1.0.6. */
import { named, parseNumber, table } from "./type.ts";

export const IFINDEX = named({
  tooBig: "Interface does not exist",
  name: "iface_index",
  id: 20,
  description: "network interface index",
  bits: 32,
  order: "host",
  parse: (text, ctx) => {
    const index = ctx.interfaceIndex(text);
    return index === undefined ? (parseNumber(text) ?? "Interface does not exist") : BigInt(index);
  },
  print: (value, ctx) => {
    const name = ctx.interfaceName(Number(value));
    return name === undefined ? value.toString() : `"${name}"`;
  },
});
export const ARPHRD = named({
  name: "iface_type",
  id: 21,
  description: "network interface type",
  bits: 16,
  order: "host",
  symbols: table("ether=1 ppp=512 ipip=768 ipip6=769 loopback=772 sit=776 ipgre=778"),
});
export const PKTTYPE = named({
  name: "pkt_type",
  id: 31,
  description: "packet type",
  bits: 8,
  order: "host",
  symbols: table("host=0 unicast=0 broadcast=1 multicast=2 other=3"),
});
export const DEVGROUP = named({
  name: "devgroup",
  id: 35,
  description: "devgroup name",
  bits: 32,
  order: "host",
  symbols: table("default=0"),
  print: (value, ctx) => (value === 0n && !ctx.numericSymbols ? '"default"' : value.toString()),
});
export const IFNAME = named({
  name: "ifname",
  id: 41,
  description: "network interface name",
  bits: 128,
  order: "host",
  base: "string",
});
