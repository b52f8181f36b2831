/** The counters in messages are those that /proc shows, in the order that Linux has them; which counters they are is a name there. */
import { describe, expect, it } from "vitest";
import { whyNotLinux, whyNotProfile } from "../../conformance/linux.ts";
import { O_RDONLY, type SystemCalls } from "../../src/kernel.ts";
import { AttributeTable } from "../../src/netlink/attribute.ts";
import { NetlinkClient } from "../../src/netlink/client.ts";
import {
  IFINFOMSG_LEN,
  LINK_STATS_LEN,
  readLinkStats,
  readLinkStats64,
  writeLinkHeader,
} from "../../src/netlink/link.ts";
import * as ifla from "../../src/netlink/link-attributes.ts";
import { RTM_GETLINK } from "../../src/netlink/rtnetlink.ts";
import { onLinux, onVirtual } from "./messages/kernels.ts";

const obstacle = whyNotLinux() ?? whyNotProfile();
const required = process.env["VETHLAB_REQUIRE_LIVE"] === "1";
const PATIENCE_MS = 30_000;

/** `IPSTATS_MIB_*` from 1 as /proc/net/dev_snmp6 calls them; "" for what it does not show. */
const IPSTATS =
  `InReceives InOctets InDelivers InNoECTPkts InECT1Pkts InECT0Pkts InCEPkts OutRequests OutTransmits OutOctets
OutForwDatagrams InHdrErrors InTooBigErrors InNoRoutes InAddrErrors InUnknownProtos InTruncatedPkts InDiscards OutDiscards OutNoRoutes
ReasmTimeout ReasmReqds ReasmOKs ReasmFails FragOKs FragFails FragCreates InMcastPkts OutMcastPkts - - InMcastOctets OutMcastOctets
InBcastOctets OutBcastOctets - -`
    .split(/\s+/)
    .map((name) => (name === "-" ? "" : `Ip6${name}`));
const ICMP6STATS = ["InMsgs", "InErrors", "OutMsgs", "OutErrors", "InCsumErrors", "OutRateLimitHost"].map(
  (name) => `Icmp6${name}`,
);

/** Packets of many kinds: marked, fragmented, forwarded, without a way, with an end of their way. */
const TRAFFIC = `
sysctl -qw net.ipv6.conf.default.router_solicitations=0
ip netns add red
ip link add v0 type veth peer name v1 netns red
ip link set lo up
ip link set v0 up
ip -n red link set lo up
ip -n red link set v1 up
ip addr add 2001:db8::1/64 dev v0 nodad
ip -n red addr add 2001:db8::2/64 dev v1 nodad
ip netns exec red sysctl -qw net.ipv6.conf.all.forwarding=1
ip -n red route add default via 2001:db8::1
ip -n red route add unreachable 2001:db8:7::/64
ip route add 2001:db8:7::/64 via 2001:db8::2
ip route add 2001:db8:9::/64 via 2001:db8::2
sleep 2
ping -q -c 3 -i 0.02 -Q 1 2001:db8::2
ping -q -c 5 -i 0.02 -Q 2 2001:db8::2
ping -q -c 7 -i 0.02 -Q 3 2001:db8::2
ping -q -c 11 -i 0.02 -s 3000 2001:db8::2
ping -q -c 6 -i 0.02 -W 1 2001:db8:9::77
ping -q -c 8 -i 0.02 -W 1 -t 1 2001:db8:9::77
ping -q -c 9 -i 0.02 -W 1 2001:db8:7::77
true
`;

function read(sys: SystemCalls, path: string): string {
  const file = sys.open(path, O_RDONLY);
  if (typeof file === "number") throw new Error(`${path}: ${file}`);
  const bytes = new Uint8Array(65_536);
  const text = Buffer.from(bytes.subarray(0, file.read(bytes))).toString();
  file.close();
  return text;
}

/** Counters of a device under /proc, by name. */
function named(sys: SystemCalls, dev: string): Map<string, number> {
  const lines = read(sys, `/proc/net/dev_snmp6/${dev}`).trim().split("\n");
  return new Map(lines.map((line) => line.split(/\s+/)).map(([name, value]) => [name, Number(value)]));
}

function counters(table: AttributeTable, type: number): number[] {
  const payload = table.payload(type);
  if (payload === undefined) throw new Error(`no attribute ${type}`);
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  return Array.from({ length: payload.length / 8 }, (_, index) => Number(view.getBigUint64(index * 8, true)));
}

function check(sys: SystemCalls, dev: string): void {
  const client = NetlinkClient.open(sys);
  if (typeof client === "number") throw new Error(`socket: ${client}`);
  const writer = client.begin(RTM_GETLINK, 0);
  writeLinkHeader(writer, 0, 0, 0, 0, 0);
  writer.string(ifla.IFLA_IFNAME, dev);
  const table = new AttributeTable(ifla.IFLA_MAX);
  client.get((reader) => {
    table.parse(reader.bytes.slice(reader.start, reader.end), reader.body - reader.start + IFINFOMSG_LEN);
  });
  client.close();
  const families = new AttributeTable(10).parseNested(table, ifla.IFLA_AF_SPEC);
  const inet6 = new AttributeTable(ifla.IFLA_INET6_MAX).parseNested(families, 10);
  const names = named(sys, dev);
  const [count, ...values] = counters(inet6, ifla.IFLA_INET6_STATS);
  expect(count).toBe(IPSTATS.length + 1);
  const shown = IPSTATS.map((name, index) => [name, name === "" ? 0 : values[index]]);
  expect(shown).toEqual(IPSTATS.map((name) => [name, names.get(name) ?? 0]));
  const [icmpCount, ...icmp] = counters(inet6, ifla.IFLA_INET6_ICMP6STATS);
  expect(icmpCount).toBe(ICMP6STATS.length + 1);
  expect(icmp).toEqual(ICMP6STATS.map((name) => names.get(name) ?? 0));
  checkLink(table, read(sys, "/proc/net/dev"), dev);
}

/** `struct rtnl_link_stats64` against /proc/net/dev, and the 32-bit one against that. */
function checkLink(table: AttributeTable, text: string, dev: string): void {
  const fields = new RegExp(`^ *${dev}: *(.*)$`, "m").exec(text)?.[1].trim().split(/ +/).map(Number) ?? [];
  const all = readLinkStats64(table.bytes, table.offset(ifla.IFLA_STATS64), table.length(ifla.IFLA_STATS64));
  const [rxBytes, rxPackets, , , , , , multicast, txBytes, txPackets] = fields;
  expect(all).toMatchObject({ rxBytes, rxPackets, multicast, txBytes, txPackets });
  const old = readLinkStats(table.bytes, table.offset(ifla.IFLA_STATS), LINK_STATS_LEN);
  expect({ ...old, rxOtherhostDropped: all.rxOtherhostDropped }).toEqual(all);
}

function checkAll(sys: SystemCalls): void {
  for (const dev of ["lo", "v0"]) check(sys, dev);
}

describe("the counters in messages are those of /proc", () => {
  it("on the virtual kernel", async () => {
    await onVirtual(checkAll, TRAFFIC);
  });

  it.skipIf(obstacle !== undefined && !required)(
    `on Linux${obstacle === undefined ? "" : `: ${obstacle}`}`,
    async () => {
      expect(obstacle).toBeUndefined();
      await onLinux(checkAll, TRAFFIC);
    },
    PATIENCE_MS,
  );
});
