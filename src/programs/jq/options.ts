/** jq's options for its output, which are taken from the command line; the others are for the library, which evaluates. */

/** How values are written. */
export class JqOutput {
  /** One step of indentation; "": everything in one line. */
  indent = "  ";
  /** Strings as they are, and without a line's end. */
  raw = false;
  joined = false;
  ascii = false;
  color = false;
}

/** A command line, taken apart. */
export interface JqCommand {
  readonly output: JqOutput;
  /** What is left for the library. */
  readonly rest: string[];
  /** Whether a file is named after the program. */
  readonly hasFiles: boolean;
}

type Setter = (output: JqOutput) => void;

const SHORT = new Map<string, Setter>([
  ["r", (output) => void (output.raw = true)],
  ["j", (output) => void (output.raw = output.joined = true)],
  ["a", (output) => void (output.ascii = true)],
  ["c", (output) => void (output.indent = "")],
  ["C", (output) => void (output.color = true)],
  ["M", (output) => void (output.color = false)],
]);

const LONG = new Map<string, Setter | undefined>([
  ["--raw-output", SHORT.get("r")],
  ["--join-output", SHORT.get("j")],
  ["--ascii-output", SHORT.get("a")],
  ["--compact-output", SHORT.get("c")],
  ["--color-output", SHORT.get("C")],
  ["--monochrome-output", SHORT.get("M")],
  ["--tab", (output) => void (output.indent = "\t")],
]);

/** Options that take a name and a value. */
const PAIRS = new Set(["--arg", "--argjson", "--rawfile", "--slurpfile"]);

const MAX_INDENT = 7;

/** `--indent`'s number, read as C's atoi does. @returns a message when it is out of range */
function setIndent(output: JqOutput, word: string | undefined): string | null {
  if (word === undefined) return "--indent takes one parameter";
  const width = Number(/^\s*[+-]?\d+/.exec(word)?.[0] ?? 0);
  if (width < -1 || width > MAX_INDENT) return `--indent takes a number between -1 and ${MAX_INDENT}`;
  output.indent = width === -1 ? "\t" : " ".repeat(width);
  return null;
}

/** Takes the letters of `-rc` and the like that are for the output. @returns the other ones */
function takeLetters(output: JqOutput, letters: string): string {
  let others = "";
  for (const letter of letters) {
    const set = SHORT.get(letter);
    if (set === undefined) others += letter;
    else set(output);
  }
  // jq looks for one letter after the other in the whole word, for this one last
  if (letters.includes("M")) output.color = false;
  return others;
}

/** Takes the command line apart. @returns a message when it can not be */
export function parseJq(words: readonly string[]): JqCommand | string {
  const output = new JqOutput();
  const rest: string[] = [];
  let operands = 0;
  let files = true;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === "--indent") {
      const message = setIndent(output, words[++i]);
      if (message !== null) return message;
    } else if (LONG.has(word)) LONG.get(word)?.(output);
    else if (/^-[^-]/.test(word)) {
      const others = takeLetters(output, word.slice(1));
      if (others !== "") rest.push(`-${others}`);
    } else {
      rest.push(word);
      if (PAIRS.has(word)) {
        rest.push(...words.slice(i + 1, i + 3));
        i += 2;
      } else if (word === "--args" || word === "--jsonargs") files = false;
      else if (!word.startsWith("--") && (operands === 0 || files)) operands++;
    }
  }
  return { output, rest, hasFiles: operands > 1 };
}
