/** `sctp` as `nft` shows it. */

import type { Struct } from "../extension/struct.ts";
import { CHUNKS, chunkFlags, hasChunk } from "../matches/sctp-chunks.ts";
import { span, type Translate } from "./text.ts";

const DPORTS = 0;
const SPORTS = 4;
const MATCH_TYPE = 264;
const FLAGS = 284;
const INVERSE = 288;
const ANY = 1;
const ONLY = 4;
const CHUNK_TYPES = 4;

/** Names that are others there. */
const NAMES: Readonly<Record<string, string>> = { ECN_ECNE: "ecne", ECN_CWR: "cwr" };

function chunks(data: Struct): readonly string[] {
  const inverted = (data.u32(INVERSE) & CHUNK_TYPES) !== 0;
  const only = data.u32(MATCH_TYPE) === ONLY;
  return CHUNKS.flatMap(([name, kind]) => {
    const word = `sctp chunk ${NAMES[name] ?? name.toLowerCase().replaceAll("_", "-")}`;
    if (!hasChunk(data, kind)) return only ? [`${word} ${inverted ? "exists" : "missing"}`] : [];
    // of these nft knows no flags
    const asked = name === "I_DATA" ? undefined : chunkFlags(data, kind);
    if (!asked) return [`${word} ${inverted ? "missing" : "exists"}`];
    const hex = (value: number): string => `0x${value.toString(16)}`;
    return [`${word} flags & ${hex(asked.mask)} ${inverted ? "!=" : "=="} ${hex(asked.flags)}`];
  });
}

export const sctpText: Translate = ({ data }) => {
  const flags = data.u32(FLAGS);
  if (flags === 0) return undefined;
  // of some that any is there can not be said
  if (flags & CHUNK_TYPES && data.u32(MATCH_TYPE) === ANY) return undefined;
  const words: string[] = [];
  for (const [word, at, flag] of [
    ["sport", SPORTS, 1],
    ["dport", DPORTS, 2],
  ] as const)
    if (flags & flag)
      words.push(
        `sctp ${word} ${data.u32(INVERSE) & flag ? "!= " : ""}${span(data.u16(at), data.u16(at + 2))}`,
      );
  if (flags & CHUNK_TYPES) words.push(...chunks(data));
  return words.join(" ");
};
