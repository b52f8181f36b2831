/** `length`: of the whole packet. */
import type { Extension } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";

const INVERT = 4;

/** `5`, or `5:7`. */
export function rangeText(data: Struct): string {
  const low = data.u16(0);
  const high = data.u16(2);
  return low === high ? `${low}` : `${low}:${high}`;
}

export const length: Extension = {
  kind: "match",
  name: "length",
  revision: 0,
  size: 6,
  userSize: 6,
  help: `
length match options:
[!] --length length[:length]    Match packet length against value or range
                                of values (inclusive)
`,
  options: [{ name: "length", id: 0, type: "u16rc", mandatory: true, invert: true }],
  parse: ({ data, value, invert }) => {
    data.set16(0, Number(value.range[0]));
    data.set16(2, Number(value.range[value.range.length - 1]));
    if (invert) data.set8(INVERT, 1);
  },
  print: ({ data }) => ` length ${data.u8(INVERT) ? "!" : ""}${rangeText(data)}`,
  save: ({ data }) => `${data.u8(INVERT) ? " !" : ""} --length ${rangeText(data)}`,
};
