/** Parsed text and its line numbers. */
import { type CommandNode, type ParsedScript, parse, type Word, type WordPart } from "unbash";

/** A text that commands come from, with what error messages call it. */
export class Source {
  readonly text: string;
  /** The line number of its first line, minus one. */
  readonly lineOffset: number;
  private starts: number[] | undefined;

  constructor(text: string, lineOffset = 0) {
    this.text = text;
    this.lineOffset = lineOffset;
  }

  /** The line number of a position. */
  lineOf(position: number): number {
    this.starts ??= lineStarts(this.text);
    const { starts } = this;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= position) low = middle;
      else high = middle - 1;
    }
    return low + 1 + this.lineOffset;
  }

  /** The text of a line that {@link lineOf} gave. */
  line(number: number): string {
    return this.text.split("\n")[number - 1 - this.lineOffset] ?? "";
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** A name with an opening parenthesis and then anything but a closing one. */
const MAYBE_BAD_FUNCTION = /[A-Za-z0-9_][ \t]*\([ \t]*[^\s)]/;

/** Where a definition such as `f( x` goes wrong, which the parser takes for a command with arguments. */
function badFunction(text: string, node: unknown): number | undefined {
  if (typeof node !== "object" || node === null) return undefined;
  if (Array.isArray(node)) {
    for (const each of node) {
      const position = badFunction(text, each);
      if (position !== undefined) return position;
    }
    return undefined;
  }
  if ("type" in node && node.type === "Command") {
    const { name, suffix, prefix } = node as CommandNode & { type: "Command" };
    const first = suffix[0];
    if (name && first && /^[ \t]*\([ \t]*$/.test(text.slice(name.end, first.pos)))
      // behind an assignment it could not have become a definition: the parenthesis itself is wrong
      return prefix.length > 0 ? text.indexOf("(", name.end) : first.pos;
  }
  return badFunction(text, Object.values(node));
}

/** `parse` never fails by contract; deep nesting of hostile text must not end the shell either. */
export function parseText(text: string): ParsedScript {
  try {
    const script = parse(text);
    const position = MAYBE_BAD_FUNCTION.test(text) ? badFunction(text, script.commands) : undefined;
    if (position === undefined) return script;
    return { ...script, errors: [...(script.errors ?? []), { message: "unexpected token", pos: position }] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return {
      type: "Script",
      pos: 0,
      end: text.length,
      shebang: undefined,
      commands: [],
      errors: [{ message: "nested too deeply", pos: 0 }],
    };
  }
}

const CACHE_LIMIT = 1000;
const words = new Map<string, Word | undefined>();
const bodies = new Map<string, readonly WordPart[] | undefined>();

function cached<T>(cache: Map<string, T>, key: string, make: () => T): T {
  if (cache.has(key)) return cache.get(key) as T;
  const value = make();
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(key, value);
  return value;
}

/** A text as one word, e.g. one that brace expansion made. */
export function parseWord(text: string): Word | undefined {
  return cached(words, text, () => {
    const statement = parseText(`: ${text}`).commands[0]?.command;
    if (statement?.type !== "Command") return undefined;
    const word = statement.args[0];
    return word?.type === "Word" && statement.args.length === 1 ? word : undefined;
  });
}

/** The parts of a text in which only `$`, backquotes and backslashes mean something: as in a here-document. */
export function parseEmbedded(text: string): readonly WordPart[] | undefined {
  return cached(bodies, text, () => {
    const statement = parseText(`: <<_\u0001_\n${text}\n_\u0001_\n`).commands[0]?.command;
    if (statement?.type !== "Command") return undefined;
    const [redirect] = statement.redirects;
    if (redirect?.type !== "HereDoc") return undefined;
    return withoutFinalNewline(redirect.body.parts);
  });
}

function withoutFinalNewline(parts: readonly WordPart[] | undefined): readonly WordPart[] | undefined {
  const last = parts?.at(-1);
  if (!parts || last?.type !== "Literal" || !last.value.endsWith("\n")) return parts;
  const value = last.value.slice(0, -1);
  const rest = parts.slice(0, -1);
  return value === "" ? rest : [...rest, { ...last, value, text: value }];
}
