/** Matches as `nft` shows them: the `xlate` functions of libxtables. */
import { AF_INET } from "../../../kernel.ts";
import { MacAddress } from "../../../packet/address.ts";
import type { Struct } from "../extension/struct.ts";
import { ADDRESS_TYPES } from "../matches/addrtype.ts";
import {
  flagNames,
  TCP_FLAG_COMPARE,
  TCP_FLAG_MASK,
  TCP_INVERSE,
  TCP_OPTION,
  XT_TCP_INV_DSTPT,
  XT_TCP_INV_FLAGS,
  XT_TCP_INV_OPTION,
  XT_TCP_INV_SRCPT,
} from "../matches/tcp.ts";
import { ALL_MONTHDAYS, ALL_WEEKDAYS, LAST_DATE, timeOf } from "../matches/time.ts";
import { dateText, daytimeText } from "../matches/time-words.ts";
import { hexByte } from "../values/tos-names.ts";
import { conntrackText } from "./conntrack.ts";
import { COUNTED_TRANSLATIONS } from "./counted.ts";
import { hashlimitText } from "./hashlimit.ts";
import { ah6Text, HEADER6_TRANSLATIONS } from "./headers6.ts";
import { sctpText } from "./sctp.ts";
import { addressOf, span, type Translate } from "./text.ts";

const ipWord = (family: number): string => (family === AF_INET ? "ip" : "ip6");
const not = (inverse: number): string => (inverse ? "!= " : "");
const hex = (value: number): string => `0x${value.toString(16)}`;
const TRANSPORTS: Readonly<Record<number, string>> = {
  6: "tcp",
  17: "udp",
  33: "dccp",
  132: "sctp",
  136: "udplite",
};

function markText(word: string): Translate {
  return ({ data }) => {
    const mask = data.u32(4);
    const inverse = data.u8(8);
    if (mask !== 0xffffffff) return `${word} and ${hex(mask)} ${inverse ? "!=" : "=="} ${hex(data.u32(0))}`;
    return `${word} ${not(inverse)}${hex(data.u32(0))}`;
  };
}

const multiport: Translate = ({ data, protocol }) => {
  const name = TRANSPORTS[protocol] ?? "";
  const ports: string[] = [];
  for (let i = 0; i < data.u8(1) && i < 15; i++) {
    const low = data.u16(2 + 2 * i);
    ports.push(data.u8(32 + i) ? `${low}-${data.u16(2 + 2 * ++i)}` : `${low}`);
  }
  const inverse = not(data.u8(47));
  if (data.u8(0) > 1) {
    const pairs = ports.flatMap((port) => [`0-65535 . ${port}`, `${port} . 0-65535`]);
    return `${name} sport . ${name} dport ${inverse}{ ${pairs.join(", ")} }`;
  }
  const list = ports.length > 1 ? `{ ${ports.join(", ")} }` : ports[0];
  return `${name} ${data.u8(0) === 0 ? "sport" : "dport"} ${inverse}${list}`;
};

/** The types that have a name in nft's words. */
const NAMED_TYPES = ADDRESS_TYPES.slice(0, 9);

const addrtype: Translate = ({ data }) => {
  const flags = data.u32(4);
  const device = flags & 4 ? ". iif " : flags & 8 ? ". oif " : "";
  const side = (word: string, bits: number, inverse: number): string => {
    const names = NAMED_TYPES.filter((_, type) => bits & (1 << type)).map((name) => name.toLowerCase());
    const text = names.join(", ");
    const several = (bits & (bits - 1)) !== 0;
    return `fib ${word} ${device}type ${not(inverse)}${several ? `{ ${text} }` : text}`.trimEnd();
  };
  // of two sides only the first is shown, inverted if either is
  if (data.u16(0)) return side("saddr", data.u16(0), flags & 3);
  return data.u16(2) ? side("daddr", data.u16(2), flags & 3) : undefined;
};

const statistic: Translate = ({ data }) => {
  const inverse = data.u16(2) & 1;
  if (data.u16(0) === 0) return `meta random & 2147483647 ${inverse ? ">=" : "<"} ${data.u32(4)}`;
  return `numgen inc mod ${data.u32(4) + 1} ${not(inverse)}${data.u32(8)}`;
};

