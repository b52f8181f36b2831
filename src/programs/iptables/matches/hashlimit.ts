/** `hashlimit`: a token bucket for each address and port. */
import type { Context } from "../context.ts";
import type { Extension, OptionCall } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import {
  burstError,
  burstText,
  byteRateText,
  bytesOf,
  parseBurst,
  parseHashRate,
  rateWords,
  tooMuchBurst,
} from "./hashlimit-rate.ts";

const NAME_SIZE = 255;
/** `struct hashlimit_cfg3` stands behind the name. */
const CFG = 256;
const AVERAGE = CFG;
const BURST = CFG + 8;
const MODE = CFG + 16;
const SIZE = CFG + 20;
const MAX = CFG + 24;
const GC_INTERVAL = CFG + 28;
const EXPIRE = CFG + 32;
const SOURCE_MASK = CFG + 40;
const DESTINATION_MASK = CFG + 41;

const INVERT = 1 << 4;
const BYTES = 1 << 5;
/** In the order in which they are shown. */
const MODES: readonly (readonly [string, number])[] = [
  ["srcip", 1 << 2],
  ["srcport", 1 << 3],
  ["dstip", 1 << 0],
  ["dstport", 1 << 1],
];
const GC_DEFAULT = 1000;
const BURST_DEFAULT = 5n;
/** Seconds after which what is counted by bytes is forgotten, without and with a burst. */
const BYTE_EXPIRE = 15;
const BYTE_EXPIRE_BURST = 60;
const MS = 1000;

const O_ABOVE = 1;
const O_LIMIT = 2;
const O_MODE = 3;
const O_NAME = 4;
const O_BURST = 5;
const O_SIZE = 6;
const O_MAX = 7;
const O_GC = 8;
const O_EXPIRE = 9;
const O_SOURCE_MASK = 10;
const O_DESTINATION_MASK = 11;
const O_RATE_MATCH = 12;
const O_RATE_INTERVAL = 13;

function bad({ option, argument, context }: OptionCall): never {
  return context.wrong(`hashlimit: Bad value for "--${option.name}" option: "${argument}"`);
}

function setMode(data: Struct, bits: number): void {
  data.set32(MODE, data.u32(MODE) | bits);
}

function limit(call: OptionCall): void {
  const { data, context, option, argument, invert } = call;
  const rate = parseHashRate(context, argument);
  if (!rate) return bad(call);
  data.set64(AVERAGE, rate.average);
  if (rate.bytes) setMode(data, BYTES);
  if (!(call.use.flags & (1 << O_EXPIRE)))
    data.set32(EXPIRE, (rate.bytes ? BYTE_EXPIRE : Number(rate.seconds)) * MS);
  if ((option.id === O_ABOVE) !== invert) setMode(data, INVERT);
}

function modes(call: OptionCall): void {
  for (const word of call.argument.split(",")) {
    if (word === "") continue;
    const mode = MODES.find(([name]) => name === word);
    if (!mode) return bad(call);
    setMode(call.data, mode[1]);
  }
}

function notBuilt({ option, context }: OptionCall): never {
  return context.problem(`hashlimit: option "--${option.name}" is not supported here`);
}

const HANDLERS: Readonly<Record<number, (call: OptionCall) => void>> = {
  [O_LIMIT]: limit,
  [O_ABOVE]: limit,
  [O_MODE]: modes,
  [O_BURST]: (call) => call.data.set64(BURST, parseBurst(call.context, call.argument)),
  [O_SOURCE_MASK]: ({ data, value }) => data.set8(SOURCE_MASK, value.bits & 0xff),
  [O_DESTINATION_MASK]: ({ data, value }) => data.set8(DESTINATION_MASK, value.bits & 0xff),
  [O_RATE_MATCH]: notBuilt,
  [O_RATE_INTERVAL]: notBuilt,
};

/** A burst of bytes is kept as a multiple of the rate. */
function checkBurst(context: Context, data: Struct, given: boolean, expires: boolean): void {
  if (!(data.u32(MODE) & BYTES)) {
    if (tooMuchBurst(data.u64(BURST))) return burstError(context);
    return;
  }
  if (!given) return data.set64(BURST, 0n);
  const rate = bytesOf(data.u64(AVERAGE));
  const burst = data.u64(BURST);
  if (burst < rate) return context.wrong(`burst cannot be smaller than ${rate}b`);
  if (rate > 0n) data.set64(BURST, (burst + rate - 1n) / rate);
  if (!expires) data.set32(EXPIRE, BYTE_EXPIRE_BURST * MS);
}

interface Style {
  /** Before each word but the first. */
  readonly prefix: string;
  readonly between: string;
  readonly name: boolean;
}

/** The rate and the burst, and how long idle entries are kept when nothing is said. */
function rateText(data: Struct, { prefix }: Style): { readonly text: string; readonly keeps: number } {
  const average = data.u64(AVERAGE);
  const burst = data.u64(BURST);
  if (!(data.u32(MODE) & BYTES)) {
    const { text, seconds } = rateWords(average);
    return { text: ` ${text} ${prefix}burst ${burst}`, keeps: Number(seconds) * MS };
  }
  const text = ` ${byteRateText(average)}/s`;
  if (burst === 0n) return { text, keeps: BYTE_EXPIRE * MS };
  return {
    text: `${text} ${prefix}burst ${burstText(bytesOf(average) * burst)}`,
    keeps: BYTE_EXPIRE_BURST * MS,
  };
}

