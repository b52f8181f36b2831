/** `policy`: which of IPsec's policies a packet came through, or will go through; of several elements when it is asked for strictly. */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import type { Context } from "../context.ts";
import type { Extension, OptionCall, PrintCall } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { formatMask } from "../family.ts";

const ELEMENT_SIZE = 76;
const MOST_ELEMENTS = 4;
const SOURCE = 0;
const DESTINATION = 32;
const MASK_BEHIND = 16;
const SPI = 64;
const REQID = 68;
const PROTOCOL = 72;
const MODE = 73;
const MATCHES = 74;
const INVERTS = 75;
export const POLICY_FLAGS = MOST_ELEMENTS * ELEMENT_SIZE;
const LENGTH = POLICY_FLAGS + 2;
const SIZE = LENGTH + 2;

export const POLICY_IN = 1;
const OUT = 2;
export const POLICY_NONE = 4;
export const POLICY_STRICT = 8;
const DIRECTIONS: Readonly<Record<string, number>> = { in: POLICY_IN, out: OUT };
const POLICIES: Readonly<Record<string, number>> = { none: POLICY_NONE, ipsec: 0 };
const TRANSPORT = 0;
const TUNNEL = 1;
const MODES: Readonly<Record<string, number>> = { transport: TRANSPORT, tunnel: TUNNEL };
const MODE_NAMES = ["transport", "tunnel"];
/** `ah`, `esp`, `ipcomp` */
const PROTOCOLS = new Set([50, 51, 108]);

/** Bits of what an element asks for. */
const BITS: Readonly<Record<string, number>> = {
  "tunnel-src": 1,
  "tunnel-dst": 2,
  proto: 4,
  mode: 8,
  spi: 16,
  reqid: 32,
};
const DIR = 0;
const POL = 1;
const STRICT = 2;
const NEXT = 9;

