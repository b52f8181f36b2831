/** Keys of meta, ct and rt. */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { DataType } from "../datatypes/index.ts";
import * as t from "../datatypes/index.ts";
import type { KeyLoad } from "./load.ts";

interface Key {
  readonly name: string;
  readonly key: number;
  readonly type: DataType;
  readonly bits: number;
}

const BIG: DataType = { ...t.INTEGER, order: "big" };
const key = (name: string, number: number, type: DataType, bits = type.bits): Key => ({
  name,
  key: number,
  type,
  bits,
});

const META: readonly Key[] = [
  key("length", n.NFT_META_LEN, t.INTEGER, 32),
  key("protocol", n.NFT_META_PROTOCOL, t.ETHERTYPE),
  key("priority", n.NFT_META_PRIORITY, t.CLASSID),
  key("mark", n.NFT_META_MARK, t.MARK),
  key("iif", n.NFT_META_IIF, t.IFINDEX),
  key("oif", n.NFT_META_OIF, t.IFINDEX),
  key("iifname", n.NFT_META_IIFNAME, t.IFNAME),
  key("oifname", n.NFT_META_OIFNAME, t.IFNAME),
  key("iiftype", n.NFT_META_IFTYPE, t.ARPHRD),
  key("oiftype", n.NFT_META_OIFTYPE, t.ARPHRD),
  key("skuid", n.NFT_META_SKUID, t.UID),
  key("skgid", n.NFT_META_SKGID, t.GID),
  key("nftrace", n.NFT_META_NFTRACE, t.INTEGER, 1),
  key("rtclassid", n.NFT_META_RTCLASSID, t.REALM),
  key("secmark", n.NFT_META_SECMARK, t.INTEGER, 32),
  key("nfproto", n.NFT_META_NFPROTO, t.NFPROTO),
  key("l4proto", n.NFT_META_L4PROTO, t.INET_PROTO),
  key("ibrname", n.NFT_META_BRI_IIFNAME, t.IFNAME),
  key("obrname", n.NFT_META_BRI_OIFNAME, t.IFNAME),
  key("pkttype", n.NFT_META_PKTTYPE, t.PKTTYPE),
  key("cpu", n.NFT_META_CPU, t.INTEGER, 32),
  key("iifgroup", n.NFT_META_IIFGROUP, t.DEVGROUP),
  key("oifgroup", n.NFT_META_OIFGROUP, t.DEVGROUP),
  key("cgroup", n.NFT_META_CGROUP, t.INTEGER, 32),
  key("random", n.NFT_META_PRANDOM, BIG, 32),
  key("ipsec", n.NFT_META_SECPATH, t.BOOLEAN),
  key("iifkind", n.NFT_META_IIFKIND, t.IFNAME),
  key("oifkind", n.NFT_META_OIFKIND, t.IFNAME),
  key("ibrpvid", n.NFT_META_BRI_IIFPVID, t.INTEGER, 16),
  key("ibrvproto", n.NFT_META_BRI_IIFVPROTO, t.ETHERTYPE),
  key("time", n.NFT_META_TIME_NS, t.DATE),
  key("day", n.NFT_META_TIME_DAY, t.DAY),
  key("hour", n.NFT_META_TIME_HOUR, t.HOUR),
  key("sdif", n.NFT_META_SDIF, t.IFINDEX),
  key("sdifname", n.NFT_META_SDIFNAME, t.IFNAME),
];

/** Those that are printed without "meta" in front. */
const PRINTED_PLAIN = new Set("iif oif iifname oifname iifgroup oifgroup".split(" "));
/** Those that may be written so. */
const UNQUALIFIED = new Set([
  ...PRINTED_PLAIN,
  ..."ibrname obrname iiftype oiftype pkttype cpu mark skuid skgid rtclassid cgroup".split(" "),
]);

