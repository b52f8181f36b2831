/** Rates and amounts: `rate over 10 mbytes/second burst 5 packets`, `over 25 mbytes used 10 bytes`. */
import type { LimitSpec } from "../ast.ts";
import { type Loc, NftError } from "../errors/source.ts";
import type { TokenStream } from "./stream.ts";

const UNITS: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86400,
  week: 604800,
};
const BYTES: Readonly<Record<string, number>> = { bytes: 1, kbytes: 1024, mbytes: 1024 * 1024 };

function acceptOver(s: TokenStream): boolean {
  const over = s.accept("over") !== undefined;
  if (!over) s.accept("until");
  return over;
}

/** The word behind a number: `bytes`, or another unit, which only its value tells from a wrong one. */
function unitWord(s: TokenStream): string {
  if (!s.isWord() || (s.isKeyword && !s.is("bytes"))) s.fail("string or bytes");
  return s.next().text;
}

function wrong(loc: Loc): never {
  throw new NftError("Wrong rate format", loc);
}

function amount(s: TokenStream, first: Loc): number {
  const number = s.number();
  const factor = BYTES[unitWord(s)];
  return factor === undefined ? wrong(s.locFrom(first)) : number * factor;
}

function packetRate(s: TokenStream): number {
  s.expect("/");
  if (!s.isWord() || !Object.hasOwn(UNITS, s.token.text)) s.fail();
  return UNITS[s.next().text];
}

interface ByteRate {
  readonly scale: number;
  readonly unit: number;
}

/** `mbytes/second`; only `bytes` may stand apart from what follows. */
function byteRate(s: TokenStream, number: Loc): ByteRate {
  if (!s.isWord() || (s.isKeyword && !s.is("bytes"))) s.fail("/ or string or bytes");
  const [word, per] = s.next().text.split("/");
  if (per !== undefined || word !== "bytes") {
    const [scale, unit] = [BYTES[word], UNITS[per ?? ""]];
    return scale === undefined || unit === undefined ? wrong(s.locFrom(number)) : { scale, unit };
  }
  return { scale: 1, unit: packetRate(s) };
}

/** @returns packets or bytes at once, and where that stands */
function parseBurst(s: TokenStream, bytes: boolean): { burst: number; loc: Loc } | undefined {
  const first = s.accept("burst");
  if (first === undefined) return undefined;
  const number = s.token.loc;
  if (bytes) return { burst: amount(s, number), loc: s.locFrom(first.loc) };
  const burst = s.number();
  s.expect("packets");
  return { burst, loc: s.locFrom(first.loc) };
}

/**
 * `rate over 10 mbytes/second burst 5 packets`
 * @param statement of a rule, which must let something through
 */
export function parseLimitRate(s: TokenStream, statement = false): LimitSpec {
  s.expect("rate");
  const over = s.accept("over") !== undefined;
  if (s.is("until")) throw new NftError("syntax error, unexpected string, expecting number", s.token.loc);
  const first = s.token.loc;
  const rate = s.number();
  const packets = s.is("/");
  const { scale, unit } = packets ? { scale: 1, unit: packetRate(s) } : byteRate(s, first);
  const burst = parseBurst(s, !packets);
  if (statement && packets && burst?.burst === 0)
    throw new NftError("packet limit burst must be > 0", burst.loc);
  return { rate: rate * scale, unit, bytes: !packets, burst: burst?.burst ?? (packets ? 5 : 0), over };
}

/**
 * `over 25 mbytes used 10 bytes`
 * @param before what a mistake's place begins with
 */
export function parseQuotaSpec(s: TokenStream, before?: Loc): { bytes: number; used: number; over: boolean } {
  const first = before ?? (s.is("over") || s.is("until") ? s.token.loc : s.gapBefore());
  const over = acceptOver(s);
  const number = s.number();
  const factor = BYTES[unitWord(s)];
  const usedAt = s.accept("used");
  const used = usedAt === undefined ? 0 : amount(s, usedAt.loc);
  return { bytes: factor === undefined ? wrong(s.locFrom(first)) : number * factor, used, over };
}
