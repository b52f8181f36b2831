/**
 * What a bridge and its ports keep for multicast snooping: settings, queriers, routers.
 *
 * Source: `net/bridge/br_private.h` (`struct net_bridge_mcast`, `struct net_bridge_mcast_port`), `br_multicast.c`
 * (`br_multicast_ctx_init`).
 */
import { MDB_RTR_TYPE_TEMP_QUERY } from "../../../netlink/mdb.ts";
import { ETH_P_IP } from "../../../packet/ethernet.ts";
import type { KernelTimer } from "../../core/timer.ts";
import type { NetBridge, NetBridgePort } from "../br-private.ts";
import { HZ } from "../br-time.ts";
import { MdbTable, type PortGroup } from "../mdb/br-mdb-table.ts";
import type { BridgeVlan } from "../vlan/br-vlan-group.ts";
import { MulticastStats } from "./br-mcast-stats.ts";

/** Queries of IPv4 and of IPv6 are two worlds. */
export interface Families<T> {
  readonly ip4: T;
  readonly ip6: T;
}

/** The two protocols that are snooped. */
export type Family = keyof Families<unknown>;
export const FAMILIES: readonly Family[] = ["ip4", "ip6"];

/** Own queries of a bridge or a port (`struct bridge_mcast_own_query`). */
export interface OwnQuery<T> {
  readonly timer: KernelTimer<T>;
  startupSent: number;
}

/** Another querier that was heard (`bridge_mcast_other_query`), and who it is (`bridge_mcast_querier`). */
export interface OtherQuery {
  readonly timer: KernelTimer<McastContext>;
  /** Tick before which its answers may still come. */
  delayTime: number;
  /** 4 or 16 bytes; all zeros: nobody was chosen yet. */
  address: Uint8Array;
  /** The port behind which it is; null: the bridge itself. */
  port: NetBridgePort | null;
}

/** What a bridge has for snooping (`struct net_bridge_mcast`). Times are in ticks. */
export class McastContext {
  readonly bridge: NetBridge;
  /** The VLAN of the bridge that has it; null: the bridge itself. */
  readonly vlan: BridgeVlan | null;
  /** `MDB_RTR_TYPE_*` */
  router = MDB_RTR_TYPE_TEMP_QUERY;
  querier = false;
  lastMemberCount = 2;
  startupQueryCount = 2;
  igmpVersion = 2;
  mldVersion = 1;
  lastMemberInterval = HZ;
  membershipInterval = 260 * HZ;
  querierInterval = 255 * HZ;
  queryInterval = 125 * HZ;
  queryResponseInterval = 10 * HZ;
  startupQueryInterval = Math.floor((125 * HZ) / 4);
  readonly own: Families<OwnQuery<McastContext>>;
  readonly other: Families<OtherQuery>;
  readonly routerTimers: Families<KernelTimer<McastContext>>;

  constructor(bridge: NetBridge, timers: MulticastTimers<McastContext>, vlan: BridgeVlan | null = null) {
    this.bridge = bridge;
    this.vlan = vlan;
    this.own = timers.own(this);
    this.routerTimers = timers.router(this);
    const other = timers.other?.(this);
    if (other === undefined) throw new Error("a bridge hears other queriers");
    this.other = other;
  }

  /** How long members have to answer when they are asked whether they are still there (`br_multicast_lmqt`). */
  get lastMemberTime(): number {
    return this.lastMemberCount * this.lastMemberInterval;
  }

  /** Whether sources count for groups of the EtherType (`br_multicast_should_handle_mode`). */
  handlesMode(protocol: number): boolean {
    return protocol !== 0 && this.knowsSources(protocol === ETH_P_IP ? "ip4" : "ip6");
  }

  /** Whether sources count in the family. */
  knowsSources(family: Family): boolean {
    return family === "ip4" ? this.igmpVersion === 3 : this.mldVersion === 2;
  }
}

/** What all of a bridge shares. */
export class BridgeMulticast extends McastContext {
  enabled = true;
  readonly mdb = new MdbTable();
  queryUseIfaddr = false;
  statsEnabled = false;
  hashMax = 4096;
  /** There is an address to query IPv6 from (`BROPT_HAS_IPV6_ADDR`). */
  hasIpv6Address = true;
  readonly stats = new MulticastStats();
}

/** What a port has for snooping (`struct net_bridge_mcast_port`). */
export class PortMcastContext {
  readonly port: NetBridgePort;
  /** The port's VLAN that has it; null: the port itself. */
  readonly vlan: BridgeVlan | null;
  /** `MDB_RTR_TYPE_*` */
  router = MDB_RTR_TYPE_TEMP_QUERY;
  /** Heard routers of each family behind it. */
  readonly isRouter = { ip4: false, ip6: false };
  /** Most memberships that it may have; 0: no limit. */
  maxGroups = 0;
  readonly own: Families<OwnQuery<PortMcastContext>>;
  readonly routerTimers: Families<KernelTimer<PortMcastContext>>;

  constructor(
    port: NetBridgePort,
    timers: MulticastTimers<PortMcastContext>,
    vlan: BridgeVlan | null = null,
  ) {
    this.port = port;
    this.vlan = vlan;
    this.own = timers.own(this);
    this.routerTimers = timers.router(this);
  }

  /** The bridge's side (`br_multicast_port_ctx_get_global`). */
  get bridgeContext(): McastContext {
    return this.vlan?.master?.multicast ?? this.port.bridge.multicast;
  }
}

/** What all of a port shares. */
export class PortMulticast extends PortMcastContext {
  /** Its memberships, the newest last. */
  readonly groups = new Set<PortGroup>();
  readonly stats = new MulticastStats();
  /** Hosts that are told apart behind it, and most of them (`multicast_eht_hosts_limit`). */
  trackedHosts = 0;
  trackedHostsLimit = 512;
}

/** What makes the timers: given by those who know what they run. */
export interface MulticastTimers<T> {
  own(owner: T): Families<OwnQuery<T>>;
  router(owner: T): Families<KernelTimer<T>>;
  other?(owner: T): Families<OtherQuery>;
}
