/**
 * What a rule can ask of a packet: fields of headers, meta, connection tracking, routing and the like.
 *
 * Source: `src/payload.c`, `src/meta.c`, `src/ct.c`, `src/rt.c`, `src/fib.c`, `src/exthdr.c` of nftables 1.0.6.
 */
import { type DataType, INTEGER } from "../datatypes/index.ts";
import type { ByteOrder } from "../datatypes/type.ts";
import type { Field, Proto } from "./proto.ts";

interface Common {
  readonly type: DataType;
  /** Bits. */
  readonly bits: number;
  /** As it is written. */
  readonly text: string;
  /** As JSON has it. */
  readonly json: unknown;
}

export interface PayloadLoad extends Common {
  readonly kind: "payload";
  readonly proto?: Proto;
  readonly field?: Field;
  readonly base: number;
  /** Bits. */
  readonly offset: number;
}

export interface KeyLoad extends Common {
  readonly kind: "meta" | "ct" | "rt" | "socket";
  readonly key: number;
  /** Of ct: 0 original, 1 reply. */
  readonly direction?: number;
}

export interface FibLoad extends Common {
  readonly kind: "fib";
  readonly flags: number;
  readonly result: number;
}

export interface NumgenLoad extends Common {
  readonly kind: "numgen";
  readonly random: boolean;
  readonly modulus: number;
  readonly offset: number;
}

export interface SymhashLoad extends Common {
  readonly kind: "symhash";
  readonly modulus: number;
  readonly offset: number;
}

export interface ExthdrLoad extends Common {
  readonly kind: "exthdr";
  /** undefined: one that has none. */
  readonly name?: string;
  /** `NFT_EXTHDR_OP_*` */
  readonly op: number;
  readonly header: number;
  /** Bits. */
  readonly offset: number;
  readonly present: boolean;
}

export interface OsfLoad extends Common {
  readonly kind: "osf";
  /** `NF_OSF_TTL_*` */
  readonly ttl: number;
  readonly version: boolean;
}

export interface XfrmLoad extends Common {
  readonly kind: "xfrm";
  /** `NFT_XFRM_KEY_*` */
  readonly key: number;
  /** 0 in, 1 out. */
  readonly direction: number;
  /** Of the transformation, from 0. */
  readonly place: number;
}

export type Load =
  | PayloadLoad
  | KeyLoad
  | FibLoad
  | NumgenLoad
  | SymhashLoad
  | ExthdrLoad
  | OsfLoad
  | XfrmLoad;

/** How wide a field is in a concatenation: what has to be turned to the lowest bit keeps the bits that it is turned by. */
export function partWidth(load: Load): number {
  if (load.kind !== "payload") return load.bits;
  return load.bits + ((8 - ((load.offset + load.bits) % 8)) % 8);
}

/** Whether a field's bits are turned to the lowest one to be looked up, which nothing but a rule can say. */
export const isTurned = (load: Load): boolean => partWidth(load) !== load.bits;

/** How a field is kept in a concatenation. */
export interface StoredField {
  readonly bits: number;
  readonly order: ByteOrder;
}

export function storedField(load: Load): StoredField {
  const packets = load.kind === "payload" || load.kind === "exthdr";
  return { bits: load.bits, order: packets ? "big" : load.type.order };
}

export function payloadLoad(proto: Proto, field: Field): PayloadLoad {
  return {
    kind: "payload",
    proto,
    field,
    base: proto.base,
    offset: field.offset,
    bits: field.length,
    type: field.type,
    text: `${proto.name} ${field.name}`,
    json: { payload: { protocol: proto.name, field: field.name } },
  };
}

export function symhashLoad(modulus: number, offset: number): SymhashLoad {
  return {
    kind: "symhash",
    modulus,
    offset,
    type: INTEGER,
    bits: 32,
    text: `symhash mod ${modulus}${offset === 0 ? "" : ` offset ${offset}`}`,
    json: { symhash: { mod: modulus, offset: offset === 0 ? undefined : offset } },
  };
}
