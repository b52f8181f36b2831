/**
 * What a handshake says in its options, and what is kept of it in the time stamps that the client echoes.
 *
 * Source: `net/netfilter/nf_synproxy_core.c` (`synproxy_parse_options`, `synproxy_build_options`, `synproxy_init_timestamp_cookie`).
 */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import { read16, read32, write16, write32 } from "../../../packet/bytes.ts";
import * as t from "../../../packet/tcp.ts";
import type { SkBuff } from "../../core/skbuff.ts";

const TCP_MAX_WSCALE = 14;
const NOP = t.TCPOPT_NOP;
/** The low bits of a time stamp: the window scale, all of its bits for none; SACK; ECN. */
const STAMP_WSCALE = 0xf;
const STAMP_SACK = 1 << 4;
const STAMP_ECN = 1 << 5;
const STAMP_KEPT = 0x3f;

/** What a rule says (`struct nf_synproxy_info`). */
export interface SynproxyInfo {
  /** `NF_SYNPROXY_OPT_*` */
  readonly options: number;
  readonly wscale: number;
  readonly mss: number;
}

/** `struct synproxy_options`: one that is used again for each packet. */
export class SynproxyOptions {
  /** `NF_SYNPROXY_OPT_*` */
  options = 0;
  wscale = 0;
  mss = 0;
  /** Unsigned words. */
  tsval = 0;
  tsecr = 0;

  has(flag: number): boolean {
    return (this.options & flag) !== 0;
  }

  /**
   * Reads those of a segment.
   * @param tcp where its header is, which is there whole without options
   * @returns false when it is cut short
   */
  parse({ bytes, tail }: SkBuff, tcp: number): boolean {
    this.options = this.wscale = this.mss = this.tsval = this.tsecr = 0;
    const end = tcp + t.tcpHeaderLength(bytes, tcp);
    if (end < tcp + t.TCP_HLEN || end > tail) return false;
    for (let at = tcp + t.TCP_HLEN; at < end; ) {
      const kind = bytes[at];
      if (kind === t.TCPOPT_EOL) return true;
      if (kind === NOP) {
        at++;
        continue;
      }
      const length = at + 1 < end ? bytes[at + 1] : 0;
      if (length < 2 || at + length > end) return true;
      this.note(bytes, at, kind, length);
      at += length;
    }
    return true;
  }

  private note(bytes: Uint8Array, at: number, kind: number, length: number): void {
    if (kind === t.TCPOPT_MSS && length === t.TCPOLEN_MSS) {
      this.mss = read16(bytes, at + 2);
      this.options |= n.NF_SYNPROXY_OPT_MSS;
    } else if (kind === t.TCPOPT_WINDOW && length === t.TCPOLEN_WINDOW) {
      this.wscale = Math.min(bytes[at + 2], TCP_MAX_WSCALE);
      this.options |= n.NF_SYNPROXY_OPT_WSCALE;
    } else if (kind === t.TCPOPT_TIMESTAMP && length === t.TCPOLEN_TIMESTAMP) {
      this.tsval = read32(bytes, at + 2);
      this.tsecr = read32(bytes, at + 6);
      this.options |= n.NF_SYNPROXY_OPT_TIMESTAMP;
    } else if (kind === t.TCPOPT_SACK_PERM && length === t.TCPOLEN_SACK_PERM)
      this.options |= n.NF_SYNPROXY_OPT_SACK_PERM;
  }

  /** How many bytes {@link write} needs (`synproxy_options_size`). */
  get size(): number {
    let size = this.has(n.NF_SYNPROXY_OPT_MSS) ? 4 : 0;
    if (this.has(n.NF_SYNPROXY_OPT_TIMESTAMP)) size += 12;
    else if (this.has(n.NF_SYNPROXY_OPT_SACK_PERM)) size += 4;
    return this.has(n.NF_SYNPROXY_OPT_WSCALE) ? size + 4 : size;
  }

  /** @param start behind the header */
  write(bytes: Uint8Array, start: number): void {
    let at = start;
    if (this.has(n.NF_SYNPROXY_OPT_MSS)) {
      write16(bytes, at, (t.TCPOPT_MSS << 8) | t.TCPOLEN_MSS);
      write16(bytes, at + 2, this.mss);
      at += 4;
    }
    const sack = this.has(n.NF_SYNPROXY_OPT_SACK_PERM);
    const stamps = this.has(n.NF_SYNPROXY_OPT_TIMESTAMP);
    const sackWord = (t.TCPOPT_SACK_PERM << 8) | t.TCPOLEN_SACK_PERM;
    if (stamps) {
      write16(bytes, at, sack ? sackWord : (NOP << 8) | NOP);
      write16(bytes, at + 2, (t.TCPOPT_TIMESTAMP << 8) | t.TCPOLEN_TIMESTAMP);
      write32(bytes, at + 4, this.tsval);
      write32(bytes, at + 8, this.tsecr);
      at += 12;
    } else if (sack) {
      write16(bytes, at, (NOP << 8) | NOP);
      write16(bytes, at + 2, sackWord);
      at += 4;
    }
    if (!this.has(n.NF_SYNPROXY_OPT_WSCALE)) return;
    write16(bytes, at, (NOP << 8) | t.TCPOPT_WINDOW);
    write16(bytes, at + 2, (t.TCPOLEN_WINDOW << 8) | this.wscale);
  }

  /**
   * What the answer to a SYN offers: what both the client and the rule do. Without time stamps there is no place to keep it in.
   * @param ms since boot
   */
  answer(info: SynproxyInfo, ms: number): void {
    this.options &= info.options;
    this.mss = info.mss;
    if (!this.has(n.NF_SYNPROXY_OPT_TIMESTAMP)) {
      this.options &= ~(n.NF_SYNPROXY_OPT_WSCALE | n.NF_SYNPROXY_OPT_SACK_PERM | n.NF_SYNPROXY_OPT_ECN);
      return;
    }
    let kept = STAMP_WSCALE;
    if (this.has(n.NF_SYNPROXY_OPT_WSCALE)) {
      kept = this.wscale;
      this.wscale = info.wscale;
    }
    if (this.has(n.NF_SYNPROXY_OPT_SACK_PERM)) kept |= STAMP_SACK;
    if (this.has(n.NF_SYNPROXY_OPT_ECN)) kept |= STAMP_ECN;
    this.tsecr = this.tsval;
    this.tsval = (((ms % 0x1_0000_0000) & ~STAMP_KEPT) | kept) >>> 0;
  }

  /** What the client offered, from the stamp that it echoes (`synproxy_check_timestamp_cookie`). */
  recall(): void {
    this.wscale = this.tsecr & STAMP_WSCALE;
    if (this.wscale !== STAMP_WSCALE) this.options |= n.NF_SYNPROXY_OPT_WSCALE;
    if ((this.tsecr & STAMP_SACK) !== 0) this.options |= n.NF_SYNPROXY_OPT_SACK_PERM;
    if ((this.tsecr & STAMP_ECN) !== 0) this.options |= n.NF_SYNPROXY_OPT_ECN;
  }
}
