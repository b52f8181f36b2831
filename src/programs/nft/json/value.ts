/** Values as JSON has them. Source: `src/json.c` (`datatype_json` and the types' own functions) of nftables 1.0.6. */
import type { ValueExpr } from "../ast.ts";
import type { NftContext } from "../context.ts";
import { bytesOf, type DataType, lowestBit, numberOf, printValue } from "../datatypes/index.ts";
import type { Json } from "./text.ts";

type Writer = (value: bigint, ctx: NftContext, type: DataType, bits: number) => Json;

/** As far as 64 bits reach; longer ones are text. */
const integer: Writer = (value) => (value < 1n << 64n ? value : `0x${value.toString(16)}`);

const text: Writer = (value, ctx, type, bits) => {
  const printed = printValue(type, value, ctx, bits);
  return printed.startsWith('"') ? printed.slice(1).replace(/".*$/s, "") : printed;
};

/** A name; numbers with one, where numbers are asked for, are the bytes as they lie in memory. */
const symbol: Writer = (value, ctx, type, bits) => {
  for (const [name, number] of type.symbols ?? []) {
    if (number !== value) continue;
    if (!ctx.numericSymbols) return name;
    return numberOf(bytesOf(value, bits, type.order), "host");
  }
  return integer(value, ctx, type, bits);
};

const OWN: Readonly<Record<string, Writer>> = {
  integer,
  mark: symbol,
  devgroup: symbol,
  boolean: (value) => value !== 0n,
  time: (value) => value / 1000n,
  inet_proto: (value, ctx) => (ctx.numericProtocol ? undefined : ctx.protocolName(Number(value))) ?? value,
  inet_service: (value, ctx) =>
    (ctx.services ? ctx.serviceName(Number(value))?.replaceAll('"', "") : undefined) ?? value,
  ct_label: (value) => lowestBit(value),
  uid: integer,
  gid: integer,
};

export function valueJson({ type, value, bits }: ValueExpr, ctx: NftContext): Json {
  const own = OWN[type.name];
  if (own !== undefined) return own(value, ctx, type, bits);
  if (type.symbols !== undefined && type.print === undefined) return symbol(value, ctx, type, bits);
  if (type.print !== undefined || type.base === "string") return text(value, ctx, type, bits);
  return integer(value, ctx, type, bits);
}