function details(data: Struct, context: Context, style: Style): string {
  const { prefix, between, name } = style;
  const rate = rateText(data, style);
  let { text } = rate;
  const shown = MODES.filter(([, bit]) => data.u32(MODE) & bit).map(([word]) => word);
  if (shown.length > 0) text += ` ${prefix}mode ${shown.join(between)}`;
  if (name) text += ` ${prefix}name ${data.text(0, NAME_SIZE)}`;
  const number = (word: string, at: number, usual: number): void => {
    if (data.u32(at) !== usual) text += ` ${prefix}htable-${word} ${data.u32(at)}`;
  };
  number("size", SIZE, 0);
  number("max", MAX, 0);
  number("gcinterval", GC_INTERVAL, GC_DEFAULT);
  number("expire", EXPIRE, rate.keeps);
  const whole = context.family.addressLength * 8;
  if (data.u8(SOURCE_MASK) !== whole) text += ` ${prefix}srcmask ${data.u8(SOURCE_MASK)}`;
  if (data.u8(DESTINATION_MASK) !== whole) text += ` ${prefix}dstmask ${data.u8(DESTINATION_MASK)}`;
  return text;
}

export const hashlimit: Extension = {
  kind: "match",
  name: "hashlimit",
  revision: 3,
  size: 312,
  userSize: 304,
  help: `
hashlimit match options:
  --hashlimit-upto <avg>           max average match rate
                                   [Packets per second unless followed by 
                                   /sec /minute /hour /day postfixes]
  --hashlimit-above <avg>          min average match rate
  --hashlimit-mode <mode>          mode is a comma-separated list of
                                   dstip,srcip,dstport,srcport (or none)
  --hashlimit-srcmask <length>     source address grouping prefix length
  --hashlimit-dstmask <length>     destination address grouping prefix length
  --hashlimit-name <name>          name for /proc/net/ipt_hashlimit
  --hashlimit-burst <num>	    number to match in a burst, default 5
  --hashlimit-htable-size <num>    number of hashtable buckets
  --hashlimit-htable-max <num>     number of hashtable entries
  --hashlimit-htable-gcinterval    interval between garbage collection runs
  --hashlimit-htable-expire        after which time are idle entries expired?
  --hashlimit-rate-match           rate match the flow without rate-limiting it
  --hashlimit-rate-interval        interval in seconds for hashlimit-rate-match

`,
  options: [
    { name: "hashlimit-upto", id: O_LIMIT, type: "string", invert: true, excl: 1 << O_ABOVE },
    { name: "hashlimit", id: O_LIMIT, type: "string", invert: true, excl: 1 << O_ABOVE },
    { name: "hashlimit-above", id: O_ABOVE, type: "string", invert: true, excl: 1 << O_LIMIT },
    { name: "hashlimit-srcmask", id: O_SOURCE_MASK, type: "plenmask" },
    { name: "hashlimit-dstmask", id: O_DESTINATION_MASK, type: "plenmask" },
    { name: "hashlimit-burst", id: O_BURST, type: "string" },
    { name: "hashlimit-htable-size", id: O_SIZE, type: "u32", put: SIZE },
    { name: "hashlimit-htable-max", id: O_MAX, type: "u32", put: MAX },
    { name: "hashlimit-htable-gcinterval", id: O_GC, type: "u32", put: GC_INTERVAL },
    { name: "hashlimit-htable-expire", id: O_EXPIRE, type: "u32", put: EXPIRE },
    { name: "hashlimit-mode", id: O_MODE, type: "string" },
    {
      name: "hashlimit-name",
      id: O_NAME,
      type: "string",
      mandatory: true,
      min: 1,
      put: 0,
      room: NAME_SIZE - 1,
    },
    { name: "hashlimit-rate-match", id: O_RATE_MATCH, type: "none" },
    { name: "hashlimit-rate-interval", id: O_RATE_INTERVAL, type: "string" },
  ],
  init: (data, context) => {
    data.set64(BURST, BURST_DEFAULT);
    data.set32(GC_INTERVAL, GC_DEFAULT);
    data.set8(SOURCE_MASK, context.family.addressLength * 8);
    data.set8(DESTINATION_MASK, context.family.addressLength * 8);
  },
  parse: (call) => HANDLERS[call.option.id]?.(call),
  check: ({ use, data, context }) => {
    if (!(use.flags & ((1 << O_LIMIT) | (1 << O_ABOVE))))
      return context.wrong("You have to specify --hashlimit");
    checkBurst(context, data, (use.flags & (1 << O_BURST)) !== 0, (use.flags & (1 << O_EXPIRE)) !== 0);
  },
  print: ({ data, context }) =>
    ` limit: ${data.u32(MODE) & INVERT ? "above" : "up to"}${details(data, context, { prefix: "", between: "-", name: false })}`,
  save: ({ data, context }) =>
    ` --hashlimit-${data.u32(MODE) & INVERT ? "above" : "upto"}${details(data, context, { prefix: "--hashlimit-", between: ",", name: true })}`,
};
