/** `sctp`: ports and kinds of chunks. Source: `net/netfilter/xt_sctp.c`. */
import { EINVAL } from "../../../errno.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { be16, hasTransport } from "./headers.ts";
import { XT_HOTDROP, XT_NO, XT_YES, type XtCheck, XtMatch, type XtType } from "./x-tables.ts";

const SCTP = 132;
const SCTP_HLEN = 12;
const CHUNK_HLEN = 4;
const SRC_PORTS = 1;
const DEST_PORTS = 2;
const CHUNK_TYPES = 4;
const VALID = 7;
const MATCH_ANY = 1;
const MATCH_ALL = 2;
const MATCH_ONLY = 4;
/** Of which the first eight are for kinds. */
const MAP_WORDS = 64;
const MATCH_TYPE = 264;
const FLAG_INFO = 268;
const FLAG_COUNT = 280;
const FLAGS = 284;
const INVERSE = 288;

const missing = new Uint32Array(MAP_WORDS);

class Sctp extends XtMatch {
  private readonly ports: readonly number[];
  private readonly map = new Uint32Array(MAP_WORDS);
  private readonly type: number;
  private readonly asked: Uint8Array;
  private readonly count: number;
  private readonly flags: number;
  private readonly inverse: number;

  constructor({ info }: XtCheck) {
    super();
    this.ports = [0, 2, 4, 6].map((at) => info.u16(at));
    for (let i = 0; i < MAP_WORDS; i++) this.map[i] = info.u32(8 + 4 * i);
    this.type = info.u32(MATCH_TYPE);
    this.asked = info.bytes.slice(FLAG_INFO, FLAG_INFO + 12);
    this.count = Math.min(info.u32(FLAG_COUNT) | 0, 4);
    this.flags = info.u32(FLAGS);
    this.inverse = info.u32(INVERSE);
  }

  match(pkt: NftPktinfo): number {
    if (pkt.fragoff !== 0) return XT_NO;
    if (!hasTransport(pkt, SCTP_HLEN)) return XT_HOTDROP;
    const { ports } = this;
    const { bytes } = pkt.skb;
    if (!this.port(be16(bytes, pkt.thoff), ports[2], ports[3], SRC_PORTS)) return XT_NO;
    if (!this.port(be16(bytes, pkt.thoff + 2), ports[0], ports[1], DEST_PORTS)) return XT_NO;
    if ((this.flags & CHUNK_TYPES) === 0) return XT_YES;
    const found = this.chunks(bytes, pkt.thoff + SCTP_HLEN, pkt.skb.tail);
    if (found === XT_HOTDROP) return XT_HOTDROP;
    return (found === XT_YES) !== ((this.inverse & CHUNK_TYPES) !== 0) ? XT_YES : XT_NO;
  }

  private port(port: number, low: number, high: number, flag: number): boolean {
    return (this.flags & flag) === 0 || (port >= low && port <= high) !== ((this.inverse & flag) !== 0);
  }

  /** `match_packet` */
  private chunks(bytes: Uint8Array, first: number, end: number): number {
    const { map, type } = this;
    if (type === MATCH_ALL) missing.set(map);
    let at = first;
    do {
      if (at + CHUNK_HLEN > end) return XT_HOTDROP;
      const length = be16(bytes, at + 2);
      if (length === 0) return XT_HOTDROP;
      const kind = bytes[at];
      const flags = bytes[at + 1];
      at += (length + 3) & ~3;
      const bit = 1 << (kind & 31);
      if ((map[kind >>> 5] & bit) === 0) {
        if (type === MATCH_ONLY) return XT_NO;
      } else if (this.flagsMatch(kind, flags)) {
        if (type === MATCH_ANY) return XT_YES;
        if (type === MATCH_ALL) missing[kind >>> 5] &= ~bit;
      } else if (type === MATCH_ONLY) return XT_NO;
    } while (at < end);
    if (type === MATCH_ALL) {
      for (let i = 0; i < MAP_WORDS; i++) if (missing[i] !== 0) return XT_NO;
      return XT_YES;
    }
    return type === MATCH_ONLY ? XT_YES : XT_NO;
  }

  private flagsMatch(kind: number, flags: number): boolean {
    const { asked, count } = this;
    for (let i = 0; i < count; i++)
      if (asked[3 * i] === kind) return (flags & asked[3 * i + 2]) === asked[3 * i + 1];
    return true;
  }
}

function check(par: XtCheck): XtMatch | number {
  const { info } = par;
  const flags = info.u32(FLAGS);
  const inverse = info.u32(INVERSE);
  const type = info.u32(MATCH_TYPE);
  if ((flags & ~VALID) !== 0 || (inverse & ~VALID) !== 0 || (inverse & ~flags) !== 0) return -EINVAL;
  if (info.u32(FLAG_COUNT) > 4) return -EINVAL;
  if ((flags & CHUNK_TYPES) !== 0 && (type & (MATCH_ALL | MATCH_ANY | MATCH_ONLY)) === 0) return -EINVAL;
  return new Sctp(par);
}

export const SCTP_MATCH: XtType<XtMatch> = {
  name: "sctp",
  revision: 0,
  family: 0,
  size: 292,
  protocols: [SCTP],
  check,
};
