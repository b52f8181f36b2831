/** `unset`: variables, elements and functions. */
import { arithmetic, checkWritable } from "../assign.ts";
import type { Builtin, Shell } from "../shell.ts";
import { AssociativeArray, IndexedArray, NAME } from "../variables.ts";
import { parseOptions } from "./usage.ts";

export const unset: Builtin = (shell, words) => {
  const options = parseOptions(shell, words, "fvn", "unset [-f] [-v] [-n] [name ...]");
  if (!options) return 2;
  let status = 0;
  for (const name of options.operands) {
    if (!unsetOne(shell, name, options.letters)) status = 1;
  }
  return status;
};

function unsetOne(shell: Shell, name: string, letters: ReadonlySet<string>): boolean {
  if (letters.has("f")) return unsetFunction(shell, name);
  const element = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(name);
  if (element) return unsetElement(shell, element[1], element[2]);
  if (!NAME.test(name)) {
    shell.error(`unset: \`${name}': not a valid identifier`);
    return false;
  }
  const target = letters.has("n") ? name : shell.variables.target(name);
  const variable = shell.variables.own(target);
  if (!variable) return letters.has("v") || unsetFunction(shell, name);
  if (variable.readonly) {
    shell.error(`unset: ${name}: cannot unset: readonly variable`);
    return false;
  }
  shell.variables.unset(target);
  return true;
}

function unsetFunction(shell: Shell, name: string): boolean {
  if (shell.readonlyFunctions.has(name)) {
    shell.error(`unset: ${name}: cannot unset: readonly function`);
    return false;
  }
  shell.functions.delete(name);
  return true;
}

function unsetElement(shell: Shell, name: string, subscript: string): boolean {
  const variable = shell.variables.get(name);
  if (!variable) return true;
  checkWritable(shell, name, variable);
  const { value } = variable;
  if (subscript === "@" || subscript === "*") shell.variables.unset(shell.variables.target(name));
  else if (value instanceof AssociativeArray) value.items.delete(subscript.replace(/^(["'])(.*)\1$/s, "$2"));
  else if (value instanceof IndexedArray) {
    const index = Number(arithmetic(shell, subscript));
    value.delete(index < 0 ? value.end + index : index);
  }
  return true;
}
