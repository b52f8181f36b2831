/** `rt`: IPv6's routing header. */
import { AF_INET6 } from "../../../kernel.ts";
import type { Context } from "../context.ts";
import type { Extension, OptionCall } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { IPV6 } from "../family.ts";
import { numericAddress } from "../values/address.ts";
import { spanWords } from "./header-words.ts";

export const RT_TYPE = 0;
export const RT_SEGSLEFT = 4;
export const RT_HDRLEN = 12;
export const RT_FLAGS = 16;
export const RT_INVERT = 17;
const ADDRESSES = 20;
const COUNT = 276;
const MOST_ADDRESSES = 16;
const ALL = 0xffffffff;
export const RT_TYP = 1;
export const RT_SGS = 2;
export const RT_LEN = 4;
export const RT_RES = 8;
export const RT_FST = 0x10;
export const RT_NSTRICT = 0x20;
const ID_TYPE = 0;
const ID_SEGSLEFT = 1;
const ID_LEN = 2;
const ID_RES = 3;
const ID_ADDRS = 4;
const ID_NSTRICT = 5;
const BITS = [RT_TYP, RT_SGS, RT_LEN, RT_RES, RT_FST, RT_NSTRICT];

function readAddresses(text: string, data: Struct, context: Context): void {
  const parts = text.split(",");
  for (const [index, part] of parts.entries()) {
    if (index === MOST_ADDRESSES) return context.wrong("too many addresses specified");
    const address = numericAddress(IPV6, part);
    if (!address) return context.wrong(`bad address: ${part}`);
    data.set(ADDRESSES + index * 16, address);
  }
  data.set8(COUNT, parts.length);
}

const isFirstType = (data: Struct): boolean =>
  (data.u8(RT_FLAGS) & RT_TYP) !== 0 && data.u32(RT_TYPE) === 0 && (data.u8(RT_INVERT) & RT_TYP) === 0;

function parse({ option, argument, data, value, invert, context }: OptionCall): void {
  if (option.id === ID_SEGSLEFT && value.range.length === 1) data.set32(RT_SEGSLEFT + 4, value.number);
  if ((option.id === ID_RES || option.id === ID_ADDRS) && !isFirstType(data))
    context.wrong(`\`--rt-type 0' required before \`--${option.name}'`);
  if (option.id === ID_NSTRICT && (data.u8(RT_FLAGS) & RT_FST) === 0)
    context.wrong("`--rt-0-addr ...' required before `--rt-0-not-strict'");
  if (option.id === ID_ADDRS) readAddresses(argument, data, context);
  const bit = BITS[option.id];
  data.set8(RT_FLAGS, data.u8(RT_FLAGS) | bit);
  if (invert) data.set8(RT_INVERT, data.u8(RT_INVERT) | bit);
}

function addresses(data: Struct): string {
  const count = Math.min(data.u8(COUNT), MOST_ADDRESSES);
  const list = Array.from({ length: count }, (_, index) =>
    IPV6.format(data.slice(ADDRESSES + index * 16, 16)),
  );
  return list.join(",");
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
    { name: "rt-type", id: ID_TYPE, type: "u32", invert: true, put: RT_TYPE },
    { name: "rt-segsleft", id: ID_SEGSLEFT, type: "u32rc", invert: true, put: RT_SEGSLEFT },
    { name: "rt-len", id: ID_LEN, type: "u32", invert: true, put: RT_HDRLEN },
    { name: "rt-0-res", id: ID_RES, type: "none" },
    { name: "rt-0-addrs", id: ID_ADDRS, type: "string" },
    { name: "rt-0-not-strict", id: ID_NSTRICT, type: "none" },
  ],
  init: (data) => data.set32(RT_SEGSLEFT + 4, ALL),
  parse,
  print: ({ data }) => {
    const flags = data.u8(RT_FLAGS);
    const inverts = data.u8(RT_INVERT);
    const not = (bit: number): string => (inverts & bit ? "!" : "");
    let text = " rt";
    if (flags & RT_TYP) text += ` type:${not(RT_TYP)}${data.u32(RT_TYPE)}`;
    const left = spanWords("segsleft", data, RT_SEGSLEFT, (inverts & RT_SGS) !== 0);
    if (left !== "") text += ` ${left}`;
    if (flags & RT_LEN) text += ` length:${not(RT_LEN)}${data.u32(RT_HDRLEN)}`;
    if (flags & RT_RES) text += " reserved";
    if (flags & RT_FST) text += ` 0-addrs ${addresses(data)}`;
    return flags & RT_NSTRICT ? `${text} 0-not-strict` : text;
  },
  save: ({ data }) => {
    const flags = data.u8(RT_FLAGS);
    const inverts = data.u8(RT_INVERT);
    const option = (bit: number, name: string, value: string): string =>
      flags & bit ? `${inverts & bit ? " !" : ""} --${name}${value === "" ? "" : ` ${value}`}` : "";
    const [low, high] = [data.u32(RT_SEGSLEFT), data.u32(RT_SEGSLEFT + 4)];
    return (
      option(RT_TYP, "rt-type", `${data.u32(RT_TYPE)}`) +
      option(RT_SGS, "rt-segsleft", low === high ? `${low}` : `${low}:${high}`) +
      option(RT_LEN, "rt-len", `${data.u32(RT_HDRLEN)}`) +
      option(RT_RES, "rt-0-res", "") +
      option(RT_FST, "rt-0-addrs", addresses(data)) +
      option(RT_NSTRICT, "rt-0-not-strict", "")
    );
  },
};
