/** Reads the arguments of extensions' options: `xtables_option_parse` and what it calls. */
import { AF_INET } from "../../../kernel.ts";
import { parseMac } from "../../../packet/address.ts";
import { inetAton } from "../../lib/resolver.ts";
import type { Context } from "../context.ts";
import { prefixLength, prefixMask } from "../family.ts";
import { parseMask } from "../values/address.ts";
import {
  numberPrefix,
  UINT8_MAX,
  UINT16_MAX,
  UINT32_MAX,
  UINT64_MAX,
  wholeNumber,
} from "../values/parse-number.ts";
import { readTos } from "../values/tos-names.ts";
import type { OptionSpec, OptionType } from "./extension.ts";
import { readHost, readHostMask } from "./option-host.ts";
import { type Struct, textLength } from "./struct.ts";

/** What an option's argument was read as; each type fills its own fields. */
export interface OptionValue {
  number: number;
  /** Of `u64`. */
  big: bigint;
  /** Of ranges: as many as were given. */
  readonly range: bigint[];
  text: string;
  mask: number;
  address: Uint8Array;
  addressMask: Uint8Array;
  bits: number;
}

/** An option with the name of its extension, for errors. */
export interface ReadCall {
  readonly option: OptionSpec;
  readonly argument: string;
  readonly extension: string;
  readonly context: Context;
  readonly data: Struct;
}

type Reader = (call: ReadCall, value: OptionValue) => void;

const MAXIMUM: Partial<Record<OptionType, bigint>> = {
  u8: UINT8_MAX,
  u16: UINT16_MAX,
  u32: UINT32_MAX,
  u64: UINT64_MAX,
  u8rc: UINT8_MAX,
  u16rc: UINT16_MAX,
  u32rc: UINT32_MAX,
  u64rc: UINT64_MAX,
};

/** What the program calls them. */
const LOG_LEVELS: readonly (readonly [string, number])[] = [
  ["alert", 1],
  ["crit", 2],
  ["debug", 7],
  ["emerg", 0],
  ["error", 3],
  ["info", 6],
  ["notice", 5],
  ["panic", 0],
  ["warning", 4],
];

function maximum({ option }: ReadCall): bigint {
  const most = MAXIMUM[option.type] ?? UINT32_MAX;
  return option.max !== undefined && option.max > 0 && BigInt(option.max) < most ? BigInt(option.max) : most;
}

function bad(call: ReadCall, text: string): never {
  return call.context.wrong(`${call.extension}: ${text}\n`);
}

const readInteger: Reader = (call, value) => {
  const least = BigInt(call.option.min ?? 0);
  const most = maximum(call);
  const number = wholeNumber(call.argument, least, most);
  if (number === undefined)
    return bad(call, `bad value for option "--${call.option.name}", or out of range (${least}-${most}).`);
  value.big = number;
  value.number = Number(number);
  put(call, number, 0);
};

const RANGE_PARTS = 2;

const readRange: Reader = (call, value) => {
  const least = BigInt(call.option.min ?? 0);
  const most = maximum(call);
  let rest = call.argument;
  for (;;) {
    if (value.range.length === RANGE_PARTS)
      return bad(call, `Too many components for option "--${call.option.name}" (max: ${RANGE_PARTS})`);
    const number = rangePart(call, rest, value.range.length === 1 ? most : least, least, most);
    put(call, number.value, value.range.length);
    value.range.push(number.value);
    if (number.rest === "") break;
    rest = number.rest.slice(1);
  }
  value.big = value.range[0];
  value.number = Number(value.range[0]);
};

function rangePart(
  call: ReadCall,
  text: string,
  absent: bigint,
  least: bigint,
  most: bigint,
): { readonly value: bigint; readonly rest: string } {
  if (text === "" || text.startsWith(":")) return { value: absent, rest: text };
  const found = numberPrefix(text, least, most);
  if (!found)
    return bad(
      call,
      `bad value for option "--${call.option.name}" near "${text}", or out of range (0-${most}).`,
    );
  if (found.rest !== "" && !found.rest.startsWith(":"))
    return bad(call, `Argument to "--${call.option.name}" has unexpected characters near "${found.rest}".`);
  return found;
}

