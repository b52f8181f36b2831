/** What connection tracking knows of a packet. Source: `net/netfilter/nft_ct.c`. */
import { EINVAL, EOPNOTSUPP } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { setNfct } from "../../../core/skbuff.ts";
import { nfCtNetnsGet, nfCtNetnsPut } from "../../conntrack/conntrack-hooks.ts";
import { ctinfoDirection, IP_CT_UNTRACKED } from "../../conntrack/conntrack-status.ts";
import { netCt } from "../../conntrack/conntrack-table.ts";
import { HZ } from "../../conntrack/net-ct.ts";
import { type NfConn, nfCtGet } from "../../conntrack/nf-conn.ts";
import type { NftCtx } from "../context.ts";
import { dumpRegister, parseStore } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { NftTest } from "../rule/rule-index.ts";
import { initCtSet, noConnections } from "./ct-set.ts";

const STATE_INVALID = 1;
const STATE_UNTRACKED = 64;

type Get = (regs: NftRegs, word: number, ct: NfConn, dir: number, pkt: NftPktinfo) => void;

interface CtKey {
  readonly length: number;
  /** Whether a direction must be, may be, or can not be given. */
  readonly direction: "needed" | "allowed" | "none";
  readonly get: Get;
}

const word = (read: (ct: NfConn, dir: number, pkt: NftPktinfo) => number): Get => {
  return (regs, at, ct, dir, pkt) => {
    regs.words[at] = read(ct, dir, pkt);
  };
};

