/** `$name` and `${…}`. */
import type { ParameterExpansionPart, ParameterOperation, Word } from "unbash";
import { assign } from "../assign.ts";
import type { Shell } from "../shell.ts";
import { NAME } from "../variables.ts";
import { type OperandExpander, operandNumber, sliceString, transform, valueChange } from "./operations.ts";
import {
  allKeys,
  elementEnd,
  elementsFrom,
  isAssociative,
  type Resolved,
  resolveParameter,
} from "./resolve.ts";

/** A value, or the operand that stands for it. */
export type ExpandedParameter = Resolved | { readonly kind: "word"; readonly word: Word };

const SPECIALS = /^(?:[@*#?$!0-]|\d+|_)$/;

/** Expands one parameter expression up to its value or values. */
export async function expandParameter(
  shell: Shell,
  part: ParameterExpansionPart,
  quoted: boolean,
  expand: OperandExpander,
): Promise<ExpandedParameter> {
  const { parameter, prefix, operation } = part;
  if (!NAME.test(parameter) && !SPECIALS.test(parameter)) badSubstitution(shell, part);
  if (operation?.type === "Unknown") badSubstitution(shell, part);
  const subscript = await subscriptOf(shell, part, expand);
  if (prefix === "!") {
    if (operation?.type === "Names") return namesWithPrefix(shell, parameter, operation.operator === "*");
    if (subscript === "@" || subscript === "*") {
      return { kind: "list", values: allKeys(shell, parameter), star: subscript === "*" };
    }
    return indirect(shell, part, parameter, subscript, quoted, expand);
  }
  const resolved = resolveParameter(shell, parameter, subscript);
  if (prefix === "#") return lengthOf(shell, parameter, resolved, part);
  const label = subscript === undefined ? parameter : `${parameter}[${subscript}]`;
  return applyOperation({ shell, part, name: parameter, subscript, label, expand }, resolved, operation);
}

function badSubstitution(shell: Shell, part: ParameterExpansionPart): never {
  return shell.fail(`${part.text}: bad substitution`);
}

async function subscriptOf(
  shell: Shell,
  part: ParameterExpansionPart,
  expand: OperandExpander,
): Promise<string | undefined> {
  if (!part.index) return undefined;
  if (part.index.text === "@" || part.index.text === "*") return part.index.text;
  const text = await expand.string(part.index);
  // a key of `@` that comes out of an expansion is a key, not all elements
  return (text === "@" || text === "*") && isAssociative(shell, part.parameter) ? `"${text}"` : text;
}

function namesWithPrefix(shell: Shell, prefix: string, star: boolean): Resolved {
  const values = shell.variables.names().filter((name) => name.startsWith(prefix));
  return { kind: "list", values, star };
}

async function indirect(
  shell: Shell,
  part: ParameterExpansionPart,
  parameter: string,
  subscript: string | undefined,
  _quoted: boolean,
  expand: OperandExpander,
): Promise<ExpandedParameter> {
  const own = shell.variables.own(parameter);
  if (own?.nameref && subscript === undefined) return { kind: "scalar", value: own.scalar };
  const pointer = resolveParameter(shell, parameter, subscript);
  const target = pointer.kind === "scalar" ? pointer.value : pointer.values.join(" ");
  if (target === undefined) {
    return shell.fail(
      part.operation
        ? `${parameter}: invalid indirect expansion`
        : `${parameter}: invalid indirect expansion`,
    );
  }
  const match = /^([A-Za-z_]\w*)(?:\[(.*)\])?$/s.exec(target);
  if (!match && !SPECIALS.test(target)) return shell.fail(`${target}: invalid variable name`);
  const name = match?.[1] ?? target;
  const resolved = resolveParameter(shell, name, match?.[2]);
  return applyOperation(
    { shell, part, name, subscript: match?.[2], label: parameter, expand },
    resolved,
    part.operation,
  );
}

function lengthOf(shell: Shell, name: string, resolved: Resolved, part: ParameterExpansionPart): Resolved {
  if (part.operation) return badSubstitution(shell, part);
  if (resolved.kind === "list") return { kind: "scalar", value: String(resolved.values.length) };
  if (resolved.value === undefined) checkSet(shell, name, resolved);
  return { kind: "scalar", value: String([...shell.units(resolved.value ?? "")].length) };
}

/** `set -u`. */
function checkSet(shell: Shell, label: string, resolved: Resolved): void {
  if (!shell.options.on("nounset") || resolved.kind === "list" || resolved.value !== undefined) return;
  shell.failFatally(`${label}: unbound variable`, shell.mode.commandString ? 127 : 1);
}

interface Application {
  readonly shell: Shell;
  readonly part: ParameterExpansionPart;
  readonly name: string;
  readonly subscript: string | undefined;
  /** What messages call the parameter. */
  readonly label: string;
  readonly expand: OperandExpander;
}

async function applyOperation(
  where: Application,
  resolved: Resolved,
  operation: ParameterOperation | undefined,
): Promise<ExpandedParameter> {
  const { shell, expand } = where;
  if (!operation) {
    checkSet(shell, where.label, resolved);
    return resolved;
  }
  if (operation.type === "Default") return defaultOperation(where, resolved, operation);
  if (operation.type === "Transform" && /[Aak]/.test(operation.operand.text)) {
    return (
      transform(shell, where.name, operation.operand.text, resolved) ?? badSubstitution(shell, where.part)
    );
  }
  checkSet(shell, where.label, resolved);
  if (operation.type === "Slice") return slice(where, resolved, operation);
  if (operation.type === "Transform") {
    return (
      transform(shell, where.name, operation.operand.text, resolved) ?? badSubstitution(shell, where.part)
    );
  }
  const change = await valueChange(shell, operation, expand);
  if (!change) return badSubstitution(shell, where.part);
  if (resolved.kind === "list") return { ...resolved, values: resolved.values.map(change) };
  return { kind: "scalar", value: change(resolved.value ?? "") };
}

async function defaultOperation(
  where: Application,
  resolved: Resolved,
  operation: Extract<ParameterOperation, { type: "Default" }>,
): Promise<ExpandedParameter> {
  const { operator, operand } = operation;
  const missing = isMissing(resolved, operator.startsWith(":"));
  const action = operator.slice(-1);
  if (action === "+") return missing ? { kind: "scalar", value: "" } : { kind: "word", word: operand };
  if (!missing) return resolved;
  if (action === "-") return { kind: "word", word: operand };
  if (action === "=") return assignDefault(where, operand);
  const { shell } = where;
  const message = await where.expand.string(operand);
  const standard = operator.startsWith(":") ? "parameter null or not set" : "parameter not set";
  return shell.failFatally(`${where.label}: ${message || standard}`, shell.mode.commandString ? 127 : 1);
}

function isMissing(resolved: Resolved, colon: boolean): boolean {
  if (resolved.kind === "scalar") return resolved.value === undefined || (colon && resolved.value === "");
  return resolved.values.length === 0 || (colon && resolved.values.every((value) => value === ""));
}

async function assignDefault(where: Application, operand: Word): Promise<Resolved> {
  const { shell, name, subscript } = where;
  if (!NAME.test(name)) return shell.fail(`$${name}: cannot assign in this way`);
  const value = await where.expand.string(operand);
  assign(shell, name, subscript, value, false);
  return resolveParameter(shell, name, subscript);
}

async function slice(
  where: Application,
  resolved: Resolved,
  operation: Extract<ParameterOperation, { type: "Slice" }>,
): Promise<Resolved> {
  const { shell, expand } = where;
  const offset = operandNumber(shell, await expand.string(operation.offset));
  const length = operation.length ? operandNumber(shell, await expand.string(operation.length)) : undefined;
  if (resolved.kind === "scalar") {
    return { kind: "scalar", value: sliceString(shell, resolved.value ?? "", offset, length) };
  }
  if (length !== undefined && length < 0) return shell.fail(`${length}: substring expression < 0`);
  return { ...resolved, values: sliceList(where, resolved.values, offset, length) };
}

function sliceList(
  where: Application,
  values: readonly string[],
  offset: number,
  length: number | undefined,
): readonly string[] {
  const { shell, name } = where;
  if (name === "@" || name === "*") {
    const all = [shell.name, ...values];
    const start = offset < 0 ? all.length + offset : offset;
    return start < 0 ? [] : all.slice(start, length === undefined ? undefined : start + length);
  }
  const start = offset < 0 ? elementEnd(shell, name) + offset : offset;
  return start < 0 ? [] : elementsFrom(shell, name, start, length);
}
