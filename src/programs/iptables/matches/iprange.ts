/** `iprange`: addresses from … to. */

import type { Extension, PrintCall } from "../extension/extension.ts";
import { numericAddress } from "../values/address.ts";

const SIDES = [
  { option: "src-range", word: "source", at: 0, flag: 1, inverse: 16 },
  { option: "dst-range", word: "destination", at: 32, flag: 2, inverse: 32 },
] as const;
const FLAGS = 64;

function range({ data, context }: PrintCall, at: number): string {
  const length = context.family.addressLength;
  const low = context.family.format(data.slice(at, length));
  return `${low}-${context.family.format(data.slice(at + 16, length))}`;
}

export const iprange: Extension = {
  kind: "match",
  name: "iprange",
  revision: 1,
  size: 68,
  userSize: 68,
  help: `
iprange match options:
[!] --src-range ip[-ip]    Match source IP in the specified range
[!] --dst-range ip[-ip]    Match destination IP in the specified range
`,
  options: SIDES.map(({ option: name }, id) => ({ name, id, type: "string", invert: true })),
  parse: ({ option, argument, invert, data, context }) => {
    const { at, flag, inverse } = SIDES[option.id];
    const dash = argument.indexOf("-");
    const low = dash < 0 ? argument : argument.slice(0, dash);
    const high = dash < 0 ? argument : argument.slice(dash + 1);
    const first = numericAddress(context.family, low);
    const last = numericAddress(context.family, high);
    if (!first) return context.wrong(`iprange: Bad value for "--${option.name}" option: "${low}"`);
    if (!last) return context.wrong(`iprange: Bad value for "--${option.name}" option: "${high}"`);
    data.set(at, first);
    data.set(at + 16, last);
    data.set8(FLAGS, data.u8(FLAGS) | flag | (invert ? inverse : 0));
    if (compare(first, last) > 0)
      context.warn(
        `xt_iprange: range ${context.family.format(first)}-${context.family.format(last)} is reversed and will never match\n`,
      );
  },
  check: ({ use, context }) => {
    if (use.flags === 0)
      return context.wrong("iprange match: You must specify `--src-range' or `--dst-range'");
  },
  print: (call) => {
    const flags = call.data.u8(FLAGS);
    let text = "";
    for (const { word, at, flag, inverse } of SIDES)
      if (flags & flag) text += ` ${word} IP range${flags & inverse ? " !" : ""} ${range(call, at)}`;
    return text;
  },
  save: (call) => {
    const flags = call.data.u8(FLAGS);
    let text = "";
    for (const { option, at, flag, inverse } of SIDES)
      if (flags & flag) text += `${flags & inverse ? " !" : ""} --${option} ${range(call, at)}`;
    return text;
  },
};

function compare(one: Uint8Array, other: Uint8Array): number {
  const at = one.findIndex((byte, index) => byte !== other[index]);
  return at < 0 ? 0 : one[at] - other[at];
}