const swap32 = (value: number): number =>
  (value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
const swap16 = (value: number): number => ((value & 0xff) << 8) | ((value >>> 8) & 0xff);

function store64(regs: NftRegs, at: number, value: number): void {
  regs.words[at] = value | 0;
  regs.words[at + 1] = Math.floor(value / 4294967296) | 0;
}

const total = (pick: (ct: NfConn, dir: number) => number): Get => {
  return (regs, at, ct, dir) => store64(regs, at, dir < 0 ? pick(ct, 0) + pick(ct, 1) : pick(ct, dir));
};

function address(source: boolean): Get {
  return (regs, at, ct, dir) => {
    const tuple = ct.tuple(dir);
    const v4 = tuple.l3num === 2;
    if (v4) {
      regs.words[at] = swap32(source ? tuple.s3 : tuple.d3);
      return;
    }
    regs.words[at] = swap32(source ? tuple.s0 : tuple.d0);
    regs.words[at + 1] = swap32(source ? tuple.s1 : tuple.d1);
    regs.words[at + 2] = swap32(source ? tuple.s2 : tuple.d2);
    regs.words[at + 3] = swap32(source ? tuple.s3 : tuple.d3);
  };
}

const directed = (length: number, get: Get): CtKey => ({ length, direction: "needed", get });
const plain = (length: number, get: Get): CtKey => ({ length, direction: "none", get });

function expiration(ct: NfConn): number {
  const left = (ct.timeout - Math.floor((ct.net.machine.now() * HZ) / 1e9)) | 0;
  return left > 0 ? Math.floor((left * 1000) / HZ) : 0;
}

/** None set is as all clear. */
const labels: Get = (regs, at, ct) => {
  for (let i = 0; i < 4; i++) regs.words[at + i] = ct.labels?.[i] ?? 0;
};

const HELPER_WORDS = 4;

/** Of a connection that was expected: the name of the helper that did, padded (`NF_CT_HELPER_NAME_LEN`). */
const helperName: Get = (regs, at, ct) => {
  const name = ct.master?.help?.helper?.name;
  if (name === undefined) {
    regs.code = NFT_BREAK;
    return;
  }
  for (let i = 0; i < HELPER_WORDS; i++) {
    let word = 0;
    for (let byte = 0; byte < 4; byte++) word |= (name.charCodeAt(i * 4 + byte) || 0) << (byte * 8);
    regs.words[at + i] = word;
  }
};

const KEYS: ReadonlyMap<number, CtKey> = new Map<number, CtKey>([
  [
    n.NFT_CT_DIRECTION,
    plain(
      1,
      word((_ct, _dir, pkt) => ctinfoDirection(pkt.skb.ctinfo)),
    ),
  ],
  [
    n.NFT_CT_STATUS,
    plain(
      4,
      word((ct) => ct.status),
    ),
  ],
  [
    n.NFT_CT_MARK,
    plain(
      4,
      word((ct) => ct.mark),
    ),
  ],
  // no security module marks connections
  [
    n.NFT_CT_SECMARK,
    plain(
      4,
      word(() => 0),
    ),
  ],
  [
    n.NFT_CT_AVGPKT,
    { length: 8, direction: "allowed", get: (regs, at, ct, dir) => store64(regs, at, average(ct, dir)) },
  ],
  [n.NFT_CT_LABELS, plain(16, labels)],
  [n.NFT_CT_HELPER, plain(16, helperName)],
  [n.NFT_CT_EXPIRATION, plain(4, word(expiration))],
  [
    n.NFT_CT_ID,
    plain(
      4,
      word((ct) => ct.id),
    ),
  ],
  [n.NFT_CT_L3PROTOCOL, { length: 1, direction: "allowed", get: word((ct) => ct.original.l3num) }],
  [n.NFT_CT_PROTOCOL, { length: 1, direction: "allowed", get: word((ct) => ct.original.protonum) }],
  [n.NFT_CT_SRC_IP, directed(4, address(true))],
  [n.NFT_CT_DST_IP, directed(4, address(false))],
  [n.NFT_CT_SRC_IP6, directed(16, address(true))],
  [n.NFT_CT_DST_IP6, directed(16, address(false))],
  [
    n.NFT_CT_PROTO_SRC,
    directed(
      2,
      word((ct, dir) => swap16(ct.tuple(dir).sport)),
    ),
  ],
  [
    n.NFT_CT_PROTO_DST,
    directed(
      2,
      word((ct, dir) => swap16(ct.tuple(dir).dport)),
    ),
  ],
  [
    n.NFT_CT_ZONE,
    { length: 2, direction: "allowed", get: word((ct, dir) => (dir < 0 ? ct.zone : ct.zoneOf(dir))) },
  ],
  [
    n.NFT_CT_PKTS,
    {
      length: 8,
      direction: "allowed",
      get: total((ct, dir) => (dir === 0 ? ct.acct?.packets0 : ct.acct?.packets1) ?? 0),
    },
  ],
  [
    n.NFT_CT_BYTES,
    {
      length: 8,
      direction: "allowed",
      get: total((ct, dir) => (dir === 0 ? ct.acct?.bytes0 : ct.acct?.bytes1) ?? 0),
    },
  ],
]);

/** Average bytes of a packet; 0 as long as there is none. */
function average(ct: NfConn, dir: number): number {
  const packets = sumOf(dir, ct.acct?.packets0, ct.acct?.packets1);
  return packets === 0 ? 0 : Math.floor(sumOf(dir, ct.acct?.bytes0, ct.acct?.bytes1) / packets);
}

const sumOf = (dir: number, first = 0, second = 0): number =>
  dir < 0 ? first + second : dir === 0 ? first : second;

const COUNTS: ReadonlySet<number> = new Set([n.NFT_CT_PKTS, n.NFT_CT_BYTES, n.NFT_CT_AVGPKT]);

abstract class CtExpr extends NftExpr {
  readonly type = CT;
  private readonly ctx: NftCtx;

  constructor(ctx: NftCtx) {
    super();
    this.ctx = ctx;
    nfCtNetnsGet(ctx.net, ctx.family);
  }

  override destroy(): void {
    nfCtNetnsPut(this.ctx.net, this.ctx.family);
  }
}

class CtState extends CtExpr {
  private readonly dreg: number;

  constructor(ctx: NftCtx, dreg: number) {
    super(ctx);
    this.dreg = dreg;
  }

  override test(): NftTest {
    return { kind: "load", key: `ct state ${this.dreg}`, dreg: this.dreg, length: 4 };
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const { skb } = pkt;
    if (nfCtGet(skb) !== null) regs.words[this.dreg] = 1 << ((skb.ctinfo % 3) + 1);
    else regs.words[this.dreg] = skb.ctinfo === IP_CT_UNTRACKED ? STATE_UNTRACKED : STATE_INVALID;
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, n.NFTA_CT_DREG, this.dreg);
    writer.be32(n.NFTA_CT_KEY, n.NFT_CT_STATE);
  }
}

