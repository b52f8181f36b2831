/** Matches of IPv6's headers, and of IPsec's, as `nft` shows them. */

import type { Struct } from "../extension/struct.ts";
import { AH6_INVERT, AH6_LEN, AH6_LENGTH, AH6_RESERVED, AH6_SPIS } from "../matches/ah6.ts";
import { FRAG_FLAGS, FRAG_FST, FRAG_IDS, FRAG_INVERT, FRAG_MF, FRAG_NMF, FRAG_RES } from "../matches/frag.ts";
import { IPCOMP_INVERT, IPCOMP_SPIS } from "../matches/ipcomp.ts";
import {
  OPTIONS6_FLAGS,
  OPTIONS6_INVERT,
  OPTIONS6_LEN,
  OPTIONS6_LENGTH,
  OPTIONS6_OPTS,
} from "../matches/options6.ts";
import {
  RT_FLAGS,
  RT_FST,
  RT_HDRLEN,
  RT_INVERT,
  RT_LEN,
  RT_NSTRICT,
  RT_RES,
  RT_SEGSLEFT,
  RT_SGS,
  RT_TYP,
  RT_TYPE,
} from "../matches/rt.ts";
import { span, type Translate } from "./text.ts";

const ALL = 0xffffffff;
const not = (inverse: number): string => (inverse ? "!= " : "");

/** `frag id != 5-7`; nothing for all numbers. */
function spanOf(field: string, data: Struct, at: number, inverse: number): readonly string[] {
  const [low, high] = [data.u32(at), data.u32(at + 4)];
  return low === 0 && high === ALL && !inverse ? [] : [`${field} ${not(inverse)}${span(low, high)}`];
}

const rt: Translate = ({ data }) => {
  const flags = data.u8(RT_FLAGS);
  const inverts = data.u8(RT_INVERT);
  if (flags & (RT_RES | RT_FST | RT_NSTRICT)) return undefined;
  const words: string[] = [];
  if (flags & RT_TYP) words.push(`rt type ${not(inverts & RT_TYP)}${data.u32(RT_TYPE)}`);
  words.push(...spanOf("rt seg-left", data, RT_SEGSLEFT, inverts & RT_SGS));
  if (flags & RT_LEN) words.push(`rt hdrlength ${not(inverts & RT_LEN)}${data.u32(RT_HDRLEN)}`);
  return words.join(" ");
};

const frag: Translate = ({ data }) => {
  const flags = data.u8(FRAG_FLAGS);
  const words = [...spanOf("frag id", data, FRAG_IDS, data.u8(FRAG_INVERT) & 1)];
  // what is asked of the length the kernel does not look at
  if (flags & FRAG_RES) words.push("frag reserved 1");
  if (flags & FRAG_FST) words.push("frag frag-off 0");
  if (flags & FRAG_MF) words.push("frag more-fragments 1");
  if (flags & FRAG_NMF) words.push("frag more-fragments 0");
  return words.join(" ");
};

const hbh: Translate = ({ data }) => {
  const flags = data.u8(OPTIONS6_FLAGS);
  if ((flags & OPTIONS6_LEN) === 0 || flags & OPTIONS6_OPTS) return undefined;
  return `hbh hdrlength ${not(data.u8(OPTIONS6_INVERT))}${data.u32(OPTIONS6_LENGTH)}`;
};

/** @returns undefined when it is not IPv6's structure */
export const ah6Text: Translate = ({ data }) => {
  const inverts = data.u8(AH6_INVERT);
  const words = [...spanOf("ah spi", data, AH6_SPIS, inverts & 1)];
  const length = data.u32(AH6_LENGTH);
  if (length !== 0 || inverts & AH6_LEN) words.push(`ah hdrlength ${not(inverts & AH6_LEN)}${length}`);
  if (data.u8(AH6_RESERVED)) words.push(`ah reserved ${data.u8(AH6_RESERVED)}`);
  return words.length === 0 ? "meta l4proto ah" : words.join(" ");
};

const mh: Translate = ({ data }) => {
  const [low, high] = [data.u8(0), data.u8(1)];
  if (low === 0 && high === 0xff && !data.u8(2)) return "";
  return `mh type ${not(data.u8(2))}${span(low, high)}`;
};

export const HEADER6_TRANSLATIONS: Readonly<Record<string, Translate | undefined>> = {
  frag,
  hbh,
  ipcomp: ({ data }) =>
    `comp cpi ${not(data.u8(IPCOMP_INVERT))}${span(data.u32(IPCOMP_SPIS), data.u32(IPCOMP_SPIS + 4))}`,
  mh,
  rt,
};
