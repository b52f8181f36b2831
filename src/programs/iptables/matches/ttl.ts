/** `ttl` and `hl`: how many hops a packet may still go. */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import type { Extension } from "../extension/extension.ts";

const MODE = 0;
const VALUE = 1;
const EQ = 0;
const NE = 1;
const LT = 2;
const GT = 3;
const SYMBOLS = ["==", "!=", "<", ">"];

function hops(name: string, family: number, word: string, help: string): Extension {
  // one of the two forgets to close the quote
  const end = family === AF_INET6 ? "'" : "";
  const excl = 0b111;
  return {
    kind: "match",
    name,
    family,
    revision: 0,
    size: 2,
    userSize: 2,
    help,
    options: [
      { name: `${name}-lt`, id: 1, type: "u8", excl, put: VALUE },
      { name: `${name}-gt`, id: 2, type: "u8", excl, put: VALUE },
      { name: `${name}-eq`, id: 0, type: "u8", excl, put: VALUE, invert: true },
      { name, id: 0, type: "u8", excl, put: VALUE, invert: true },
    ],
    parse: ({ option, data, invert }) =>
      data.set8(MODE, option.id === 0 ? (invert ? NE : EQ) : option.id === 1 ? LT : GT),
    check: ({ use, context }) => {
      if (use.flags === 0)
        return context.wrong(
          `${word} match: You must specify one of \`--${name}-eq', \`--${name}-lt', \`--${name}-gt${end}`,
        );
    },
    print: ({ data }) => ` ${word} match ${word} ${SYMBOLS[data.u8(MODE)] ?? "??"} ${data.u8(VALUE)}`,
    save: ({ data }) => {
      const mode = data.u8(MODE);
      const option = mode === LT ? "lt" : mode === GT ? "gt" : "eq";
      return `${mode === NE ? " !" : ""} --${name}-${option} ${data.u8(VALUE)}`;
    },
  };
}

export const ttl = hops(
  "ttl",
  AF_INET,
  "TTL",
  `
ttl match options:
[!] --ttl-eq value	Match time to live value
  --ttl-lt value	Match TTL < value
  --ttl-gt value	Match TTL > value
`,
);
export const hl = hops(
  "hl",
  AF_INET6,
  "HL",
  `
hl match options:
[!] --hl-eq value	Match hop limit value
  --hl-lt value	Match HL < value
  --hl-gt value	Match HL > value
`,
);
