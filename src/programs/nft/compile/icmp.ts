/** Checks of the type that fields of ICMP messages need in front of them. Source: `src/payload.c` (`payload_gen_icmp_dependency`). */
import type { Elem } from "../ast.ts";
import { bytesOf } from "../datatypes/index.ts";
import { type Loc, NftError, NOWHERE } from "../errors/source.ts";
import { icmpNeeds } from "../fields/icmp-needs.ts";
import { type PayloadLoad, payloadLoad } from "../fields/load.ts";
import type { Proto } from "../fields/proto.ts";
import type { RuleCompiler } from "./compiler.ts";
import { emitCompare, emitLoad, emitLookup } from "./emit.ts";
import { elementsOf, type SetInfo } from "./set-data.ts";

function typeLoad(proto: Proto): PayloadLoad | undefined {
  const field = proto.fields.find(({ name }) => name === "type");
  return field === undefined ? undefined : payloadLoad(proto, field);
}

/** Makes sure that the message is of a type that has the field. */
export function needIcmpType(c: RuleCompiler, load: PayloadLoad, loc: Loc): void {
  const { proto, field } = load;
  const needs = proto === undefined ? undefined : icmpNeeds(proto.name, field?.name);
  if (proto === undefined || needs === undefined) return;
  const { icmp } = c.proto;
  if (icmp !== undefined) {
    if (icmp.type === undefined || needs.includes(icmp.type)) return;
    throw new NftError(`incompatible icmp match: rule has ${icmp.type}, need ${needs[0]}`, loc);
  }
  const type = typeLoad(proto);
  if (type === undefined) return;
  emitLoad(c, type, 0);
  if (needs.length === 1) emitCompare(c, 0, "==", bytesOf(BigInt(needs[0]), 8, "big"));
  else emitLookup(c, 0, typesSet(c, type, needs, loc), undefined);
  learnIcmpType(c, needs.length === 1 ? needs[0] : undefined);
}

function typesSet(c: RuleCompiler, { type, bits }: PayloadLoad, needs: readonly number[], loc: Loc) {
  const info: SetInfo = {
    name: "__set%d",
    family: c.family,
    table: c.table,
    key: { types: [type], bits: [bits] },
    data: undefined,
    interval: false,
    concat: false,
    autoMerge: false,
  };
  const elems = needs.map(
    (number): Elem => ({
      key: { k: "value", value: BigInt(number), type, bits, loc: NOWHERE },
      loc: NOWHERE,
    }),
  );
  const { id } = c.addSet(info, elementsOf(elems, info, c.ctx), loc);
  return { name: info.name, id };
}

/** Whether the field is the type of ICMP messages. */
export function isIcmpType({ proto, field }: PayloadLoad): boolean {
  return field?.name === "type" && (proto?.name === "icmp" || proto?.name === "icmpv6");
}

/** What is known of the type from here on; undefined: one of several. */
export function learnIcmpType(c: RuleCompiler, type: number | undefined): void {
  c.proto.icmp = { type };
}
