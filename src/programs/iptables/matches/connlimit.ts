/** `connlimit`: how many connections a host or network has at once. */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import type { Extension } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { prefixLength } from "../family.ts";

export const CONNLIMIT_MASK = 0;
const MASK_SIZE = 16;
export const CONNLIMIT_LIMIT = 16;
export const CONNLIMIT_FLAGS = 20;
/** Flags. */
export const CONNLIMIT_INVERT = 1;
export const CONNLIMIT_DADDR = 2;

const UPTO = 0;
const ABOVE = 1;
const PREFIX = 2;
const SOURCE = 3;
const DESTINATION = 4;

function connlimitOf(family: number): Extension {
  const length = family === AF_INET ? 4 : 16;
  const bits = (data: Struct): number => prefixLength(data.slice(CONNLIMIT_MASK, length));
  const flag = (data: Struct, bit: number, on: boolean): void =>
    data.set32(CONNLIMIT_FLAGS, on ? data.u32(CONNLIMIT_FLAGS) | bit : data.u32(CONNLIMIT_FLAGS) & ~bit);
  return {
    kind: "match",
    name: "connlimit",
    family,
    revision: 1,
    size: 32,
    userSize: 24,
    help: `
connlimit match options:
  --connlimit-upto n     match if the number of existing connections is 0..n
  --connlimit-above n    match if the number of existing connections is >n
  --connlimit-mask n     group hosts using prefix length (default: max len)
  --connlimit-saddr      select source address for grouping
  --connlimit-daddr      select destination addresses for grouping
`,
    options: [
      { name: "connlimit-upto", id: UPTO, type: "u32", excl: 1 << ABOVE, invert: true, put: CONNLIMIT_LIMIT },
      {
        name: "connlimit-above",
        id: ABOVE,
        type: "u32",
        excl: 1 << UPTO,
        invert: true,
        put: CONNLIMIT_LIMIT,
      },
      { name: "connlimit-mask", id: PREFIX, type: "plenmask" },
      { name: "connlimit-saddr", id: SOURCE, type: "none", excl: 1 << DESTINATION },
      { name: "connlimit-daddr", id: DESTINATION, type: "none", excl: 1 << SOURCE },
    ],
    init: (data) => data.slice(CONNLIMIT_MASK, MASK_SIZE).fill(0xff),
    parse: ({ option: { id }, data, value, invert }) => {
      if (id === UPTO || id === ABOVE) flag(data, CONNLIMIT_INVERT, (id === UPTO) !== invert);
      else if (id !== PREFIX) flag(data, CONNLIMIT_DADDR, id === DESTINATION);
      // masks with holes are as if none were given
      else if (prefixLength(value.addressMask) >= 0 && value.bits >= 0) putMask(data, value.bits, length);
    },
    check: ({ use, context }) => {
      if ((use.flags & ((1 << UPTO) | (1 << ABOVE))) === 0)
        return context.wrong('You must specify "--connlimit-above" or "--connlimit-upto".');
    },
    print: ({ data }) => {
      const flags = data.u32(CONNLIMIT_FLAGS);
      const side = flags & CONNLIMIT_DADDR ? "dst" : "src";
      return ` #conn ${side}/${bits(data)} ${flags & CONNLIMIT_INVERT ? "<=" : ">"} ${data.u32(CONNLIMIT_LIMIT)}`;
    },
    save: ({ data }) => {
      const flags = data.u32(CONNLIMIT_FLAGS);
      const word = flags & CONNLIMIT_INVERT ? "upto" : "above";
      const side = flags & CONNLIMIT_DADDR ? "daddr" : "saddr";
      return ` --connlimit-${word} ${data.u32(CONNLIMIT_LIMIT)} --connlimit-mask ${bits(data)} --connlimit-${side}`;
    },
  };
}

function putMask(data: Struct, bits: number, length: number): void {
  data.slice(CONNLIMIT_MASK, MASK_SIZE).fill(0);
  for (let i = 0; i < length; i++) {
    const left = Math.min(8, Math.max(0, bits - 8 * i));
    data.set8(CONNLIMIT_MASK + i, (0xff << (8 - left)) & 0xff);
  }
}

export const CONNLIMIT = [connlimitOf(AF_INET), connlimitOf(AF_INET6)];
