/** `connbytes`: how much went through a connection. What is inverted has its ends exchanged. */
import type { Extension, OptionCall } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { UINT64_MAX } from "../values/parse-number.ts";

const FROM = 0;
const TO = 8;
export const CONNBYTES_WHAT = 16;
export const CONNBYTES_DIRECTION = 17;
export const CONNBYTES_MODES = ["packets", "bytes", "avgpkt"];
export const CONNBYTES_DIRECTIONS = ["original", "reply", "both"];
const DIRECTION = 1;

/** The ends as they were given, whether or not they are exchanged. */
export function connbytesSpan(data: Struct): {
  readonly from: bigint;
  readonly to: bigint;
  readonly inverted: boolean;
} {
  const from = data.u64(FROM);
  const to = data.u64(TO);
  return from > to ? { from: to, to: from, inverted: true } : { from, to, inverted: false };
}

/** `10:1000`; without the end when there is none. @param option its name, with dashes for `-S` */
function spanText(data: Struct, option: string): string {
  const { from, to, inverted } = connbytesSpan(data);
  const end = to === UINT64_MAX ? "" : `:${to}`;
  return `${inverted ? " !" : ""} ${option} ${from}${end}`;
}

function parseSpan({ data, value, invert, context }: OptionCall): void {
  const from = value.range[0];
  const to = value.range.length === 2 ? value.range[1] : UINT64_MAX;
  if (to < from) return context.wrong(`${from} should be less than ${to}`);
  data.set64(FROM, invert ? to : from);
  data.set64(TO, invert ? from : to);
}

const word = (words: readonly string[], index: number): string => words[index] ?? "unknown";

export const connbytes: Extension = {
  kind: "match",
  name: "connbytes",
  revision: 0,
  size: 24,
  userSize: 24,
  help: `
connbytes match options:
 [!] --connbytes from:[to]
     --connbytes-dir [original, reply, both]
     --connbytes-mode [packets, bytes, avgpkt]
`,
  options: [
    { name: "connbytes", id: 0, type: "u64rc", mandatory: true, invert: true },
    { name: "connbytes-dir", id: DIRECTION, type: "string", mandatory: true },
    { name: "connbytes-mode", id: 2, type: "string", mandatory: true },
  ],
  parse: (call) => {
    const { option, argument, data, context } = call;
    if (option.id === 0) return parseSpan(call);
    const isDirection = option.id === DIRECTION;
    const found = (isDirection ? CONNBYTES_DIRECTIONS : CONNBYTES_MODES).indexOf(argument);
    if (found < 0) return context.wrong(`Unknown --${option.name} \`${argument}'`);
    data.set8(isDirection ? CONNBYTES_DIRECTION : CONNBYTES_WHAT, found);
  },
  print: ({ data }) =>
    `${spanText(data, "connbytes")} connbytes mode ${word(CONNBYTES_MODES, data.u8(CONNBYTES_WHAT))}` +
    ` connbytes direction ${word(CONNBYTES_DIRECTIONS, data.u8(CONNBYTES_DIRECTION))}`,
  save: ({ data }) =>
    `${spanText(data, "--connbytes")} --connbytes-mode ${word(CONNBYTES_MODES, data.u8(CONNBYTES_WHAT))}` +
    ` --connbytes-dir ${word(CONNBYTES_DIRECTIONS, data.u8(CONNBYTES_DIRECTION))}`,
};
