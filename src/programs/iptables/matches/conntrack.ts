/** `conntrack`, and `state`, which is a conntrack match that remembers its name. */

import type { Context } from "../context.ts";
import type { Extension, OptionCall, PrintCall } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { prefixLength } from "../family.ts";
import { addressName } from "../values/address-name.ts";

const EXPIRES_MIN = 128;
const EXPIRES_MAX = 132;
const L4PROTO = 136;
const MATCH_FLAGS = 146;
const INVERT_FLAGS = 148;
const STATE_MASK = 150;
const STATUS_MASK = 152;

const STATE = 1 << 0;
const PROTO = 1 << 1;
const STATUS = 1 << 6;
const EXPIRES = 1 << 7;
const DIRECTION = 1 << 12;
const STATE_ALIAS = 1 << 13;

/** An address with its mask, a port with the end of its range: in the order of the structure. */
const SIDES = [
  { address: "ctorigsrc", flag: 1 << 2, at: 0, port: "ctorigsrcport", portFlag: 1 << 8, low: 138, high: 154 },
  {
    address: "ctorigdst",
    flag: 1 << 3,
    at: 32,
    port: "ctorigdstport",
    portFlag: 1 << 9,
    low: 140,
    high: 156,
  },
  {
    address: "ctreplsrc",
    flag: 1 << 4,
    at: 64,
    port: "ctreplsrcport",
    portFlag: 1 << 10,
    low: 142,
    high: 158,
  },
  {
    address: "ctrepldst",
    flag: 1 << 5,
    at: 96,
    port: "ctrepldstport",
    portFlag: 1 << 11,
    low: 144,
    high: 160,
  },
] as const;

/** States in the order in which they are printed. */
const STATES: readonly (readonly [string, number])[] = [
  ["INVALID", 1 << 0],
  ["NEW", 1 << 3],
  ["RELATED", 1 << 2],
  ["ESTABLISHED", 1 << 1],
  ["UNTRACKED", 1 << 8],
  ["SNAT", 1 << 6],
  ["DNAT", 1 << 7],
];
/** What `--state` knows. */
const OLD_STATES = STATES.slice(0, 5);
const STATUSES: readonly (readonly [string, number])[] = [
  ["EXPECTED", 1 << 0],
  ["SEEN_REPLY", 1 << 1],
  ["ASSURED", 1 << 2],
  ["CONFIRMED", 1 << 3],
];

/** Bits of a list of names, which may be in small letters. */
function bitsOf(
  context: Context,
  text: string,
  names: readonly (readonly [string, number])[],
  what: string,
): number {
  let bits = 0;
  for (let rest = text; ; ) {
    if (rest === "" && what === "state")
      return context.wrong('"--state" requires a list of states with no spaces, e.g. ESTABLISHED,RELATED');
    const comma = rest.indexOf(",");
    const word = comma < 0 ? rest : rest.slice(0, comma);
    const known = names.find(([name]) => name === word.toUpperCase());
    // all that is left is shown
    if (!known) return context.wrong(`Bad ${what} "${rest}"`);
    bits |= known[1];
    if (comma < 0) return bits;
    rest = rest.slice(comma + 1);
  }
}

function listOf(bits: number, names: readonly (readonly [string, number])[]): string {
  return names
    .filter(([, bit]) => bits & bit)
    .map(([name]) => name)
    .join(",");
}

function setFlag({ data, invert }: OptionCall, flag: number): void {
  data.set16(MATCH_FLAGS, data.u16(MATCH_FLAGS) | flag);
  if (invert) data.set16(INVERT_FLAGS, data.u16(INVERT_FLAGS) | flag);
}

