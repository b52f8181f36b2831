/** Word expansion: braces, tilde, parameters, commands, arithmetic, splitting, pathnames, quotes: in bash's order. */
import type { ParameterExpansionPart, Word, WordPart } from "unbash";
import { decodeEscapes } from "../../programs/lib/text/escapes.ts";
import { arithmetic } from "../assign.ts";
import { commandSubstitution, processSubstitution } from "../execute/substitute.ts";
import { escapeRegExp, hasGlob } from "../pattern.ts";
import type { Shell } from "../shell.ts";
import { parseEmbedded, parseWord } from "../source.ts";
import { ExpansionFailure } from "../unwind.ts";
import { expandBraces } from "./brace.ts";
import { type Field, FieldBuilder } from "./fields.ts";
import { expandGlob } from "./glob.ts";
import type { OperandExpander } from "./operations.ts";
import { expandParameter } from "./parameter.ts";
import type { Resolved } from "./resolve.ts";

const PLAIN = /^[A-Za-z0-9_./:@%+,-][A-Za-z0-9_./:@%+,=-]*$/;

/** The words of a command: everything is expanded, and one word may become none or many. */
export async function expandWords(shell: Shell, words: readonly Word[]): Promise<string[]> {
  const out: string[] = [];
  for (const word of words) {
    if (PLAIN.test(word.text)) out.push(word.text);
    else await expandWord(shell, word, out);
  }
  return out;
}

async function expandWord(shell: Shell, word: Word, out: string[]): Promise<void> {
  if (shell.options.on("braceexpand") && word.parts?.some((part) => part.type === "BraceExpansion")) {
    for (const text of expandBraces(word.text)) {
      const parsed = parseWord(text);
      if (parsed) out.push(...(await expandFields(shell, parsed)));
      else if (text !== "") out.push(text);
    }
    return;
  }
  out.push(...(await expandFields(shell, word)));
}

async function expandFields(shell: Shell, word: Word): Promise<string[]> {
  const builder = new FieldBuilder(true, shell.ifs);
  await addWord(shell, word, builder);
  builder.finish();
  return builder.fields.flatMap((field) => pathnames(shell, field));
}

function pathnames(shell: Shell, field: Field): string[] {
  if (!field.globs || shell.options.on("noglob")) return [field.text];
  const extglob = true;
  if (!hasGlob(field.pattern, extglob)) return [field.text];
  const found = expandGlob(shell.process.sys, shell.process.cwd, field.pattern, {
    extglob,
    dotglob: shell.options.shopted("dotglob"),
    globstar: shell.options.shopted("globstar"),
    nocaseglob: shell.options.shopted("nocaseglob"),
  });
  if (found.length > 0) return found;
  if (shell.options.shopted("failglob")) {
    shell.error(`no match: ${field.text}`);
    throw new ExpansionFailure(1, false);
  }
  return shell.options.shopted("nullglob") ? [] : [field.text];
}

/** One string: no splitting, no pathnames (assignments, `case` words, here-strings). */
export async function expandString(shell: Shell, word: Word): Promise<string> {
  if (PLAIN.test(word.text)) return word.text;
  return (await expandSingle(shell, word)).text;
}

/** A pattern: quoted characters carry a backslash. */
export async function expandPattern(shell: Shell, word: Word): Promise<string> {
  return (await expandSingle(shell, word)).pattern;
}

/** The right side of `=~`: what was quoted matches itself. */
export async function expandRegExp(shell: Shell, word: Word): Promise<string> {
  const builder = new FieldBuilder(false, shell.ifs, escapeRegExp);
  await addWord(shell, word, builder, true);
  return builder.single().pattern;
}

async function expandSingle(shell: Shell, word: Word): Promise<Field> {
  const builder = new FieldBuilder(false, shell.ifs);
  await addWord(shell, word, builder);
  return builder.single();
}

/** The value of an assignment: tildes count after colons as well. */
export async function expandAssigned(shell: Shell, word: Word): Promise<string> {
  if (PLAIN.test(word.text)) return word.text;
  const builder = new FieldBuilder(false, shell.ifs);
  await addWord(shell, word, builder, false, true);
  return builder.single().text;
}

/** Text in which only `$`, backquotes and backslashes mean something: here-documents, `PS4`, arithmetic. */
export async function expandEmbedded(shell: Shell, text: string): Promise<string> {
  if (!/[$`\\]/.test(text)) return text;
  return expandParts(shell, parseEmbedded(text), text);
}

/** The body of a here-document. */
export async function expandParts(
  shell: Shell,
  parts: readonly WordPart[] | undefined,
  text: string,
): Promise<string> {
  if (!parts)
    return text.replace(/\\([$`\\\n])/g, (_, character: string) => (character === "\n" ? "" : character));
  const builder = new FieldBuilder(false, shell.ifs);
  for (const part of parts) await addPart(shell, part, true, builder);
  return builder.single().text;
}

