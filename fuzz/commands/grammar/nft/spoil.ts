/** Commands of the language with a word too many, too few, misspelt or replaced. */
import type { Draw } from "../../draw.ts";

const WORDS =
  'add rule table chain set map ip ip6 inet t1 c1 { } ; , : . = != @ @s1 $x 10.0.0.1 10.0.0.0/24 fd00::1 22 0 -1 foo "x" drop accept jump counter ct state meta mark handle 5 element type hook priority limit rate to with and or ( ) [ ] * - / & | # \\';

/** The text with one of its words changed. */
export function spoil(draw: Draw, text: string): string {
  const words = text.split(" ");
  const at = draw.int(0, words.length - 1);
  const word = words[at] ?? "";
  const kind = draw.weighted([
    [4, "drop"],
    [3, "insert"],
    [3, "replace"],
    [1, "twice"],
    [3, "misspell"],
    [2, "cut"],
    [1, "swap"],
  ]);
  if (kind === "drop") words.splice(at, 1);
  else if (kind === "insert") words.splice(at, 0, draw.word(WORDS));
  else if (kind === "replace") words[at] = draw.word(WORDS);
  else if (kind === "twice") words.splice(at, 0, word);
  else if (kind === "cut") words.length = Math.max(1, at);
  else if (kind === "swap") words.splice(at, 2, words[at + 1] ?? "", word);
  else words[at] = misspell(draw, word);
  return words.join(" ");
}

function misspell(draw: Draw, word: string): string {
  const at = draw.int(0, Math.max(0, word.length - 1));
  const kind = draw.int(0, 2);
  const middle =
    kind === 0 ? "" : kind === 1 ? `${word[at] ?? ""}${word[at] ?? "x"}` : draw.word("x e 1 . -");
  return word.slice(0, at) + middle + word.slice(at + 1);
}
