/** `TCPOPTSTRIP`: options of TCP become blanks. Source: `net/netfilter/xt_TCPOPTSTRIP.c`. */
import { IPPROTO_TCP } from "../../../packet/ipv4.ts";
import { NF_DROP, NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import { optionLength, tcpEnd } from "../nf-tables/expr/exthdr-find.ts";
import { makeOwn, setByte } from "../nf-tables/expr/exthdr-tcp.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_CONTINUE, type XtCheck, type XtInfo, XtTarget, type XtType } from "./x-tables.ts";

const TCP_HLEN = 20;
const NOOP = 1;

class TcpOptStrip extends XtTarget {
  /** A bit an option. */
  private readonly info: XtInfo;

  constructor({ info }: XtCheck) {
    super();
    this.info = info;
  }

  private strips(option: number): boolean {
    return (this.info.bytes[option >>> 3] & (1 << (option & 7))) !== 0;
  }

  target(pkt: NftPktinfo): number {
    if (pkt.fragoff !== 0) return XT_CONTINUE;
    const end = tcpEnd(pkt);
    if (end < 0) return NF_DROP;
    const length = end - pkt.thoff;
    makeOwn(pkt);
    const { bytes } = pkt.skb;
    for (let i = TCP_HLEN; i < length - 1; ) {
      const option = bytes[pkt.thoff + i];
      const size = optionLength(bytes, pkt.thoff + i);
      if (i + size > length) break;
      if (this.strips(option)) for (let j = 0; j < size; j++) setByte(pkt, pkt.thoff + i + j, NOOP);
      i += size;
    }
    return XT_CONTINUE;
  }
}

const type = (family: number): XtType<XtTarget> => ({
  name: "TCPOPTSTRIP",
  revision: 0,
  family,
  size: 32,
  table: "mangle",
  protocols: [IPPROTO_TCP],
  check: (par) => new TcpOptStrip(par),
});

export const TCPOPTSTRIP: readonly XtType<XtTarget>[] = [type(NFPROTO_IPV4), type(NFPROTO_IPV6)];
