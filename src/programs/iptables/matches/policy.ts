/** `policy`: what IPsec did with a packet, or will do. */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import type { Context } from "../context.ts";
import type { Extension, OptionCall } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { IPV4, IPV6, prefixLength } from "../family.ts";

/** Places in an element (`struct xt_policy_elem`), and what they are called by flags. */
const ELEMENT = 76;
const SADDR = 0;
const SMASK = 16;
const DADDR = 32;
const DMASK = 48;
const SPI = 64;
const REQID = 68;
const PROTO = 72;
const MODE = 73;
const SPEC = 74;
const INVERTED = 75;
const MOST = 4;
/** Behind all elements. */
export const POLICY_FLAGS = MOST * ELEMENT;
const LENGTH = POLICY_FLAGS + 2;

const HAS_SADDR = 1;
const HAS_DADDR = 2;
const HAS_PROTO = 4;
const HAS_MODE = 8;
const HAS_SPI = 16;
const HAS_REQID = 32;

export const POLICY_IN = 1;
const OUT = 2;
export const POLICY_NONE = 4;
const STRICT = 8;

const MODES = ["transport", "tunnel"];
const IPSEC_PROTOCOLS: ReadonlySet<number> = new Set([50, 51, 108]);

type Set = (call: OptionCall, at: number) => number;

/** The last element, which options are about. */
const lastOf = (data: Struct): number => data.u16(LENGTH) * ELEMENT;

const address =
  (at: number, mask: number, flag: number): Set =>
  ({ data, value }, element) => {
    data.slice(element + at, 16).set(value.address);
    data.slice(element + mask, 16).set(value.addressMask);
    return flag;
  };

/** What each option of an element sets, and the flag of that. */
const SETTERS: Readonly<Record<string, Set | undefined>> = {
  reqid: ({ data, value }, at) => {
    data.set32(at + REQID, value.number);
    return HAS_REQID;
  },
  spi: ({ data, value }, at) => {
    data.setBe32(at + SPI, value.number);
    return HAS_SPI;
  },
  proto: ({ data, value, context }, at) => {
    if (!IPSEC_PROTOCOLS.has(value.number))
      return context.wrong("policy match: protocol must be ah/esp/ipcomp");
    data.set8(at + PROTO, value.number);
    return HAS_PROTO;
  },
  mode: ({ data, argument, context }, at) => {
    const mode = MODES.indexOf(argument);
    if (mode < 0) return context.wrong(`policy match: invalid mode "${argument}"`);
    data.set8(at + MODE, mode);
    return HAS_MODE;
  },
  "tunnel-src": address(SADDR, SMASK, HAS_SADDR),
  "tunnel-dst": address(DADDR, DMASK, HAS_DADDR),
};

function parse(call: OptionCall): void {
  const { option, argument, data, invert, context } = call;
  const set = SETTERS[option.name];
  if (set !== undefined) {
    const at = lastOf(data);
    const flag = set(call, at);
    if ((data.u8(at + SPEC) & flag) !== 0)
      return context.wrong(`policy match: double --${option.name} option`);
    data.set8(at + SPEC, data.u8(at + SPEC) | flag);
    if (invert) data.set8(at + INVERTED, data.u8(at + INVERTED) | flag);
    return;
  }
  let flag = 0;
  if (option.name === "dir") {
    if (argument !== "in" && argument !== "out")
      return context.wrong(`policy_match: invalid dir "${argument}"`);
    flag = argument === "in" ? POLICY_IN : OUT;
  } else if (option.name === "pol") {
    if (argument !== "ipsec" && argument !== "none")
      return context.wrong(`policy match: invalid policy "${argument}"`);
    flag = argument === "none" ? POLICY_NONE : 0;
  } else if (option.name === "strict") flag = STRICT;
  else {
    if (data.u16(LENGTH) + 1 === MOST) return context.wrong("policy match: maximum policy depth reached");
    data.set16(LENGTH, data.u16(LENGTH) + 1);
  }
  data.set16(POLICY_FLAGS, data.u16(POLICY_FLAGS) | flag);
}

function checkElements(data: Struct, context: Context): void {
  const flags = data.u16(POLICY_FLAGS);
  for (let i = 0; i < data.u16(LENGTH); i++) {
    const spec = data.u8(i * ELEMENT + SPEC);
    if ((flags & STRICT) !== 0 && spec === 0)
      return context.wrong(
        `policy match: empty policy element ${i}. --strict is in effect, but at least one of reqid, spi, tunnel-src, tunnel-dst, proto or mode is required.`,
      );
    const tunnel = (spec & HAS_MODE) !== 0 && data.u8(i * ELEMENT + MODE) === 1;
    const inverted = (data.u8(i * ELEMENT + INVERTED) & HAS_MODE) !== 0;
    if ((spec & (HAS_SADDR | HAS_DADDR)) !== 0 && tunnel === inverted)
      return context.wrong("policy match: --tunnel-src/--tunnel-dst is only valid in tunnel mode");
  }
}

