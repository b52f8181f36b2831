/** `string`: a text or bytes anywhere in the packet. */
import type { Context } from "../context.ts";
import type { Extension } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { hexPattern, PATTERN_SIZE } from "./string-hex.ts";

const FROM = 0;
const TO = 2;
const ALGORITHM = 4;
const ALGORITHM_SIZE = 16;
const PATTERN = 20;
const LENGTH = 148;
const FLAGS = 149;
const INVERT = 1;
const IGNORE_CASE = 2;
const EVERYWHERE = 0xffff;

const O_FROM = 0;
const O_TO = 1;
const O_ALGORITHM = 2;
const O_STRING = 3;
const O_HEX = 4;
const O_CASE = 5;

const encoder = new TextEncoder();

function setPattern(data: Struct, bytes: Uint8Array): void {
  data.set(PATTERN, bytes);
  data.set8(LENGTH, bytes.length);
}

function textPattern(context: Context, text: string): Uint8Array {
  const bytes = encoder.encode(text);
  return bytes.length > PATTERN_SIZE ? context.wrong(`STRING too long "${text}"`) : bytes;
}

/** The pattern between quotes: in hexadecimal digits when there is a byte that can not be printed. */
function pattern(data: Struct): { readonly hex: boolean; readonly text: string } {
  const bytes = data.slice(PATTERN, Math.min(data.u8(LENGTH), PATTERN_SIZE));
  if (bytes.some((byte) => byte < 0x20 || byte > 0x7e))
    return {
      hex: true,
      text: `"|${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}|"`,
    };
  return { hex: false, text: `"${String.fromCharCode(...bytes).replace(/["\\]/g, "\\$&")}"` };
}

function limits(data: Struct, words: readonly [from: string, to: string, ignore: string]): string {
  let text = "";
  if (data.u16(FROM) !== 0) text += ` ${words[0]} ${data.u16(FROM)}`;
  if (data.u16(TO) !== EVERYWHERE) text += ` ${words[1]} ${data.u16(TO)}`;
  return data.u8(FLAGS) & IGNORE_CASE ? `${text} ${words[2]}` : text;
}

export const string: Extension = {
  kind: "match",
  name: "string",
  revision: 1,
  size: 160,
  userSize: 152,
  help: `
string match options:
--from                       Offset to start searching from
--to                         Offset to stop searching
--algo                       Algorithm
--icase                      Ignore case (default: 0)
[!] --string string          Match a string in a packet
[!] --hex-string string      Match a hex string in a packet
`,
  options: [
    { name: "from", id: O_FROM, type: "u16", put: FROM },
    { name: "to", id: O_TO, type: "u16", put: TO },
    {
      name: "algo",
      id: O_ALGORITHM,
      type: "string",
      mandatory: true,
      put: ALGORITHM,
      room: ALGORITHM_SIZE - 1,
    },
    { name: "string", id: O_STRING, type: "string", invert: true, excl: 1 << O_HEX },
    { name: "hex-string", id: O_HEX, type: "string", invert: true, excl: 1 << O_STRING },
    { name: "icase", id: O_CASE, type: "none" },
  ],
  init: (data) => data.set16(TO, EVERYWHERE),
  parse: ({ option, argument, invert, data, context }) => {
    if (option.id === O_STRING) setPattern(data, textPattern(context, argument));
    if (option.id === O_HEX) setPattern(data, hexPattern(context, argument));
    if (invert) data.set8(FLAGS, data.u8(FLAGS) | INVERT);
    if (option.id === O_CASE) data.set8(FLAGS, data.u8(FLAGS) | IGNORE_CASE);
  },
  check: ({ use, context }) => {
    if (!(use.flags & ((1 << O_STRING) | (1 << O_HEX))))
      return context.wrong("STRING match: You must specify `--string' or `--hex-string'");
  },
  print: ({ data }) =>
    ` STRING match ${data.u8(FLAGS) & INVERT ? "!" : ""} ${pattern(data).text} ALGO name ${data.text(ALGORITHM, ALGORITHM_SIZE)}${limits(data, ["FROM", "TO", "ICASE"])}`,
  save: ({ data }) => {
    const { hex, text } = pattern(data);
    return `${data.u8(FLAGS) & INVERT ? " !" : ""} ${hex ? "--hex-string" : "--string"} ${text} --algo ${data.text(ALGORITHM, ALGORITHM_SIZE)}${limits(data, ["--from", "--to", "--icase"])}`;
  },
};
