/** `quota` and `connbytes`: how much a rule has let through, and how much a connection has carried. */
import type { Extension } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { UINT64_MAX } from "../values/parse-number.ts";

export const quota: Extension = {
  kind: "match",
  name: "quota",
  revision: 0,
  size: 24,
  userSize: 16,
  help: `
quota match options:
[!] --quota quota		quota (bytes)
`,
  options: [{ name: "quota", id: 0, type: "u64", invert: true, mandatory: true, put: 8 }],
  parse: ({ data, invert }) => {
    if (invert) data.set32(0, 1);
  },
  print: ({ data }) => ` quota: ${data.u64(8)} bytes`,
  save: ({ data }) => `${data.u32(0) ? " !" : ""} --quota ${data.u64(8)}`,
};

/** Places in `struct xt_connbytes_info`. */
export const CONNBYTES_FROM = 0;
export const CONNBYTES_TO = 8;
export const CONNBYTES_WHAT = 16;
export const CONNBYTES_DIRECTION = 17;
const WHAT = ["packets", "bytes", "avgpkt"];
const DIRECTIONS = ["original", "reply", "both"];

const COUNT = 0;
const DIRECTION = 1;
const MODE = 2;

/** Ends that stand the other way round mean what is not between them. */
export function connbytesRange(data: Struct): {
  readonly inverted: boolean;
  readonly from: bigint;
  readonly to: bigint;
} {
  const [from, to] = [data.u64(CONNBYTES_FROM), data.u64(CONNBYTES_TO)];
  return from > to ? { inverted: true, from: to, to: from } : { inverted: false, from, to };
}

function rangeText(data: Struct, option: string): string {
  const { inverted, from, to } = connbytesRange(data);
  return `${inverted ? " !" : ""} ${option} ${from}${to !== 0n && to < UINT64_MAX ? `:${to}` : ""}`;
}

const word = (words: readonly string[], index: number, otherwise: string): string =>
  words[index] ?? otherwise;

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
    { name: "connbytes", id: COUNT, type: "u64rc", invert: true, mandatory: true },
    { name: "connbytes-dir", id: DIRECTION, type: "string", mandatory: true },
    { name: "connbytes-mode", id: MODE, type: "string", mandatory: true },
  ],
  parse: ({ option: { id }, argument, data, value, invert, context }) => {
    if (id === COUNT) {
      const [from, to = UINT64_MAX] = value.range;
      if (to < from) return context.wrong(`${from} should be less than ${to}`);
      data.set64(CONNBYTES_FROM, invert ? to : from);
      data.set64(CONNBYTES_TO, invert ? from : to);
    } else if (id === DIRECTION) {
      if (!DIRECTIONS.includes(argument)) return context.wrong(`Unknown --connbytes-dir \`${argument}'`);
      data.set8(CONNBYTES_DIRECTION, DIRECTIONS.indexOf(argument));
    } else {
      if (!WHAT.includes(argument)) return context.wrong(`Unknown --connbytes-mode \`${argument}'`);
      data.set8(CONNBYTES_WHAT, WHAT.indexOf(argument));
    }
  },
  print: ({ data }) =>
    `${rangeText(data, "connbytes")} connbytes mode ${word(WHAT, data.u8(CONNBYTES_WHAT), "unknown")} connbytes direction ${word(DIRECTIONS, data.u8(CONNBYTES_DIRECTION), "unknown")}`,
  save: ({ data }) =>
    `${rangeText(data, "--connbytes")} --connbytes-mode ${word(WHAT, data.u8(CONNBYTES_WHAT), "unknown")} --connbytes-dir ${word(DIRECTIONS, data.u8(CONNBYTES_DIRECTION), "unknown")}`,
};
