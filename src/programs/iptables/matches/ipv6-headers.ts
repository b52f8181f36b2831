/** `rt` and `frag`: headers behind IPv6's. */
import { AF_INET6 } from "../../../kernel.ts";
import { parseIpv6 } from "../../../packet/address.ts";
import type { Context } from "../context.ts";
import type { Extension } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { IPV6 } from "../family.ts";

const MOST = 0xffffffff;

/** Places in `struct ip6t_rt`. */
export const RT_TYPE = 0;
export const RT_SEGMENTS = 4;
export const RT_LENGTH = 12;
export const RT_FLAGS = 16;
export const RT_INVERTED = 17;
const RT_LIST = 20;
const RT_COUNT = 276;
const MOST_ADDRESSES = 16;

/** Flags; the first three may be inverted. */
export const HAS_TYPE = 1;
export const HAS_SEGMENTS = 2;
export const HAS_LENGTH = 4;
export const HAS_RESERVED = 8;
export const HAS_ADDRESSES = 0x10;
const NOT_STRICT = 0x20;

const TYPE = 0;
const SEGMENTS = 1;
const LENGTH = 2;
const RESERVED = 3;
const ADDRESSES = 4;
const LOOSE = 5;

/** Whether a range of numbers leaves anything out. */
export function leavesOut(data: Struct, at: number, inverted: boolean): boolean {
  return data.u32(at) !== 0 || data.u32(at + 4) !== MOST || inverted;
}

/** `id:3`, `ids:!3:5` */
function printRange(name: string, data: Struct, at: number, inverted: boolean): string {
  const [low, high] = [data.u32(at), data.u32(at + 4)];
  if (!leavesOut(data, at, inverted)) return "";
  const not = inverted ? "!" : "";
  return low === high ? `${name}:${not}${low}` : `${name}s:${not}${low}:${high}`;
}

function saveRange(option: string, data: Struct, at: number, inverted: boolean): string {
  const [low, high] = [data.u32(at), data.u32(at + 4)];
  if (!leavesOut(data, at, inverted)) return "";
  return `${inverted ? " !" : ""} --${option} ${low === high ? low : `${low}:${high}`}`;
}

function setRange(data: Struct, at: number, range: readonly bigint[]): void {
  data.set32(at, Number(range[0]));
  data.set32(at + 4, Number(range[range.length - 1]));
}

function addFlag(data: Struct, at: number, flag: number): void {
  data.set8(at, data.u8(at) | flag);
}

function parseAddresses(data: Struct, argument: string, context: Context): void {
  const words = argument.split(",");
  if (words.length > MOST_ADDRESSES) return context.wrong("too many IPv6 addresses specified");
  for (const [i, word] of words.entries()) {
    const address = parseIpv6(word);
    if (address === undefined) return context.wrong(`IPv6 address \`${word}' invalid`);
    address.toBytes(data.slice(RT_LIST + 16 * i, 16));
  }
  data.set8(RT_COUNT, words.length);
}

function addressesText(data: Struct): string {
  const words: string[] = [];
  for (let i = 0; i < Math.min(data.u8(RT_COUNT), MOST_ADDRESSES); i++)
    words.push(IPV6.format(data.slice(RT_LIST + 16 * i, 16)));
  return words.join(",");
}

/** What is said of type 0 alone. */
function needTypeZero(data: Struct, option: string, context: Context): void {
  const zero = (data.u8(RT_FLAGS) & HAS_TYPE) !== 0 && data.u32(RT_TYPE) === 0;
  if (!zero || (data.u8(RT_INVERTED) & HAS_TYPE) !== 0)
    context.wrong(`\`--rt-type 0' required before \`--${option}'`);
}

