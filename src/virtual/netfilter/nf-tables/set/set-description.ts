/** What a new set is to be. Source: `net/netfilter/nf_tables_api.c` (`nf_tables_newset`, `nf_tables_set_desc_parse`). */
import { E2BIG, EINVAL, EOPNOTSUPP } from "../../../../errno.ts";
import { AttributeTable } from "../../../../netlink/attribute.ts";
import {
  NFT_DATA_VERDICT,
  NFT_SET_ANONYMOUS,
  NFT_SET_CONSTANT,
  NFT_SET_EVAL,
  NFT_SET_INTERVAL,
  NFT_SET_MAP,
  NFT_SET_OBJECT,
  NFT_SET_TIMEOUT,
  NFTA_LIST_ELEM,
  NFTA_SET_DATA_LEN,
  NFTA_SET_DATA_TYPE,
  NFTA_SET_DESC,
  NFTA_SET_DESC_CONCAT,
  NFTA_SET_DESC_SIZE,
  NFTA_SET_FIELD_LEN,
  NFTA_SET_FLAGS,
  NFTA_SET_GC_INTERVAL,
  NFTA_SET_KEY_LEN,
  NFTA_SET_KEY_TYPE,
  NFTA_SET_OBJ_TYPE,
  NFTA_SET_POLICY,
  NFTA_SET_TIMEOUT,
} from "../../../../netlink/nf-tables.ts";
import { be64 } from "../data.ts";
import type { NftRequest } from "../message.ts";
import type { SetDescription } from "./set.ts";

/** All flags that there are. */
const KNOWN_FLAGS = 0x1ff;
/** Longest key and longest value. */
const VALUE_MAX = 64;
const NFT_REG32_COUNT = 16;
const OBJECT_MAX = 10;
/** What user space calls types of its own; nothing but the verdict's is the kernel's. */
const RESERVED = 0xffffff00;
const MS = 1e6;

const both = (flags: number, mask: number): boolean => (flags & mask) === mask;

function flagsFit(flags: number): boolean {
  if ((flags & ~KNOWN_FLAGS) !== 0) return false;
  if (both(flags, NFT_SET_MAP | NFT_SET_OBJECT)) return false;
  if (both(flags, NFT_SET_EVAL | NFT_SET_OBJECT)) return false;
  // elements of a set without a name go when rules put them there
  if (
    (flags & (NFT_SET_ANONYMOUS | NFT_SET_TIMEOUT | NFT_SET_EVAL)) ===
    (NFT_SET_ANONYMOUS | NFT_SET_TIMEOUT)
  )
    return false;
  return !both(flags, NFT_SET_CONSTANT | NFT_SET_TIMEOUT);
}

/** Whether there is a kind of set for these flags: none of intervals can be changed by packets (`nft_select_set_ops`). */
export const hasKind = (flags: number): boolean => !both(flags, NFT_SET_INTERVAL | NFT_SET_EVAL);

const isReserved = (type: number): boolean => (type & RESERVED) >>> 0 === RESERVED >>> 0;

/** Reads what a request says of its set. @returns it, or a negative error */
export function parseSetDescription({ tb }: NftRequest): SetDescription | number {
  if (!tb.has(NFTA_SET_KEY_LEN)) return -EINVAL;
  const keyType = tb.be32(NFTA_SET_KEY_TYPE);
  if (isReserved(keyType)) return -EINVAL;
  const keyLength = tb.be32(NFTA_SET_KEY_LEN);
  if (keyLength === 0 || keyLength > VALUE_MAX) return -EINVAL;
  const flags = tb.be32(NFTA_SET_FLAGS);
  const timed = (flags & NFT_SET_TIMEOUT) !== 0;
  const untimely = !timed && (tb.has(NFTA_SET_TIMEOUT) || tb.has(NFTA_SET_GC_INTERVAL));
  // that no kind of set has these flags together turns out later
  if (untimely && (flags & NFT_SET_INTERVAL) !== 0) return -EINVAL;
  if (!flagsFit(flags)) return -EOPNOTSUPP;
  const data = parseDataType(tb, flags);
  if (typeof data === "number") return data;
  const objectType = tb.be32(NFTA_SET_OBJ_TYPE);
  if (tb.has(NFTA_SET_OBJ_TYPE) !== ((flags & NFT_SET_OBJECT) !== 0)) return -EINVAL;
  if (tb.has(NFTA_SET_OBJ_TYPE) && (objectType === 0 || objectType > OBJECT_MAX)) return -EINVAL;
  if (untimely) return -EINVAL;
  const desc = parseDesc(tb, keyLength);
  if (typeof desc === "number") return desc;
  return {
    flags,
    keyType,
    keyLength,
    ...data,
    objectType,
    policy: tb.be32(NFTA_SET_POLICY),
    ...desc,
    timeout: be64(tb, NFTA_SET_TIMEOUT) * MS,
    gcInterval: tb.be32(NFTA_SET_GC_INTERVAL),
  };
}

function parseDataType(tb: AttributeTable, flags: number): { dataType: number; dataLength: number } | number {
  const isMap = (flags & NFT_SET_MAP) !== 0;
  if (!tb.has(NFTA_SET_DATA_TYPE)) return isMap ? -EINVAL : { dataType: 0, dataLength: 0 };
  if (!isMap) return -EINVAL;
  const dataType = tb.be32(NFTA_SET_DATA_TYPE);
  if (dataType === NFT_DATA_VERDICT) return { dataType, dataLength: 16 };
  if (isReserved(dataType) || !tb.has(NFTA_SET_DATA_LEN)) return -EINVAL;
  const dataLength = tb.be32(NFTA_SET_DATA_LEN);
  return dataLength === 0 || dataLength > VALUE_MAX ? -EINVAL : { dataType, dataLength };
}

function parseDesc(tb: AttributeTable, keyLength: number): { size: number; fields: number[] } | number {
  const desc = new AttributeTable(2).parseNested(tb, NFTA_SET_DESC);
  const fields: number[] = [];
  const field = new AttributeTable(1);
  for (const cursor = desc.cursor(NFTA_SET_DESC_CONCAT); cursor.next(); ) {
    if (cursor.type !== NFTA_LIST_ELEM) return -EINVAL;
    if (fields.length >= NFT_REG32_COUNT) return -E2BIG;
    field.parse(cursor.bytes, cursor.start, cursor.start + cursor.length);
    const length = field.be32(NFTA_SET_FIELD_LEN);
    if (length === 0 || length > VALUE_MAX) return -EINVAL;
    fields.push(length);
  }
  const words = fields.reduce((sum, length) => sum + ((length + 3) >>> 2), 0);
  if (words > NFT_REG32_COUNT) return -E2BIG;
  // The fields must fill the key.
  if (fields.length > 0 && words * 4 !== ((keyLength + 3) & ~3)) return -EINVAL;
  return { size: desc.be32(NFTA_SET_DESC_SIZE), fields };
}