const iprange: Translate = ({ data, family }) => {
  const flags = data.u8(64);
  const length = family === AF_INET ? 4 : 16;
  const words: string[] = [];
  const side = (word: string, at: number, inverse: number): void => {
    const low = addressOf(family, data.slice(at, length));
    words.push(
      `${ipWord(family)} ${word} ${not(inverse)}${low}-${addressOf(family, data.slice(at + 16, length))}`,
    );
  };
  if (flags & 1) side("saddr", 0, flags & 16);
  if (flags & 2) side("daddr", 32, flags & 32);
  return words.join(" ");
};

const PACKET_TYPES: Readonly<Record<number, string>> = {
  0: "unicast",
  1: "broadcast",
  2: "multicast",
  3: "other",
};

function hops(word: string): Translate {
  return ({ data }) => `${word} ${["", "!= ", "lt ", "gt "][data.u8(0)] ?? ""}${data.u8(1)}`;
}

/** Types that `nft` has names for. */
const ICMP_NAMES: Readonly<Record<number, string>> = {
  0: "echo-reply",
  3: "destination-unreachable",
  4: "source-quench",
  5: "redirect",
  8: "echo-request",
  9: "router-advertisement",
  10: "router-solicitation",
  11: "time-exceeded",
  12: "parameter-problem",
  13: "timestamp-request",
  14: "timestamp-reply",
  17: "address-mask-request",
  18: "address-mask-reply",
};
const ICMP6_NAMES: Readonly<Record<number, string>> = {
  1: "destination-unreachable",
  2: "packet-too-big",
  3: "time-exceeded",
  4: "parameter-problem",
  128: "echo-request",
  129: "echo-reply",
  130: "mld-listener-query",
  131: "mld-listener-report",
  132: "mld-listener-done",
  133: "nd-router-solicit",
  134: "nd-router-advert",
  135: "nd-neighbor-solicit",
  136: "nd-neighbor-advert",
  137: "nd-redirect",
};
const ANY_ICMP = 0xff;

function icmp(word: string, names: Readonly<Record<number, string>>): Translate {
  return ({ data, family }) => {
    const type = data.u8(0);
    if (type === ANY_ICMP && family === AF_INET) return "ip protocol icmp";
    const name = data.u8(1) === 0 && data.u8(2) === 0xff ? names[type] : undefined;
    return name === undefined ? undefined : `${word} type ${not(data.u8(3) & 1)}${name}`;
  };
}

/** `tcp` and `udp`. Ports that are all of them are none, inverted or not. */
function ports(name: string, inverseAt: number, inverseOfDestination: number): Translate {
  return ({ data }) => {
    const inverse = data.u8(inverseAt);
    const words: string[] = [];
    const side = (word: string, at: number, bit: number): void => {
      const low = data.u16(at);
      const high = data.u16(at + 2);
      if (low !== 0 || high !== 0xffff) words.push(`${name} ${word} ${not(inverse & bit)}${span(low, high)}`);
    };
    side("sport", 0, XT_TCP_INV_SRCPT);
    side("dport", 4, inverseOfDestination);
    if (name === "tcp") words.push(...tcpWords(data, inverse));
    return words.join(" ");
  };
}

function tcpWords(data: Struct, inverse: number): string[] {
  const words: string[] = [];
  const names = (bits: number): string => flagNames(bits).replace("NONE", "0x0").toLowerCase();
  const option = data.u8(TCP_OPTION);
  if (option !== 0) words.push(`tcp option ${option} ${inverse & XT_TCP_INV_OPTION ? "missing" : "exists"}`);
  const mask = data.u8(TCP_FLAG_MASK);
  if (mask !== 0 || inverse & XT_TCP_INV_FLAGS)
    words.push(
      `tcp flags ${not(inverse & XT_TCP_INV_FLAGS)}${names(data.u8(TCP_FLAG_COMPARE))} / ${names(mask)}`,
    );
  return words;
}

/** Of one user or group; of both, or a socket, there is no translation. */
const owner: Translate = ({ data }) => {
  const asked = data.u8(16);
  if (asked !== 1 && asked !== 2) return undefined;
  const at = asked === 1 ? 0 : 8;
  const word = asked === 1 ? "skuid" : "skgid";
  return `${word} ${not(data.u8(17) & asked)}${span(data.u32(at), data.u32(at + 4))}`;
};