/** What each option does. */
const HANDLERS: Readonly<Record<string, (call: OptionCall) => void>> = {
  ctstate: (call) => {
    call.data.set16(STATE_MASK, bitsOf(call.context, call.argument, STATES, "ctstate"));
    setFlag(call, STATE);
  },
  ctstatus: (call) => {
    const names = [...STATUSES, ["NONE", 0] as const];
    call.data.set16(STATUS_MASK, bitsOf(call.context, call.argument, names, "ctstatus"));
    setFlag(call, STATUS);
  },
  ctproto: (call) => {
    call.data.set16(L4PROTO, call.value.number);
    setFlag(call, PROTO);
  },
  ctexpire: (call) => {
    const [low, high = low] = call.value.range;
    call.data.set32(EXPIRES_MIN, Number(low));
    call.data.set32(EXPIRES_MAX, Number(high));
    setFlag(call, EXPIRES);
  },
  ctdir: (call) => {
    const word = call.argument.toUpperCase();
    if (word !== "ORIGINAL" && word !== "REPLY")
      return call.context.wrong(`conntrack: Bad value for "--ctdir" option: "${call.argument}"`);
    call.data.set16(MATCH_FLAGS, call.data.u16(MATCH_FLAGS) | DIRECTION);
    if (word === "REPLY") call.data.set16(INVERT_FLAGS, call.data.u16(INVERT_FLAGS) | DIRECTION);
  },
};

function parse(call: OptionCall): void {
  const handler = HANDLERS[call.option.name];
  if (handler) return handler(call);
  const { data, value } = call;
  const address = SIDES.find((side) => side.address === call.option.name);
  if (address) {
    data.set(address.at, value.address);
    data.set(address.at + 16, value.addressMask);
    return setFlag(call, address.flag);
  }
  const port = SIDES.find((side) => side.port === call.option.name);
  if (!port) return;
  const [low, high = low] = value.range;
  data.set16(port.low, Number(low));
  data.set16(port.high, Number(high));
  setFlag(call, port.portFlag);
}

function addressText({ data, context, numeric }: PrintCall, at: number): string {
  const { family } = context;
  const length = family.addressLength;
  const address = data.slice(at, length);
  const mask = data.slice(at + 16, length);
  if (address.every((byte) => byte === 0) && mask.every((byte) => byte === 0) && !numeric) return "anywhere";
  const bits = prefixLength(mask);
  const suffix = bits === length * 8 ? "" : `/${bits < 0 ? family.format(mask) : bits}`;
  return `${numeric ? family.format(address) : addressName(context, address)}${suffix}`;
}

/** All but the states, as `-L` (without `prefix`) and `-S` (`--`) show it. */
function details(call: PrintCall, prefix: string): string {
  const { data } = call;
  const flags = data.u16(MATCH_FLAGS);
  const inverse = data.u16(INVERT_FLAGS);
  const not = (flag: number): string => (inverse & flag ? " !" : "");
  let text = "";
  if (flags & PROTO) text += `${not(PROTO)} ${prefix}ctproto ${data.u16(L4PROTO)}`;
  for (const { address, flag, at } of SIDES)
    if (flags & flag) text += `${not(flag)} ${prefix}${address} ${addressText(call, at)}`;
  for (const { port, portFlag, low, high } of SIDES)
    if (flags & portFlag) text += `${not(portFlag)} ${prefix}${port} ${range(data.u16(low), data.u16(high))}`;
  if (flags & STATUS)
    text += `${not(STATUS)} ${prefix}ctstatus ${listOf(data.u16(STATUS_MASK), STATUSES) || "NONE"}`;
  if (flags & EXPIRES)
    text += `${not(EXPIRES)} ${prefix}ctexpire ${range(data.u32(EXPIRES_MIN), data.u32(EXPIRES_MAX))}`;
  if (flags & DIRECTION) text += ` ${prefix}ctdir ${inverse & DIRECTION ? "REPLY" : "ORIGINAL"}`;
  return text;
}

function range(low: number, high: number): string {
  return low === high ? `${low}` : `${low}:${high}`;
}

function isState(data: Struct): boolean {
  return (data.u16(MATCH_FLAGS) & STATE_ALIAS) !== 0;
}

