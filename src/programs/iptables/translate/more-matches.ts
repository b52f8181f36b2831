/** Matches that few rules have as `nft` shows them: the `xlate` functions of libxtables. */
import type { Struct } from "../extension/struct.ts";
import { CONNBYTES_DIRECTION, CONNBYTES_WHAT, connbytesRange } from "../matches/amount.ts";
import {
  FRAG_FLAGS,
  FRAG_IDS,
  FRAG_INVERTED,
  HAS_ADDRESSES,
  HAS_LENGTH,
  HAS_RESERVED,
  HAS_SEGMENTS,
  HAS_TYPE,
  leavesOut,
  RT_FLAGS,
  RT_INVERTED,
  RT_LENGTH,
  RT_SEGMENTS,
  RT_TYPE,
} from "../matches/ipv6-headers.ts";
import { hasPolicyElements, POLICY_FLAGS, POLICY_IN, POLICY_NONE } from "../matches/policy.ts";
import { UINT64_MAX } from "../values/parse-number.ts";
import { span, type Translate } from "./text.ts";

const ALL = 0xffffffff;
const hex = (value: number): string => `0x${value.toString(16)}`;
const not = (inverted: boolean | number): string => (inverted ? "!= " : "");

/** A number with a mask. @param zero what 0 is called */
function masked(word: string, value: number, mask: number, inverted: boolean, zero: string): string {
  if (mask !== ALL) return `${word} and ${hex(mask)} ${inverted ? "!=" : "=="} ${hex(value)}`;
  return `${word} ${not(inverted)}${value === 0 ? zero : hex(value)}`;
}

function devgroup(data: Struct): string {
  const flags = data.u32(0);
  const parts: string[] = [];
  if (flags & 1) parts.push(masked("iifgroup", data.u32(4), data.u32(8), (flags & 2) !== 0, "default"));
  if (flags & 4) parts.push(masked("oifgroup", data.u32(12), data.u32(16), (flags & 8) !== 0, "default"));
  return parts.join(" ");
}

const WHAT = ["packets", "bytes", "avgpkt"];
const DIRECTIONS = ["original ", "reply ", ""];

function connbytes(data: Struct): string {
  const { inverted, from, to } = connbytesRange(data);
  const key = `ct ${DIRECTIONS[data.u8(CONNBYTES_DIRECTION)] ?? ""}${WHAT[data.u8(CONNBYTES_WHAT)] ?? ""}`;
  if (to === UINT64_MAX) return `${key} ${inverted ? "lt" : "ge"} ${from}`;
  return `${key} ${not(inverted)}${from === to ? from : `${from}-${to}`}`;
}

function policy(data: Struct): string | undefined {
  const flags = data.u16(POLICY_FLAGS);
  if (hasPolicyElements(data) || (flags & POLICY_IN) === 0) return undefined;
  return `meta secpath ${flags & POLICY_NONE ? "missing" : "exists"}`;
}

function routing(data: Struct): string | undefined {
  const flags = data.u8(RT_FLAGS);
  const inverted = data.u8(RT_INVERTED);
  if (flags & (HAS_RESERVED | HAS_ADDRESSES)) return undefined;
  const parts: string[] = [];
  if (flags & HAS_TYPE) parts.push(`rt type ${not(inverted & HAS_TYPE)}${data.u32(RT_TYPE)}`);
  if (leavesOut(data, RT_SEGMENTS, (inverted & HAS_SEGMENTS) !== 0))
    parts.push(
      `rt seg-left ${not(inverted & HAS_SEGMENTS)}${span(data.u32(RT_SEGMENTS), data.u32(RT_SEGMENTS + 4))}`,
    );
  if (flags & HAS_LENGTH) parts.push(`rt hdrlength ${not(inverted & HAS_LENGTH)}${data.u32(RT_LENGTH)}`);
  return parts.join(" ");
}

function fragment(data: Struct): string {
  const flags = data.u8(FRAG_FLAGS);
  const inverted = (data.u8(FRAG_INVERTED) & 1) !== 0;
  const parts: string[] = [];
  if (leavesOut(data, FRAG_IDS, inverted))
    parts.push(`frag id ${not(inverted)}${span(data.u32(FRAG_IDS), data.u32(FRAG_IDS + 4))}`);
  if (flags & 0x04) parts.push("frag reserved 1");
  if (flags & 0x08) parts.push("frag frag-off 0");
  if (flags & 0x10) parts.push("frag more-fragments 1");
  if (flags & 0x20) parts.push("frag more-fragments 0");
  return parts.join(" ");
}

export const MORE_TRANSLATIONS: Readonly<Record<string, Translate | undefined>> = {
  connbytes: ({ data }) => connbytes(data),
  cpu: ({ data }) => `cpu ${not(data.u32(4))}${data.u32(0)}`,
  devgroup: ({ data }) => devgroup(data),
  frag: ({ data }) => fragment(data),
  policy: ({ data }) => policy(data),
  quota: ({ data }) => `quota ${data.u32(0) ? "over " : ""}${data.u64(8)} bytes`,
  realm: ({ data }) => masked("rtclassid", data.u32(0), data.u32(4), data.u8(8) !== 0, "cosmos"),
  rt: ({ data }) => routing(data),
};
