/** Packets that add elements to sets. Source: `net/netfilter/nft_dynset.c`. */
import { EBUSY, EINVAL, EOPNOTSUPP } from "../../../../errno.ts";
import { NLA_F_NESTED } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK, NFT_SET_CONSTANT, NFTA_LIST_ELEM } from "../../../../netlink/nf-tables.ts";
import {
  NFT_DYNSET_F_EXPR,
  NFT_DYNSET_F_INV,
  NFT_DYNSET_OP_DELETE,
  NFT_DYNSET_OP_UPDATE,
  NFTA_DYNSET_EXPR,
  NFTA_DYNSET_EXPRESSIONS,
  NFTA_DYNSET_FLAGS,
  NFTA_DYNSET_OP,
  NFTA_DYNSET_SET_ID,
  NFTA_DYNSET_SET_NAME,
  NFTA_DYNSET_SREG_DATA,
  NFTA_DYNSET_SREG_KEY,
  NFTA_DYNSET_TIMEOUT,
} from "../../../../netlink/nf-tables-expressions.ts";
import type { NftCtx } from "../context.ts";
import { be64, dumpRegister, parseLoad, putBe64, valueData } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import { fillExpr } from "../rule/rule-dump.ts";
import { type NftSet, NftSetElem } from "../set/set.ts";
import { activateSet, bindSet, deactivateSet, lookupSet } from "../set/set-binding.ts";
import { cloneExprs, parseSetExprs } from "../set/set-exprs.ts";

const MS = 1e6;
/** Most elements of a set that says nothing of it. */
const DEFAULT_SIZE = 0xffff;

interface DynsetConfig {
  readonly set: NftSet;
  readonly op: number;
  readonly keyReg: number;
  /** -1: the set is no map. */
  readonly dataReg: number;
  /** ns */
  readonly timeout: number;
  readonly inverted: boolean;
  readonly exprs: readonly NftExpr[];
  /** The expressions are the rule's own, not just the set's. */
  readonly ownExprs: boolean;
}

class Dynset extends NftExpr {
  readonly type = DYNSET;
  private readonly config: DynsetConfig;

  constructor(config: DynsetConfig) {
    super();
    this.config = config;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const { set, op, keyReg, inverted } = this.config;
    const found = set.backend.lookup(regs.words, keyReg);
    const present = found !== null && !found.expired(set.now()) ? found : null;
    if (op === NFT_DYNSET_OP_DELETE) {
      if (present === null) return;
      set.remove(present);
      present.release();
      return;
    }
    const elem = present ?? this.create(regs);
    if (elem === null) {
      if (!inverted) regs.code = NFT_BREAK;
      return;
    }
    if (present !== null && op === NFT_DYNSET_OP_UPDATE && elem.expires !== 0) {
      elem.timeout = this.config.timeout || set.timeout;
      elem.expires = set.now() + elem.timeout;
    }
    if (elem.exprs.length > 0) elem.update(regs, pkt);
    if (inverted) regs.code = NFT_BREAK;
  }

  /** `nft_dynset_new`: null when the set is full. */
  private create(regs: NftRegs): NftSetElem | null {
    const { set, keyReg, dataReg, timeout, exprs } = this.config;
    if (set.backend.size >= set.limit) return null;
    const words = (set.desc.keyLength + 3) >>> 2;
    const elem = new NftSetElem(regs.words.slice(keyReg, keyReg + words));
    if (dataReg >= 0) elem.data = valueData(regs.bytes.slice(dataReg * 4, dataReg * 4 + set.desc.dataLength));
    const copies = cloneExprs(exprs);
    if (copies === null) return null;
    elem.exprs = copies;
    elem.timeout = timeout || set.timeout;
    if (elem.timeout !== 0) elem.expires = set.now() + elem.timeout;
    set.add(elem);
    return elem;
  }

