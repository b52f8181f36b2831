/** Using a named object, or the one that a map says. Source: `net/netfilter/nft_objref.c`. */
import { EINVAL, EMFILE, ENOENT } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import {
  NFT_OBJECT_SYNPROXY,
  NFTA_OBJREF_IMM_NAME,
  NFTA_OBJREF_IMM_TYPE,
  NFTA_OBJREF_SET_ID,
  NFTA_OBJREF_SET_NAME,
  NFTA_OBJREF_SET_SREG,
} from "../../../../netlink/nf-tables-expressions.ts";
import { dumpRegister, parseLoad } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import { type NftObject, objectKey } from "../object/object.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { NftSet } from "../set/set.ts";
import { activateSet, bindSet, deactivateSet, lookupSet } from "../set/set-binding.ts";
import type { ValidateCtx } from "../validate.ts";
import { validateSynproxy } from "./synproxy.ts";

/** `nft_objref_validate_obj_type` */
function validateObject(from: ValidateCtx, type: number): number {
  return type === NFT_OBJECT_SYNPROXY ? validateSynproxy(from) : 0;
}

class ObjectReference extends NftExpr {
  readonly type = OBJREF;
  private readonly object: NftObject;

  constructor(object: NftObject) {
    super();
    this.object = object;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    this.object.state.eval(regs, pkt);
  }

  dump(writer: MessageWriter): void {
    writer.string(NFTA_OBJREF_IMM_NAME, this.object.name);
    writer.be32(NFTA_OBJREF_IMM_TYPE, this.object.type.type);
  }

  override validate(from: ValidateCtx): number {
    return validateObject(from, this.object.type.type);
  }

  override activate(): void {
    this.object.use++;
  }

  override deactivate(): void {
    this.object.use--;
  }
}

class ObjectMap extends NftExpr {
  readonly type = OBJREF;
  private readonly set: NftSet;
  private readonly sreg: number;

  constructor(set: NftSet, sreg: number) {
    super();
    this.set = set;
    this.sreg = sreg;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const object = this.set.lookup(regs.words, this.sreg)?.object ?? null;
    if (object === null) regs.code = NFT_BREAK;
    else object.state.eval(regs, pkt);
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, NFTA_OBJREF_SET_SREG, this.sreg);
    writer.string(NFTA_OBJREF_SET_NAME, this.set.name);
  }

  override validate(from: ValidateCtx): number {
    return validateObject(from, this.set.desc.objectType);
  }

  override activate(): void {
    activateSet(this.set);
  }

  override get boundSet(): NftSet {
    return this.set;
  }

  override deactivate(): void {
    deactivateSet(this.set);
  }
}

export const OBJREF: NftExprType = {
  name: "objref",
  maximum: 5,
  init: (ctx, tb) => {
    if (tb.has(NFTA_OBJREF_SET_SREG) && (tb.has(NFTA_OBJREF_SET_NAME) || tb.has(NFTA_OBJREF_SET_ID))) {
      const set = lookupSet(ctx, tb, NFTA_OBJREF_SET_NAME, NFTA_OBJREF_SET_ID);
      if (typeof set === "number") return set;
      if (!set.isObjectMap) return -EINVAL;
      const sreg = parseLoad(ctx, tb, NFTA_OBJREF_SET_SREG, set.desc.keyLength);
      if (sreg < 0) return sreg;
      const error = bindSet(set);
      if (set.desc.objectType === NFT_OBJECT_SYNPROXY) ctx.table.needsValidation();
      return error < 0 ? error : new ObjectMap(set, sreg);
    }
    if (!tb.has(NFTA_OBJREF_IMM_NAME) || !tb.has(NFTA_OBJREF_IMM_TYPE)) return -EINVAL;
    const key = objectKey(tb.be32(NFTA_OBJREF_IMM_TYPE), tb.string(NFTA_OBJREF_IMM_NAME));
    const object = ctx.table.objects.get(key);
    if (object === undefined) return -ENOENT;
    if (object.use >= 0xffffffff) return -EMFILE;
    object.use++;
    if (object.type.type === NFT_OBJECT_SYNPROXY) ctx.table.needsValidation();
    return new ObjectReference(object);
  },
};
