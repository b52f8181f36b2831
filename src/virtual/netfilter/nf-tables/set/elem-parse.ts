/** Reading an element of a message. Source: `net/netfilter/nf_tables_api.c` (`nft_add_set_elem`, `nft_setelem_parse_flags`). */
import { EINVAL, ENOENT, EOPNOTSUPP, ERANGE } from "../../../../errno.ts";
import { AttributeTable } from "../../../../netlink/attribute.ts";
import {
  NFT_SET_ELEM_CATCHALL,
  NFT_SET_ELEM_INTERVAL_END,
  NFT_SET_INTERVAL,
  NFTA_SET_ELEM_DATA,
  NFTA_SET_ELEM_EXPIRATION,
  NFTA_SET_ELEM_EXPR,
  NFTA_SET_ELEM_EXPRESSIONS,
  NFTA_SET_ELEM_FLAGS,
  NFTA_SET_ELEM_KEY,
  NFTA_SET_ELEM_KEY_END,
  NFTA_SET_ELEM_OBJREF,
  NFTA_SET_ELEM_TIMEOUT,
  NFTA_SET_ELEM_USERDATA,
} from "../../../../netlink/nf-tables.ts";
import type { NftCtx } from "../context.ts";
import { be64, type NftData, parseData } from "../data.ts";
import type { NftExpr } from "../expr.ts";
import { objectKey } from "../object/object.ts";
import { type NftSet, NftSetElem } from "./set.ts";
import { cloneExprs, parseSetExprs } from "./set-exprs.ts";

const MS = 1e6;
const MAXIMUM = 11;
const NO_KEY = new Int32Array(0);
/** What the end of an interval can not have. */
const NOT_OF_ENDS = [
  NFTA_SET_ELEM_DATA,
  NFTA_SET_ELEM_OBJREF,
  NFTA_SET_ELEM_TIMEOUT,
  NFTA_SET_ELEM_EXPIRATION,
  NFTA_SET_ELEM_USERDATA,
  NFTA_SET_ELEM_EXPR,
  NFTA_SET_ELEM_KEY_END,
  NFTA_SET_ELEM_EXPRESSIONS,
];

/** The attributes of one element (`NFTA_SET_ELEM_*`). */
export function elementTable(bytes: Uint8Array, start: number, end: number): AttributeTable {
  return new AttributeTable(MAXIMUM).parse(bytes, start, end);
}

/** Flags of an element, or a negative error. */
function parseFlags(set: NftSet, tb: AttributeTable): number {
  const flags = tb.be32(NFTA_SET_ELEM_FLAGS);
  if ((flags & ~(NFT_SET_ELEM_INTERVAL_END | NFT_SET_ELEM_CATCHALL)) !== 0) return -EOPNOTSUPP;
  if ((set.flags & NFT_SET_INTERVAL) === 0 && (flags & NFT_SET_ELEM_INTERVAL_END) !== 0) return -EINVAL;
  return flags === (NFT_SET_ELEM_INTERVAL_END | NFT_SET_ELEM_CATCHALL) ? -EINVAL : flags;
}

function parseKey(ctx: NftCtx, set: NftSet, tb: AttributeTable, type: number): Int32Array | number {
  const data = parseData(ctx, tb, type);
  if (typeof data === "number") return data;
  return data.verdict || data.length !== set.desc.keyLength ? -EINVAL : data.words;
}

/** What names an element, as requests to delete and to get have it. */
export function parseElementKey(ctx: NftCtx, set: NftSet, tb: AttributeTable): NftSetElem | number {
  const flags = parseFlags(set, tb);
  if (flags < 0) return flags;
  const catchall = (flags & NFT_SET_ELEM_CATCHALL) !== 0;
  if (catchall === tb.has(NFTA_SET_ELEM_KEY)) return -EINVAL;
  const key = catchall ? NO_KEY : parseKey(ctx, set, tb, NFTA_SET_ELEM_KEY);
  if (typeof key === "number") return key;
  const elem = new NftSetElem(key);
  elem.catchall = catchall;
  elem.end = (flags & NFT_SET_ELEM_INTERVAL_END) !== 0;
  if (tb.has(NFTA_SET_ELEM_KEY_END)) {
    const end = parseKey(ctx, set, tb, NFTA_SET_ELEM_KEY_END);
    if (typeof end === "number") return end;
    elem.keyEnd = end;
  }
  return elem;
}