export const rt: Extension = {
  kind: "match",
  name: "rt",
  family: AF_INET6,
  revision: 0,
  size: 280,
  userSize: 280,
  help: `
rt match options:
[!] --rt-type type             match the type
[!] --rt-segsleft num[:num]    match the Segments Left field (range)
[!] --rt-len length            total length of this header
 --rt-0-res                    check the reserved field too (type 0)
 --rt-0-addrs ADDR[,ADDR...]   Type=0 addresses (list, max: 16)
 --rt-0-not-strict             List of Type=0 addresses not a strict list
`,
  options: [
    { name: "rt-type", id: TYPE, type: "u32", invert: true, put: RT_TYPE },
    { name: "rt-segsleft", id: SEGMENTS, type: "u32rc", invert: true },
    { name: "rt-len", id: LENGTH, type: "u32", invert: true, put: RT_LENGTH },
    { name: "rt-0-res", id: RESERVED, type: "none" },
    { name: "rt-0-addrs", id: ADDRESSES, type: "string" },
    { name: "rt-0-not-strict", id: LOOSE, type: "none" },
  ],
  init: (data) => data.set32(RT_SEGMENTS + 4, MOST),
  parse: ({ option: { id, name }, argument, data, value, invert, context }) => {
    if (id === RESERVED || id === ADDRESSES) needTypeZero(data, name, context);
    if (id === LOOSE && (data.u8(RT_FLAGS) & HAS_ADDRESSES) === 0)
      return context.wrong("`--rt-0-addr ...' required before `--rt-0-not-strict'");
    if (id === SEGMENTS) setRange(data, RT_SEGMENTS, value.range);
    if (id === ADDRESSES) parseAddresses(data, argument, context);
    addFlag(data, RT_FLAGS, 1 << id);
    if (invert) addFlag(data, RT_INVERTED, 1 << id);
  },
  print: ({ data }) => {
    const flags = data.u8(RT_FLAGS);
    const inverted = data.u8(RT_INVERTED);
    const not = (flag: number): string => (inverted & flag ? "!" : "");
    let text = " rt";
    if (flags & HAS_TYPE) text += ` type:${not(HAS_TYPE)}${data.u32(RT_TYPE)}`;
    const segments = printRange("segsleft", data, RT_SEGMENTS, (inverted & HAS_SEGMENTS) !== 0);
    if (segments !== "") text += ` ${segments}`;
    if (flags & HAS_LENGTH) text += ` length:${not(HAS_LENGTH)}${data.u32(RT_LENGTH)}`;
    if (flags & HAS_RESERVED) text += " reserved";
    if (flags & HAS_ADDRESSES) text += ` 0-addrs ${addressesText(data)}`;
    return flags & NOT_STRICT ? `${text} 0-not-strict` : text;
  },
  save: ({ data }) => {
    const flags = data.u8(RT_FLAGS);
    const inverted = data.u8(RT_INVERTED);
    const not = (flag: number): string => (inverted & flag ? " !" : "");
    let text = "";
    if (flags & HAS_TYPE) text += `${not(HAS_TYPE)} --rt-type ${data.u32(RT_TYPE)}`;
    text += saveRange("rt-segsleft", data, RT_SEGMENTS, (inverted & HAS_SEGMENTS) !== 0);
    if (flags & HAS_LENGTH) text += `${not(HAS_LENGTH)} --rt-len ${data.u32(RT_LENGTH)}`;
    if (flags & HAS_RESERVED) text += " --rt-0-res";
    if (flags & HAS_ADDRESSES) text += ` --rt-0-addrs ${addressesText(data)}`;
    return flags & NOT_STRICT ? `${text} --rt-0-not-strict` : text;
  },
};

/** Places in `struct ip6t_frag`. */
export const FRAG_IDS = 0;
const FRAG_LENGTH = 8;
export const FRAG_FLAGS = 12;
export const FRAG_INVERTED = 13;

/** Options with nothing behind them: ids, which are the bits of flags, and what a listing calls them. */
const FLAG_OPTIONS = [
  { name: "fragres", id: 2, listed: "reserved" },
  { name: "fragfirst", id: 3, listed: "first" },
  { name: "fragmore", id: 4, listed: "more" },
  { name: "fraglast", id: 5, listed: "last" },
] as const;
const MORE = 4;
const LAST = 5;

export const frag: Extension = {
  kind: "match",
  name: "frag",
  family: AF_INET6,
  revision: 0,
  size: 16,
  userSize: 16,
  help: `
frag match options:
[!] --fragid id[:id]           match the id (range)
[!] --fraglen length           total length of this header
 --fragres                     check the reserved field too
 --fragfirst                   matches on the first fragment
 [--fragmore|--fraglast]       there are more fragments or this
                               is the last one
`,
  options: [
    { name: "fragid", id: 0, type: "u32rc", invert: true },
    { name: "fraglen", id: 1, type: "u32", invert: true, put: FRAG_LENGTH },
    ...FLAG_OPTIONS.map(({ name, id }) => ({
      name,
      id,
      type: "none" as const,
      ...(id === MORE ? { excl: 1 << LAST } : id === LAST ? { excl: 1 << MORE } : {}),
    })),
  ],
  init: (data) => data.set32(FRAG_IDS + 4, MOST),
  parse: ({ option: { id }, data, value, invert }) => {
    if (id === 0) setRange(data, FRAG_IDS, value.range);
    addFlag(data, FRAG_FLAGS, 1 << id);
    if (invert) addFlag(data, FRAG_INVERTED, 1 << id);
  },
  print: ({ data }) => {
    const flags = data.u8(FRAG_FLAGS);
    const inverted = data.u8(FRAG_INVERTED);
    let text = ` frag ${printRange("id", data, FRAG_IDS, (inverted & 1) !== 0)}`;
    if (flags & 2) text += ` length:${inverted & 2 ? "!" : ""}${data.u32(FRAG_LENGTH)}`;
    for (const { id, listed } of FLAG_OPTIONS) if (flags & (1 << id)) text += ` ${listed}`;
    return text;
  },
  save: ({ data }) => {
    const flags = data.u8(FRAG_FLAGS);
    const inverted = data.u8(FRAG_INVERTED);
    let text = saveRange("fragid", data, FRAG_IDS, (inverted & 1) !== 0);
    if (flags & 2) text += `${inverted & 2 ? " !" : ""} --fraglen ${data.u32(FRAG_LENGTH)}`;
    for (const { id, name } of FLAG_OPTIONS) if (flags & (1 << id)) text += ` --${name}`;
    return text;
  },
};
