/**
 * Rate limits of errors: a bucket of tokens for each destination and one for the whole namespace.
 *
 * Source: `net/ipv4/inetpeer.c` (`inet_peer_xrlim_allow`), `net/ipv4/icmp.c` (`icmp_global_allow`).
 */

/** `XRLIM_BURST_FACTOR` */
const BURST = 6;
/** `sysctl_icmp_msgs_per_sec` and `_burst` */
const GLOBAL_PER_SECOND = 1000;
const GLOBAL_BURST = 50;

/** One bucket; its tokens are ns, which are earned by waiting. */
export class TokenBucket {
  private tokens = 0;
  private last: number;

  constructor(now: number, interval: number) {
    this.last = now;
    this.tokens = BURST * interval;
  }

  /** One message a `interval` ns with a burst of six. */
  allow(now: number, interval: number): boolean {
    this.tokens = Math.min(this.tokens + now - this.last, BURST * interval);
    this.last = now;
    if (this.tokens < interval) return false;
    this.tokens -= interval;
    return true;
  }
}

/** The limit for all destinations together. */
export class GlobalBucket {
  private credit = GLOBAL_BURST;
  private stamp = 0;

  allow(now: number): boolean {
    const elapsed = Math.min(now - this.stamp, 1e9);
    if (elapsed >= 2e7) {
      const added = Math.floor((GLOBAL_PER_SECOND * elapsed) / 1e9);
      if (added > 0) this.stamp = now;
      this.credit = Math.min(this.credit + added, GLOBAL_BURST);
    }
    if (this.credit <= 0) return false;
    this.credit--;
    return true;
  }
}
