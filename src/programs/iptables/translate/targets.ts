/** Targets as `nft` shows them: the `xlate` functions of libxtables. */
import { AF_INET } from "../../../kernel.ts";
import type { Struct } from "../extension/struct.ts";
import {
  layoutOf,
  MAP_IPS,
  type NatLayout,
  PERSISTENT,
  PROTO_OFFSET,
  PROTO_RANDOM,
  PROTO_RANDOM_FULLY,
  PROTO_SPECIFIED,
  RANGE2,
} from "../targets/nat-range.ts";
import { synproxyWords } from "../targets/synproxy.ts";
import { hexByte } from "../values/tos-names.ts";
import { ELSEWHERE_TRANSLATIONS } from "./counted.ts";
import { addressOf, span, type Translate } from "./text.ts";

const ALL = 0xffffffff;
const hex = (value: number): string => `0x${value.toString(16)}`;
const REJECT4: Readonly<Record<number, string>> = {
  0: "net-unreachable",
  1: "host-unreachable",
  2: "prot-unreachable",
  5: "net-prohibited",
  6: "host-prohibited",
  8: "admin-prohibited",
};
const REJECT6: Readonly<Record<number, string>> = {
  0: "no-route",
  1: "admin-prohibited",
  3: "addr-unreachable",
  7: "policy-fail",
  8: "reject-route",
};

const reject: Translate = ({ data, family }) => {
  const kind = data.u32(0);
  const ipv4 = family === AF_INET;
  if (kind === (ipv4 ? 7 : 6)) return "reject with tcp reset";
  const name = (ipv4 ? REJECT4 : REJECT6)[kind];
  return name === undefined ? "reject" : `reject with ${ipv4 ? "icmp" : "icmpv6"} type ${name}`;
};

const LEVELS = ["emerg", "alert", "crit", "err", "warn", "notice", "info", "debug"];
const LOG_WARNING = 4;

const log: Translate = ({ data }) => {
  const prefix = data.text(2, 30);
  let text = prefix === "" ? "log" : `log prefix "${prefix}"`;
  const level = data.u8(0);
  if (level !== LOG_WARNING) text += ` level ${LEVELS[level] ?? level}`;
  const flags = data.u8(1);
  if ((flags & 0x2f) === 0x2f) return `${text} flags all`;
  const tcp = [flags & 1 ? "sequence" : "", flags & 2 ? "options" : ""].filter((word) => word !== "");
  if (tcp.length > 0) text += ` flags tcp ${tcp.join(",")}`;
  if (flags & 4) text += " flags ip options";
  if (flags & 8) text += " flags skuid";
  return flags & 0x20 ? `${text} flags ether` : text;
};

const mark: Translate = ({ data }) => {
  const value = data.u32(0);
  const mask = data.u32(4);
  if (mask === ALL) return `meta mark set ${hex(value)}`;
  const rest = hex(~mask >>> 0);
  if (mask === 0) return `meta mark set mark xor ${hex(value)}`;
  if (value === mask) return `meta mark set mark or ${hex(value)}`;
  return value === 0 ? `meta mark set mark and ${rest}` : `meta mark set mark and ${rest} xor ${hex(value)}`;
};

const connmark: Translate = ({ data }) => {
  const value = data.u32(0);
  const ctmask = data.u32(4);
  const nfmask = data.u32(8);
  const mode = data.u8(14);
  const bits = data.u8(13);
  const shift = bits === 0 ? "" : `${data.u8(12) ? ">>" : "<<"} ${bits}`;
  const around = (text: string, set = false): string =>
    shift === "" ? text : `( ${text}${set ? " " : ""} ) ${shift}`;
  if (mode === 0) {
    if (ctmask === ALL) return `ct mark set ${around(hex(value), true)}`;
    const rest = hex(~ctmask >>> 0);
    if (ctmask === 0) return `ct mark set ct mark xor ${hex(value)}`;
    if (value === ctmask) return `ct mark set ct mark or ${hex(value)}`;
    return value === 0
      ? `ct mark set ct mark and ${rest}`
      : `ct mark set ct mark xor ${hex(value)} and ${rest}`;
  }
  if (nfmask !== ctmask) return undefined;
  const masked = nfmask === ALL ? "" : ` and ${hex(nfmask)}`;
  return mode === 1
    ? `ct mark set ${around(`mark${masked}`)}`
    : `meta mark set ${around(`ct mark${masked}`)}`;
};

