/** `osf`: which system began a connection. Source: `src/osf.c` of nftables 1.0.6. */
import { STRING } from "../datatypes/index.ts";
import type { OsfLoad } from "./load.ts";

/** How the time to live is compared, by number (`NF_OSF_TTL_*`). */
const TTL: readonly (string | undefined)[] = [undefined, "loose", "skip"];
const NAME_BITS = 128;

/** The number of a word behind `ttl`; undefined: it is none. */
export function osfTtl(word: string): number | undefined {
  const found = TTL.indexOf(word);
  return found < 0 ? undefined : found;
}

export function osfLoad(ttl: number, version: boolean): OsfLoad {
  const key = version ? "version" : "name";
  const word = TTL[ttl];
  return {
    kind: "osf",
    ttl,
    version,
    type: STRING,
    bits: NAME_BITS,
    text: `osf ${word === undefined ? "" : `ttl ${word} `}${key}`,
    json: { osf: { key, ttl: word } },
  };
}
