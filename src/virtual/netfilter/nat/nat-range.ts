/**
 * Where addresses and ports are translated to: `struct nf_nat_range2`.
 *
 * Source: `include/uapi/linux/netfilter/nf_nat.h`.
 */

export const NF_NAT_RANGE_MAP_IPS = 1 << 0;
export const NF_NAT_RANGE_PROTO_SPECIFIED = 1 << 1;
export const NF_NAT_RANGE_PROTO_RANDOM = 1 << 2;
export const NF_NAT_RANGE_PERSISTENT = 1 << 3;
export const NF_NAT_RANGE_PROTO_RANDOM_FULLY = 1 << 4;
export const NF_NAT_RANGE_PROTO_OFFSET = 1 << 5;
export const NF_NAT_RANGE_NETMAP = 1 << 6;
export const NF_NAT_RANGE_PROTO_RANDOM_ALL = NF_NAT_RANGE_PROTO_RANDOM | NF_NAT_RANGE_PROTO_RANDOM_FULLY;

/** Which end of a packet is changed (`enum nf_nat_manip_type`). */
export const NF_NAT_MANIP_SRC = 0;
export const NF_NAT_MANIP_DST = 1;

/** Addresses are four words as in a connection's tuple: IPv4's in the last. Ports and ids are in host byte order. */
export class NfNatRange {
  /** `NF_NAT_RANGE_*` */
  flags = 0;
  readonly minAddr = new Int32Array(4);
  readonly maxAddr = new Int32Array(4);
  minProto = 0;
  maxProto = 0;
  baseProto = 0;

  reset(): this {
    this.flags = this.minProto = this.maxProto = this.baseProto = 0;
    this.minAddr.fill(0);
    this.maxAddr.fill(0);
    return this;
  }

  /** Both ends of the addresses are this IPv4 address. */
  setIpv4(address: number): this {
    return this.setWords(0, 0, 0, address);
  }

  setWords(w0: number, w1: number, w2: number, w3: number): this {
    for (const end of [this.minAddr, this.maxAddr]) {
      end[0] = w0;
      end[1] = w1;
      end[2] = w2;
      end[3] = w3;
    }
    return this;
  }

  /** Takes ports and flags of a rule's range. */
  copyProto(from: NfNatRange): this {
    this.flags = from.flags;
    this.minProto = from.minProto;
    this.maxProto = from.maxProto;
    this.baseProto = from.baseProto;
    return this;
  }

  /** Whether there is one address only. */
  get isOneAddress(): boolean {
    const { minAddr: a, maxAddr: b } = this;
    return a[3] === b[3] && a[2] === b[2] && a[1] === b[1] && a[0] === b[0];
  }
}
