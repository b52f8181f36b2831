/** What the translating targets share: addresses and ports from … to, in three layouts of the structure. */
import { AF_INET } from "../../../kernel.ts";
import type { Context } from "../context.ts";
import type { OptionCall, PrintCall } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { numericAddress } from "../values/address.ts";
import { numberPrefix, UINT16_MAX } from "../values/parse-number.ts";

export const MAP_IPS = 1;
export const PROTO_SPECIFIED = 2;
export const PROTO_RANDOM = 4;
export const PERSISTENT = 8;
export const PROTO_RANDOM_FULLY = 16;
export const PROTO_OFFSET = 32;

/** Where the fields are. */
export interface NatLayout {
  readonly size: number;
  readonly flags: number;
  readonly minAddress: number;
  readonly maxAddress: number;
  readonly minPort: number;
  readonly maxPort: number;
  /** Of shifted port ranges; undefined when it knows none. */
  readonly basePort?: number;
  /** Begins with the number of ranges, which is 1. */
  readonly counted: boolean;
}

/** `struct nf_nat_ipv4_multi_range_compat`. */
export const MULTI_RANGE: NatLayout = {
  size: 20,
  flags: 4,
  minAddress: 8,
  maxAddress: 12,
  minPort: 16,
  maxPort: 18,
  counted: true,
};
/** `struct nf_nat_range`. */
export const RANGE: NatLayout = {
  size: 40,
  flags: 0,
  minAddress: 4,
  maxAddress: 20,
  minPort: 36,
  maxPort: 38,
  counted: false,
};
/** `struct nf_nat_range2`. */
export const RANGE2: NatLayout = { ...RANGE, size: 44, basePort: 40 };

/** The layout of SNAT, MASQUERADE and REDIRECT. */
export function layoutOf(family: number): NatLayout {
  return family === AF_INET ? MULTI_RANGE : RANGE;
}

export function initRange(layout: NatLayout): (data: Struct) => void {
  return (data) => {
    if (layout.counted) data.set32(0, 1);
  };
}

export function addFlag(data: Struct, layout: NatLayout, flag: number): void {
  data.set32(layout.flags, data.u32(layout.flags) | flag);
}

const PORT_PROTOCOLS = [6, 17, 33, 132, 136, 1, 58];

/** Ends unless the rule is of a protocol with ports. */
function needPorts({ rule, context }: OptionCall): void {
  if (!PORT_PROTOCOLS.includes(rule.protocol))
    return context.wrong("Need TCP, UDP, SCTP or DCCP with port specification");
}

/** `5`, `5-7`, `5-7/9`. */
export function parsePorts(call: OptionCall, layout: NatLayout, text: string): void {
  const { context, data } = call;
  needPorts(call);
  addFlag(data, layout, PROTO_SPECIFIED);
  const first = portPrefix(context, text);
  data.setBe16(layout.minPort, first.value);
  data.setBe16(layout.maxPort, first.value);
  if (first.rest === "") return;
  if (first.rest.startsWith(":")) return context.wrong("Invalid port:port syntax - use dash");
  if (!first.rest.startsWith("-")) return context.wrong(`Garbage after port value: \`${first.rest}'`);
  const last = portPrefix(context, first.rest.slice(1));
  if (last.value < first.value) return context.wrong(`Port range \`${first.rest.slice(1)}' funky`);
  data.setBe16(layout.maxPort, last.value);
  if (last.rest === "") return;
  if (!last.rest.startsWith("/")) return context.wrong(`Garbage after port range: \`${last.rest}'`);
  const base = portPrefix(context, last.rest.slice(1));
  if (base.rest !== "") return context.wrong(`Garbage after port range: \`${base.rest}'`);
  addFlag(data, layout, PROTO_OFFSET);
  // the kernel's older layouts have no place for it
  if (layout.basePort !== undefined) data.setBe16(layout.basePort, base.value);
}

function portPrefix(context: Context, text: string): { readonly value: number; readonly rest: string } {
  const number = numberPrefix(text, 0n, UINT16_MAX);
  if (number) return { value: Number(number.value), rest: number.rest };
  const service = context.names.serviceByName(text);
  if (service === undefined) return context.wrong(`Port \`${text}' not valid`);
  return { value: service, rest: "" };
}

/** `address[-address][:port[-port]]`, with brackets around IPv6 addresses before a port. */
export function parseTo(call: OptionCall, layout: NatLayout): void {
  const { context, data } = call;
  const { addresses, ports } = split(call);
  if (ports !== undefined) parsePorts(call, layout, ports);
  if (addresses === "" && ports !== undefined) return;
  addFlag(data, layout, MAP_IPS);
  const dash = addresses.indexOf("-");
  const low = dash < 0 ? addresses : addresses.slice(0, dash);
  const high = dash < 0 ? low : addresses.slice(dash + 1);
  data.set(layout.minAddress, natAddress(context, low));
  data.set(layout.maxAddress, natAddress(context, high));
}

function split({ argument, context }: OptionCall): { readonly addresses: string; readonly ports?: string } {
  if (context.family.number === AF_INET) {
    const colon = argument.indexOf(":");
    return colon < 0 || colon !== argument.lastIndexOf(":")
      ? { addresses: argument }
      : { addresses: argument.slice(0, colon), ports: argument.slice(colon + 1) };
  }
  if (argument.startsWith(":") && !argument.startsWith("::"))
    return { addresses: "", ports: argument.slice(1) };
  if (!argument.startsWith("[")) return { addresses: argument };
  const end = argument.lastIndexOf("]");
  if (end < 0) return context.wrong("Invalid address format");
  const rest = argument.slice(end + 1);
  const addresses = argument.slice(1, end);
  return rest.startsWith(":") ? { addresses, ports: rest.slice(1) } : { addresses };
}

function natAddress(context: Context, text: string): Uint8Array {
  const address = numericAddress(context.family, text);
  if (!address) return context.wrong(`Bad IP address "${text}"`);
  return address;
}

/** `1.2.3.4-1.2.3.6:5-7`. */
export function rangeText({ data, context }: PrintCall, layout: NatLayout): string {
  const { family } = context;
  const flags = data.u32(layout.flags);
  let text = "";
  if (flags & MAP_IPS) {
    const low = family.format(data.slice(layout.minAddress, family.addressLength));
    const high = family.format(data.slice(layout.maxAddress, family.addressLength));
    text = high === low ? low : `${low}-${high}`;
    if (flags & PROTO_SPECIFIED && family.number !== AF_INET) text = `[${text}]`;
  }
  return flags & PROTO_SPECIFIED ? `${text}:${portsText(data, layout)}` : text;
}

export function portsText(data: Struct, layout: NatLayout): string {
  const low = data.be16(layout.minPort);
  const high = data.be16(layout.maxPort);
  let text = low === high ? `${low}` : `${low}-${high}`;
  if (data.u32(layout.flags) & PROTO_OFFSET)
    text += `/${layout.basePort === undefined ? 0 : data.be16(layout.basePort)}`;
  return text;
}

/** The flags that have words. */
export function flagWords(data: Struct, layout: NatLayout, prefix: string): string {
  const flags = data.u32(layout.flags);
  let text = "";
  if (flags & PROTO_RANDOM) text += ` ${prefix}random`;
  if (flags & PROTO_RANDOM_FULLY) text += ` ${prefix}random-fully`;
  if (flags & PERSISTENT) text += ` ${prefix}persistent`;
  return text;
}
