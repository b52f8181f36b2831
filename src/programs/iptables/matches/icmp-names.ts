/** ICMP types by name, for `icmp` and `icmp6`. */
import { strtoulPrefix } from "../../lib/numbers.ts";
import type { Context } from "../context.ts";
import type { OptionCall, PrintCall } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { UINT8_MAX, wholeNumber } from "../values/parse-number.ts";

/** A name with its type and the codes that it stands for. */
export interface IcmpName {
  readonly name: string;
  readonly type: number;
  readonly minCode: number;
  readonly maxCode: number;
}

/** A table's line from `[name, type, code]`; without a code it is all of the type's. */
export function icmpNames(lines: readonly (readonly [string, number, number?])[]): readonly IcmpName[] {
  return lines.map(([name, type, code]) => ({ name, type, minCode: code ?? 0, maxCode: code ?? 0xff }));
}

const TYPE = 0;
const CODE_MIN = 1;
const CODE_MAX = 2;
const INVERSE = 3;

/** A number of 8 bits; ends where one is followed by something else. */
function readNumber(context: Context, text: string): bigint | undefined {
  const number = wholeNumber(text, 0n, UINT8_MAX);
  if (number !== undefined || text.trimStart().startsWith("-")) return number;
  const begun = strtoulPrefix(text, 0);
  if (begun === undefined || begun.range || begun.value > UINT8_MAX) return undefined;
  return context.wrong(`unknown character ${begun.rest[0]}`);
}

function lookUp(context: Context, names: readonly IcmpName[], text: string, family: string): IcmpName {
  const wanted = text.toLowerCase();
  const begun = names.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  const exact = begun.find(({ name }) => name.length === text.length);
  if (exact) return exact;
  if (begun.length > 1)
    return context.wrong(`Ambiguous ${family} type \`${text}': \`${begun[0].name}' or \`${begun[1].name}'?`);
  if (begun.length === 1) return begun[0];
  const slash = text.indexOf("/");
  const type = readNumber(context, slash < 0 ? text : text.slice(0, slash));
  if (type === undefined)
    return context.wrong(`Unknown ${family} type \`${slash < 0 ? text : text.slice(0, slash)}'`);
  if (slash < 0) return { name: "", type: Number(type), minCode: 0, maxCode: 0xff };
  const code = readNumber(context, text.slice(slash + 1));
  if (code === undefined) return context.wrong(`Unknown ${family} code \`${text}'`);
  return { name: "", type: Number(type), minCode: Number(code), maxCode: Number(code) };
}

/** Reads `--icmp-type`. */
export function parseIcmp(call: OptionCall, names: readonly IcmpName[], family: string): void {
  const { data, argument, invert, context } = call;
  const found = lookUp(context, names, argument, family);
  data.set8(TYPE, found.type);
  data.set8(CODE_MIN, found.minCode);
  data.set8(CODE_MAX, found.maxCode);
  if (invert) data.set8(INVERSE, 1);
}

function nameOf(data: Struct, names: readonly IcmpName[]): string | undefined {
  return names.find(
    ({ type, minCode, maxCode }) =>
      type === data.u8(TYPE) && minCode === data.u8(CODE_MIN) && maxCode === data.u8(CODE_MAX),
  )?.name;
}

/** As `-L` shows it. */
export function printIcmp({ data, numeric }: PrintCall, names: readonly IcmpName[], word: string): string {
  const not = data.u8(INVERSE) & 1 ? "!" : "";
  const name = numeric ? undefined : nameOf(data, names);
  let text = ` ${word}`;
  if (name !== undefined) text += ` ${not}${name}`;
  else {
    text += `${not && ` ${not}`}type ${data.u8(TYPE)}`;
    const low = data.u8(CODE_MIN);
    const high = data.u8(CODE_MAX);
    if (low === high) text += ` code ${low}`;
    else if (low !== 0 || high !== 0xff) text += ` codes ${low}-${high}`;
  }
  if (data.u8(INVERSE) & ~1)
    text += ` Unknown invflags: 0x${(data.u8(INVERSE) & ~1).toString(16).toUpperCase()}`;
  return text;
}
