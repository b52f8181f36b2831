/** What rules ask of packets, and its types. */
import type { Draw } from "../../draw.ts";
import type { Family } from "./ruleset.ts";

export type FieldChoice = readonly [text: string, type: string];

function fields(text: string): FieldChoice[] {
  return text
    .trim()
    .split(/\s*;\s*/)
    .filter((each) => each !== "")
    .map((each) => {
      const at = each.lastIndexOf("=");
      return [each.slice(0, at).trim(), each.slice(at + 1).trim()];
    });
}

const IP = fields(`
  ip saddr=ipv4_addr; ip saddr=ipv4_addr; ip daddr=ipv4_addr; ip daddr=ipv4_addr; ip protocol=inet_proto; ip ttl=integer; ip length=integer;
  ip id=integer; ip frag-off=integer; ip dscp=dscp; ip ecn=ecn; ip version=integer; ip hdrlength=integer; ip checksum=integer;
  icmp type=icmp_type; icmp type=icmp_type; icmp code=icmp_code; icmp id=integer; icmp sequence=integer; icmp mtu=integer; icmp gateway=integer;
  icmp checksum=integer; igmp type=igmp_type; igmp group=ipv4_addr; igmp mrt=time; ct original ip saddr=ipv4_addr; ct reply ip daddr=ipv4_addr`);
const IP6 = fields(`
  ip6 saddr=ipv6_addr; ip6 saddr=ipv6_addr; ip6 daddr=ipv6_addr; ip6 nexthdr=inet_proto; ip6 hoplimit=integer; ip6 length=integer;
  ip6 flowlabel=integer; ip6 dscp=dscp; ip6 ecn=ecn; ip6 version=integer; icmpv6 type=icmpv6_type; icmpv6 type=icmpv6_type; icmpv6 code=icmpv6_code;
  icmpv6 mtu=integer; icmpv6 id=integer; icmpv6 sequence=integer; icmpv6 max-delay=integer; ct original ip6 saddr=ipv6_addr`);
const TRANSPORT = fields(`
  tcp dport=inet_service; tcp dport=inet_service; tcp sport=inet_service; tcp flags=tcp_flag; tcp flags=tcp_flag; tcp window=integer; tcp sequence=integer;
  tcp ackseq=integer; tcp doff=integer; tcp urgptr=integer; tcp checksum=integer; udp dport=inet_service; udp dport=inet_service; udp sport=inet_service;
  udp length=integer; udp checksum=integer; th dport=inet_service; th sport=inet_service; sctp dport=inet_service; sctp vtag=integer; dccp sport=inet_service;
  dccp type=integer; udplite sport=inet_service; udplite checksum=integer; esp spi=integer; esp sequence=integer; ah spi=integer; ah nexthdr=inet_proto;
  ah hdrlength=integer; comp cpi=integer; comp nexthdr=inet_proto; comp flags=integer`);
const LINK = fields(`
  ether saddr=ether_addr; ether daddr=ether_addr; ether type=ether_type; vlan id=integer; vlan pcp=integer; vlan dei=integer; vlan type=ether_type`);
const ARP = fields(`
  arp operation=arp_op; arp htype=integer; arp ptype=ether_type; arp hlen=integer; arp plen=integer; arp saddr ip=ipv4_addr; arp daddr ip=ipv4_addr;
  arp saddr ether=ether_addr; arp daddr ether=ether_addr`);
const META = fields(`
  meta l4proto=inet_proto; meta l4proto=inet_proto; meta nfproto=nf_proto; meta protocol=ether_type; meta mark=mark; meta mark=mark; mark=mark; meta length=integer;
  meta priority=classid; meta iif=iface_index; iif=iface_index; iif=iface_index; iifname=ifname; iifname=ifname; oifname=ifname; oif=iface_index;
  meta iifname=ifname; meta oifname=ifname; meta iiftype=iface_type; iiftype=iface_type; oiftype=iface_type; meta skuid=uid; skuid=uid; meta skgid=gid;
  skgid=gid; meta pkttype=pkt_type; pkttype=pkt_type; meta cpu=integer; cpu=integer; iifgroup=devgroup; oifgroup=devgroup; meta cgroup=integer; cgroup=integer;
  meta rtclassid=realm; rtclassid=realm; meta random=integer; meta nftrace=boolean; meta iifkind=ifname; meta oifkind=ifname; meta hour=hour;
  meta day=day; meta time=time_date; meta ipsec=boolean; meta sdif=iface_index; meta sdifname=ifname; meta ibrname=ifname; meta obrname=ifname; meta secpath=boolean`);
