/**
 * Types of values: how they are read, written, and how wide they are.
 *
 * Source: `src/datatype.c` of nftables 1.0.6.
 */
import type { NftContext } from "../context.ts";

export type ByteOrder = "host" | "big";

export interface DataType {
  readonly name: string;
  /** `TYPE_*`, which sets carry. */
  readonly id: number;
  readonly description: string;
  /** Width in bits; 0: whatever the other side has. */
  readonly bits: number;
  readonly order: ByteOrder;
  readonly base: "integer" | "bitmask" | "string";
  /** Names of values. */
  readonly symbols?: ReadonlyMap<string, bigint>;
  /** Values without a name are written in hexadecimal with so many digits. */
  readonly hex?: number;
  /** @returns the value, what is wrong with the text, or undefined where it may still be a number */
  parse?(text: string, ctx: NftContext): bigint | string | undefined;
  /** What is said of a text that is no value. */
  readonly wrong?: string;
  /** What is said of a number that has more bits. */
  readonly tooBig?: string;
  print?(value: bigint, ctx: NftContext, bits: number): string;
  /** JSON writes it as a number. */
  readonly jsonNumber?: boolean;
}

const ALL = new Map<number, DataType>();
const BY_NAME = new Map<string, DataType>();

function add(type: DataType): DataType {
  ALL.set(type.id, type);
  BY_NAME.set(type.name, type);
  return type;
}

export function table(text: string): ReadonlyMap<string, bigint> {
  const map = new Map<string, bigint>();
  for (const pair of text.trim().split(/\s+/)) {
    const [name, value] = pair.split("=");
    map.set(name, BigInt(value));
  }
  return map;
}

/** A number as C reads it: 0x.. and leading 0 as octal. */
export function parseNumber(text: string): bigint | undefined {
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return BigInt(text);
  if (/^0[0-7]+$/.test(text)) return BigInt(`0o${text.slice(1)}`);
  return /^[0-9]+$/.test(text) ? BigInt(text) : undefined;
}

export function named(type: Omit<DataType, "base"> & { readonly base?: DataType["base"] }): DataType {
  return add({ base: "integer", ...type });
}

export function typeById(id: number): DataType | undefined {
  return ALL.get(id);
}

/** Labels of connections are a type that no set can be said to have. */
export function typeByName(name: string): DataType | undefined {
  return name === "ct_label" ? undefined : BY_NAME.get(name);
}

/** A number as bytes of its width, in the order of the type. */
export function bytesOf(value: bigint, bits: number, order: ByteOrder): Uint8Array {
  const length = Math.ceil(bits / 8);
  const bytes = new Uint8Array(length);
  let rest = value;
  for (let i = 0; i < length; i++) {
    bytes[order === "big" ? length - 1 - i : i] = Number(rest & 255n);
    rest >>= 8n;
  }
  return bytes;
}

export function numberOf(bytes: Uint8Array, order: ByteOrder): bigint {
  let value = 0n;
  for (let i = 0; i < bytes.length; i++)
    value = (value << 8n) | BigInt(bytes[order === "big" ? i : bytes.length - 1 - i]);
  return value;
}

/** The value as it is written. */
export function printValue(type: DataType, value: bigint, ctx: NftContext, bits = type.bits): string {
  if (type.print !== undefined && !(ctx.numericSymbols && type.symbols !== undefined))
    return type.print(value, ctx, bits);
  if (type.base === "string") return `"${stringOf(value)}"`;
  if (!ctx.numericSymbols) for (const [name, number] of type.symbols ?? []) if (number === value) return name;
  const hexadecimal = type.hex !== undefined || type.base === "bitmask";
  return !hexadecimal ? value.toString() : `0x${value.toString(16).padStart(type.hex ?? 0, "0")}`;
}

/** Text in a value whose first byte is the lowest. */
export function stringOf(value: bigint): string {
  let text = "";
  for (let rest = value; rest > 0n; rest >>= 8n) {
    const code = Number(rest & 255n);
    if (code === 0) break;
    text += String.fromCharCode(code);
  }
  return text;
}

export function stringValue(text: string): bigint {
  let value = 0n;
  for (let i = text.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(text.charCodeAt(i) & 255);
  return value;
}
