/** Assignments by name, with attributes, subscripts and the variables that mean something to the shell. */
import { ArithmeticError, type ArithmeticScope, evaluateArithmetic } from "./arithmetic.ts";
import { dynamicVariable, onAssign } from "./dynamic.ts";
import type { Shell } from "./shell.ts";
import { ExpansionFailure } from "./unwind.ts";
import { AssociativeArray, IndexedArray, type Variable } from "./variables.ts";

/** What an arithmetic expression reads and writes in a shell. */
export function arithmeticScope(shell: Shell): ArithmeticScope {
  return {
    read(name, subscript) {
      return readElement(shell, name, subscript) ?? unsetOperand(shell, name);
    },
    write(name, subscript, value) {
      assign(shell, name, subscript, value, false);
    },
  };
}

function unsetOperand(shell: Shell, name: string): string {
  if (shell.options.on("nounset")) shell.failFatally(`${name}: unbound variable`, 1);
  return "";
}

/** Evaluates text as arithmetic; throws {@link ArithmeticError}. */
export function arithmetic(shell: Shell, text: string): bigint {
  return evaluateArithmetic(text, arithmeticScope(shell));
}

/** The value of a variable or an element; undefined when unset. Positional and special parameters are not looked at. */
export function readElement(shell: Shell, name: string, subscript: string | undefined): string | undefined {
  const target = shell.variables.target(name);
  const reference = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(target);
  if (reference) return readElement(shell, reference[1], reference[2]);
  const dynamic = dynamicVariable(shell, target);
  if (dynamic !== undefined) return dynamicElement(shell, dynamic, subscript);
  const variable = shell.variables.own(target);
  if (!variable) return undefined;
  if (subscript === undefined) return variable.scalar;
  const { value } = variable;
  if (value instanceof AssociativeArray) return value.items.get(stripQuotes(subscript));
  const index = indexOf(shell, subscript, value instanceof IndexedArray ? value : undefined, target);
  if (value instanceof IndexedArray) return value.items.get(index);
  return index === 0 ? value : undefined;
}

function dynamicElement(
  shell: Shell,
  value: string | readonly string[],
  subscript: string | undefined,
): string | undefined {
  const values = typeof value === "string" ? [value] : value;
  if (subscript === undefined) return values[0];
  const index = Number(arithmetic(shell, subscript));
  return values[index < 0 ? values.length + index : index];
}

function stripQuotes(subscript: string): string {
  return /^(["']).*\1$/s.test(subscript) ? subscript.slice(1, -1) : subscript;
}

/** The number that a subscript of an indexed array means; negative ones count from the end. */
export function indexOf(
  shell: Shell,
  subscript: string,
  array: IndexedArray | undefined,
  name: string,
): number {
  let index: number;
  try {
    index = Number(arithmetic(shell, subscript));
  } catch (error) {
    return shell.arithmeticFailure(error, "");
  }
  if (index >= 0) return index;
  const fromEnd = (array?.end ?? 0) + index;
  if (fromEnd < 0) {
    shell.error(`${name}[${subscript}]: bad array subscript`);
    throw new ExpansionFailure(1, false);
  }
  return fromEnd;
}

/** Assigns to a variable, an element, or appends; tells an error and fails when it is read-only. */
export function assign(
  shell: Shell,
  name: string,
  subscript: string | undefined,
  value: string,
  append: boolean,
  into?: Variable,
): void {
  const target = into ? name : shell.variables.target(name);
  const reference = into ? undefined : /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(target);
  if (reference) return assign(shell, reference[1], reference[2], value, append);
  const variable = into ?? shell.variables.own(target) ?? shell.variables.create(target);
  checkWritable(shell, target, variable);
  if (subscript === undefined) assignScalar(shell, target, variable, value, append);
  else assignElement(shell, target, variable, subscript, value, append);
  if (shell.options.on("allexport")) variable.exported = true;
  onAssign(shell, target, variable);
}

/** Fails as bash does on an attempt to change a read-only variable. */
export function checkWritable(shell: Shell, name: string, variable: Variable): void {
  if (!variable.readonly) return;
  shell.error(`${name}: readonly variable`);
  throw new ExpansionFailure(1, false);
}

function assignScalar(shell: Shell, name: string, variable: Variable, value: string, append: boolean): void {
  const old = variable.scalar ?? "";
  const result = converted(shell, variable, value, append ? old : undefined);
  if (variable.value instanceof IndexedArray) variable.value.set(0, result);
  else if (variable.value instanceof AssociativeArray) variable.value.items.set("0", result);
  else variable.value = result;
  void name;
}

function assignElement(
  shell: Shell,
  name: string,
  variable: Variable,
  subscript: string,
  value: string,
  append: boolean,
): void {
  if (variable.value instanceof AssociativeArray) {
    const key = stripQuotes(subscript);
    const { items } = variable.value;
    items.set(key, converted(shell, variable, value, append ? (items.get(key) ?? "") : undefined));
    return;
  }
  const array = asIndexed(variable);
  const index = indexOf(shell, subscript, array, name);
  array.set(index, converted(shell, variable, value, append ? (array.items.get(index) ?? "") : undefined));
}

/** Turns a string variable into an array with that string as element 0. */
export function asIndexed(variable: Variable): IndexedArray {
  if (variable.value instanceof IndexedArray) return variable.value;
  const array = typeof variable.value === "string" ? IndexedArray.of([variable.value]) : new IndexedArray();
  variable.value = array;
  return array;
}

/** The value as the attributes make it; `old` is what it is appended to. */
export function converted(shell: Shell, variable: Variable, value: string, old: string | undefined): string {
  if (variable.integer) {
    try {
      const sum = arithmetic(shell, value) + (old === undefined ? 0n : arithmetic(shell, old));
      return BigInt.asIntN(64, sum).toString();
    } catch (error) {
      if (error instanceof ArithmeticError) return shell.arithmeticFailure(error, "");
      throw error;
    }
  }
  const whole = (old ?? "") + value;
  if (variable.lowercase) return whole.toLowerCase();
  if (variable.uppercase) return whole.toUpperCase();
  return whole;
}
