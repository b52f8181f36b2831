/** Splits the lines of a saved file into words and counters. */
import type { Context } from "../context.ts";

/** More than any rule has. */
const MOST_WORDS = 255;

/** Words between blanks; quotes hold blanks, and a backslash inside them the next character. */
export function splitWords(context: Context, text: string): string[] {
  const words: string[] = [];
  let word = "";
  let quoted = false;
  let escaped = false;
  const end = (): void => {
    if (words.length >= MOST_WORDS) return context.wrong("Parser cannot handle more arguments\n");
    words.push(word);
    word = "";
  };
  for (const character of text) {
    if (quoted) {
      if (escaped) escaped = false;
      else if (character === "\\") {
        escaped = true;
        continue;
      } else if (character === '"') {
        // what is behind the quote is another word
        quoted = false;
        end();
        continue;
      }
      word += character;
    } else if (character === '"') quoted = true;
    else if (character !== " " && character !== "\t" && character !== "\n") word += character;
    else if (word !== "") end();
  }
  if (word !== "") end();
  return words;
}

/** A rule with the counters that may stand in front of it. */
export interface CountedLine {
  readonly packets: string | undefined;
  readonly bytes: string | undefined;
  readonly rest: string;
}

/** `[packets:bytes] -A …`. */
export function splitCounters(context: Context, text: string, line: number): CountedLine {
  if (!text.startsWith("[")) return { packets: undefined, bytes: undefined, rest: text };
  const end = text.indexOf("]");
  const colon = text.indexOf(":");
  if (end < 0 || colon < 0) return context.wrong(`Bad line ${line}: need ]`);
  return {
    packets: text.slice(1, colon),
    bytes: text.slice(colon + 1, Math.max(end, colon + 1)),
    rest: text.slice(end + 1),
  };
}

/** `sscanf("[%llu:%llu]")`. */
export function policyCounters(text: string | undefined): readonly [bigint, bigint] | undefined {
  const found = /^\[\s*([+-]?\d+):\s*([+-]?\d+)/.exec(text ?? "");
  return found ? [BigInt.asUintN(64, BigInt(found[1])), BigInt.asUintN(64, BigInt(found[2]))] : undefined;
}