const CT = fields(`
  ct state=ct_state; ct state=ct_state; ct state=ct_state; ct direction=ct_dir; ct status=ct_status; ct mark=mark; ct mark=mark; ct expiration=time;
  ct helper=string; ct l3proto=nf_proto; ct protocol=inet_proto; ct original saddr=ipv4_addr; ct original protocol=inet_proto; ct original proto-src=inet_service;
  ct reply proto-dst=inet_service; ct packets=integer; ct original bytes=integer; ct reply packets=integer; ct avgpkt=integer; ct zone=integer;
  ct original zone=integer; ct id=integer; ct count=integer; ct bytes=integer`);
const FIB = fields(`
  fib daddr type=fib_addrtype; fib daddr type=fib_addrtype; fib saddr oif=iface_index; fib saddr . iif oif=boolean; fib saddr oifname=ifname; fib daddr . iif type=fib_addrtype;
  fib saddr . mark . iif oif=boolean; fib daddr . oif type=fib_addrtype; fib saddr . daddr oif=boolean; fib iif oif=boolean; fib daddr . saddr . mark type=fib_addrtype`);
const RAW = fields(`
  @nh,0,8=integer; @nh,96,32=integer; @nh,128,32=integer; @th,0,16=integer; @th,16,16=integer; @th,0,32=integer; @ll,0,48=integer; @ll,48,48=integer; @ll,96,16=integer; @nh,0,4=integer;
  @nh,72,8=integer; @th,5,3=integer; @nh,8,6=integer; @th,96,64=integer; @nh,64,8=integer; @th,106,6=integer`);
const ODD = fields(`
  numgen inc mod 2=integer; numgen random mod 10=integer; numgen inc mod 3 offset 5=integer; tcp foo=integer; ip=integer; meta foo=integer; ct=integer; foo=integer;
  fib saddr=integer; fib type=integer; 10.0.0.1=ipv4_addr; ct original=integer; tcp=integer; meta=integer; ip6 foo=integer; numgen inc=integer; numgen inc mod 0=integer; @xx,0,8=integer; @nh,0,0=integer`);

const OF_FAMILY: Readonly<Record<Family, readonly (readonly [number, FieldChoice[]])[]>> = {
  ip: [
    [10, IP],
    [1, IP6],
    [1, LINK],
    [1, ARP],
  ],
  ip6: [
    [10, IP6],
    [1, IP],
    [1, LINK],
  ],
  inet: [
    [6, IP],
    [6, IP6],
    [1, LINK],
    [1, ARP],
  ],
  arp: [
    [8, ARP],
    [2, LINK],
    [1, IP],
  ],
  bridge: [
    [5, LINK],
    [4, IP],
    [4, IP6],
    [2, ARP],
  ],
  netdev: [
    [5, LINK],
    [4, IP],
    [4, IP6],
    [2, ARP],
  ],
};

/** A field that makes sense in the family, mostly. */
export function field(draw: Draw, family: Family): FieldChoice {
  const group = draw.weighted([
    [10, draw.weighted(OF_FAMILY[family])],
    [7, TRANSPORT],
    [7, META],
    [6, CT],
    [2, FIB],
    [1, RAW],
    [1, ODD],
  ]);
  return draw.pick(group);
}

/** A field of this type; undefined where few have it. */
export function fieldOfType(draw: Draw, type: string, family: Family): string | undefined {
  const all = [...OF_FAMILY[family].flatMap(([, group]) => group), ...TRANSPORT, ...META, ...CT];
  const fitting = all.filter(([, own]) => own === type);
  return fitting.length === 0 ? undefined : draw.pick(fitting)[0];
}
