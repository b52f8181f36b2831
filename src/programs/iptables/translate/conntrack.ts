/** `conntrack` and `state` as `nft` shows them. */
import { maskedAddress, span, type Translate } from "./text.ts";

const STATES: readonly (readonly [string, number])[] = [
  ["invalid", 1 << 0],
  ["new", 1 << 3],
  ["related", 1 << 2],
  ["established", 1 << 1],
  ["untracked", 1 << 8],
];
const STATUSES: readonly (readonly [string, number])[] = [
  ["expected", 1 << 0],
  ["seen-reply", 1 << 1],
  ["assured", 1 << 2],
  ["confirmed", 1 << 3],
];
const SNAT = 1 << 6;
const DNAT = 1 << 7;
const STATE = 1 << 0;
const PROTO = 1 << 1;
const STATUS = 1 << 6;
const EXPIRES = 1 << 7;
const DIRECTION = 1 << 12;
const ADDRESSES = [
  ["original saddr", 1 << 2, 0],
  ["original daddr", 1 << 3, 32],
  ["reply saddr", 1 << 4, 64],
  ["reply daddr", 1 << 5, 96],
] as const;
const PORTS = [
  ["original proto-src", 1 << 8, 138],
  ["original proto-dst", 1 << 9, 140],
  ["reply proto-src", 1 << 10, 142],
  ["reply proto-dst", 1 << 11, 144],
] as const;

function names(bits: number, list: readonly (readonly [string, number])[]): string {
  return list
    .filter(([, bit]) => bits & bit)
    .map(([name]) => name)
    .join(",");
}

export const conntrackText: Translate = ({ data, family }) => {
  const flags = data.u16(146);
  const inverse = data.u16(148);
  const words: string[] = [];
  const not = (flag: number): string => (inverse & flag ? "!= " : "");
  const bang = (flag: number): string => (inverse & flag ? "! " : "");
  if (flags & DIRECTION) words.push(`ct direction ${inverse & DIRECTION ? "reply" : "original"}`);
  if (flags & PROTO) {
    const side = flags & DIRECTION && inverse & DIRECTION ? "reply" : "original";
    words.push(`ct ${side} protocol ${not(PROTO)}${data.u16(136)}`);
  }
  if (flags & STATE) {
    const bits = data.u16(150);
    // translated connections are a status there, and nothing else of the list is shown then
    // and it is turned round when the status is
    const wrong = inverse & STATUS ? "!=" : "";
    if (bits & SNAT) words.push(`ct status ${wrong}snat`);
    else if (bits & DNAT) words.push(`ct status ${wrong}dnat`);
    else words.push(`ct state ${bang(STATE)}${names(bits, STATES)}`);
  }
  if (flags & STATUS) words.push(`ct status ${bang(STATUS)}${names(data.u16(152), STATUSES)}`.trimEnd());
  if (flags & EXPIRES) words.push(`ct expiration ${not(EXPIRES)}${span(data.u32(128), data.u32(132))}`);
  for (const [word, flag, at] of ADDRESSES)
    if (flags & flag) words.push(`ct ${word} ${not(flag)}${maskedAddress(data, at, family)}`);
  for (const [word, flag, at] of PORTS)
    if (flags & flag) words.push(`ct ${word} ${not(flag)}${span(data.u16(at), data.u16(at + 16))}`);
  return words.join(" ");
};
