/** `tcp`: ports, flags and one option. Most of it is sent as native expressions. */
import type { Context } from "../context.ts";
import type { Extension, OptionCall } from "../extension/extension.ts";
import { UINT8_MAX, wholeNumber } from "../values/parse-number.ts";
import { parsePortRange, printPortRange, savePortRange } from "./ports.ts";

export const TCP_SPORTS = 0;
export const TCP_DPORTS = 4;
export const TCP_OPTION = 8;
export const TCP_FLAG_MASK = 9;
export const TCP_FLAG_COMPARE = 10;
export const TCP_INVERSE = 11;
export const XT_TCP_INV_SRCPT = 0x01;
export const XT_TCP_INV_DSTPT = 0x02;
export const XT_TCP_INV_FLAGS = 0x04;
export const XT_TCP_INV_OPTION = 0x08;

const FLAGS: readonly (readonly [string, number])[] = [
  ["FIN", 0x01],
  ["SYN", 0x02],
  ["RST", 0x04],
  ["PSH", 0x08],
  ["ACK", 0x10],
  ["URG", 0x20],
];
const SYN_MASK = 0x17;
const SYN = 0x02;

const SOURCE = 0;
const DESTINATION = 1;
const SYN_ONLY = 2;
const TCP_FLAGS = 3;
const OPTION = 4;

/** What was given before, for "only once". */
const GIVEN_SRC = 0x100;
const GIVEN_DST = 0x200;
const GIVEN_FLAGS = 0x400;
const GIVEN_OPTION = 0x800;

const HANDLERS: Readonly<Record<number, (call: OptionCall) => void>> = {
  [SOURCE]: (call) => ports(call, GIVEN_SRC, "source", TCP_SPORTS, XT_TCP_INV_SRCPT),
  [DESTINATION]: (call) => ports(call, GIVEN_DST, "destination", TCP_DPORTS, XT_TCP_INV_DSTPT),
  [SYN_ONLY]: (call) => {
    once(call, GIVEN_FLAGS, "Only one of `--syn' or `--tcp-flags'  allowed");
    setFlags(call, SYN_MASK, SYN);
  },
  [TCP_FLAGS]: (call) => {
    once(call, GIVEN_FLAGS, "Only one of `--syn' or `--tcp-flags'  allowed");
    const second = call.next();
    if (second === undefined || second.startsWith("-") || second.startsWith("!"))
      return call.context.wrong("--tcp-flags requires two args.");
    setFlags(call, flagBits(call.context, call.argument), flagBits(call.context, second));
  },
  [OPTION]: (call) => {
    once(call, GIVEN_OPTION, "Only one `--tcp-option' allowed");
    const number = wholeNumber(call.argument, 1n, UINT8_MAX);
    if (number === undefined) return call.context.wrong(`Bad TCP option "${call.argument}"`);
    call.data.set8(TCP_OPTION, Number(number));
    if (call.invert) invert(call, XT_TCP_INV_OPTION);
  },
};

function once({ use, context }: OptionCall, bit: number, text: string): void {
  if (use.flags & bit) return context.wrong(text);
  use.flags |= bit;
}

function invert({ data }: OptionCall, bit: number): void {
  data.set8(TCP_INVERSE, data.u8(TCP_INVERSE) | bit);
}

function ports(call: OptionCall, bit: number, which: string, at: number, inverse: number): void {
  once(call, bit, `Only one \`--${which}-port' allowed`);
  const [low, high] = parsePortRange(call.context, call.argument, "tcp");
  call.data.set16(at, low);
  call.data.set16(at + 2, high);
  if (call.invert) invert(call, inverse);
}

function setFlags(call: OptionCall, mask: number, compare: number): void {
  call.data.set8(TCP_FLAG_MASK, mask);
  call.data.set8(TCP_FLAG_COMPARE, compare);
  if (call.invert) invert(call, XT_TCP_INV_FLAGS);
}

