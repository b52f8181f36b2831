/** What `${name…}` does with a value: removal, replacement, case, slices, transformations. */
import type { ParameterOperation, Word } from "unbash";
import { composeBytes } from "../../process/text.ts";
import { decodeEscapes } from "../../programs/lib/text/escapes.ts";
import { quoteDouble, quoteSingle } from "../../programs/lib/text/quote.ts";
import { arithmetic } from "../assign.ts";
import { patternRegExp, patternSource } from "../pattern.ts";
import type { Shell } from "../shell.ts";
import { AssociativeArray, IndexedArray } from "../variables.ts";
import type { Resolved } from "./resolve.ts";

/** Expands the operands of an operation; given by the word expansion so that the two modules do not import each other. */
export interface OperandExpander {
  string(word: Word): Promise<string>;
  pattern(word: Word): Promise<string>;
  replacement(word: Word): Promise<string>;
}

type Change = (value: string) => string;

/** The change that an operation makes to each value; undefined for one that works on the whole. */
export async function valueChange(
  shell: Shell,
  operation: ParameterOperation,
  expand: OperandExpander,
): Promise<Change | undefined> {
  switch (operation.type) {
    case "Remove": {
      const pattern = await expand.pattern(operation.operand);
      return (value) =>
        composeBytes(removePattern(shell.units(value), shell.units(pattern), operation.operator));
    }
    case "Replace": {
      const pattern = await expand.pattern(operation.pattern);
      const replacement = await expand.replacement(operation.replacement);
      const replace = replacer(shell, shell.units(pattern), replacement, operation.operator);
      return (value) => composeBytes(replace(shell.units(value)));
    }
    case "CaseModification": {
      const pattern = operation.operand ? await expand.pattern(operation.operand) : "?";
      return (value) =>
        composeBytes(changeCase(shell.units(value), shell.units(pattern), operation.operator));
    }
    default:
      return undefined;
  }
}

/** The longest or shortest match at one end goes. Bash always knows extended patterns in expansions once they were parsed. */
function removePattern(value: string, pattern: string, operator: string): string {
  const regExp = patternRegExp(pattern, { extglob: true });
  const characters = [...value];
  const lengths = [...characters.keys(), characters.length];
  if (operator.length === 2) lengths.reverse();
  for (const length of lengths) {
    const prefix = operator.startsWith("#");
    const at = prefix ? length : characters.length - length;
    const head = characters.slice(0, at).join("");
    const tail = characters.slice(at).join("");
    if (regExp.test(prefix ? head : tail)) return prefix ? tail : head;
  }
  return value;
}

function replacer(shell: Shell, pattern: string, replacement: string, operator: string): Change {
  if (pattern === "" && operator !== "/#" && operator !== "/%") return (value) => value;
  const ignore = shell.options.shopted("nocasematch") ? "i" : "";
  const source = patternSource(pattern, true);
  const anchored = operator === "/#" ? `^(?:${source})` : operator === "/%" ? `(?:${source})$` : source;
  const regExp = compile(anchored, `${operator === "//" ? "g" : ""}su${ignore}`);
  if (!regExp) return (value) => value;
  const fill = replacementFiller(replacement, shell.options.shopted("patsub_replacement"));
  return (value) => (value === "" && operator === "//" ? value : value.replace(regExp, fill));
}

