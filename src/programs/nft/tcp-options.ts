/** Options of TCP. Source: `src/tcpopt.c` of nftables 1.0.6. */
import { NFT_EXTHDR_OP_TCPOPT } from "../../netlink/nf-tables-expressions.ts";
import { BOOLEAN, type DataType, INTEGER } from "./datatype.ts";
import type { ExthdrLoad } from "./load.ts";

const BIG: DataType = { ...INTEGER, order: "big" };

/** Number, and fields with offset and length in bits. */
const OPTIONS: Readonly<
  Record<string, readonly [number, Readonly<Record<string, readonly [number, number]>>]>
> = {
  eol: [0, {}],
  nop: [1, {}],
  maxseg: [2, { length: [8, 8], size: [16, 16] }],
  window: [3, { length: [8, 8], count: [16, 8] }],
  "sack-perm": [4, { length: [8, 8] }],
  sack: [5, { length: [8, 8], left: [16, 32], right: [48, 32] }],
  timestamp: [8, { length: [8, 8], tsval: [16, 32], tsecr: [48, 32] }],
};

/** @param field undefined: whether the option is there */
export function tcpOption(name: string, field: string | undefined): ExthdrLoad | undefined {
  const option = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
  if (option === undefined) return undefined;
  const [header, fields] = option;
  const json = { "tcp option": field === undefined ? { name } : { name, field } };
  const common = { kind: "exthdr", op: NFT_EXTHDR_OP_TCPOPT, header, json } as const;
  if (field === undefined)
    return { ...common, offset: 0, bits: 8, present: true, type: BOOLEAN, text: `tcp option ${name}` };
  const place = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (place === undefined) return undefined;
  return {
    ...common,
    offset: place[0],
    bits: place[1],
    present: false,
    type: BIG,
    text: `tcp option ${name} ${field}`,
  };
}

/** The option that an expression of the kernel names. */
export function tcpOptionByNumber(
  header: number,
  offset: number,
  bits: number,
  present: boolean,
): ExthdrLoad | undefined {
  for (const [name, [number, fields]] of Object.entries(OPTIONS)) {
    if (number !== header) continue;
    if (present) return tcpOption(name, undefined);
    for (const [field, [at, length]] of Object.entries(fields))
      if (at === offset && length === bits) return tcpOption(name, field);
  }
  return undefined;
}
