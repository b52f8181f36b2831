/** Telling packets in the kernel's log. Source: `net/netfilter/nft_log.c`. */
import { EINVAL, EOPNOTSUPP, ERANGE } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import {
  NFT_LOGLEVEL_DEBUG,
  NFT_LOGLEVEL_WARNING,
  NFTA_LOG_FLAGS,
  NFTA_LOG_GROUP,
  NFTA_LOG_LEVEL,
  NFTA_LOG_PREFIX,
  NFTA_LOG_QTHRESHOLD,
  NFTA_LOG_SNAPLEN,
} from "../../../../netlink/nf-tables-expressions.ts";
import { nfLogPacket } from "../../log/nf-log.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";

/** Longest prefix, with its NUL (`NF_LOG_PREFIXLEN`). */
const NF_LOG_PREFIXLEN = 128;
/** `NF_LOG_DEFAULT_MASK`-bits that may be set. */
const NF_LOG_MASK = 0x2f;

class Log extends NftExpr {
  readonly type = LOG;
  private readonly prefix: string | undefined;
  private readonly level: number;
  private readonly flags: number;

  constructor(prefix: string | undefined, level: number, flags: number) {
    super();
    this.prefix = prefix;
    this.level = level;
    this.flags = flags;
  }

  eval(_regs: NftRegs, pkt: NftPktinfo): void {
    const { net, pf, hook, skb } = pkt;
    nfLogPacket(net, pf, hook, skb, pkt.in, pkt.out, this.level, this.flags, this.prefix ?? "");
  }

  dump(writer: MessageWriter): void {
    if (this.prefix !== undefined) writer.string(NFTA_LOG_PREFIX, this.prefix);
    writer.be32(NFTA_LOG_LEVEL, this.level);
    if (this.flags !== 0) writer.be32(NFTA_LOG_FLAGS, this.flags);
  }
}

/** Packets for a group of listeners, of whom there can be none here (`nfnetlink_log` is not built). */
class LogGroup extends NftExpr {
  readonly type = LOG;
  private readonly prefix: string | undefined;
  private readonly group: number;
  /** Undefined: the whole packet. */
  private readonly snaplen: number | undefined;
  private readonly threshold: number;

  constructor(prefix: string | undefined, group: number, snaplen: number | undefined, threshold: number) {
    super();
    this.prefix = prefix;
    this.group = group;
    this.snaplen = snaplen;
    this.threshold = threshold;
  }

  eval(): void {}

  dump(writer: MessageWriter): void {
    if (this.prefix !== undefined) writer.string(NFTA_LOG_PREFIX, this.prefix);
    writer.be16(NFTA_LOG_GROUP, this.group);
    if (this.snaplen !== undefined) writer.be32(NFTA_LOG_SNAPLEN, this.snaplen);
    if (this.threshold !== 0) writer.be16(NFTA_LOG_QTHRESHOLD, this.threshold);
  }
}

export const LOG: NftExprType = {
  name: "log",
  maximum: 6,
  init: (_ctx, tb) => {
    const prefix = tb.has(NFTA_LOG_PREFIX) ? tb.string(NFTA_LOG_PREFIX) : undefined;
    if (prefix !== undefined && prefix.length >= NF_LOG_PREFIXLEN) return -ERANGE;
    if (tb.has(NFTA_LOG_GROUP)) {
      if (tb.has(NFTA_LOG_LEVEL) || tb.has(NFTA_LOG_FLAGS)) return -EINVAL;
      const group = tb.be16(NFTA_LOG_GROUP);
      const snaplen = tb.has(NFTA_LOG_SNAPLEN) ? tb.be32(NFTA_LOG_SNAPLEN) : undefined;
      return new LogGroup(prefix, group, snaplen, tb.be16(NFTA_LOG_QTHRESHOLD));
    }
    const level = tb.has(NFTA_LOG_LEVEL) ? tb.be32(NFTA_LOG_LEVEL) : NFT_LOGLEVEL_WARNING;
    // Auditing is not built.
    if (level > NFT_LOGLEVEL_DEBUG) return level > NFT_LOGLEVEL_DEBUG + 1 ? -EINVAL : -EOPNOTSUPP;
    const flags = tb.be32(NFTA_LOG_FLAGS);
    return (flags & ~NF_LOG_MASK) !== 0 ? -EINVAL : new Log(prefix, level, flags);
  },
};