class CtGet extends CtExpr {
  private readonly dreg: number;
  private readonly key: number;
  private readonly dir: number;
  private readonly get: Get;

  constructor(ctx: NftCtx, dreg: number, key: number, dir: number, get: Get) {
    super(ctx);
    this.dreg = dreg;
    this.key = key;
    this.dir = dir;
    this.get = get;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const ct = nfCtGet(pkt.skb);
    if (ct === null) regs.code = NFT_BREAK;
    else this.get(regs, this.dreg, ct, this.dir, pkt);
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, n.NFTA_CT_DREG, this.dreg);
    writer.be32(n.NFTA_CT_KEY, this.key);
    // What is the same both ways is told without one.
    const either = this.key === n.NFT_CT_PROTOCOL || this.key === n.NFT_CT_L3PROTOCOL;
    if (this.dir >= 0 && !either) writer.u8(n.NFTA_CT_DIRECTION, this.dir);
  }
}

export const CT: NftExprType = {
  name: "ct",
  maximum: 4,
  init: (ctx, tb) => {
    if (!tb.has(n.NFTA_CT_KEY)) return -EINVAL;
    if (tb.has(n.NFTA_CT_DREG) === tb.has(n.NFTA_CT_SREG)) return -EINVAL;
    return tb.has(n.NFTA_CT_SREG) ? initCtSet(CT, ctx, tb) : initGet(ctx, tb);
  },
};

function initGet(ctx: NftCtx, tb: AttributeTable): NftExpr | number {
  const key = tb.be32(n.NFTA_CT_KEY);
  const hasDir = tb.has(n.NFTA_CT_DIRECTION);
  if (key === n.NFT_CT_STATE) {
    if (hasDir) return -EINVAL;
    const dreg = parseStore(ctx, tb, n.NFTA_CT_DREG, 4);
    return dreg < 0 ? dreg : (noConnections(ctx) ?? new CtState(ctx, dreg));
  }
  const known = KEYS.get(key);
  if (known === undefined) return -EOPNOTSUPP;
  if (known.direction === "needed" ? !hasDir : hasDir && known.direction === "none") return -EINVAL;
  const dir = hasDir ? tb.u8(n.NFTA_CT_DIRECTION) : -1;
  if (dir > 1) return -EINVAL;
  const dreg = parseStore(ctx, tb, n.NFTA_CT_DREG, known.length);
  if (dreg < 0) return dreg;
  const refused = noConnections(ctx);
  if (refused !== undefined) return refused;
  // who asks for counts wants them counted (`nf_ct_set_acct`)
  if (COUNTS.has(key)) netCt(ctx.net).settings.acct = 1;
  return new CtGet(ctx, dreg, key, dir, known.get);
}

class Notrack extends NftExpr {
  readonly type = NOTRACK;

  eval(_regs: NftRegs, pkt: NftPktinfo): void {
    const { skb } = pkt;
    if (skb.nfct !== null || skb.ctinfo === IP_CT_UNTRACKED) return;
    setNfct(skb, null, IP_CT_UNTRACKED);
  }

  dump(): void {}
}

export const NOTRACK: NftExprType = { name: "notrack", maximum: 0, init: () => new Notrack() };