async function addWord(
  shell: Shell,
  word: Word,
  builder: FieldBuilder,
  rawBackslash = false,
  assignment = false,
): Promise<void> {
  const { parts } = word;
  if (!parts) return addLiteral(shell, word.text, builder, true, rawBackslash, assignment);
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (part.type === "Literal")
      addLiteral(shell, part.text, builder, i === 0, rawBackslash, assignment, parts.length > 1);
    else await addPart(shell, part, false, builder);
  }
}

function addLiteral(
  shell: Shell,
  text: string,
  builder: FieldBuilder,
  first: boolean,
  rawBackslash: boolean,
  assignment: boolean,
  more = false,
): void {
  let rest = text;
  if (first && rest.startsWith("~")) rest = addTilde(shell, rest, builder, more);
  const pieces = rest.split(/(\\[\s\S])/);
  for (const piece of pieces) {
    if (piece === "\\\n") continue;
    if (piece.length === 2 && piece.startsWith("\\")) {
      if (rawBackslash) builder.literal(piece);
      else builder.quoted(piece.slice(1));
    } else if (assignment && piece.includes(":~")) addColonTildes(shell, piece, builder);
    else builder.literal(piece);
  }
}

function addColonTildes(shell: Shell, text: string, builder: FieldBuilder): void {
  const parts = text.split(/(?<=:)(?=~)/);
  for (const part of parts) {
    if (part.startsWith("~")) builder.literal(addTilde(shell, part, builder, false));
    else builder.literal(part);
  }
}

/** Expands `~` and gives what follows it. */
function addTilde(shell: Shell, text: string, builder: FieldBuilder, more: boolean): string {
  const match = /^~([^/:\\]*)/.exec(text);
  const user = match?.[1] ?? "";
  if (more && match?.[0].length === text.length) return text;
  const home = tilde(shell, user);
  if (home === undefined) return text;
  builder.quoted(home);
  return text.slice(1 + user.length);
}

function tilde(shell: Shell, user: string): string | undefined {
  if (user === "") return shell.get("HOME") ?? "/root";
  if (user === "+") return shell.get("PWD") ?? shell.process.cwd;
  if (user === "-") return shell.get("OLDPWD");
  return user === "root" ? "/root" : undefined;
}

async function addPart(shell: Shell, part: WordPart, quoted: boolean, builder: FieldBuilder): Promise<void> {
  switch (part.type) {
    case "Literal":
      if (quoted) builder.quoted(part.value);
      else addLiteral(shell, part.text, builder, false, false, false);
      return;
    case "SingleQuoted":
      return builder.quoted(part.value);
    case "AnsiCQuoted":
      return builder.quoted(decodeEscapes(part.text.slice(2, -1), "ansi", shell.multibyte).text);
    case "DoubleQuoted":
    case "LocaleString":
      return addDoubleQuoted(shell, part.parts, builder);
    case "SimpleExpansion":
      return addResolved(
        shell,
        await expandParameter(shell, simple(part.text), quoted, operands(shell, quoted)),
        quoted,
        builder,
      );
    case "ParameterExpansion":
      return addParameter(shell, part, quoted, builder);
    case "CommandExpansion": {
      const text = await commandSubstitution(shell, part, expandString);
      return quoted ? builder.quoted(text) : builder.expansion(text);
    }
    case "ArithmeticExpansion": {
      const text = await expandArithmetic(shell, part.text);
      return quoted ? builder.quoted(text) : builder.expansion(text);
    }
    case "ProcessSubstitution":
      return builder.quoted(processSubstitution(shell, part));
    default:
      return addGlobPart(shell, part, quoted, builder);
  }
}

async function addGlobPart(
  shell: Shell,
  part: Extract<WordPart, { type: "Glob" | "ExtendedGlob" | "BraceExpansion" }>,
  quoted: boolean,
  builder: FieldBuilder,
): Promise<void> {
  if (quoted) return builder.quoted(part.text);
  if (!part.parts) return addLiteral(shell, part.text, builder, false, false, false);
  const inner = part.parts.reduce((length, child) => length + child.text.length, 0);
  const open = part.type === "ExtendedGlob" ? 2 : 1;
  const close = part.text.length - open - inner;
  builder.literal(part.text.slice(0, open));
  for (const child of part.parts) await addPart(shell, child, false, builder);
  if (close > 0) builder.literal(part.text.slice(-close));
}