/** Puts a number at the option's place in the structure; a range's parts one behind the other. */
function put(call: ReadCall, number: bigint, index: number): void {
  const { put: at, type, networkOrder } = call.option;
  if (at === undefined) return;
  const { data } = call;
  if (type.startsWith("u8")) data.set8(at + index, Number(number));
  else if (type.startsWith("u16"))
    networkOrder ? data.setBe16(at + 2 * index, Number(number)) : data.set16(at + 2 * index, Number(number));
  else if (type.startsWith("u32"))
    networkOrder ? data.setBe32(at + 4 * index, Number(number)) : data.set32(at + 4 * index, Number(number));
  else data.set64(at + 8 * index, number);
}

const readText: Reader = (call, value) => {
  const { min = 0, max = 0, room, put: at } = call.option;
  const length = textLength(call.argument);
  if (length < min) return call.context.wrong(`Argument must have a minimum length of ${min} characters\n`);
  if (max > 0 && length > max)
    return call.context.wrong(`Argument must have a maximum length of ${max} characters\n`);
  value.text = call.argument;
  if (at !== undefined) call.data.setText(at, room ?? (max > 0 ? max : length), call.argument);
};

const readDouble: Reader = (call, value) => {
  const { min = 0, max = 0 } = call.option;
  const number = /^[ \t]*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(call.argument)
    ? Number(call.argument)
    : Number.NaN;
  if (Number.isNaN(number))
    return bad(call, `bad value for option "--${call.option.name}", or out of range (${min}-${max}).`);
  if ((min !== 0 && number < min) || (max !== 0 && number > max))
    return bad(call, `bad value for option "--${call.option.name}", or out of range (${min}-${max}).`);
  value.number = number;
};

const readMarkMask: Reader = (call, value) => {
  const { name } = call.option;
  const mark = numberPrefix(call.argument, 0n, UINT32_MAX);
  if (!mark) return bad(call, `bad integer value for option "--${name}", or out of range.`);
  const mask = mark.rest.startsWith("/") ? numberPrefix(mark.rest.slice(1), 0n, UINT32_MAX) : undefined;
  if (mark.rest.startsWith("/") && !mask)
    return bad(call, `bad integer value for option "--${name}", or out of range.`);
  if ((mask ?? mark).rest !== "") return bad(call, `trailing garbage after value for option "--${name}".`);
  value.number = Number(mark.value);
  value.mask = mask ? Number(mask.value) : 0xffffffff;
};

const readLogLevel: Reader = (call, value) => {
  const number = wholeNumber(call.argument, 0n, 7n);
  if (number !== undefined) {
    value.number = Number(number);
    put({ ...call, option: { ...call.option, type: "u8" } }, number, 0);
    return;
  }
  const wanted = call.argument;
  const level = LOG_LEVELS.find(([name]) => name === wanted);
  if (!level) return call.context.wrong(`log level "${call.argument}" unknown\n`);
  value.number = level[1];
  put({ ...call, option: { ...call.option, type: "u8" } }, BigInt(level[1]), 0);
};

const readPrefixLength: Reader = (call, value) => {
  const bits = call.context.family.addressLength * 8;
  const number = wholeNumber(call.argument, 0n, BigInt(bits));
  if (number === undefined)
    return bad(call, `bad value for option "--${call.option.name}", or out of range (0-${bits}).`);
  value.bits = Number(number);
};

const readPrefixMask: Reader = (call, value) => {
  const { family } = call.context;
  const mask = parseMask(family, call.argument);
  if (!mask && family.number === AF_INET && inetAton(call.argument) !== undefined) {
    // an address of fewer parts is none of a prefix
    value.bits = -1;
    return;
  }
  if (!mask)
    return bad(
      call,
      `bad value for option "--${call.option.name}", neither a valid network mask nor valid CIDR (0-${family.addressLength * 8}).`,
    );
  value.addressMask = mask;
  value.bits = prefixLength(mask);
};