function compile(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

/** An unquoted `&` is the match. */
function replacementFiller(replacement: string, ampersand: boolean): (match: string) => string {
  if (!/[\\&]/.test(replacement)) return () => replacement;
  return (match) =>
    replacement.replace(/\\([\\&])|&/g, (whole, escaped?: string) =>
      escaped !== undefined ? escaped : ampersand ? match : whole,
    );
}

function changeCase(value: string, pattern: string, operator: string): string {
  const regExp = patternRegExp(pattern, { extglob: true });
  const upper = operator.startsWith("^");
  const change = (character: string) =>
    regExp.test(character) ? (upper ? character.toUpperCase() : character.toLowerCase()) : character;
  const characters = [...value];
  if (operator.length === 1)
    return characters.length === 0 ? "" : change(characters[0]) + characters.slice(1).join("");
  return characters.map(change).join("");
}

/** `${name:offset:length}` of a string. */
export function sliceString(shell: Shell, text: string, offset: number, length: number | undefined): string {
  const value = shell.units(text);
  const characters = /[\ud800-\udbff]/.test(value) ? [...value] : undefined;
  const total = characters?.length ?? value.length;
  const start = offset < 0 ? total + offset : offset;
  if (start < 0 || start > total) return "";
  const end = sliceEnd(shell, start, total, length);
  return composeBytes(characters ? characters.slice(start, end).join("") : value.slice(start, end));
}

function sliceEnd(shell: Shell, start: number, total: number, length: number | undefined): number {
  if (length === undefined) return total;
  if (length >= 0) return start + length;
  const end = total + length;
  if (end < start) shell.fail(`${length}: substring expression < 0`);
  return end;
}

/** An operand that is arithmetic. */
export function operandNumber(shell: Shell, text: string): number {
  try {
    return Number(arithmetic(shell, text));
  } catch (error) {
    return shell.arithmeticFailure(error, "");
  }
}

/** `${name@X}`. */
export function transform(
  shell: Shell,
  name: string,
  operator: string,
  resolved: Resolved,
): Resolved | undefined {
  if (operator === "A" || operator === "K" || operator === "k" || operator === "a") {
    return transformWhole(shell, name, operator, resolved);
  }
  const change = TRANSFORMS[operator];
  if (!change) return undefined;
  if (resolved.kind === "list")
    return { ...resolved, values: resolved.values.map((value) => change(shell, value)) };
  return { kind: "scalar", value: resolved.value === undefined ? undefined : change(shell, resolved.value) };
}

const TRANSFORMS: Readonly<Record<string, (shell: Shell, value: string) => string>> = {
  Q: (shell, value) => quoteSingle(shell.units(value)),
  E: (shell, value) => decodeEscapes(value, "ansi", shell.multibyte).text,
  U: (shell, value) => composeBytes(shell.units(value).toUpperCase()),
  u: (shell, value) => composeBytes(changeCase(shell.units(value), "?", "^")),
  L: (shell, value) => composeBytes(shell.units(value).toLowerCase()),
  P: (_shell, value) => value,
};

function transformWhole(shell: Shell, name: string, operator: string, resolved: Resolved): Resolved {
  const variable = shell.variables.get(name);
  const flags = variable?.flags ?? "";
  if (operator === "a") {
    if (resolved.kind === "list") return { ...resolved, values: resolved.values.map(() => flags) };
    return { kind: "scalar", value: variable ? flags : undefined };
  }
  if (operator === "A")
    return { kind: "scalar", value: assignmentText(name, flags, variable?.value, resolved) };
  const pairs: string[] = [];
  const value = variable?.value;
  if (resolved.kind !== "list" || value === undefined || typeof value === "string") {
    return transform(shell, name, "Q", resolved) ?? resolved;
  }
  for (const [key, item] of entriesOf(value)) pairs.push(key, operator === "K" ? quoteDouble(item) : item);
  return operator === "K" ? { kind: "scalar", value: pairs.join(" ") } : { ...resolved, values: pairs };
}

function entriesOf(value: IndexedArray | AssociativeArray): [string, string][] {
  if (value instanceof AssociativeArray) return [...value.items];
  return value.keys().map((key) => [String(key), value.items.get(key) ?? ""]);
}

function assignmentText(name: string, flags: string, value: unknown, resolved: Resolved): string | undefined {
  if (resolved.kind === "list" && (value instanceof IndexedArray || value instanceof AssociativeArray)) {
    const items = entriesOf(value).map(([key, item]) => `[${key}]=${quoteDouble(item)}`);
    const end = value instanceof AssociativeArray ? " " : "";
    return `declare -${flags} ${name}=(${items.join(" ")}${end})`;
  }
  const text = resolved.kind === "scalar" ? resolved.value : resolved.values.join(" ");
  if (text === undefined) return undefined;
  return `${flags === "" ? "" : `declare -${flags} `}${name}=${quoteSingle(text)}`;
}