  dump(writer: MessageWriter): void {
    const { set, op, keyReg, dataReg, timeout, inverted, exprs, ownExprs } = this.config;
    dumpRegister(writer, NFTA_DYNSET_SREG_KEY, keyReg);
    if (dataReg >= 0) dumpRegister(writer, NFTA_DYNSET_SREG_DATA, dataReg);
    writer.be32(NFTA_DYNSET_OP, op);
    writer.string(NFTA_DYNSET_SET_NAME, set.name);
    putBe64(writer, NFTA_DYNSET_TIMEOUT, Math.floor(timeout / MS));
    if (ownExprs && exprs.length === 1) fillExpr(writer, NFTA_DYNSET_EXPR, exprs[0], false);
    else if (ownExprs && exprs.length > 1) {
      const nest = writer.nest(NFTA_DYNSET_EXPRESSIONS | NLA_F_NESTED);
      for (const expr of exprs) fillExpr(writer, NFTA_LIST_ELEM, expr, false);
      writer.endNest(nest);
    }
    writer.be32(NFTA_DYNSET_FLAGS, inverted ? NFT_DYNSET_F_INV : 0);
  }

  override activate(): void {
    activateSet(this.config.set);
  }

  override deactivate(): void {
    deactivateSet(this.config.set);
  }
}

export const DYNSET: NftExprType = {
  name: "dynset",
  maximum: 10,
  init: (ctx, tb) => {
    if (!tb.has(NFTA_DYNSET_SET_NAME) || !tb.has(NFTA_DYNSET_OP) || !tb.has(NFTA_DYNSET_SREG_KEY))
      return -EINVAL;
    const flags = tb.be32(NFTA_DYNSET_FLAGS);
    if ((flags & ~(NFT_DYNSET_F_INV | NFT_DYNSET_F_EXPR)) !== 0) return -EOPNOTSUPP;
    const set = lookupSet(ctx, tb, NFTA_DYNSET_SET_NAME, NFTA_DYNSET_SET_ID);
    if (typeof set === "number") return set;
    if (set.isObjectMap) return -EOPNOTSUPP;
    if ((set.flags & NFT_SET_CONSTANT) !== 0) return -EBUSY;
    const op = tb.be32(NFTA_DYNSET_OP);
    if (op > NFT_DYNSET_OP_DELETE) return -EOPNOTSUPP;
    const timeout = be64(tb, NFTA_DYNSET_TIMEOUT) * MS;
    if (timeout !== 0 && !set.hasTimeout) return -EOPNOTSUPP;
    const keyReg = parseLoad(ctx, tb, NFTA_DYNSET_SREG_KEY, set.desc.keyLength);
    if (keyReg < 0) return keyReg;
    let dataReg = -1;
    if (tb.has(NFTA_DYNSET_SREG_DATA)) {
      if (!set.isMap) return -EINVAL;
      if (set.isVerdictMap) return -EOPNOTSUPP;
      dataReg = parseLoad(ctx, tb, NFTA_DYNSET_SREG_DATA, set.desc.dataLength);
      if (dataReg < 0) return dataReg;
    } else if (set.isMap) return -EINVAL;
    const exprs = chooseExprs(ctx, tb, set);
    if (typeof exprs === "number") return exprs;
    const error = bindSet(set);
    if (error < 0) return error;
    if (set.size === 0) set.size = DEFAULT_SIZE;
    const inverted = (flags & NFT_DYNSET_F_INV) !== 0;
    return new Dynset({ set, op, keyReg, dataReg, timeout, inverted, ...exprs });
  },
};

function chooseExprs(
  ctx: NftCtx,
  tb: Parameters<NftExprType["init"]>[1],
  set: NftSet,
): Pick<DynsetConfig, "exprs" | "ownExprs"> | number {
  const own = parseSetExprs(ctx, tb, NFTA_DYNSET_EXPR, NFTA_DYNSET_EXPRESSIONS);
  if (typeof own === "number") return own;
  if (own.length === 0) return { exprs: set.exprs, ownExprs: false };
  if (set.exprs.length === 0) return { exprs: own, ownExprs: true };
  const fits = own.length === set.exprs.length && own.every((expr, i) => expr.type === set.exprs[i].type);
  return fits ? { exprs: own, ownExprs: true } : -EOPNOTSUPP;
}
