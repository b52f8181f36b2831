/** What grep marks with colours, and with which. */
import type { Process } from "../../process/process.ts";

/** The parts of the output that have a colour, by the names that `GREP_COLORS` has for them; a colour is SGR parameters. */
interface Capabilities {
  /** Matching text in selected lines. */
  ms: string;
  /** Matching text in lines of the context. */
  mc: string;
  /** Selected lines. */
  sl: string;
  /** Lines of the context. */
  cx: string;
  /** File names. */
  fn: string;
  /** Line numbers. */
  ln: string;
  /** Byte offsets. */
  bn: string;
  /** Separators. */
  se: string;
}

/** `GREP_COLORS`, with grep's defaults for the rest. */
export type GrepColors = Readonly<Capabilities> & {
  /** `rv`: with `-v`, the colours of selected and context lines are exchanged. */
  readonly reverse: boolean;
  /** `ne`: the rest of the line is not erased. */
  readonly noErase: boolean;
};

const DEFAULTS: Capabilities = {
  ms: "01;31",
  mc: "01;31",
  sl: "",
  cx: "",
  fn: "35",
  ln: "32",
  bn: "32",
  se: "36",
};

/** Erases the rest of the line, so that it has the background's colour. */
const ERASE = "\x1b[K";

const ALWAYS = /^(?:always|yes|force)$/i;
const NEVER = /^(?:never|no|none)$/i;
const AUTO = /^(?:auto|tty|if-tty)$/i;

/**
 * Whether the word of `--color` asks for colours; without a word it is `auto`. Undefined when it is none that grep knows.
 *
 * Source: GNU grep's `main` and `should_colorize`.
 */
export function wantsColor(process: Process, word: string | undefined): boolean | undefined {
  if (word === undefined || AUTO.test(word)) {
    const terminal = process.env.get("TERM");
    return process.stdout.isTerminal && terminal !== undefined && terminal !== "dumb";
  }
  if (ALWAYS.test(word)) return true;
  return NEVER.test(word) ? false : undefined;
}

/** The colours of the environment; tells that `GREP_COLOR` is out of use. */
export function grepColors(process: Process): GrepColors {
  const old = process.env.get("GREP_COLOR") ?? "";
  const colors = { ...DEFAULTS, reverse: false, noErase: false };
  if (/^[;0-9]+$/.test(old)) {
    colors.ms = old;
    colors.mc = old;
  }
  let replaced = false;
  for (const entry of validEntries(process.env.get("GREP_COLORS") ?? "")) {
    apply(colors, entry);
    replaced ||= (entry.name === "mt" || entry.name === "ms") && entry.value !== undefined;
  }
  if (colors.ms === old && !replaced) {
    process.stderr.write(`grep: warning: GREP_COLOR='${old}' is deprecated; use GREP_COLORS='mt=${old}'\n`);
  }
  return colors;
}

interface Entry {
  readonly name: string;
  readonly value: string | undefined;
}

/** The entries of `GREP_COLORS` up to the first that is malformed (`parse_grep_colors`). */
function* validEntries(text: string): Generator<Entry> {
  if (text === "") return;
  for (const entry of text.split(":")) {
    const parts = /^([^=]*)(?:=([;0-9]*))?$/.exec(entry);
    if (!parts || entry.startsWith("=")) return;
    yield { name: parts[1], value: parts[2] };
  }
}

type Settable = { -readonly [Key in keyof GrepColors]: GrepColors[Key] };

function apply(colors: Settable, { name, value }: Entry): void {
  if (name === "rv") colors.reverse = true;
  else if (name === "ne") colors.noErase = true;
  else if (name === "mt") {
    if (value !== undefined) colors.ms = value;
    colors.mc = colors.ms;
  } else if (value !== undefined && Object.hasOwn(DEFAULTS, name)) colors[name as keyof Capabilities] = value;
}

/** The text in that colour; as it is when the colour is empty. */
export function inColor(colors: GrepColors, color: string, text: string): string {
  if (color === "") return text;
  return `${beginColor(colors, color)}${text}\x1b[m${colors.noErase ? "" : ERASE}`;
}

/** What switches a colour on; nothing when the colour is empty. */
export function beginColor(colors: GrepColors, color: string): string {
  return color === "" ? "" : `\x1b[${color}m${colors.noErase ? "" : ERASE}`;
}
