/** `statistic`: a share of the packets, or every nth. */
import type { Extension } from "../extension/extension.ts";

const MODE = 0;
const FLAGS = 2;
const PROBABILITY = 4;
const EVERY = 4;
const PACKET = 8;
const COUNT = 12;
const NTH = 1;
const INVERT = 1;
/** A probability of 1. */
const SCALE = 0x80000000;

const O_MODE = 0;
const O_PROBABILITY = 1;
const O_EVERY = 2;
const O_PACKET = 3;
const F_RANDOM = 1 << 4;
const F_NTH = 1 << 5;

function details(data: { u16(at: number): number; u32(at: number): number }, prefix: string): string {
  const not = data.u16(FLAGS) & INVERT ? " !" : "";
  if (data.u16(MODE) === NTH) {
    const packet = data.u32(PACKET);
    const first = prefix === "--" || packet !== 0 ? ` ${prefix}packet ${packet}` : "";
    return ` nth${not} ${prefix}every ${data.u32(EVERY) + 1}${first}`;
  }
  return ` random${not} ${prefix}probability ${(data.u32(PROBABILITY) / SCALE).toFixed(11)}`;
}

export const statistic: Extension = {
  kind: "match",
  name: "statistic",
  revision: 0,
  size: 24,
  userSize: 16,
  help: `
statistic match options:
 --mode mode                    Match mode (random, nth)
 random mode:
[!] --probability p		 Probability
 nth mode:
[!] --every n			 Match every nth packet
 --packet p			 Initial counter value (0 <= p <= n-1, default 0)
`,
  options: [
    { name: "mode", id: O_MODE, type: "string", mandatory: true },
    {
      name: "probability",
      id: O_PROBABILITY,
      type: "double",
      min: 0,
      max: 1,
      invert: true,
      also: F_RANDOM,
      excl: F_NTH | (1 << O_EVERY),
    },
    {
      name: "every",
      id: O_EVERY,
      type: "u32",
      min: 1,
      also: F_NTH | (1 << O_PACKET),
      excl: F_RANDOM,
      invert: true,
      put: EVERY,
    },
    { name: "packet", id: O_PACKET, type: "u32", also: F_NTH | (1 << O_EVERY), excl: F_RANDOM, put: PACKET },
  ],
  parse: ({ option, argument, invert, data, value, use, context }) => {
    if (invert) data.set16(FLAGS, data.u16(FLAGS) | INVERT);
    if (option.id === O_MODE) {
      if (argument !== "random" && argument !== "nth") return context.wrong(`Bad mode "${argument}"`);
      data.set16(MODE, argument === "nth" ? NTH : 0);
      use.flags |= argument === "nth" ? F_NTH : F_RANDOM;
    }
    if (option.id === O_PROBABILITY) data.set32(PROBABILITY, Math.round(SCALE * value.number));
    if (option.id === O_EVERY) data.set32(EVERY, value.number - 1);
  },
  check: ({ use, data, context }) => {
    if (data.u16(MODE) !== NTH && !(use.flags & (1 << O_PROBABILITY)))
      return context.wrong("--probability must be specified when using random mode");
    if (data.u16(MODE) === NTH && !(use.flags & ((1 << O_EVERY) | (1 << O_PACKET))))
      return context.wrong("--every and --packet must be specified when using nth mode");
    if (data.u16(MODE) === NTH && data.u32(PACKET) > data.u32(EVERY))
      return context.wrong("the --packet p must be 0 <= p <= n-1");
    // the kernel counts from this number on and matches where the count begins anew
    if (data.u16(MODE) === NTH) data.set32(COUNT, data.u32(EVERY) - data.u32(PACKET));
  },
  print: ({ data }) => ` statistic mode${details(data, "")}`,
  save: ({ data }) => ` --mode${details(data, "--")}`,
};
