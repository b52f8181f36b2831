/** What is looked up in sets, or put into them: fields, and values that the rule itself has. */
import type { Elem, Expr } from "../ast.ts";
import { type DataType, INTEGER, numberOf, XINTEGER } from "../datatypes/index.ts";
import { NOWHERE } from "../errors/source.ts";
import { type RuleReader, wordOf } from "./reader.ts";
import { exprOf } from "./resolve.ts";

/** What a number is shown as of which nobody says what it is. */
const NAMELESS: DataType = {
  ...INTEGER,
  order: "big",
  print: (value) => `0x${value.toString(16)} [invalid type]`,
};

/** A value that the rule itself has. */
function given(bytes: Uint8Array, type: DataType = NAMELESS): Expr {
  const value = numberOf(bytes, type.order);
  return { k: "value", type, bits: bytes.length * 8, value, loc: NOWHERE };
}

/** Registers from one on, as many as a key of so many fields has. */
export function keyOf(
  r: RuleReader,
  register: number,
  fields: readonly number[],
  types: readonly DataType[] = [],
): Expr {
  if (fields.length === 1) {
    const source = r.registers.get(wordOf(register));
    return source?.bytes === undefined ? exprOf(r, source) : given(source.bytes, NAMELESS);
  }
  let word = wordOf(register);
  const items = fields.map((bits, i) => {
    const source = r.registers.get(word);
    const item = source?.bytes === undefined ? exprOf(r, source, true) : given(source.bytes, types[i]);
    word += Math.max(1, (Math.ceil(bits / 8) + 3) >>> 2);
    return item;
  });
  return { k: "concat", items, loc: NOWHERE };
}

/** Elements of a rule's own set: what is looked up says how bits are told that were named by their place. */
export function asKey(elems: readonly Elem[], key: Expr): readonly Elem[] {
  const fields = key.k === "concat" ? key.items : [key];
  const isRaw = (field: Expr | undefined): boolean =>
    field?.k === "load" && field.load.type.print === XINTEGER.print;
  if (!fields.some(isRaw)) return elems;
  const shown = (value: Expr, field: Expr | undefined): Expr => {
    if (!isRaw(field)) return value;
    if (value.k === "range")
      return { ...value, low: shown(value.low, field), high: shown(value.high, field) };
    if (value.k === "prefix") return { ...value, base: shown(value.base, field) };
    return value.k === "value" ? { ...value, type: { ...value.type, print: XINTEGER.print } } : value;
  };
  const all = (value: Expr): Expr =>
    value.k === "concat"
      ? { ...value, items: value.items.map((item, i) => shown(item, fields[i])) }
      : shown(value, fields[0]);
  return elems.map((elem) => ({ ...elem, key: all(elem.key) }));
}
