/** `ah` and `esp`: the index that IPsec finds its keys by. */
import { AF_INET } from "../../../kernel.ts";
import type { Extension } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";

const LOW = 0;
const HIGH = 4;
const INVERT = 8;
const MOST = 0xffffffff;

function rangeOf(data: Struct): string {
  const low = data.u32(LOW);
  const high = data.u32(HIGH);
  return low === high ? `${low}` : `${low}:${high}`;
}

function spi(name: string, size: number, bare: string, help: string, family?: number): Extension {
  return {
    kind: "match",
    name,
    ...(family === undefined ? {} : { family }),
    revision: 0,
    size,
    userSize: size,
    help,
    options: [{ name: `${name}spi`, id: 0, type: "u32rc", invert: true }],
    init: (data) => data.set32(HIGH, MOST),
    parse: ({ data, value, invert }) => {
      data.set32(LOW, Number(value.range[0]));
      data.set32(HIGH, Number(value.range[value.range.length - 1]));
      if (invert) data.set8(INVERT, 1);
    },
    print: ({ data }) => {
      const inverted = data.u8(INVERT) !== 0;
      if (data.u32(LOW) === 0 && data.u32(HIGH) === MOST && !inverted) return bare;
      return ` ${name} spi${data.u32(LOW) === data.u32(HIGH) ? "" : "s"}:${inverted ? "!" : ""}${rangeOf(data)}`;
    },
    save: ({ data }) =>
      data.u32(LOW) === 0 && data.u32(HIGH) === MOST
        ? ""
        : `${data.u8(INVERT) ? " !" : ""} --${name}spi ${rangeOf(data)}`,
  };
}

/** That of IPv6 has more options: `ah6`. */
export const ah = spi(
  "ah",
  9,
  " ah ",
  `
ah match options:
[!] --ahspi spi[:spi]
				match spi (range)
`,
  AF_INET,
);
export const esp = spi(
  "esp",
  9,
  " esp",
  `
esp match options:
[!] --espspi spi[:spi]
				match spi (range)
`,
);
