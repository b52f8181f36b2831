/**
 * Matches of one look each: `mark`, `comment`, `length`, `pkttype`, `ttl`, `hl`, `mac`, `statistic`.
 *
 * Source: `net/netfilter/xt_mark.c`, `xt_comment.c`, `xt_length.c`, `xt_pkttype.c`, `xt_hl.c`, `xt_mac.c`, `xt_statistic.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { be16 } from "./headers.ts";
import { XT_NO, XT_YES, type XtCheck, type XtInfo, XtMatch, type XtType } from "./x-tables.ts";

const PACKET_LOOPBACK = 5;
const PACKET_BROADCAST = 1;
const PACKET_MULTICAST = 2;
const ETH_HLEN = 14;
const IPV6_HLEN = 40;
const RANDOM = 0;
const NTH = 1;

const yes = (found: boolean): number => (found ? XT_YES : XT_NO);

class Mark extends XtMatch {
  private readonly mark: number;
  private readonly mask: number;
  private readonly inverted: boolean;

  constructor({ info }: XtCheck) {
    super();
    this.mark = info.u32(0) | 0;
    this.mask = info.u32(4) | 0;
    this.inverted = info.u8(8) !== 0;
  }

  match({ skb }: NftPktinfo): number {
    return yes(((skb.mark & this.mask) === this.mark) !== this.inverted);
  }
}

class Comment extends XtMatch {
  match(): number {
    return XT_YES;
  }
}

class Length extends XtMatch {
  private readonly low: number;
  private readonly high: number;
  private readonly inverted: boolean;

  constructor({ info }: XtCheck) {
    super();
    this.low = info.u16(0);
    this.high = info.u16(2);
    this.inverted = info.u8(4) !== 0;
  }

  match({ skb, pf }: NftPktinfo): number {
    const at = skb.networkHeader;
    const length = pf === NFPROTO_IPV6 ? be16(skb.bytes, at + 4) + IPV6_HLEN : be16(skb.bytes, at + 2);
    return yes((length >= this.low && length <= this.high) !== this.inverted);
  }
}

class PacketType extends XtMatch {
  private readonly type: number;
  private readonly inverted: boolean;

  constructor({ info }: XtCheck) {
    super();
    this.type = info.u32(0);
    this.inverted = info.u32(4) !== 0;
  }

  match(pkt: NftPktinfo): number {
    const { skb } = pkt;
    const type = skb.packetType === PACKET_LOOPBACK ? loopbackType(pkt) : skb.packetType;
    return yes((type === this.type) !== this.inverted);
  }
}

/** What came back from this host itself counts by its destination. */
function loopbackType({ skb, pf }: NftPktinfo): number {
  const at = skb.networkHeader;
  if (pf === NFPROTO_IPV4) return (skb.bytes[at + 16] & 0xf0) === 0xe0 ? PACKET_MULTICAST : PACKET_BROADCAST;
  return skb.bytes[at + 24] === 0xff ? PACKET_MULTICAST : PACKET_BROADCAST;
}

/** Equal, not equal, less, greater. */
const COMPARE: readonly ((a: number, b: number) => boolean)[] = [
  (a, b) => a === b,
  (a, b) => a !== b,
  (a, b) => a < b,
  (a, b) => a > b,
];

class Hops extends XtMatch {
  private readonly compare: (a: number, b: number) => boolean;
  private readonly hops: number;
  private readonly offset: number;

  constructor(info: XtInfo, offset: number) {
    super();
    this.compare = COMPARE[info.u8(0)] ?? (() => false);
    this.hops = info.u8(1);
    this.offset = offset;
  }

  match({ skb }: NftPktinfo): number {
    return yes(this.compare(skb.bytes[skb.networkHeader + this.offset], this.hops));
  }
}

class Mac extends XtMatch {
  private readonly address: Uint8Array;
  private readonly inverted: boolean;

  constructor({ info }: XtCheck) {
    super();
    this.address = info.bytes.slice(0, 6);
    this.inverted = info.u32(8) !== 0;
  }

  match({ skb }: NftPktinfo): number {
    if (skb.dev === null || skb.networkHeader - skb.macHeader < ETH_HLEN) return XT_NO;
    const at = skb.macHeader + 6;
    let same = true;
    for (let i = 0; i < 6; i++) if (skb.bytes[at + i] !== this.address[i]) same = false;
    return yes(same !== this.inverted);
  }
}

class Statistic extends XtMatch {
  private readonly random: boolean;
  private readonly inverted: boolean;
  private readonly probability: number;
  private readonly every: number;
  private count: number;

  constructor({ info }: XtCheck) {
    super();
    this.random = info.u16(0) === RANDOM;
    this.inverted = (info.u16(2) & 1) !== 0;
    this.probability = info.u32(4);
    this.every = info.u32(4);
    this.count = info.u32(12);
  }

  match({ net }: NftPktinfo): number {
    if (this.random) return yes((net.machine.random() & 0x7fffffff) < this.probability !== this.inverted);
    const next = this.count === this.every ? 0 : this.count + 1;
    this.count = next;
    return yes((next === 0) !== this.inverted);
  }
}

export const SIMPLE: readonly XtType<XtMatch>[] = [
  { name: "mark", revision: 1, family: 0, size: 12, check: (par) => new Mark(par) },
  { name: "comment", revision: 0, family: 0, size: 256, check: () => new Comment() },
  { name: "length", revision: 0, family: NFPROTO_IPV4, size: 6, check: (par) => new Length(par) },
  { name: "length", revision: 0, family: NFPROTO_IPV6, size: 6, check: (par) => new Length(par) },
  { name: "pkttype", revision: 0, family: 0, size: 8, check: (par) => new PacketType(par) },
  { name: "ttl", revision: 0, family: NFPROTO_IPV4, size: 2, check: ({ info }) => new Hops(info, 8) },
  { name: "hl", revision: 0, family: NFPROTO_IPV6, size: 2, check: ({ info }) => new Hops(info, 7) },
  {
    name: "mac",
    revision: 0,
    family: 0,
    size: 12,
    // where the sender's address is known
    hooks: 0b111,
    check: (par) => new Mac(par),
  },
  {
    name: "statistic",
    revision: 0,
    family: 0,
    size: 24,
    userSize: 16,
    check: (par) => (par.info.u16(0) > NTH || (par.info.u16(2) & ~1) !== 0 ? -EINVAL : new Statistic(par)),
  },
];