function flagText(flags: number): string {
  const words: string[] = [];
  if (flags & PROTO_RANDOM) words.push("random");
  if (flags & PROTO_RANDOM_FULLY) words.push("fully-random");
  if (flags & PERSISTENT) words.push("persistent");
  return words.length === 0 ? "" : ` ${words.join(",")}`;
}

function translated(data: Struct, layout: NatLayout, family: number): string | undefined {
  const flags = data.u32(layout.flags);
  if (flags & PROTO_OFFSET) return undefined;
  const length = family === AF_INET ? 4 : 16;
  let text = "";
  if (flags & MAP_IPS) {
    const bracket = (address: string): string =>
      family !== AF_INET && flags & PROTO_SPECIFIED ? `[${address}]` : address;
    const low = addressOf(family, data.slice(layout.minAddress, length));
    const high = addressOf(family, data.slice(layout.maxAddress, length));
    text = low === high ? bracket(low) : `${bracket(low)}-${bracket(high)}`;
  }
  if (flags & PROTO_SPECIFIED) text += `:${span(data.be16(layout.minPort), data.be16(layout.maxPort))}`;
  return (text === "" ? "" : ` to ${text}`) + flagText(flags);
}

function nat(word: string, layout: (family: number) => NatLayout): Translate {
  return ({ data, family }) => {
    const text = translated(data, layout(family), family);
    return text === undefined ? undefined : `${word}${text}`;
  };
}

/** Always in the words of IPv6. */
const tos: Translate = ({ data }) => {
  const value = data.u8(0);
  const mask = data.u8(1);
  const bits = hexByte(value >> 2);
  const rest = hexByte((~mask & 0xff) >> 2);
  if ((mask & 0x3f) === 0x3f) return `ip6 dscp set ${bits}`;
  if (value === 0) return `ip6 dscp set ip6 dscp and ${rest}`;
  if (value === mask) return `ip6 dscp set ip6 dscp or ${bits}`;
  return mask === 0 ? `ip6 dscp set ip6 dscp xor ${bits}` : `ip6 dscp set ip6 dscp and ${rest} xor ${bits}`;
};

const CLAMP = 0xffff;
const NOTRACK = 1;

export const TARGET_TRANSLATIONS: Readonly<Record<string, Translate | undefined>> = {
  ...ELSEWHERE_TRANSLATIONS,
  SYNPROXY: ({ data }) => ["synproxy", ...synproxyWords(data)].join(" "),
  CLASSIFY: ({ data }) =>
    `meta priority set ${(data.u32(0) >>> 16).toString(16)}:${(data.u32(0) & 0xffff).toString(16)}`,
  CONNMARK: connmark,
  CT: ({ data }) => (data.u16(0) & NOTRACK ? "notrack" : undefined),
  DNAT: nat("dnat", () => RANGE2),
  DSCP: ({ data, family }) => `${family === AF_INET ? "ip" : "ip6"} dscp set ${hexByte(data.u8(0))}`,
  LOG: log,
  MARK: mark,
  MASQUERADE: nat("masquerade", layoutOf),
  REDIRECT: nat("redirect", layoutOf),
  REJECT: reject,
  SNAT: nat("snat", layoutOf),
  TCPMSS: ({ data }) => `tcp option maxseg size set ${data.u16(0) === CLAMP ? "rt mtu" : data.u16(0)}`,
  TOS: tos,
};
