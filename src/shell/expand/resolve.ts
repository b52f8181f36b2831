/** What a parameter's name means. */
import { readElement } from "../assign.ts";
import { dynamicVariable } from "../dynamic.ts";
import type { Shell } from "../shell.ts";
import { AssociativeArray, IndexedArray } from "../variables.ts";

/** One value or, for `@` and `*`, all of them. */
export type Resolved =
  | { readonly kind: "scalar"; readonly value: string | undefined }
  | { readonly kind: "list"; readonly values: readonly string[]; readonly star: boolean };

const SPECIAL: Readonly<Record<string, (shell: Shell) => string | undefined>> = {
  "#": (shell) => String(shell.positional.length),
  "?": (shell) => String(shell.status),
  "-": (shell) => shellFlags(shell),
  $: (shell) => String(shell.shellPid),
  "!": (shell) => (shell.lastBackground === 0 ? undefined : String(shell.lastBackground)),
  _: (shell) => shell.lastArgument,
  "0": (shell) => shell.name,
};

function shellFlags(shell: Shell): string {
  const kind = shell.mode.interactive ? "i" : "";
  const from = shell.mode.commandString ? "c" : "";
  const letters = shell.options.letters(from);
  if (kind === "") return letters;
  return letters.includes("m") ? letters.replace("m", "im") : `${letters}i`;
}

/** Resolves a name with an optional subscript whose expansions have been made; `@` and `*` mean all elements. */
export function resolveParameter(shell: Shell, name: string, subscript: string | undefined): Resolved {
  if (name === "@" || name === "*") {
    return { kind: "list", values: shell.positional, star: name === "*" };
  }
  if (/^\d+$/.test(name)) {
    const number = Number(name);
    return { kind: "scalar", value: number === 0 ? shell.name : shell.positional[number - 1] };
  }
  if (Object.hasOwn(SPECIAL, name)) return { kind: "scalar", value: SPECIAL[name](shell) };
  if (subscript === "@" || subscript === "*") {
    return { kind: "list", values: allElements(shell, name), star: subscript === "*" };
  }
  const target = subscript === undefined ? shell.variables.target(name) : name;
  const reference = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(target);
  if (reference) return resolveParameter(shell, reference[1], reference[2]);
  return { kind: "scalar", value: readElement(shell, name, subscript) };
}

/** The values of all elements. */
export function allElements(shell: Shell, name: string): readonly string[] {
  const target = shell.variables.target(name);
  const dynamic = dynamicVariable(shell, target);
  if (dynamic !== undefined) return typeof dynamic === "string" ? [dynamic] : dynamic;
  const value = shell.variables.own(target)?.value;
  if (value === undefined) return [];
  if (typeof value === "string") return [value];
  return value instanceof IndexedArray ? value.values() : [...value.items.values()];
}

/** The subscripts of all elements: `${!name[@]}`. */
export function allKeys(shell: Shell, name: string): readonly string[] {
  const target = shell.variables.target(name);
  const dynamic = dynamicVariable(shell, target);
  if (dynamic !== undefined) {
    return typeof dynamic === "string" ? ["0"] : dynamic.map((_, index) => String(index));
  }
  const value = shell.variables.own(target)?.value;
  if (value === undefined) return [];
  if (typeof value === "string") return ["0"];
  return value instanceof IndexedArray ? value.keys().map(String) : [...value.items.keys()];
}

/** Elements of an indexed array from a subscript on: slices skip what is not set. */
export function elementsFrom(
  shell: Shell,
  name: string,
  offset: number,
  length: number | undefined,
): string[] {
  const value = shell.variables.get(name)?.value;
  if (!(value instanceof IndexedArray)) {
    return allElements(shell, name).slice(offset, length === undefined ? undefined : offset + length);
  }
  const keys = value.keys().filter((key) => key >= offset);
  return keys.slice(0, length).map((key) => value.items.get(key) ?? "");
}

/** Whether the variable is an associative array, so that subscripts are not arithmetic. */
export function isAssociative(shell: Shell, name: string): boolean {
  return shell.variables.get(name)?.value instanceof AssociativeArray;
}

/** One more than the highest subscript: what negative offsets count from. */
export function elementEnd(shell: Shell, name: string): number {
  const value = shell.variables.get(name)?.value;
  return value instanceof IndexedArray ? value.end : allElements(shell, name).length;
}
