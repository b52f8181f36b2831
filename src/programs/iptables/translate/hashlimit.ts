/** `hashlimit` as the meter that `nft` shows. */
import { AF_INET } from "../../../kernel.ts";
import type { Struct } from "../extension/struct.ts";
import { prefixMask } from "../family.ts";
import { bytesOf, rateWords } from "../matches/hashlimit-rate.ts";
import { addressOf, LONG_UNITS, type Translate } from "./text.ts";

const NAME_SIZE = 255;
const CFG = 256;
const MODE = CFG + 16;
const EXPIRE = CFG + 32;
const MASKS: Readonly<Record<string, number>> = { saddr: CFG + 40, daddr: CFG + 41 };
const BURST_DEFAULT = 5n;
const INVERT = 1 << 4;
const BYTES = 1 << 5;
const MS = 1000;
const UNITS: readonly (readonly [string, bigint])[] = [
  ["mbytes", 1024n * 1024n],
  ["kbytes", 1024n],
  ["bytes", 1n],
];
/** In the order in which they are shown. */
const KEYS: readonly (readonly [bit: number, word: string])[] = [
  [1, "daddr"],
  [2, "tcp dport"],
  [4, "saddr"],
  [8, "tcp sport"],
];

function address(data: Struct, family: number, word: string): string {
  const length = family === AF_INET ? 4 : 16;
  const text = `${family === AF_INET ? "ip" : "ip6"} ${word}`;
  const bits = data.u8(MASKS[word]);
  if (bits === length * 8) return text;
  const mask = prefixMask(bits, length);
  const shown =
    family === AF_INET
      ? addressOf(family, mask)
      : Array.from({ length: 8 }, (_, i) =>
          ((mask[2 * i] << 8) | mask[2 * i + 1]).toString(16).padStart(4, "0"),
        ).join(":");
  return `${text} and ${shown}`;
}

/** A number of bytes in the largest unit that it fills. */
function amount(bytes: bigint): string {
  const [name, size] = UNITS.find(([, unit]) => bytes >= unit) ?? ["bytes", 1n];
  return `${bytes / size} ${name}`;
}

function rate(data: Struct): string {
  const average = data.u64(CFG);
  const burst = data.u64(CFG + 8);
  if (data.u32(MODE) & BYTES) {
    const bytes = bytesOf(average);
    return `${amount(bytes)}/second${burst === 0n ? "" : ` burst ${amount(bytes * burst)}`}`;
  }
  const [number, unit] = rateWords(average).text.split("/");
  return `${number}/${LONG_UNITS[unit] ?? unit}${burst === BURST_DEFAULT ? "" : ` burst ${burst} packets`}`;
}

export const hashlimitText: Translate = ({ data, family }) => {
  const mode = data.u32(MODE);
  const keys = KEYS.filter(([bit]) => mode & bit).map(([, word]) =>
    word in MASKS ? address(data, family, word) : word,
  );
  if (keys.length === 0) return undefined;
  const expire = data.u32(EXPIRE);
  const timeout = expire === MS ? "" : ` timeout ${Math.floor(expire / MS)}s`;
  return `meter ${data.text(0, NAME_SIZE)} { ${keys.join(" . ")}${timeout} limit rate ${mode & INVERT ? "over " : ""}${rate(data)} }`;
};
