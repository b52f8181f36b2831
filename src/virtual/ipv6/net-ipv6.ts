/**
 * The IPv6 part of a namespace: `struct netns_ipv6`.
 *
 * Source: `include/net/netns/ipv6.h`.
 */
import { RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../../netlink/route-attributes.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import { DEFAULT_FIELDS } from "../core/flow/flow-keys.ts";
import type { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import { Inet6AddressTable } from "./addrconf/addrconf-lookup.ts";
import { AddressLabels, DEFAULT_LABELS } from "./addrconf/addrlabel.ts";
import type { AnycastTable } from "./addrconf/anycast-check.ts";
import { Ipv6Devconf } from "./addrconf/devconf.ts";
import type { Inet6Address, Inet6Device } from "./addrconf/inet6-device.ts";
import type { TokenBucket } from "./icmp/token-bucket.ts";
import type { FragmentQueues6 } from "./ip/frag-queue.ts";
import { makeRoutesDue } from "./route/fib6-pending.ts";
import type { Ipv6Rules } from "./route/fib6-rules.ts";
import { Fib6Table } from "./route/ip6-fib.ts";
import { Snmp6 } from "./snmp6.ts";
import type { FlowLabels } from "./sock/flow-label-lease.ts";
import type { PortTable6 } from "./sock/port-table.ts";
import type { Raw6Sock } from "./sock/raw.ts";

/** Settings of the namespace; times in the unit of their sysctl. */
export class Ipv6Sysctls {
  bindv6only = 0;
  anycastSrcEchoReply = 0;
  autoFlowlabels = 1;
  idgenRetries = 3;
  idgenDelay = 1;
  ipNonlocalBind = 0;
  fwmarkReflect = 0;
  maxDstOptsNumber = 8;
  maxHbhOptsNumber = 8;
  maxDstOptsLength = 0x7fffffff;
  maxHbhLength = 0x7fffffff;
  icmpRatelimit = 100;
  icmpRatemask = defaultRatemask();
  icmpEchoIgnoreAll = 0;
  icmpEchoIgnoreMulticast = 0;
  icmpEchoIgnoreAnycast = 0;
  icmpErrorAnycastAsUnicast = 0;
  /** Whether routes are announced anew when hardware takes them: no device here has such hardware, so it is only kept. */
  fibNotifyOnFlagChange = 0;
  fragHighThreshold = 4194304;
  fragLowThreshold = 3145728;
  fragTime = 60;
  multipathHashPolicy = 0;
  multipathHashFields = DEFAULT_FIELDS;
  mtuExpires = 600;
  /** `ip6_rt_gc_interval`, s: how often expired routes are collected, and how long a redirect is kept. */
  gcInterval = 30;
  routeMaxSize = 2147483647;
  /** Bits of `FLOWLABEL_REFLECT_*`. */
  flowlabelConsistency = 1;
  flowlabelReflect = 0;
  flowlabelStateRanges = 0;
  minAdvMss = 1220;
  skipNotifyOnDevDown = 0;
}

/** `icmpv6_ratemask`: errors but "packet too big", 256 bits. */
function defaultRatemask(): Uint32Array {
  const mask = new Uint32Array(8).fill(0xffffffff, 0, 4);
  mask[0] &= ~(1 << 2);
  return mask;
}

const DEFAULT_SYSCTLS = new Ipv6Sysctls();
const DEFAULT_ALL = new Ipv6Devconf();
const DEFAULT_DEFAULT = makeDefault();

/** `ipv6_devconf_dflt` differs from `ipv6_devconf` in this. */
function makeDefault(): Ipv6Devconf {
  const conf = new Ipv6Devconf();
  conf.acceptDad = 1;
  return conf;
}

const NO_TABLES: readonly Fib6Table[] = [];

/** `struct netns_ipv6`; what few namespaces need appears with its first use. */
export class NetIpv6 {
  readonly net: Net;
  /** `conf/all` and `conf/default`: shared with all namespaces until changed here. */
  private allConf: Ipv6Devconf = DEFAULT_ALL;
  private defaultConf: Ipv6Devconf = DEFAULT_DEFAULT;
  private ownSysctls: Ipv6Sysctls | null = null;
  private ownMib: Snmp6 | null = null;
  readonly addresses = new Inet6AddressTable();
  /** Devices and addresses whose routes are still to be made, in the order in which they became due; null: none. */
  routesDue: (Inet6Device | Inet6Address)[] | null = null;
  /** Tables by number; main and local exist from the start in Linux, here at their first use. */
  private tables: readonly Fib6Table[] = NO_TABLES;
  /** Rules beside those that every namespace has (`fib6_has_custom_rules`). */
  hasCustomRules = false;
  rules: Ipv6Rules | null = null;
  /** Expiring routes: when the next collection runs. */
  gcTimerArmed = false;
  rawSockets: Raw6Sock[] | null = null;
  /** Labels that programs lease; null: none yet. */
  flowLabels: FlowLabels | null = null;
  udp: PortTable6 | null = null;
  ping: PortTable6 | null = null;
  fragments: FragmentQueues6 | null = null;
  /** Anycast addresses of all devices, from the first on. */
  anycasts: AnycastTable | null = null;
  /** Rate limits of errors to a destination. */
  errorBuckets: Map<string, TokenBucket> | null = null;
  /** `net->ipv6.fib6_sernum`: raised with every change of routes, so that sockets look theirs up again. */
  routeGeneration = 1;
  /** Devices that have addresses with a life time, or other work for the verifier. */
  fragmentId = 0;

  constructor(net: Net) {
    this.net = net;
  }

  /** There was a route with a preferred source: it is to be looked at when an address goes. */
  hasPreferredSources = false;
  /** Labels of prefixes; the default ones while null. */
  private ownLabels: AddressLabels | null = null;

  get labels(): typeof DEFAULT_LABELS {
    return this.ownLabels ?? DEFAULT_LABELS;
  }

  writableLabels(): AddressLabels {
    this.ownLabels ??= new AddressLabels();
    return this.ownLabels;
  }

  get machine(): Machine {
    return this.net.machine;
  }

  /** What is counted on no device that runs IPv6, and what devices counted that are gone. */
  get mib(): Snmp6 {
    this.ownMib ??= new Snmp6();
    return this.ownMib;
  }

  /** What the namespace counted: what counts on a device counts here too. */
  mibTotal(): Snmp6 {
    const total = new Snmp6();
    if (this.ownMib !== null) total.addAll(this.ownMib);
    for (const dev of this.net.devices.values()) if (dev.in6Dev !== null) total.addAll(dev.in6Dev);
    return total;
  }

  /** Counters for what happens on the device: its own, and with them the namespace's; these alone if it does not run IPv6. */
  mibOf(dev: NetDevice): Snmp6 {
    return dev.in6Dev ?? this.mib;
  }

  get all(): Ipv6Devconf {
    return this.allConf;
  }

  get default(): Ipv6Devconf {
    return this.defaultConf;
  }

  /** `conf/all` to be written to. */
  writableAll(): Ipv6Devconf {
    if (this.allConf === DEFAULT_ALL) this.allConf = DEFAULT_ALL.clone();
    return this.allConf;
  }

  /** `conf/default` to be written to. Devices that share the old object keep its values. */
  writableDefault(): Ipv6Devconf {
    this.defaultConf = this.defaultConf.clone();
    return this.defaultConf;
  }

  get sysctls(): Readonly<Ipv6Sysctls> {
    return this.ownSysctls ?? DEFAULT_SYSCTLS;
  }

  writableSysctls(): Ipv6Sysctls {
    if (this.ownSysctls === null) {
      this.ownSysctls = new Ipv6Sysctls();
    }
    return this.ownSysctls;
  }

  /** Makes the routes that are due: nobody may see a table without. */
  settleRoutes(): void {
    const queue = this.routesDue;
    if (queue === null) return;
    this.routesDue = null;
    makeRoutesDue(queue);
  }

  /** Whether there ever was a route. */
  get hasTables(): boolean {
    return this.tables.length > 0;
  }

  /** The table, made if it is new (`fib6_new_table`). */
  newTable(id: number): Fib6Table {
    const number = id === 0 ? RT_TABLE_MAIN : id;
    let table = this.table(number);
    if (table === undefined) {
      table = new Fib6Table(number);
      this.tables = this.tables.concat(table);
    }
    return table;
  }

  table(id: number): Fib6Table | undefined {
    if (this.routesDue !== null) this.settleRoutes();
    const number = id === 0 ? RT_TABLE_MAIN : id;
    for (const table of this.tables) if (table.id === number) return table;
    return undefined;
  }

  get mainTable(): Fib6Table {
    return this.newTable(RT_TABLE_MAIN);
  }

  get localTable(): Fib6Table {
    return this.newTable(RT_TABLE_LOCAL);
  }

  /** Tables in the order of a dump: by hash bucket, the newest first (`inet6_dump_fib`). */
  tablesInOrder(): Fib6Table[] {
    this.settleRoutes();
    return [...this.tables].reverse().sort((a, b) => (a.id & 0xff) - (b.id & 0xff));
  }
}
