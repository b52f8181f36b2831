/**
 * Targets that change a TCP header: `TCPOPTSTRIP` takes options out, `ECN` what is told of congestion (and in an IPv4 header too).
 *
 * Source: `net/netfilter/xt_TCPOPTSTRIP.c`, `net/ipv4/netfilter/ipt_ECN.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { updateChecksum } from "../../../packet/checksum.ts";
import { CHECKSUM_PARTIAL } from "../../core/skbuff.ts";
import { NF_DROP, NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import { optionLength } from "../nf-tables/expr/exthdr-find.ts";
import { setByte } from "../nf-tables/expr/exthdr-tcp.ts";
import { makeWritable } from "../nf-tables/pktinfo.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { be16, hasTransport } from "./headers.ts";
import { XT_CONTINUE, type XtCheck, XtTarget, type XtType } from "./x-tables.ts";

const TCP = 6;
const TCP_HLEN = 20;
const TCP_FLAGS = 12;
const TCP_CHECK = 16;
const NOP = 1;
const FIRST_OPTION_WITH_LENGTH = 2;
const BITMAP_WORDS = 8;

class StripOptions extends XtTarget {
  private readonly bitmap = new Uint32Array(BITMAP_WORDS);

  constructor({ info }: XtCheck) {
    super();
    for (let i = 0; i < BITMAP_WORDS; i++) this.bitmap[i] = info.u32(4 * i);
  }

  target(pkt: NftPktinfo): number {
    // what is behind the first fragment has no header
    if (pkt.fragoff !== 0) return XT_CONTINUE;
    if (!hasTransport(pkt, TCP_HLEN)) return NF_DROP;
    const { skb } = pkt;
    const length = (skb.bytes[pkt.thoff + TCP_FLAGS] >>> 4) * 4;
    if (length < TCP_HLEN || pkt.thoff + length > skb.tail) return NF_DROP;
    makeWritable(pkt);
    const { bytes } = skb;
    const { thoff } = pkt;
    const end = thoff + length;
    for (let at = thoff + TCP_HLEN; at < end - 1; ) {
      const size = optionLength(bytes, at);
      if (at + size > end) break;
      if (this.strips(bytes[at])) for (let i = 0; i < size; i++) setByte(pkt, at + i, NOP);
      at += size;
    }
    return XT_CONTINUE;
  }

  private strips(option: number): boolean {
    return option >= FIRST_OPTION_WITH_LENGTH && (this.bitmap[option >>> 5] & (1 << (option & 31))) !== 0;
  }
}

const SET_IP = 0x01;
const SET_ECE = 0x10;
const SET_CWR = 0x20;
const UNKNOWN = 0xff & ~(SET_IP | SET_ECE | SET_CWR);
const ECN_MASK = 3;
const WORD_ECE = 0x40;
const WORD_CWR = 0x80;
const IPV4_CHECK = 10;

class EcnTarget extends XtTarget {
  private readonly operation: number;
  private readonly code: number;
  private readonly ece: boolean;
  private readonly cwr: boolean;

  constructor({ info }: XtCheck) {
    super();
    this.operation = info.u8(0);
    this.code = info.u8(1);
    this.ece = (info.u8(2) & 1) !== 0;
    this.cwr = (info.u8(2) & 2) !== 0;
  }

  target(pkt: NftPktinfo): number {
    if (this.operation & SET_IP) this.changeIp(pkt);
    if ((this.operation & (SET_ECE | SET_CWR)) === 0 || pkt.tprot !== TCP) return XT_CONTINUE;
    return this.changeTcp(pkt) ? XT_CONTINUE : NF_DROP;
  }

  private changeIp(pkt: NftPktinfo): void {
    const { skb } = pkt;
    if ((skb.bytes[pkt.nhoff + 1] & ECN_MASK) === this.code) return;
    makeWritable(pkt);
    const before = be16(skb.bytes, pkt.nhoff);
    const after = (before & ~ECN_MASK) | this.code;
    skb.bytes[pkt.nhoff + 1] = after;
    updateChecksum(skb.bytes, pkt.nhoff + IPV4_CHECK, before, after);
  }

  /** @returns whether there is a TCP header */
  private changeTcp(pkt: NftPktinfo): boolean {
    if (!hasTransport(pkt, TCP_HLEN)) return false;
    const { skb } = pkt;
    const before = be16(skb.bytes, pkt.thoff + TCP_FLAGS);
    let after = before;
    if (this.operation & SET_ECE) after = this.ece ? after | WORD_ECE : after & ~WORD_ECE;
    if (this.operation & SET_CWR) after = this.cwr ? after | WORD_CWR : after & ~WORD_CWR;
    if (after === before) return true;
    makeWritable(pkt);
    skb.bytes[pkt.thoff + TCP_FLAGS + 1] = after;
    if (skb.ipSummed !== CHECKSUM_PARTIAL) updateChecksum(skb.bytes, pkt.thoff + TCP_CHECK, before, after);
    return true;
  }
}

/** `ecn_tg_check` */
function checkEcn(par: XtCheck): XtTarget | number {
  const operation = par.info.u8(0);
  if (operation & UNKNOWN || par.info.u8(1) & ~ECN_MASK) return -EINVAL;
  if (operation & (SET_ECE | SET_CWR) && (par.protocol !== TCP || par.inverted)) return -EINVAL;
  return new EcnTarget(par);
}

const strip = (family: number): XtType<XtTarget> => ({
  name: "TCPOPTSTRIP",
  revision: 0,
  family,
  size: 4 * BITMAP_WORDS,
  table: "mangle",
  protocols: [TCP],
  check: (par) => new StripOptions(par),
});

export const TCP_CHANGE: readonly XtType<XtTarget>[] = [
  strip(NFPROTO_IPV4),
  strip(NFPROTO_IPV6),
  { name: "ECN", revision: 0, family: NFPROTO_IPV4, size: 3, table: "mangle", check: checkEcn },
];