function numberOf(words: Readonly<Record<string, number>>, word: string): number | undefined {
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

/** Where the element begins that options speak of. */
const current = (data: Struct): number => data.u16(LENGTH) * ELEMENT_SIZE;

function setFlag(data: Struct, flag: number): void {
  data.set16(POLICY_FLAGS, data.u16(POLICY_FLAGS) | flag);
}

/** What an option puts into its element. */
const PUT: Readonly<Record<string, (call: OptionCall, at: number) => void>> = {
  reqid: ({ data, value }, at) => data.set32(at + REQID, value.number),
  spi: ({ data, value }, at) => data.setBe32(at + SPI, value.number),
  "tunnel-src": (call, at) => putAddress(call, at + SOURCE),
  "tunnel-dst": (call, at) => putAddress(call, at + DESTINATION),
  proto: ({ data, value, context }, at) => {
    if (!PROTOCOLS.has(value.number)) context.wrong("policy match: protocol must be ah/esp/ipcomp");
    data.set8(at + PROTOCOL, value.number);
  },
  mode: ({ data, argument, context }, at) => {
    const mode = numberOf(MODES, argument);
    if (mode === undefined) return context.wrong(`policy match: invalid mode "${argument}"`);
    data.set8(at + MODE, mode);
  },
};

function putAddress({ data, value }: OptionCall, at: number): void {
  data.set(at, value.address);
  data.set(at + MASK_BEHIND, value.addressMask);
}

function parse(call: OptionCall): void {
  const { option, argument, data, context, invert } = call;
  if (option.id === DIR) {
    const direction = numberOf(DIRECTIONS, argument);
    if (direction === undefined) return context.wrong(`policy_match: invalid dir "${argument}"`);
    return setFlag(data, direction);
  }
  if (option.id === POL) {
    const policy = numberOf(POLICIES, argument);
    if (policy === undefined) return context.wrong(`policy match: invalid policy "${argument}"`);
    return setFlag(data, policy);
  }
  if (option.id === STRICT) return setFlag(data, POLICY_STRICT);
  if (option.id === NEXT) {
    const length = data.u16(LENGTH) + 1;
    data.set16(LENGTH, length);
    if (length === MOST_ELEMENTS) context.wrong("policy match: maximum policy depth reached");
    return;
  }
  const at = current(data);
  const bit = BITS[option.name];
  if (data.u8(at + MATCHES) & bit) context.wrong(`policy match: double --${option.name} option`);
  data.set8(at + MATCHES, data.u8(at + MATCHES) | bit);
  if (invert) data.set8(at + INVERTS, data.u8(at + INVERTS) | bit);
  PUT[option.name](call, at);
}

function checkElement(data: Struct, index: number, context: Context): void {
  const at = index * ELEMENT_SIZE;
  const asked = data.u8(at + MATCHES);
  if (data.u16(POLICY_FLAGS) & POLICY_STRICT && asked === 0)
    context.wrong(
      `policy match: empty policy element ${index}. --strict is in effect, but at least one of reqid, spi, tunnel-src, tunnel-dst, proto or mode is required.`,
    );
  const inverted = (data.u8(at + INVERTS) & BITS.mode) !== 0;
  const isTunnel = (data.u8(at + MODE) === TUNNEL) !== inverted;
  if (asked & (BITS["tunnel-src"] | BITS["tunnel-dst"]) && !isTunnel)
    context.wrong("policy match: --tunnel-src/--tunnel-dst is only valid in tunnel mode");
}

/** The elements as words. @param prefix of options: `--` or none */
function elementWords(call: PrintCall, index: number, prefix: string, numeric: boolean): string {
  const { data, context } = call;
  const at = index * ELEMENT_SIZE;
  const asked = data.u8(at + MATCHES);
  const inverts = data.u8(at + INVERTS);
  const number = data.u8(at + PROTOCOL);
  const protocol = numeric ? undefined : context.names.protocolName(number);
  const words: readonly (readonly [string, string])[] = [
    ["reqid", `${data.u32(at + REQID)}`],
    ["spi", `0x${data.be32(at + SPI).toString(16)}`],
    ["proto", protocol ?? `${number}`],
    ["mode", MODE_NAMES[data.u8(at + MODE)] ?? "???"],
    ["tunnel-dst", addressText(call, at + DESTINATION)],
    ["tunnel-src", addressText(call, at + SOURCE)],
  ];
  return words
    .filter(([name]) => asked & BITS[name])
    .map(([name, value]) => `${inverts & BITS[name] ? " !" : ""} ${prefix}${name} ${value}`)
    .join("");
}

function addressText({ data, context: { family } }: PrintCall, at: number): string {
  const { addressLength } = family;
  return `${family.format(data.slice(at, addressLength))}${formatMask(family, data.slice(at + MASK_BEHIND, addressLength))}`;
}

function flagWords(flags: number, prefix: string): string {
  let text = flags & POLICY_IN ? ` ${prefix}dir in` : "";
  if (flags & OUT) text += ` ${prefix}dir out`;
  text += flags & POLICY_NONE ? ` ${prefix}pol none` : ` ${prefix}pol ipsec`;
  return flags & POLICY_STRICT ? `${text} ${prefix}strict` : text;
}

const indices = (data: Struct): readonly number[] =>
  Array.from({ length: Math.min(data.u16(LENGTH), MOST_ELEMENTS) }, (_, index) => index);

/** Whether any element asks for anything, whether it counts or not. */
export function policyElements(data: Struct): boolean {
  for (let at = 0; at < POLICY_FLAGS; at += ELEMENT_SIZE) if (data.u8(at + MATCHES) !== 0) return true;
  return false;
}

function policyMatch(family: number): Extension {
  return {
    kind: "match",
    name: "policy",
    family,
    revision: 0,
    size: SIZE,
    userSize: SIZE,
    help: HELP,
    options: [
      { name: "dir", id: DIR, type: "string" },
      { name: "pol", id: POL, type: "string" },
      { name: "strict", id: STRICT, type: "none" },
      { name: "reqid", id: 3, type: "u32", multi: true, invert: true },
      { name: "spi", id: 4, type: "u32", multi: true, invert: true },
      { name: "tunnel-src", id: 5, type: "hostmask", multi: true, invert: true },
      { name: "tunnel-dst", id: 6, type: "hostmask", multi: true, invert: true },
      { name: "proto", id: 7, type: "protocol", multi: true, invert: true },
      { name: "mode", id: 8, type: "string", multi: true, invert: true },
      { name: "next", id: NEXT, type: "none", multi: true, also: 1 << STRICT },
    ],
    parse,
    check: ({ data, context }) => {
      const flags = data.u16(POLICY_FLAGS);
      if ((flags & (POLICY_IN | OUT)) === 0)
        context.wrong("policy match: neither --dir in nor --dir out specified");
      if (flags & POLICY_NONE) {
        if (flags & POLICY_STRICT) context.wrong("policy match: policy none but --strict given");
        if (data.u16(LENGTH) !== 0) context.wrong("policy match: policy none but policy given");
      } else data.set16(LENGTH, data.u16(LENGTH) + 1);
      for (const index of indices(data)) checkElement(data, index, context);
    },
    print: (call) => {
      const { data, numeric } = call;
      const several = data.u16(LENGTH) > 1;
      const elements = indices(data).map(
        (index) => `${several ? ` [${index}]` : ""}${elementWords(call, index, "", numeric)}`,
      );
      return ` policy match${flagWords(data.u16(POLICY_FLAGS), "")}${elements.join("")}`;
    },
    save: (call) => {
      const elements = indices(call.data).map((index) => elementWords(call, index, "--", false));
      return `${flagWords(call.data.u16(POLICY_FLAGS), "--")}${elements.join(" --next")}`;
    },
  };
}

const HELP = `
policy match options:
  --dir in|out			match policy applied during decapsulation/
				policy to be applied during encapsulation
  --pol none|ipsec		match policy
  --strict 			match entire policy instead of single element
				at any position
These options may be used repeatedly, to describe policy elements:
[!] --reqid reqid		match reqid
[!] --spi spi			match SPI
[!] --proto proto		match protocol (ah/esp/ipcomp)
[!] --mode mode 		match mode (transport/tunnel)
[!] --tunnel-src addr/mask	match tunnel source
[!] --tunnel-dst addr/mask	match tunnel destination
  --next 			begin next element in policy
`;

export const POLICY: readonly Extension[] = [policyMatch(AF_INET), policyMatch(AF_INET6)];
