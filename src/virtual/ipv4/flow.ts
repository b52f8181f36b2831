/**
 * What a route is looked up by: `struct flowi4`. Reused objects, one per place that looks up.
 */
export class Flow4 {
  daddr = 0;
  saddr = 0;
  oif = 0;
  iif = 0;
  mark = 0;
  tos = 0;
  scope = 0;
  uid = 0;
  ipProto = 0;
  sport = 0;
  /** Of ICMP: type and code, which stand in its place (`flowi_uli`). */
  dport = 0;
  /** `FLOWI_FLAG_*` */
  flags = 0;

  /** Sets everything to "any". */
  reset(): this {
    this.daddr = 0;
    this.saddr = 0;
    this.oif = 0;
    this.iif = 0;
    this.mark = 0;
    this.tos = 0;
    this.scope = 0;
    this.uid = 0;
    this.ipProto = 0;
    this.sport = 0;
    this.dport = 0;
    this.flags = 0;
    return this;
  }
}

/** Of a packet's type of service that which routes and rules go by: not the upper three bits (`fib_dscp_masked_match`). */
export const LEGACY_TOS_MASK = 0x1c;
/** The source address need not be local (`FLOWI_FLAG_ANYSRC`). */
export const FLOWI_FLAG_ANYSRC = 0x01;
/** ifindex of the loopback device: what output lookups have as their input device. */
export const LOOPBACK_IFINDEX = 1;
