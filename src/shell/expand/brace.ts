/** Brace expansion: on text, before everything else. */

/** What a sequence or a list may grow to before the word is taken literally. */
const MAX_WORDS = 1_000_000;

/** The words that a word stands for; itself if it has no brace expression. */
export function expandBraces(text: string): string[] {
  const open = findOpen(text, 0);
  if (open === undefined) return [text];
  const { start, end, commas } = open;
  const before = text.slice(0, start);
  const inner = text.slice(start + 1, end);
  const middles = commas.length > 0 ? list(inner, start, commas) : sequence(inner);
  if (!middles) {
    const rest = expandBraces(text.slice(start + 1));
    return rest.map((word) => `${before}{${word}`);
  }
  const tails = expandBraces(text.slice(end + 1));
  if (middles.length * tails.length > MAX_WORDS) return [text];
  const words: string[] = [];
  for (const middle of middles) for (const tail of tails) words.push(before + middle + tail);
  return words;
}

function list(inner: string, start: number, commas: readonly number[]): string[] {
  const words: string[] = [];
  let from = 0;
  for (const comma of [...commas.map((at) => at - start - 1), inner.length]) {
    words.push(...expandBraces(inner.slice(from, comma)));
    from = comma + 1;
  }
  return words;
}

interface Braces {
  readonly start: number;
  readonly end: number;
  readonly commas: readonly number[];
}

function findOpen(text: string, from: number): Braces | undefined {
  for (let i = from; i < text.length; i++) {
    const skipped = skipQuoted(text, i);
    if (skipped !== i) i = skipped;
    else if (text[i] === "{") {
      const braces = matchBraces(text, i);
      if (braces) return braces;
    }
  }
  return undefined;
}

function matchBraces(text: string, start: number): Braces | undefined {
  const commas: number[] = [];
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const skipped = skipQuoted(text, i);
    if (skipped !== i) i = skipped;
    else if (text[i] === "{") depth++;
    else if (text[i] === "," && depth === 1) commas.push(i);
    else if (text[i] === "}" && --depth === 0) {
      const plain = commas.length === 0 && !text.slice(start, i).includes("..");
      return plain ? undefined : { start, end: i, commas };
    }
  }
  return undefined;
}

/** The last character of something quoted or expanded that starts here; the position itself otherwise. */
function skipQuoted(text: string, at: number): number {
  const character = text[at];
  if (character === "\\") return at + 1;
  if (character === "'") return endOf(text, at + 1, "'", false);
  if (character === '"' || character === "`") return endOf(text, at + 1, character, true);
  if (character !== "$") return at;
  if (text[at + 1] === "{") return nested(text, at + 1, "{", "}");
  if (text[at + 1] === "(") return nested(text, at + 1, "(", ")");
  return at;
}

function endOf(text: string, from: number, close: string, escapes: boolean): number {
  for (let i = from; i < text.length; i++) {
    if (escapes && text[i] === "\\") i++;
    else if (text[i] === close) return i;
  }
  return text.length;
}

function nested(text: string, from: number, open: string, close: string): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === open) depth++;
    else if (text[i] === close && --depth === 0) return i;
  }
  return text.length;
}

function sequence(inner: string): string[] | undefined {
  const match = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(inner);
  if (!match) return undefined;
  const [, from, to, by] = match;
  const letters = /^[A-Za-z]$/.test(from) && /^[A-Za-z]$/.test(to);
  if (!letters && (/^[A-Za-z]$/.test(from) || /^[A-Za-z]$/.test(to))) return undefined;
  const first = letters ? from.charCodeAt(0) : Number(from);
  const last = letters ? to.charCodeAt(0) : Number(to);
  const step = Math.abs(Number(by ?? 1)) || 1;
  if (Math.abs(last - first) / step > MAX_WORDS) return undefined;
  const width = letters ? 0 : paddedWidth(from, to);
  const words: string[] = [];
  for (let i = first; first <= last ? i <= last : i >= last; i += first <= last ? step : -step) {
    words.push(letters ? String.fromCharCode(i) : pad(i, width));
  }
  return words;
}

function paddedWidth(from: string, to: string): number {
  const padded = /^-?0\d/.test(from) || /^-?0\d/.test(to);
  return padded ? Math.max(from.length, to.length) : 0;
}

function pad(value: number, width: number): string {
  const digits = Math.abs(value).toString();
  return value < 0 ? `-${digits.padStart(width - 1, "0")}` : digits.padStart(width, "0");
}