function flagBits(context: Context, text: string): number {
  let bits = 0;
  for (const word of text.split(/[ ,]+/)) {
    if (word === "") continue;
    const wanted = word.toUpperCase();
    const flag = FLAGS.find(([name]) => name === wanted);
    if (flag) bits |= flag[1];
    else if (wanted === "ALL") bits |= 0x3f;
    else if (wanted !== "NONE") return context.wrong(`Unknown TCP flag \`${word}'`);
  }
  return bits;
}

/** `SYN,ACK`, or `NONE`. */
export function flagNames(bits: number): string {
  const names = FLAGS.filter(([, bit]) => bits & bit).map(([name]) => name);
  return names.length === 0 ? "NONE" : names.join(",");
}

export const tcp: Extension = {
  kind: "match",
  name: "tcp",
  revision: 0,
  size: 12,
  userSize: 12,
  help: `
tcp match options:
[!] --tcp-flags mask comp	match when TCP flags & mask == comp
				(Flags: SYN ACK FIN RST URG PSH ALL NONE)
[!] --syn			match when only SYN flag set
				(equivalent to --tcp-flags SYN,RST,ACK,FIN SYN)
[!] --source-port port[:port]
 --sport ...
				match source port(s)
[!] --destination-port port[:port]
 --dport ...
				match destination port(s)
[!] --tcp-option number        match if TCP option set
`,
  options: [
    { name: "source-port", id: SOURCE, type: "raw" },
    { name: "sport", id: SOURCE, type: "raw" },
    { name: "destination-port", id: DESTINATION, type: "raw" },
    { name: "dport", id: DESTINATION, type: "raw" },
    { name: "syn", id: SYN_ONLY, type: "none", multi: true, invert: true },
    { name: "tcp-flags", id: TCP_FLAGS, type: "raw" },
    { name: "tcp-option", id: OPTION, type: "raw" },
  ],
  init: (data) => {
    data.set16(TCP_SPORTS + 2, 0xffff);
    data.set16(TCP_DPORTS + 2, 0xffff);
  },
  parse: (call) => HANDLERS[call.option.id](call),
  print: ({ data, context, numeric }) => {
    const inverse = data.u8(TCP_INVERSE);
    let text = " tcp";
    text += printPortRange(context, "spt", data.u16(0), data.u16(2), (inverse & 1) !== 0, numeric, "tcp");
    text += printPortRange(context, "dpt", data.u16(4), data.u16(6), (inverse & 2) !== 0, numeric, "tcp");
    if (data.u8(TCP_OPTION) !== 0)
      text += ` option=${inverse & XT_TCP_INV_OPTION ? "!" : ""}${data.u8(TCP_OPTION)}`;
    const mask = data.u8(TCP_FLAG_MASK);
    if (mask !== 0 || inverse & XT_TCP_INV_FLAGS) {
      const hex = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(2, "0")}`;
      const compare = data.u8(TCP_FLAG_COMPARE);
      const not = inverse & XT_TCP_INV_FLAGS ? "!" : "";
      text += numeric
        ? ` flags:${not}${hex(mask)}/${hex(compare)}`
        : ` flags:${not}${flagNames(mask)}/${flagNames(compare)}`;
    }
    if (inverse & ~0x0f) text += ` Unknown invflags: 0x${(inverse & ~0x0f).toString(16).toUpperCase()}`;
    return text;
  },
  save: ({ data }) => {
    const inverse = data.u8(TCP_INVERSE);
    let text = savePortRange("--sport", data.u16(0), data.u16(2), (inverse & 1) !== 0);
    text += savePortRange("--dport", data.u16(4), data.u16(6), (inverse & 2) !== 0);
    if (data.u8(TCP_OPTION) !== 0 || inverse & XT_TCP_INV_OPTION)
      text += `${inverse & XT_TCP_INV_OPTION ? " !" : ""} --tcp-option ${data.u8(TCP_OPTION)}`;
    const mask = data.u8(TCP_FLAG_MASK);
    if (mask !== 0 || inverse & XT_TCP_INV_FLAGS)
      text += `${inverse & XT_TCP_INV_FLAGS ? " !" : ""} --tcp-flags ${flagNames(mask)} ${flagNames(data.u8(TCP_FLAG_COMPARE))}`;
    return text;
  },
};