function check(data: Struct, context: Context): void {
  const flags = data.u16(POLICY_FLAGS);
  // the last one counts, too
  data.set16(LENGTH, data.u16(LENGTH) + 1);
  if ((flags & (POLICY_IN | OUT)) === 0)
    return context.wrong("policy match: neither --dir in nor --dir out specified");
  if ((flags & POLICY_NONE) !== 0) {
    if ((flags & STRICT) !== 0) return context.wrong("policy match: policy none but --strict given");
    if (data.u8(SPEC) !== 0) return context.wrong("policy match: policy none but policy given");
  }
  checkElements(data, context);
}

function elementText(
  data: Struct,
  at: number,
  context: Context,
  prefix: string,
  numeric: boolean,
  family: number,
) {
  const spec = data.u8(at + SPEC);
  const inverted = data.u8(at + INVERTED);
  const of = family === AF_INET ? IPV4 : IPV6;
  const length = family === AF_INET ? 4 : 16;
  let text = "";
  const add = (flag: number, name: string, value: string): void => {
    if ((spec & flag) !== 0) text += `${inverted & flag ? " !" : ""} ${prefix}${name} ${value}`;
  };
  const network = (place: number, mask: number): string => {
    const bits = prefixLength(data.slice(at + mask, length));
    return `${of.format(data.slice(at + place, length))}${bits === length * 8 ? "" : `/${bits}`}`;
  };
  const proto = data.u8(at + PROTO);
  add(HAS_REQID, "reqid", `${data.u32(at + REQID)}`);
  add(HAS_SPI, "spi", `0x${data.be32(at + SPI).toString(16)}`);
  add(HAS_PROTO, "proto", (numeric ? undefined : context.names.protocolName(proto)) ?? `${proto}`);
  add(HAS_MODE, "mode", MODES[data.u8(at + MODE)] ?? "???");
  add(HAS_DADDR, "tunnel-dst", network(DADDR, DMASK));
  add(HAS_SADDR, "tunnel-src", network(SADDR, SMASK));
  return text;
}

function head(data: Struct, prefix: string): string {
  const flags = data.u16(POLICY_FLAGS);
  const strict = flags & STRICT ? ` ${prefix}strict` : "";
  return ` ${prefix}dir ${flags & POLICY_IN ? "in" : "out"} ${prefix}pol ${flags & POLICY_NONE ? "none" : "ipsec"}${strict}`;
}

function policyOf(family: number): Extension {
  const elementsOf = (data: Struct): number[] =>
    Array.from({ length: data.u16(LENGTH) }, (_, i) => i * ELEMENT);
  return {
    kind: "match",
    name: "policy",
    family,
    revision: 0,
    size: 308,
    userSize: 308,
    help: `
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
`,
    options: [
      { name: "dir", id: 0, type: "string" },
      { name: "pol", id: 1, type: "string" },
      { name: "strict", id: 2, type: "none" },
      { name: "reqid", id: 3, type: "u32", multi: true, invert: true },
      { name: "spi", id: 4, type: "u32", multi: true, invert: true },
      { name: "tunnel-src", id: 5, type: "hostmask", multi: true, invert: true },
      { name: "tunnel-dst", id: 6, type: "hostmask", multi: true, invert: true },
      { name: "proto", id: 7, type: "protocol", multi: true, invert: true },
      { name: "mode", id: 8, type: "string", multi: true, invert: true },
      { name: "next", id: 9, type: "none", multi: true, also: 1 << 2 },
    ],
    parse,
    check: ({ data, context }) => check(data, context),
    print: ({ data, context, numeric }) => {
      const elements = elementsOf(data);
      const strict = (data.u16(POLICY_FLAGS) & STRICT) !== 0;
      const text = elements.map(
        (at, i) => `${strict ? ` [${i}]` : ""}${elementText(data, at, context, "", numeric, family)}`,
      );
      return ` policy match${head(data, "")}${text.join("")}`;
    },
    save: ({ data, context }) =>
      head(data, "--") +
      elementsOf(data)
        .map((at, i) => `${i > 0 ? " --next" : ""}${elementText(data, at, context, "--", false, family)}`)
        .join(""),
  };
}

export const POLICY = [policyOf(AF_INET), policyOf(AF_INET6)];

/** Whether it asks for more than that there is a policy. */
export function hasPolicyElements(data: Struct): boolean {
  return (data.u16(POLICY_FLAGS) & STRICT) !== 0 || data.u16(LENGTH) > 1 || data.u8(SPEC) !== 0;
}