/** A whole element. */
export function parseElement(ctx: NftCtx, set: NftSet, tb: AttributeTable): NftSetElem | number {
  const elem = parseElementKey(ctx, set, tb);
  if (typeof elem === "number") return elem;
  if (elem.end && NOT_OF_ENDS.some((type) => tb.has(type))) return -EINVAL;
  if (!elem.end) {
    if (set.isMap !== tb.has(NFTA_SET_ELEM_DATA)) return -EINVAL;
    if (set.isObjectMap !== tb.has(NFTA_SET_ELEM_OBJREF)) return -EINVAL;
  }
  return (
    parseTimes(set, tb, elem) ||
    parseReferences(ctx, set, tb, elem) ||
    parseExpressions(ctx, set, tb, elem) ||
    elem
  );
}

/** @returns 0 or a negative error */
function parseTimes(set: NftSet, tb: AttributeTable, elem: NftSetElem): number {
  if (tb.has(NFTA_SET_ELEM_TIMEOUT)) {
    if (!set.hasTimeout) return -EINVAL;
    elem.timeout = be64(tb, NFTA_SET_ELEM_TIMEOUT) * MS;
  } else if (set.hasTimeout && !elem.end) elem.timeout = set.timeout;
  let left = elem.timeout;
  if (tb.has(NFTA_SET_ELEM_EXPIRATION)) {
    if (!set.hasTimeout || elem.timeout === 0) return -EINVAL;
    left = be64(tb, NFTA_SET_ELEM_EXPIRATION) * MS;
    if (left > elem.timeout) return -ERANGE;
    // Nothing told of what is left: all of it is.
    if (left === 0) left = elem.timeout;
  }
  if (elem.timeout !== 0) elem.expires = set.now() + left;
  elem.userdata = tb.payload(NFTA_SET_ELEM_USERDATA)?.slice();
  return 0;
}

/** Value and object. */
function parseReferences(ctx: NftCtx, set: NftSet, tb: AttributeTable, elem: NftSetElem): number {
  if (tb.has(NFTA_SET_ELEM_OBJREF)) {
    const key = objectKey(set.desc.objectType, tb.string(NFTA_SET_ELEM_OBJREF));
    const object = ctx.table.objects.get(key);
    if (object === undefined) return -ENOENT;
    elem.object = object;
  }
  if (!tb.has(NFTA_SET_ELEM_DATA)) return 0;
  const data: NftData | number = parseData(ctx, tb, NFTA_SET_ELEM_DATA);
  if (typeof data === "number") return data;
  if (data.verdict !== set.isVerdictMap) return -EINVAL;
  if (!data.verdict && data.length !== set.desc.dataLength) return -EINVAL;
  elem.data = data;
  if (data.chain !== null) ctx.table.needsValidation();
  return 0;
}

function parseExpressions(ctx: NftCtx, set: NftSet, tb: AttributeTable, elem: NftSetElem): number {
  const given = parseSetExprs(ctx, tb, NFTA_SET_ELEM_EXPR, NFTA_SET_ELEM_EXPRESSIONS);
  if (typeof given === "number") return given;
  if (given.length > 0) {
    const fits =
      set.exprs.length === 0 ||
      (given.length === set.exprs.length && given.every((expr, i) => expr.type === set.exprs[i].type));
    elem.exprs = given;
    return fits ? 0 : -EOPNOTSUPP;
  }
  if (elem.end || set.exprs.length === 0) return 0;
  const copies: NftExpr[] | null = cloneExprs(set.exprs);
  if (copies === null) return -EOPNOTSUPP;
  elem.exprs = copies;
  return 0;
}
