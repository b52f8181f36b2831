/** `hbh` and `dst`: IPv6's options for every hop and for the destination. */
import { AF_INET6 } from "../../../kernel.ts";
import type { Context } from "../context.ts";
import type { Extension } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { numberPrefix, UINT32_MAX } from "../values/parse-number.ts";

export const OPTIONS6_LENGTH = 0;
export const OPTIONS6_FLAGS = 4;
export const OPTIONS6_INVERT = 5;
const OPTIONS = 6;
const COUNT = 38;
const MOST_OPTIONS = 16;
export const OPTIONS6_LEN = 1;
export const OPTIONS6_OPTS = 2;
const ANY_LENGTH = 0xff;
const PAD0 = 0;

function readNumber(name: string, text: string, what: string, context: Context): number {
  const found = numberPrefix(text, 0n, UINT32_MAX);
  if (!found) return context.wrong(`${name}: no valid digits in ${what} \`${text}'`);
  if (found.rest !== "") return context.wrong(`${name}: error parsing ${what} \`${text}'`);
  return Number(found.value);
}

/** `TYPE[:LENGTH]` and commas between. */
function readOptions(name: string, text: string, data: Struct, context: Context): void {
  const parts = text.split(",");
  for (const [index, part] of parts.entries()) {
    if (index === MOST_OPTIONS) return context.wrong("too many addresses specified");
    const colon = part.indexOf(":");
    const type = readNumber(name, colon < 0 ? part : part.slice(0, colon), "opt", context);
    if (colon >= 0 && type === PAD0) return context.wrong("PAD0 has not got length");
    const length = colon < 0 ? ANY_LENGTH : readNumber(name, part.slice(colon + 1), "length", context);
    data.set16(OPTIONS + 2 * index, ((type << 8) | length) & 0xffff);
  }
  data.set8(COUNT, parts.length);
}

function optionWords(data: Struct): string {
  const count = Math.min(data.u8(COUNT), MOST_OPTIONS);
  return Array.from({ length: count }, (_, index) => {
    const option = data.u16(OPTIONS + 2 * index);
    const length = option & 0xff;
    return length === ANY_LENGTH ? `${option >>> 8}` : `${option >>> 8}:${length}`;
  }).join(",");
}

function options6(name: string): Extension {
  return {
    kind: "match",
    name,
    family: AF_INET6,
    revision: 0,
    size: 40,
    userSize: 40,
    help: `
${name} match options:
[!] --${name}-len length            total length of this header
  --${name}-opts TYPE[:LEN][,TYPE[:LEN]...]${name === "hbh" ? " " : ""}
                                Options and its length (list, max: 16)
`,
    options: [
      { name: `${name}-len`, id: 0, type: "u32", invert: true, put: OPTIONS6_LENGTH },
      { name: `${name}-opts`, id: 1, type: "string" },
    ],
    parse: ({ option, argument, data, invert, context }) => {
      if (option.id === 1) readOptions(name, argument, data, context);
      const bit = option.id === 1 ? OPTIONS6_OPTS : OPTIONS6_LEN;
      data.set8(OPTIONS6_FLAGS, data.u8(OPTIONS6_FLAGS) | bit);
      if (invert) data.set8(OPTIONS6_INVERT, OPTIONS6_LEN);
    },
    print: ({ data }) => {
      const flags = data.u8(OPTIONS6_FLAGS);
      let text = ` ${name}`;
      if (flags & OPTIONS6_LEN)
        text += ` length:${data.u8(OPTIONS6_INVERT) ? "!" : ""}${data.u32(OPTIONS6_LENGTH)}`;
      return flags & OPTIONS6_OPTS ? `${text} opts ${optionWords(data)}` : text;
    },
    save: ({ data }) => {
      const flags = data.u8(OPTIONS6_FLAGS);
      let text = "";
      if (flags & OPTIONS6_LEN)
        text += `${data.u8(OPTIONS6_INVERT) ? " !" : ""} --${name}-len ${data.u32(OPTIONS6_LENGTH)}`;
      return flags & OPTIONS6_OPTS ? `${text} --${name}-opts ${optionWords(data)}` : text;
    },
  };
}

export const OPTIONS6: readonly Extension[] = [options6("hbh"), options6("dst")];
