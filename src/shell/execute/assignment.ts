/** Assignment statements. */
import type { ArrayValue, Assignment, Word } from "unbash";
import { asIndexed, assign, checkWritable, converted, indexOf } from "../assign.ts";
import { expandAssigned, expandEmbedded, expandString, expandWords } from "../expand/word.ts";
import type { Shell } from "../shell.ts";
import { parseWord } from "../source.ts";
import { AssociativeArray, IndexedArray, type Variable } from "../variables.ts";

/** Carries out one assignment and gives what `set -x` shows of it. */
export async function runAssignment(shell: Shell, node: Assignment): Promise<string> {
  const { name, value, append } = node;
  const operator = append ? "+=" : "=";
  if (value.type === "ArrayValue") {
    const variable = shell.variables.get(name) ?? shell.variables.create(shell.variables.target(name));
    await assignArray(shell, name, variable, value, append ?? false);
    return `${name}${operator}(${value.elements.map((element) => element.text).join(" ")})`;
  }
  const subscript = node.index ? await expandSubscript(shell, name, node.index) : undefined;
  const text = await expandAssigned(shell, value);
  assign(shell, name, subscript, text, append ?? false);
  return `${name}${subscript === undefined ? "" : `[${subscript}]`}${operator}${text}`;
}

/** A subscript with its expansions made; quotes are kept out. */
export async function expandSubscript(shell: Shell, _name: string, index: Word): Promise<string> {
  return expandString(shell, index);
}

/** `name=(…)` and `name+=(…)`. */
export async function assignArray(
  shell: Shell,
  name: string,
  variable: Variable,
  value: ArrayValue,
  append: boolean,
): Promise<void> {
  checkWritable(shell, name, variable);
  if (variable.value instanceof AssociativeArray) return assignAssociative(shell, variable, value, append);
  const array = append ? asIndexed(variable).clone() : new IndexedArray();
  let next = append ? array.end : 0;
  for (const element of value.elements) {
    const keyed = splitKeyed(element.text);
    if (!keyed) {
      for (const text of await expandWords(shell, [element])) {
        array.set(next++, converted(shell, variable, text, undefined));
      }
      continue;
    }
    const index = indexOf(shell, await expandText(shell, keyed.key), array, name);
    const text = await expandText(shell, keyed.value);
    array.set(
      index,
      converted(shell, variable, text, keyed.append ? (array.items.get(index) ?? "") : undefined),
    );
    next = index + 1;
  }
  variable.value = array;
}

async function assignAssociative(
  shell: Shell,
  variable: Variable,
  value: ArrayValue,
  append: boolean,
): Promise<void> {
  const old = variable.value as AssociativeArray;
  const array = append ? old.clone() : new AssociativeArray();
  const plain: string[] = [];
  for (const element of value.elements) {
    const keyed = splitKeyed(element.text);
    if (!keyed) {
      plain.push(await expandString(shell, element));
      continue;
    }
    const key = await expandText(shell, keyed.key);
    const text = await expandText(shell, keyed.value);
    array.items.set(
      key,
      converted(shell, variable, text, keyed.append ? (array.items.get(key) ?? "") : undefined),
    );
  }
  for (let i = 0; i < plain.length; i += 2) array.items.set(plain[i], plain[i + 1] ?? "");
  variable.value = array;
}

interface Keyed {
  readonly key: string;
  readonly value: string;
  readonly append: boolean;
}

/** `[key]=value` as it stands in the script. */
export function splitKeyed(text: string): Keyed | undefined {
  if (!text.startsWith("[")) return undefined;
  let depth = 0;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === "\\") i++;
    else if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === "[") depth++;
    else if (character === "]" && --depth === 0) {
      const match = /^(\+?)=/.exec(text.slice(i + 1));
      if (!match) return undefined;
      return { key: text.slice(1, i), value: text.slice(i + 1 + match[0].length), append: match[1] === "+" };
    }
  }
  return undefined;
}

async function expandText(shell: Shell, text: string): Promise<string> {
  if (text === "") return "";
  const word = parseWord(text);
  return word ? expandAssigned(shell, word) : expandEmbedded(shell, text.replace(/["']/g, ""));
}
