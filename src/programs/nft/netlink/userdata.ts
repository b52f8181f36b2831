/** What nft itself keeps beside the kernel's things: type, length, value. Source: libnftnl's `udata.h`. */
import type { StoredField } from "../fields/load.ts";

export const UDATA_RULE_COMMENT = 0;
export const UDATA_COMMENT = 0;
export const UDATA_SET_ELEM_FLAGS = 1;
/** The interval has no end. */
export const SET_ELEM_F_INTERVAL_OPEN = 1;
export const UDATA_SET_KEYBYTEORDER = 0;
export const UDATA_SET_DATABYTEORDER = 1;
export const UDATA_SET_MERGE = 2;
/** The text behind typeof, in a form of our own. */
export const UDATA_SET_KEY_TYPEOF = 3;
export const UDATA_SET_DATA_TYPEOF = 4;
/** What a map says is a range. */
export const UDATA_SET_DATA_INTERVAL = 6;
export const UDATA_SET_COMMENT = 7;
/** Width in bits and order of bytes of each field of a concatenation, in a form of our own. */
export const UDATA_SET_KEY_FIELDS = 128;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class UserData {
  private readonly bytes: number[] = [];

  get empty(): boolean {
    return this.bytes.length === 0;
  }

  text(type: number, value: string): this {
    return this.data(type, [...encoder.encode(value), 0]);
  }

  u32(type: number, value: number): this {
    return this.data(type, [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]);
  }

  /** Widths with the highest bit set where the order of bytes is that of packets. */
  fields(type: number, fields: readonly StoredField[]): this {
    return this.data(
      type,
      fields.flatMap(({ bits, order }) => [bits & 255, (bits >>> 8) | (order === "big" ? 0x80 : 0)]),
    );
  }

  private data(type: number, value: readonly number[]): this {
    this.bytes.push(type, value.length, ...value);
    return this;
  }

  encode(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

/** Values by type. */
export function readUserData(bytes: Uint8Array | undefined): Map<number, Uint8Array> {
  const found = new Map<number, Uint8Array>();
  if (bytes === undefined) return found;
  for (let at = 0; at + 2 <= bytes.length; at += 2 + bytes[at + 1])
    found.set(bytes[at], bytes.subarray(at + 2, at + 2 + bytes[at + 1]));
  return found;
}

export function udataText(found: Map<number, Uint8Array>, type: number): string | undefined {
  const value = found.get(type);
  if (value === undefined) return undefined;
  const end = value.indexOf(0);
  return decoder.decode(end < 0 ? value : value.subarray(0, end));
}