/** With a word for each of its options but local addresses, for which there is none. */
const rpfilter: Translate = ({ data }) => {
  const flags = data.u8(0);
  if (flags & 4) return undefined;
  const keys = ["saddr", ...(flags & 2 ? ["mark"] : []), ...(flags & 1 ? [] : ["iif"])];
  return `fib ${keys.join(" . ")} oif ${flags & 8 ? "0" : "!= 0"}`;
};

const ECN_CODES = ["not-ect", "ect1", "ect0", "ce"];

/** What is inverted at all is shown as all inverted. */
const ecn: Translate = ({ data }) => {
  const inverse = not(data.u8(1));
  const words: string[] = [];
  if (data.u8(0) & 0x10) words.push(`tcp flags ${inverse}ecn`);
  if (data.u8(0) & 0x20) words.push(`tcp flags ${inverse}cwr`);
  if (data.u8(0) & 1) words.push(`ip ecn ${inverse}${ECN_CODES[data.u8(2)] ?? ""}`);
  return words.join(" ");
};

function spi(name: string): Translate {
  return ({ data }) => {
    const low = data.u32(0);
    const high = data.u32(4);
    const inverse = data.u8(8);
    return low === 0 && high === 0xffffffff ? "" : `${name} spi ${not(inverse)}${span(low, high)}`;
  };
}

/** Days begin with Sunday there; days of months there are none. */
const time: Translate = ({ data }) => {
  const at = timeOf(data);
  let text = "";
  if (at.dateStart !== 0 || at.dateStop !== LAST_DATE)
    text += `meta time "${dateText(at.dateStart, " ")}"-"${dateText(at.dateStop, " ")}"`;
  if (at.partOfDay) text += ` meta hour "${daytimeText(at.daytimeStart)}"-"${daytimeText(at.daytimeStop)}"`;
  if (at.monthdays !== ALL_MONTHDAYS) return undefined;
  if (at.weekdays === ALL_WEEKDAYS) return text;
  const days = [1, 2, 3, 4, 5, 6, 7].filter((day) => at.weekdays & (1 << day)).map((day) => day % 7);
  if (days.length === 0) return `${text} meta day`;
  return `${text} meta day ${days.length > 1 ? `{ ${days.join(", ")} }` : days[0]}`;
};

export const MATCH_TRANSLATIONS: Readonly<Record<string, Translate | undefined>> = {
  addrtype,
  ...COUNTED_TRANSLATIONS,
  ...HEADER6_TRANSLATIONS,
  ah: (call) => (call.family === AF_INET ? spi("ah") : ah6Text)(call),
  comment: () => "",
  connmark: markText("ct mark"),
  conntrack: conntrackText,
  dscp: ({ data, family }) => `${ipWord(family)} dscp ${not(data.u8(1))}${hexByte(data.u8(0))}`,
  ecn,
  esp: spi("esp"),
  hashlimit: hashlimitText,
  hl: hops("ip6 hoplimit"),
  icmp: icmp("icmp", ICMP_NAMES),
  icmp6: icmp("icmpv6", ICMP6_NAMES),
  iprange,
  length: ({ data }) => `meta length ${not(data.u8(4))}${span(data.u16(0), data.u16(2))}`,
  mac: ({ data }) => `ether saddr ${not(data.u32(8))}${MacAddress.fromBytes(data.bytes, 0).toString()}`,
  mark: markText("mark"),
  multiport,
  owner,
  helper: ({ data }) => `ct helper ${not(data.u32(0))}"${data.text(4, 30)}"`,
  pkttype: ({ data }) => `pkttype ${not(data.u32(4))}${PACKET_TYPES[data.u32(0)] ?? data.u32(0)}`,
  rpfilter,
  sctp: sctpText,
  statistic,
  tcp: ports("tcp", TCP_INVERSE, XT_TCP_INV_DSTPT),
  tcpmss: ({ data }) => `tcp option maxseg size ${not(data.u8(4))}${span(data.u16(0), data.u16(2))}`,
  time,
  ttl: hops("ip ttl"),
  // whether the source's ports are inverted is taken for the destination's, too
  udp: ports("udp", 8, XT_TCP_INV_SRCPT),
};