function states(data: Struct, prefix: string, names: readonly (readonly [string, number])[]): string {
  if (!(data.u16(MATCH_FLAGS) & STATE)) return "";
  const not = data.u16(INVERT_FLAGS) & STATE ? "! " : "";
  const word = isState(data) ? "state" : "ctstate";
  const list = listOf(data.u16(STATE_MASK), names);
  return prefix === "" ? ` ${not}${word} ${list}` : ` ${not}--${word} ${list}`;
}

export const conntrack: Extension = {
  kind: "match",
  name: "conntrack",
  revision: 3,
  size: 164,
  userSize: 164,
  help: `
conntrack match options:
[!] --ctstate {INVALID|ESTABLISHED|NEW|RELATED|UNTRACKED|SNAT|DNAT}[,...]
                               State(s) to match
[!] --ctproto proto            Protocol to match; by number or name, e.g. "tcp"
[!] --ctorigsrc address[/mask]
[!] --ctorigdst address[/mask]
[!] --ctreplsrc address[/mask]
[!] --ctrepldst address[/mask]
                               Original/Reply source/destination address
[!] --ctorigsrcport port
[!] --ctorigdstport port
[!] --ctreplsrcport port
[!] --ctrepldstport port
                               TCP/UDP/SCTP orig./reply source/destination port
[!] --ctstatus {NONE|EXPECTED|SEEN_REPLY|ASSURED|CONFIRMED}[,...]
                               Status(es) to match
[!] --ctexpire time[:time]     Match remaining lifetime in seconds against
                               value or range of values (inclusive)
    --ctdir {ORIGINAL|REPLY}   Flow direction of packet
`,
  options: [
    { name: "ctstate", id: 0, type: "string", invert: true },
    { name: "ctproto", id: 1, type: "protocol", invert: true },
    { name: "ctorigsrc", id: 2, type: "hostmask", invert: true },
    { name: "ctorigdst", id: 3, type: "hostmask", invert: true },
    { name: "ctreplsrc", id: 4, type: "hostmask", invert: true },
    { name: "ctrepldst", id: 5, type: "hostmask", invert: true },
    { name: "ctstatus", id: 6, type: "string", invert: true },
    { name: "ctexpire", id: 7, type: "u32rc", invert: true },
    { name: "ctorigsrcport", id: 8, type: "portrc", invert: true },
    { name: "ctorigdstport", id: 9, type: "portrc", invert: true },
    { name: "ctreplsrcport", id: 10, type: "portrc", invert: true },
    { name: "ctrepldstport", id: 11, type: "portrc", invert: true },
    { name: "ctdir", id: 12, type: "string" },
  ],
  parse,
  check: ({ use, context }) => {
    if (use.flags === 0) return context.wrong("conntrack: At least one option is required");
  },
  alias: (data) => (isState(data) ? "state" : "conntrack"),
  print: (call) =>
    isState(call.data)
      ? states(call.data, "", OLD_STATES)
      : states(call.data, "", STATES) + details(call, ""),
  save: (call) =>
    isState(call.data)
      ? states(call.data, "--", OLD_STATES)
      : states(call.data, "--", STATES) + details(call, "--"),
};

export const state: Extension = {
  kind: "match",
  name: "state",
  realName: "conntrack",
  revision: 3,
  size: 164,
  userSize: 164,
  help: `
state match options:
 [!] --state [INVALID|ESTABLISHED|NEW|RELATED|UNTRACKED][,...]
				State(s) to match
`,
  options: [{ name: "state", id: 0, type: "string", mandatory: true, invert: true }],
  init: (data) => data.set16(MATCH_FLAGS, STATE | STATE_ALIAS),
  parse: ({ data, argument, context, invert }) => {
    data.set16(STATE_MASK, bitsOf(context, argument, OLD_STATES, "state"));
    if (invert) data.set16(INVERT_FLAGS, STATE);
  },
  alias: conntrack.alias,
  print: conntrack.print,
  save: conntrack.save,
};