const CT: readonly Key[] = [
  key("state", n.NFT_CT_STATE, t.CT_STATE),
  key("direction", n.NFT_CT_DIRECTION, t.CT_DIR),
  key("status", n.NFT_CT_STATUS, t.CT_STATUS),
  key("mark", n.NFT_CT_MARK, t.MARK),
  key("expiration", n.NFT_CT_EXPIRATION, t.TIME, 32),
  key("helper", n.NFT_CT_HELPER, t.STRING, 128),
  key("l3proto", n.NFT_CT_L3PROTOCOL, t.NFPROTO),
  key("protocol", n.NFT_CT_PROTOCOL, t.INET_PROTO),
  key("proto-src", n.NFT_CT_PROTO_SRC, t.INET_SERVICE),
  key("proto-dst", n.NFT_CT_PROTO_DST, t.INET_SERVICE),
  key("label", n.NFT_CT_LABELS, t.CT_LABEL),
  key("bytes", n.NFT_CT_BYTES, t.INTEGER, 64),
  key("packets", n.NFT_CT_PKTS, t.INTEGER, 64),
  key("avgpkt", n.NFT_CT_AVGPKT, t.INTEGER, 64),
  key("zone", n.NFT_CT_ZONE, t.INTEGER, 16),
  key("event", n.NFT_CT_EVENTMASK, t.CT_EVENT),
  key("ip saddr", n.NFT_CT_SRC_IP, t.IPADDR),
  key("ip daddr", n.NFT_CT_DST_IP, t.IPADDR),
  key("ip6 saddr", n.NFT_CT_SRC_IP6, t.IP6ADDR),
  key("ip6 daddr", n.NFT_CT_DST_IP6, t.IP6ADDR),
  key("secmark", n.NFT_CT_SECMARK, t.INTEGER, 32),
  key("id", n.NFT_CT_ID, t.INTEGER, 32),
];

const OPEN_NEXTHOP = -1;

const RT: readonly Key[] = [
  key("classid", n.NFT_RT_CLASSID, t.REALM),
  key("ip nexthop", n.NFT_RT_NEXTHOP4, t.IPADDR),
  key("ip6 nexthop", n.NFT_RT_NEXTHOP6, t.IP6ADDR),
  // which of both the packet's protocol says
  key("nexthop", OPEN_NEXTHOP, t.IPADDR, 0),
  key("mtu", n.NFT_RT_TCPMSS, t.INTEGER, 16),
  key("ipsec", n.NFT_RT_XFRM, t.BOOLEAN, 8),
];

const SOCKET: readonly Key[] = [
  key("transparent", n.NFT_SOCKET_TRANSPARENT, t.INTEGER, 8),
  key("mark", n.NFT_SOCKET_MARK, t.MARK),
  key("wildcard", n.NFT_SOCKET_WILDCARD, t.INTEGER, 8),
];

const TABLES = { meta: META, ct: CT, rt: RT, socket: SOCKET };
type Kind = keyof typeof TABLES;
const DIRECTIONS = ["original", "reply"];

function make(kind: Kind, entry: Key, direction?: number): KeyLoad {
  const plain = kind === "meta" && PRINTED_PLAIN.has(entry.name);
  const dir = direction === undefined ? "" : `${DIRECTIONS[direction]} `;
  const [family, nexthop] = entry.name.split(" ");
  const json =
    kind === "rt" && nexthop !== undefined
      ? { key: nexthop, family }
      : { key: entry.name, dir: direction === undefined ? undefined : DIRECTIONS[direction] };
  return {
    kind,
    key: entry.key,
    type: entry.type,
    bits: entry.bits,
    direction,
    text: `${plain ? "" : `${kind} `}${dir}${entry.name}`,
    json: { [kind]: json },
  };
}

export function loadByName(kind: Kind, name: string, direction?: number): KeyLoad | undefined {
  const found = TABLES[kind].find((entry) => entry.name === name);
  return found === undefined ? undefined : make(kind, found, direction);
}

export function loadByKey(kind: Kind, number: number, direction?: number): KeyLoad | undefined {
  const found = TABLES[kind].find((entry) => entry.key === number);
  return found === undefined ? undefined : make(kind, found, direction);
}

export function isUnqualifiedMeta(name: string): boolean {
  return UNQUALIFIED.has(name);
}
