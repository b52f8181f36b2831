/** Expressions as messages carry them. */
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import {
  NFTA_DATA_VALUE,
  NFTA_DATA_VERDICT,
  NFTA_EXPR_DATA,
  NFTA_EXPR_NAME,
  NFTA_VERDICT_CHAIN,
  NFTA_VERDICT_CHAIN_ID,
  NFTA_VERDICT_CODE,
} from "../../../netlink/nf-tables.ts";

import type { Loc } from "../errors/source.ts";

export interface NlExpr {
  readonly name: string;
  /** What it was made of, for errors of the kernel. */
  loc?: Loc;
  write(w: MessageWriter): void;
}

/** A register by the word that it begins with. */
export function registerOf(word: number): number {
  return word % 4 === 0 ? word / 4 + 1 : word + 8;
}

export function writeExpr(w: MessageWriter, attr: number, expr: NlExpr): void {
  const nest = w.nest(attr | NLA_F_NESTED);
  w.string(NFTA_EXPR_NAME, expr.name);
  const data = w.nest(NFTA_EXPR_DATA | NLA_F_NESTED);
  expr.write(w);
  w.endNest(data);
  w.endNest(nest);
}

export function writeValue(w: MessageWriter, attr: number, bytes: Uint8Array): void {
  const nest = w.nest(attr | NLA_F_NESTED);
  w.data(NFTA_DATA_VALUE, bytes);
  w.endNest(nest);
}

/** @param id of a chain without a name: its number in the batch */
export function writeVerdict(
  w: MessageWriter,
  attr: number,
  code: number,
  chain: string | undefined,
  id?: number,
): void {
  const nest = w.nest(attr | NLA_F_NESTED);
  const verdict = w.nest(NFTA_DATA_VERDICT | NLA_F_NESTED);
  w.be32(NFTA_VERDICT_CODE, code >>> 0);
  if (chain !== undefined) w.string(NFTA_VERDICT_CHAIN, chain);
  if (id !== undefined) w.be32(NFTA_VERDICT_CHAIN_ID, id);
  w.endNest(verdict);
  w.endNest(nest);
}

export function be64(w: MessageWriter, attr: number, value: number): void {
  const at = w.attribute(attr, 8);
  const high = Math.floor(value / 4294967296);
  for (let i = 0; i < 4; i++) {
    w.bytes[at + i] = (high >>> (24 - 8 * i)) & 255;
    w.bytes[at + 4 + i] = (value >>> (24 - 8 * i)) & 255;
  }
}
