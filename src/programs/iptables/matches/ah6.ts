/** `ah` of IPv6: the authentication header's index, length and reserved field. */
import { AF_INET6 } from "../../../kernel.ts";
import type { Extension } from "../extension/extension.ts";
import { spanOption, spanWords } from "./header-words.ts";

export const AH6_SPIS = 0;
export const AH6_LENGTH = 8;
export const AH6_RESERVED = 12;
export const AH6_INVERT = 13;
const ALL = 0xffffffff;
const SPI = 1;
export const AH6_LEN = 2;

export const ah6: Extension = {
  kind: "match",
  name: "ah",
  family: AF_INET6,
  revision: 0,
  size: 16,
  userSize: 16,
  help: `
ah match options:
[!] --ahspi spi[:spi]          match spi (range)
[!] --ahlen length             total length of this header
 --ahres                       check the reserved field too
`,
  options: [
    { name: "ahspi", id: 0, type: "u32rc", invert: true, put: AH6_SPIS },
    { name: "ahlen", id: 1, type: "u32", invert: true, put: AH6_LENGTH },
    { name: "ahres", id: 2, type: "none" },
  ],
  init: (data) => data.set32(AH6_SPIS + 4, ALL),
  parse: ({ option, data, value, invert }) => {
    if (option.id === 0 && value.range.length === 1) data.set32(AH6_SPIS + 4, value.number);
    if (option.id === 2) data.set8(AH6_RESERVED, 1);
    if (invert) data.set8(AH6_INVERT, data.u8(AH6_INVERT) | (option.id === 0 ? SPI : AH6_LEN));
  },
  print: ({ data }) => {
    const inverts = data.u8(AH6_INVERT);
    const length = data.u32(AH6_LENGTH);
    let text = ` ah ${spanWords("spi", data, AH6_SPIS, (inverts & SPI) !== 0)}`;
    if (length !== 0 || inverts & AH6_LEN) text += `length:${inverts & AH6_LEN ? "!" : ""}${length}`;
    return data.u8(AH6_RESERVED) ? `${text} reserved` : text;
  },
  save: ({ data }) => {
    const inverts = data.u8(AH6_INVERT);
    const length = data.u32(AH6_LENGTH);
    let text = spanOption("ahspi", data, AH6_SPIS, (inverts & SPI) !== 0);
    if (length !== 0 || inverts & AH6_LEN) text += `${inverts & AH6_LEN ? " !" : ""} --ahlen ${length}`;
    return data.u8(AH6_RESERVED) ? `${text} --ahres` : text;
  },
};
