/** `ipcomp`: compressed packets by their index. */
import type { Extension } from "../extension/extension.ts";
import { spanWords } from "./header-words.ts";

export const IPCOMP_SPIS = 0;
export const IPCOMP_INVERT = 8;
const RESERVED = 9;

export const ipcomp: Extension = {
  kind: "match",
  name: "ipcomp",
  revision: 0,
  size: 12,
  userSize: 12,
  help: `
comp match options:
[!] --ipcompspi spi[:spi]
				match spi (range)
`,
  options: [
    { name: "ipcompspi", id: 0, type: "u32rc", invert: true, put: IPCOMP_SPIS },
    { name: "compres", id: 1, type: "none" },
  ],
  parse: ({ option, data, value, invert }) => {
    if (option.id === 1) return data.set8(RESERVED, 1);
    if (value.range.length === 1) data.set32(IPCOMP_SPIS + 4, value.number);
    if (invert) data.set8(IPCOMP_INVERT, 1);
  },
  print: ({ data }) =>
    ` comp ${spanWords("spi", data, IPCOMP_SPIS, data.u8(IPCOMP_INVERT) !== 0)}${data.u8(RESERVED) ? " reserved" : ""}`,
  save: ({ data }) => {
    const [low, high] = [data.u32(IPCOMP_SPIS), data.u32(IPCOMP_SPIS + 4)];
    const not = data.u8(IPCOMP_INVERT) ? " !" : "";
    const whole = low === 0 && high === 0xffffffff;
    const text = whole ? "" : `${not} --ipcompspi ${low === high ? low : `${low}:${high}`}`;
    return data.u8(RESERVED) ? `${text} --compres` : text;
  },
};
