/**
 * The IPv4 part of a namespace: `struct netns_ipv4`.
 *
 * Source: `include/net/netns/ipv4.h`, defaults of `net/ipv4/af_inet.c` and friends (6.18).
 */

import { RT_TABLE_DEFAULT, RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../../netlink/route-attributes.ts";
import { DEFAULT_FIELDS } from "../core/flow/flow-keys.ts";
import { CompactMap } from "../core/lib/compact-map.ts";
import type { Net } from "../core/net.ts";
import type { TcpNet } from "../tcp/tcp-net.ts";
import { DEVCONF_ALL, DEVCONF_DEFAULT, type DevconfName, type Ipv4Devconf } from "./devinet/devconf.ts";
import type { InetIfaddr } from "./devinet/inet-device.ts";
import type { FibInfo } from "./fib/fib-info.ts";
import { settleRoutes } from "./fib/fib-pending.ts";
import type { Ipv4Rules } from "./fib/fib-rules4.ts";
import type { FibTable } from "./fib/fib-trie.ts";
import type { IcmpRateLimit } from "./icmp/icmp-ratelimit.ts";
import type { FragmentQueues } from "./ip/ip-defrag.ts";
import { SnmpCounters } from "./snmp.ts";
import type { PingSocket } from "./sock/ping.ts";
import type { RawSocket } from "./sock/raw.ts";
import type { UdpTable } from "./udp/udp-table.ts";

/** Sysctls of net/ipv4 with their defaults, shared by all namespaces that changed none. */
export interface Ipv4Sysctls {
  icmpEchoEnableProbe: number;
  icmpEchoIgnoreAll: number;
  icmpEchoIgnoreBroadcasts: number;
  icmpErrorsUseInboundIfaddr: number;
  icmpIgnoreBogusErrorResponses: number;
  icmpMsgsPerSec: number;
  icmpMsgsBurst: number;
  /** ms */
  icmpRatelimit: number;
  icmpRatemask: number;
  igmpLinkLocalMcastReports: number;
  igmpMaxMemberships: number;
  igmpQrv: number;
  ipDefaultTtl: number;
  ipForwardUpdatePriority: number;
  ipForwardUsePmtu: number;
  ipLocalPortRangeLow: number;
  ipLocalPortRangeHigh: number;
  ipNoPmtuDisc: number;
  ipNonlocalBind: number;
  ipUnprivilegedPortStart: number;
  /** Whether routes are announced anew when hardware takes them: no device here has such hardware, so it is only kept. */
  fibNotifyOnFlagChange: number;
  ipfragHighThresh: number;
  ipfragLowThresh: number;
  ipfragMaxDist: number;
  /** s */
  ipfragTime: number;
  /** Bits of `FIB_MULTIPATH_HASH_FIELD_*`, for policy 3. */
  fibMultipathHashFields: number;
  fibMultipathHashPolicy: number;
  /** 0: by a number of the kernel's choice. */
  fibMultipathHashSeed: number;
  fibMultipathUseNeigh: number;
  fwmarkReflect: number;
  pingGroupLow: number;
  pingGroupHigh: number;
  routeMinPmtu: number;
  routeMinAdvmss: number;
  /** s */
  routeMtuExpires: number;
}

const DEFAULT_SYSCTLS: Readonly<Ipv4Sysctls> = {
  icmpEchoEnableProbe: 0,
  icmpEchoIgnoreAll: 0,
  icmpEchoIgnoreBroadcasts: 1,
  icmpErrorsUseInboundIfaddr: 0,
  icmpIgnoreBogusErrorResponses: 1,
  icmpMsgsPerSec: 1000,
  icmpMsgsBurst: 50,
  icmpRatelimit: 1000,
  icmpRatemask: 0x1818,
  igmpLinkLocalMcastReports: 1,
  igmpMaxMemberships: 20,
  igmpQrv: 2,
  ipDefaultTtl: 64,
  ipForwardUpdatePriority: 1,
  ipForwardUsePmtu: 0,
  ipLocalPortRangeLow: 32768,
  ipLocalPortRangeHigh: 60999,
  ipNoPmtuDisc: 0,
  ipNonlocalBind: 0,
  ipUnprivilegedPortStart: 1024,
  fibNotifyOnFlagChange: 0,
  ipfragHighThresh: 4194304,
  ipfragLowThresh: 3145728,
  ipfragMaxDist: 64,
  ipfragTime: 30,
  fibMultipathHashFields: DEFAULT_FIELDS,
  fibMultipathHashPolicy: 0,
  fibMultipathHashSeed: 0,
  fibMultipathUseNeigh: 0,
  fwmarkReflect: 0,
  pingGroupLow: 1,
  pingGroupHigh: 0,
  routeMinPmtu: 552,
  routeMinAdvmss: 256,
  routeMtuExpires: 600,
};

/** What a namespace has from its first packet or socket on. */
class Ipv4Traffic {
  /** Per-namespace keys of hashes. */
  ipIdKey = 0;
  fragments: FragmentQueues | null = null;
  icmpRateLimit: IcmpRateLimit | null = null;
  rawSockets: RawSocket[] | null = null;
  pingSockets: Map<number, PingSocket[]> | null = null;
  udp: UdpTable | null = null;
  tcp: TcpNet | null = null;
  readonly counters = new SnmpCounters();
}

/** `struct netns_ipv4`; what few namespaces need appears with its first use. */
export class NetIpv4 {
  declare readonly family: 2;
  readonly net: Net;
  devconfAll: Ipv4Devconf = DEVCONF_ALL;
  devconfDefault: Ipv4Devconf = DEVCONF_DEFAULT;
  /** Switches of "default" that were written: devices made since then do not follow it any more (`ipv4_devconf.state`, copied). */
  devconfDefaultOwn: ReadonlySet<DevconfName> | null = null;
  sysctls: Readonly<Ipv4Sysctls> = DEFAULT_SYSCTLS;
  /** Local addresses by value, linked by {@link InetIfaddr.nextSame} (`inet_addr_lst`). */
  readonly localAddresses = new CompactMap<number, InetIfaddr>();
  /** The last of the addresses whose routes are due but not made; its `nextPending` is the first. */
  pendingRoutes: InetIfaddr | null = null;
  private fibTables: CompactMap<number, FibTable> | null = null;
  private fibMain: FibTable | null = null;
  private fibLocal: FibTable | null = null;
  private fibDefault: FibTable | null = null;
  /** Null until the first change: then local, main and default are asked in this order. */
  rules: Ipv4Rules | null = null;
  hasCustomRules = false;
  /** Whether a rule has realms, and how many next hops do (`fib_num_tclassid_users`). */
  rulesWithRealms = false;
  hopsWithRealms = 0;
  /** Either: then sources are looked at in full. */
  usesRealms = false;
  hasCustomLocalRoutes = false;
  /** What routes lead to, by {@link shareFibInfo}'s key. */
  readonly fibInfos = new CompactMap<number, FibInfo>();
  /** Routes by preferred source, linked by {@link FibInfo.nextWithPrefsrc}; null while there are none. */
  prefsrcs: CompactMap<number, FibInfo> | null = null;
  /** Cached routes of another generation are not valid (`rt_genid`). */
  genid = 1;
  /** Counts the changes of devices' switches. */
  confGenid = 1;
  /** What was learned about single destinations in another generation is forgotten (`fnhe_genid`). */
  exceptionGenid = 1;
  private seen: Ipv4Traffic | null = null;

  constructor(net: Net) {
    this.net = net;
  }

  /** Tables by number, in the order in which they were made. A table is there from its first route on. */
  get tables(): CompactMap<number, FibTable> {
    if (this.pendingRoutes !== null) settleRoutes(this);
    if (this.fibTables === null) this.fibTables = new CompactMap();
    return this.fibTables;
  }

  get main(): FibTable | null {
    if (this.pendingRoutes !== null) settleRoutes(this);
    return this.fibMain;
  }

  get local(): FibTable | null {
    if (this.pendingRoutes !== null) settleRoutes(this);
    return this.fibLocal;
  }

  get default(): FibTable | null {
    if (this.pendingRoutes !== null) settleRoutes(this);
    return this.fibDefault;
  }

  /** So many more next hops have realms (or less); and whether a rule has. */
  countRealms(hops: number, rules = this.rulesWithRealms): void {
    this.hopsWithRealms += hops;
    this.rulesWithRealms = rules;
    this.usesRealms = rules || this.hopsWithRealms !== 0;
  }

  addTable(table: FibTable): void {
    this.tables.set(table.id, table);
    if (table.id === RT_TABLE_MAIN) this.fibMain = table;
    else if (table.id === RT_TABLE_LOCAL) this.fibLocal = table;
    else if (table.id === RT_TABLE_DEFAULT) this.fibDefault = table;
  }

  private get traffic(): Ipv4Traffic {
    if (this.seen === null) this.seen = new Ipv4Traffic();
    return this.seen;
  }

  /** What the hashes of multipath routes are keyed by: what was written, or a number of this namespace. */
  get multipathSeed(): number {
    if (this.sysctls.fibMultipathHashSeed !== 0) return this.sysctls.fibMultipathHashSeed;
    if (this.ipIdKey === 0) this.ipIdKey = (this.net.machine.random() | 1) >>> 0;
    return this.ipIdKey;
  }

  get mib(): SnmpCounters {
    return this.traffic.counters;
  }

  /** Key of the hashes of this namespace; 0: not drawn yet. */
  get ipIdKey(): number {
    return this.seen === null ? 0 : this.seen.ipIdKey;
  }
  set ipIdKey(value: number) {
    this.traffic.ipIdKey = value;
  }

  get fragments(): FragmentQueues | null {
    return this.seen === null ? null : this.seen.fragments;
  }
  set fragments(value: FragmentQueues | null) {
    this.traffic.fragments = value;
  }

  get icmpRateLimit(): IcmpRateLimit | null {
    return this.seen === null ? null : this.seen.icmpRateLimit;
  }
  set icmpRateLimit(value: IcmpRateLimit | null) {
    this.traffic.icmpRateLimit = value;
  }

  /** Sockets; null while there are none. */
  get rawSockets(): RawSocket[] | null {
    return this.seen === null ? null : this.seen.rawSockets;
  }
  set rawSockets(value: RawSocket[] | null) {
    this.traffic.rawSockets = value;
  }

  get pingSockets(): Map<number, PingSocket[]> | null {
    return this.seen === null ? null : this.seen.pingSockets;
  }
  set pingSockets(value: Map<number, PingSocket[]> | null) {
    this.traffic.pingSockets = value;
  }

  get udp(): UdpTable | null {
    return this.seen === null ? null : this.seen.udp;
  }
  set udp(value: UdpTable | null) {
    this.traffic.udp = value;
  }

  get tcp(): TcpNet | null {
    return this.seen === null ? null : this.seen.tcp;
  }
  set tcp(value: TcpNet | null) {
    this.traffic.tcp = value;
  }

  /** Changes one sysctl of this namespace. */
  setSysctl(name: keyof Ipv4Sysctls, value: number): void {
    this.sysctls = { ...this.sysctls, [name]: value };
  }
}

Object.assign(NetIpv4.prototype, { family: 2 });
