/**
 * What a bridge and its ports keep for multicast snooping: settings, queriers, routers.
 *
 * Source: `net/bridge/br_private.h` (`struct net_bridge_mcast`, `struct net_bridge_mcast_port`), `br_multicast.c`
 * (`br_multicast_ctx_init`).
 */
import { MDB_RTR_TYPE_TEMP_QUERY } from "../../netlink/mdb.ts";
import type { KernelTimer } from "../core/timer.ts";
import { MulticastStats } from "./br-mcast-stats.ts";
import { MdbTable, type PortGroup } from "./br-mdb-table.ts";
import type { NetBridge, NetBridgePort } from "./br-private.ts";
import { HZ } from "./br-time.ts";

/** Queries of IPv4 and of IPv6 are two worlds. */
export interface Families<T> {
  readonly ip4: T;
  readonly ip6: T;
}

export type Family = keyof Families<unknown>;
export const FAMILIES: readonly Family[] = ["ip4", "ip6"];

/** Own queries of a bridge or a port (`struct bridge_mcast_own_query`). */
export interface OwnQuery<T> {
  readonly timer: KernelTimer<T>;
  startupSent: number;
}

/** Another querier that was heard (`bridge_mcast_other_query`), and who it is (`bridge_mcast_querier`). */
export interface OtherQuery {
  readonly timer: KernelTimer<NetBridge>;
  /** Tick before which its answers may still come. */
  delayTime: number;
  /** 4 or 16 bytes; all zeros: nobody was chosen yet. */
  address: Uint8Array;
  /** The port behind which it is; null: the bridge itself. */
  port: NetBridgePort | null;
}

/** A bridge's part. Times are in ticks. */
export class BridgeMulticast {
  enabled = true;
  readonly mdb = new MdbTable();
  /** `MDB_RTR_TYPE_*` */
  router = MDB_RTR_TYPE_TEMP_QUERY;
  queryUseIfaddr = false;
  querier = false;
  statsEnabled = false;
  hashMax = 4096;
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
  /** There is an address to query IPv6 from (`BROPT_HAS_IPV6_ADDR`). */
  hasIpv6Address = true;
  readonly stats = new MulticastStats();
  readonly own: Families<OwnQuery<NetBridge>>;
  readonly other: Families<OtherQuery>;
  readonly routerTimers: Families<KernelTimer<NetBridge>>;

  constructor(bridge: NetBridge, timers: MulticastTimers<NetBridge>) {
    this.own = timers.own(bridge);
    this.routerTimers = timers.router(bridge);
    const other = timers.other?.(bridge);
    if (other === undefined) throw new Error("a bridge hears other queriers");
    this.other = other;
  }
}

/** A port's part. */
export class PortMulticast {
  /** `MDB_RTR_TYPE_*` */
  router = MDB_RTR_TYPE_TEMP_QUERY;
  /** Heard routers of each family behind it. */
  readonly isRouter = { ip4: false, ip6: false };
  /** Its memberships, the newest last. */
  readonly groups = new Set<PortGroup>();
  /** Most groups that it may have; 0: no limit. */
  maxGroups = 0;
  readonly stats = new MulticastStats();
  readonly own: Families<OwnQuery<NetBridgePort>>;
  readonly routerTimers: Families<KernelTimer<NetBridgePort>>;

  constructor(port: NetBridgePort, timers: MulticastTimers<NetBridgePort>) {
    this.own = timers.own(port);
    this.routerTimers = timers.router(port);
  }
}

/** What makes the timers: given by those who know what they run. */
export interface MulticastTimers<T> {
  own(owner: T): Families<OwnQuery<T>>;
  router(owner: T): Families<KernelTimer<T>>;
  other?(owner: T): Families<OtherQuery>;
}
