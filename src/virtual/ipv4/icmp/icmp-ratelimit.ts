/**
 * How many ICMP messages this namespace sends: in all, and to each peer.
 *
 * Source: `net/ipv4/icmp.c` (`icmp_global_allow`, `icmpv4_xrlim_allow`), `net/ipv4/inetpeer.c` (`inet_peer_xrlim_allow`).
 */
import { ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED } from "../../../packet/icmp.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { ICMP_MIB_RATELIMITGLOBAL, ICMP_MIB_RATELIMITHOST } from "../snmp.ts";

const NS_PER_MS = 1_000_000;
const NS_PER_SECOND = 1_000_000_000;
/** A tick of `CONFIG_HZ=250`. */
const JIFFY = 4 * NS_PER_MS;
/** A peer saves up this many messages. */
const BURST_FACTOR = 6;
/** The global bucket is filled in steps of a fiftieth of a second. */
const REFILL_STEP = NS_PER_SECOND / 50;
/** `ip_rt_error_burst` and `ip_rt_error_cost` */
const ERROR_BURST = 5 * NS_PER_SECOND;
const ERROR_COST = NS_PER_SECOND;
const HIGHEST_KNOWN_TYPE = 18;
/** Peers remembered at most (`inet_peer_threshold`). */
const MAXIMUM_PEERS = 65664;

/** `ip_rt_redirect_load` (HZ/50), `ip_rt_redirect_number`, `ip_rt_redirect_silence` */
const REDIRECT_LOAD = 20 * NS_PER_MS;
const REDIRECT_NUMBER = 9;
const REDIRECT_SILENCE = REDIRECT_LOAD * 1024;

/** `struct inet_peer` */
interface Peer {
  tokens: number;
  last: number;
  redirects: number;
}

/** A namespace's budget, in all (`icmp_msgs_per_sec`) and for each peer (`icmp_ratelimit`). */
export class IcmpRateLimit {
  private readonly net: NetIpv4;
  private readonly peers = new Map<number, Peer>();
  private credit: number;
  private stamp: number;

  constructor(net: NetIpv4) {
    this.net = net;
    this.credit = net.sysctls.icmpMsgsBurst;
    this.stamp = net.net.machine.now();
  }

  /** Whether the global limit has room for one more. */
  globalAllows(): boolean {
    if (this.credit > 0) return true;
    const now = this.net.net.machine.now();
    const passed = Math.min(now - this.stamp, NS_PER_SECOND);
    if (passed < REFILL_STEP) return false;
    const { icmpMsgsPerSec, icmpMsgsBurst } = this.net.sysctls;
    const more = Math.floor((icmpMsgsPerSec * passed) / NS_PER_SECOND);
    if (more === 0) return false;
    this.credit = Math.min(this.credit + more, icmpMsgsBurst);
    this.stamp = now;
    return this.credit > 0;
  }

  /** Whether the peer may be told once more that there is no way; draws on the same tokens (`ip_error`). */
  noRouteAllows(address: number): boolean {
    const peer = this.peer(address);
    const now = this.jiffies();
    peer.tokens = Math.min(peer.tokens + now - peer.last, ERROR_BURST);
    peer.last = now;
    if (peer.tokens < ERROR_COST) return false;
    peer.tokens -= ERROR_COST;
    return true;
  }

  /**
   * Tells a peer of a better gateway, less and less often when it does not listen (`ip_rt_send_redirect`). Draws on the same clock as the
   * other limits, whether or not the message is sent in the end. `send` hears whether it is the last one.
   */
  redirect(address: number, send: (last: boolean) => void): void {
    const peer = this.peer(address);
    const now = this.jiffies();
    if (now > peer.last + REDIRECT_SILENCE) {
      peer.tokens = 0;
      peer.redirects = 0;
    }
    if (peer.redirects >= REDIRECT_NUMBER) {
      peer.last = now;
      return;
    }
    if (peer.redirects !== 0 && now <= peer.last + REDIRECT_LOAD * 2 ** peer.redirects) return;
    send(peer.redirects === REDIRECT_NUMBER - 1);
    peer.last = now;
    peer.redirects++;
  }

  /** The time that tokens are counted in, in ns: whole ticks. */
  private jiffies(): number {
    const now = this.net.net.machine.now();
    return now - (now % JIFFY);
  }

  private peer(address: number): Peer {
    let peer = this.peers.get(address);
    if (peer === undefined) {
      if (this.peers.size >= MAXIMUM_PEERS) this.peers.delete(this.peers.keys().next().value as number);
      peer = { tokens: 0, last: this.jiffies() - 60 * NS_PER_SECOND, redirects: 0 };
      this.peers.set(address, peer);
    }
    return peer;
  }

  /** Whether the peer may be sent one more; counts it if so. What was saved is cut to the limit only when time has passed. */
  peerAllows(address: number): boolean {
    const now = this.jiffies();
    const timeout = this.net.sysctls.icmpRatelimit * NS_PER_MS;
    const peer = this.peer(address);
    if (now !== peer.last) {
      peer.tokens = Math.min(peer.tokens + now - peer.last, BURST_FACTOR * timeout);
      peer.last = now;
    }
    if (peer.tokens < timeout) return false;
    peer.tokens -= timeout;
    this.credit = Math.max(0, this.credit - 1);
    return true;
  }
}

function limits(net: NetIpv4): IcmpRateLimit {
  if (net.icmpRateLimit === null) net.icmpRateLimit = new IcmpRateLimit(net);
  return net.icmpRateLimit;
}

/** Whether messages of this type are limited at all (`icmpv4_mask_allow`). */
export function isLimited(net: NetIpv4, type: number, code: number): boolean {
  if (type > HIGHEST_KNOWN_TYPE) return false;
  if (type === ICMP_DEST_UNREACH && code === ICMP_FRAG_NEEDED) return false;
  return ((1 << type) & net.sysctls.icmpRatemask) !== 0;
}

/** The global limit, for a type that is limited. Counts what it stops. */
export function globalAllows(net: NetIpv4): boolean {
  if (limits(net).globalAllows()) return true;
  net.mib.values[ICMP_MIB_RATELIMITGLOBAL]++;
  return false;
}

/** The peer's limit, for a type that is limited. Counts what it stops. */
export function peerAllows(net: NetIpv4, address: number): boolean {
  if (limits(net).peerAllows(address)) return true;
  net.mib.values[ICMP_MIB_RATELIMITHOST]++;
  return false;
}

/** The limit of redirects to a peer: calls `send` when one is due. */
export function limitRedirect(net: NetIpv4, address: number, send: (last: boolean) => void): void {
  limits(net).redirect(address, send);
}

/** The limit of errors about packets that have no way. */
export function noRouteAllows(net: NetIpv4, address: number): boolean {
  return limits(net).noRouteAllows(address);
}