function simple(text: string): ParameterExpansionPart {
  return {
    type: "ParameterExpansion",
    pos: 0,
    end: text.length,
    text,
    parameter: text.slice(1),
    parameterPos: 0,
    parameterEnd: 0,
    prefix: undefined,
    index: undefined,
    operation: undefined,
  };
}

async function addDoubleQuoted(
  shell: Shell,
  parts: readonly WordPart[],
  builder: FieldBuilder,
): Promise<void> {
  if (parts.length === 0) return builder.quoted("");
  // "$@" without arguments is no word at all, while "x$@" and "" are
  for (const part of parts) await addPart(shell, part, true, builder);
}

async function addParameter(
  shell: Shell,
  part: ParameterExpansionPart,
  quoted: boolean,
  builder: FieldBuilder,
): Promise<void> {
  const result = await expandParameter(shell, part, quoted, operands(shell, quoted));
  if (result.kind === "word") return addOperand(shell, result.word, quoted, builder);
  return addResolved(shell, result, quoted, builder);
}

/** The word of `${name:-word}` is expanded in place, with its own quotes. */
async function addOperand(shell: Shell, word: Word, quoted: boolean, builder: FieldBuilder): Promise<void> {
  const parts = word.parts;
  if (!quoted) return addUnquotedOperand(shell, word, builder);
  if (word.text === "") return builder.quoted("");
  if (!parts) return builder.quoted(unescapeInQuotes(word.text));
  for (const part of parts) {
    if (part.type === "SingleQuoted") builder.quoted(await expandEmbedded(shell, part.text));
    else if (part.type === "Literal") builder.quoted(unescapeInQuotes(part.text));
    else await addPart(shell, part, true, builder);
  }
}

async function addUnquotedOperand(shell: Shell, word: Word, builder: FieldBuilder): Promise<void> {
  const parts: readonly WordPart[] = word.parts ?? [
    { type: "Literal", pos: 0, end: 0, text: word.text, value: word.value },
  ];
  for (const [i, part] of parts.entries()) {
    if (part.type !== "Literal") {
      await addPart(shell, part, false, builder);
      continue;
    }
    const text =
      i === 0 && part.text.startsWith("~") ? addTilde(shell, part.text, builder, false) : part.text;
    for (const piece of text.split(/(\\[\s\S])/)) {
      if (piece.length === 2 && piece.startsWith("\\")) builder.quoted(piece.slice(1));
      else builder.expansion(piece);
    }
  }
}

function unescapeInQuotes(text: string): string {
  return text.replace(/\\([$`"\\}\n])/g, (_, character: string) => (character === "\n" ? "" : character));
}

type Expanded = Resolved | { readonly kind: "word"; readonly word: Word };

function addResolved(shell: Shell, result: Expanded, quoted: boolean, builder: FieldBuilder): void {
  if (result.kind === "word") return;
  if (result.kind === "scalar") {
    if (quoted) builder.quoted(result.value ?? "");
    else builder.expansion(result.value ?? "");
    return;
  }
  addList(shell, result, quoted, builder);
}

function addList(
  shell: Shell,
  list: Extract<Resolved, { kind: "list" }>,
  quoted: boolean,
  builder: FieldBuilder,
): void {
  const { values, star } = list;
  if (quoted && star) return builder.quoted(values.join(shell.ifs.slice(0, 1)));
  if (!builder.splits) {
    const joined = values.join(star ? shell.ifs.slice(0, 1) : " ");
    return quoted ? builder.quoted(joined) : builder.expansion(joined);
  }
  values.forEach((value, i) => {
    if (i > 0) builder.finish();
    if (quoted) builder.quoted(value);
    else builder.expansion(value);
  });
}

/** `$((…))` and `$[…]`. */
async function expandArithmetic(shell: Shell, text: string): Promise<string> {
  const inner = text.startsWith("$((") ? text.slice(3, -2) : text.slice(2, -1);
  return (await evaluateText(shell, inner, "")).toString();
}

/** Expands and evaluates an expression; tells errors with `context` before them. */
export async function evaluateText(shell: Shell, text: string, context: string): Promise<bigint> {
  const expanded = await expandEmbedded(shell, text);
  try {
    return arithmetic(shell, expanded);
  } catch (error) {
    return shell.arithmeticFailure(error, context);
  }
}

function operands(shell: Shell, quoted: boolean): OperandExpander & { quoted: boolean } {
  return {
    quoted,
    string: (word) => expandString(shell, word),
    pattern: (word) => expandPattern(shell, word),
    replacement: async (word) => {
      const builder = new FieldBuilder(false, shell.ifs, (text) => text.replace(/[\\&]/g, "\\$&"));
      await addWord(shell, word, builder);
      return builder.single().pattern;
    },
  };
}
