/** `mh`: messages of Mobile IPv6 by type. */
import { AF_INET6 } from "../../../kernel.ts";
import type { Context } from "../context.ts";
import type { Extension } from "../extension/extension.ts";
import { UINT8_MAX, wholeNumber } from "../values/parse-number.ts";

const LOW = 0;
const HIGH = 1;
const INVERT = 2;
const MOST = 0xff;

/** By number: the name, and the short one. */
const TYPES: readonly (readonly [string, string])[] = [
  ["binding-refresh-request", "brr"],
  ["home-test-init", "hoti"],
  ["careof-test-init", "coti"],
  ["home-test", "hot"],
  ["careof-test", "cot"],
  ["binding-update", "bu"],
  ["binding-acknowledgement", "ba"],
  ["binding-error", "be"],
];

/** A number, or the beginning of a name. */
function readType(text: string, context: Context): number {
  const lower = text.toLowerCase();
  const exact = TYPES.findIndex((names) => names.includes(lower));
  const found = TYPES.flatMap((names, type) => (names.some((name) => name.startsWith(lower)) ? [type] : []));
  if (exact >= 0) return exact;
  const number = wholeNumber(text, 0n, UINT8_MAX);
  if (found.length === 1) return found[0];
  return number === undefined ? context.wrong(`Invalid MH type \`${text}'`) : Number(number);
}

export const mh: Extension = {
  kind: "match",
  name: "mh",
  family: AF_INET6,
  revision: 0,
  size: 3,
  userSize: 3,
  help: `
mh match options:
[!] --mh-type type[:type]	match mh type
Valid MH types:${TYPES.map(([name, short]) => `\n${name} (${short})`).join("")}
`,
  options: [{ name: "mh-type", id: 0, type: "string", invert: true }],
  init: (data) => data.set8(HIGH, MOST),
  parse: ({ argument, data, invert, context }) => {
    const colon = argument.indexOf(":");
    const first = colon < 0 ? argument : argument.slice(0, colon);
    const last = colon < 0 ? argument : argument.slice(colon + 1);
    const low = first === "" ? 0 : readType(first, context);
    const high = last === "" ? MOST : readType(last, context);
    if (low > high) return context.wrong("Invalid MH type range (min > max)");
    data.set8(LOW, low);
    data.set8(HIGH, high);
    if (invert) data.set8(INVERT, 1);
  },
  print: ({ data, numeric }) => {
    const [low, high] = [data.u8(LOW), data.u8(HIGH)];
    const not = data.u8(INVERT) ? "!" : "";
    if (low === 0 && high === MOST && not === "") return " mh";
    const word = (type: number): string => (numeric ? undefined : TYPES[type]?.[0]) ?? `${type}`;
    return ` mh ${not}${low === high ? word(low) : `${word(low)}:${word(high)}`}`;
  },
  save: ({ data }) => {
    const [low, high] = [data.u8(LOW), data.u8(HIGH)];
    if (low === 0 && high === MOST && !data.u8(INVERT)) return "";
    return `${data.u8(INVERT) ? " !" : ""} --mh-type ${low === high ? low : `${low}:${high}`}`;
  },
};
