/**
 * Values as jq 1.6 writes them: from JSON in one line to what its options ask for.
 *
 * Source: behaviour of jq's `src/jv_print.c` (`jv_dump_term`).
 */
import type { JqOutput } from "./options.ts";

const RESET = "\u001b[0m";
const FIELD = "\u001b[34;1m";
const NULL = "\u001b[1;30m";
const PLAIN = "\u001b[0;39m";
const STRING = "\u001b[0;32m";
const CONTAINER = "\u001b[1;39m";

/** Strings, marks, and words such as numbers. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^[\]{},:"\s]+/g;

/** One value. `line`: its JSON, in one line. @returns its text, with what ends it */
export function printValue(line: string, output: JqOutput): string {
  const end = output.joined ? "" : "\n";
  if (output.raw && !output.ascii && line.startsWith('"')) return String(JSON.parse(line)) + end;
  return new Printer(output).print(line.match(TOKENS) ?? []) + end;
}

/** Writes the tokens of one value; not by recursion, as values may be nested as deep as one likes. */
class Printer {
  private readonly output: JqOutput;
  /** Begins a mark, and ends anything. */
  private readonly start: string;
  private readonly reset: string;
  private readonly open: ("[" | "{")[] = [];

  constructor(output: JqOutput) {
    this.output = output;
    this.start = output.color ? CONTAINER : "";
    this.reset = output.color ? RESET : "";
  }

  print(tokens: readonly string[]): string {
    const parts: string[] = [];
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i];
      const next = tokens[i + 1];
      if ((token === "[" || token === "{") && (next === "]" || next === "}")) {
        parts.push(this.start, token, next, this.reset);
        i++;
      } else parts.push(this.token(token, next));
    }
    return parts.join("");
  }

  private token(token: string, next: string | undefined): string {
    const { output, reset, start } = this;
    switch (token) {
      case "[":
      case "{":
        this.open.push(token);
        return start + token + this.newline() + this.beforeItem();
      case "]":
      case "}":
        this.open.pop();
        return start + this.newline() + start + token + reset;
      case ",":
        return start + token + this.newline() + this.beforeItem();
      case ":":
        return start + (output.indent === "" ? ":" : ": ") + reset;
      default:
        return this.scalar(token, next === ":");
    }
  }

  /** jq resets the colour before a member's name, not before an array's item. */
  private beforeItem(): string {
    return this.open.at(-1) === "{" ? this.reset : "";
  }

  private scalar(token: string, isKey: boolean): string {
    const text = this.output.ascii ? escaped(token) : token;
    if (!this.output.color) return text;
    return (isKey ? FIELD : scalarColor(token)) + text + RESET;
  }

  private newline(): string {
    return this.output.indent === "" ? "" : `\n${this.output.indent.repeat(this.open.length)}`;
  }
}

function scalarColor(token: string): string {
  if (token.startsWith('"')) return STRING;
  return token === "null" ? NULL : PLAIN;
}

/** Everything beyond ASCII as `\uXXXX`. */
function escaped(token: string): string {
  return token.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