const readProtocol: Reader = (call, value) => {
  const number = wholeNumber(call.argument, 0n, UINT8_MAX);
  const protocol = number === undefined ? call.context.names.protocolByName(call.argument) : Number(number);
  if (protocol === undefined) return call.context.wrong(`unknown protocol "${call.argument}" specified`);
  value.number = protocol;
  put({ ...call, option: { ...call.option, type: "u16" } }, BigInt(protocol), 0);
};

/**
 * `xtables_getportbyname`: the port of a number in decimal, cut to 16 bits, or of a service of any protocol; undefined when it is
 * neither.
 */
function portByName(context: Context, text: string): number | undefined {
  const digits = /^[ \t\n\v\f\r]*\+?(\d+)$/.exec(text);
  if (text === "") return 0;
  if (!digits) return context.names.serviceByName(text);
  const number = BigInt(digits[1]);
  const whole = BigInt.asIntN(32, number > UINT64_MAX ? UINT64_MAX : number);
  return whole < 0n ? undefined : Number(whole & UINT16_MAX);
}

/** The port that a word names; undefined when it names none. */
export function portNumber(context: Context, text: string, protocol?: string): number | undefined {
  const number = wholeNumber(text, 0n, UINT16_MAX);
  return number === undefined ? context.names.serviceByName(text, protocol) : Number(number);
}

const readPort: Reader = (call, value) => {
  const port = portByName(call.context, call.argument);
  if (port === undefined)
    return call.context.wrong(`Port "${call.argument}" does not resolve to anything.\n`);
  value.number = port;
  putPort(call, port, 0);
};

const readPortRange: Reader = (call, value) => {
  const parts = call.argument.split(":");
  if (parts.length > RANGE_PARTS)
    return bad(call, `Too many components for option "--${call.option.name}" (max: ${RANGE_PARTS})`);
  for (const [index, part] of parts.entries()) {
    const port = part === "" && index > 0 ? 0xffff : portByName(call.context, part);
    if (port === undefined) return call.context.wrong(`Port "${part}" does not resolve to anything.\n`);
    value.range.push(BigInt(port));
    putPort(call, port, index);
  }
  value.number = Number(value.range[0]);
  if (parts.length === 1) putPort(call, value.number, 1);
};

function putPort(call: ReadCall, port: number, index: number): void {
  put({ ...call, option: { ...call.option, type: "u16" } }, BigInt(port), index);
}

const readMac: Reader = (call, value) => {
  const address = /^([0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/i.test(call.argument)
    ? parseMac(call.argument.replace(/(^|:)([0-9a-f])(?=:|$)/gi, "$10$2"))
    : undefined;
  if (!address) return call.context.wrong("Invalid MAC address specified.");
  value.address = address.toBytes();
  if (call.option.put !== undefined) call.data.set(call.option.put, value.address);
};

const READERS: Readonly<Record<OptionType, Reader | undefined>> = {
  none: undefined,
  raw: undefined,
  string: readText,
  double: readDouble,
  u8: readInteger,
  u16: readInteger,
  u32: readInteger,
  u64: readInteger,
  u8rc: readRange,
  u16rc: readRange,
  u32rc: readRange,
  u64rc: readRange,
  markmask32: readMarkMask,
  syslogLevel: readLogLevel,
  host: readHost,
  hostmask: readHostMask,
  plenmask: readPrefixMask,
  plen: readPrefixLength,
  protocol: readProtocol,
  port: readPort,
  portrc: readPortRange,
  ethermac: readMac,
  tosmask: readTos,
};

/** Reads an argument; ends when it is wrong. */
export function readOptionValue(call: ReadCall): OptionValue {
  const length = call.context.family.number === AF_INET ? 4 : 16;
  const value: OptionValue = {
    number: 0,
    big: 0n,
    range: [],
    text: "",
    mask: 0,
    address: new Uint8Array(length),
    addressMask: prefixMask(length * 8, length),
    bits: length * 8,
  };
  READERS[call.option.type]?.(call, value);
  return value;
}
