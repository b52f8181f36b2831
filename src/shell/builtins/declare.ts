/** `declare` and its family. */
import type { ArrayValue, Assignment } from "unbash";
import { quoteDouble, quoteIfNeeded } from "../../programs/lib/text/quote.ts";
import { ArithmeticError } from "../arithmetic.ts";
import { arithmetic, asIndexed, assign } from "../assign.ts";
import { assignArray } from "../execute/assignment.ts";
import type { Builtin, CompoundArguments, Shell } from "../shell.ts";
import { AssociativeArray, IndexedArray, Variable } from "../variables.ts";
import { declareFunctions, functionText } from "./declare-functions.ts";
import { unset } from "./unset.ts";
import { printUsage } from "./usage.ts";

const USAGE = "declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]";

/** What the options and operands ask for. */
export interface Request {
  readonly on: Set<string>;
  readonly off: Set<string>;
  readonly operands: readonly { readonly text: string; readonly node: Assignment | undefined }[];
}

/** `-x` switches on, `+x` off; other words are names. */
function parse(
  shell: Shell,
  words: readonly string[],
  compound: CompoundArguments,
  allowed: string,
  usage: string,
): Request | undefined {
  const on = new Set<string>();
  const off = new Set<string>();
  let at = 1;
  for (; at < words.length; at++) {
    const word = words[at];
    if (compound.has(at) || !/^[-+]./.test(word)) break;
    if (word === "--") {
      at++;
      break;
    }
    for (const letter of word.slice(1)) {
      if (!allowed.includes(letter)) {
        shell.error(`${words[0]}: ${word[0]}${letter}: invalid option`);
        printUsage(shell, words[0], usage);
        return undefined;
      }
      (word[0] === "-" ? on : off).add(letter);
    }
  }
  const operands = words.slice(at).map((text, i) => ({ text, node: compound.get(at + i) }));
  return { on, off, operands };
}

const declare: Builtin = async (shell, words, compound) => {
  const request = parse(shell, words, compound, "aAfFgiIlnprtux", USAGE.replace("declare", words[0]));
  if (!request) return 2;
  if (request.on.has("f") || request.on.has("F")) return declareFunctions(shell, words[0], request);
  if (request.operands.length === 0) return listVariables(shell, request, request.on.has("p"));
  if (request.on.has("p")) return printNamed(shell, words[0], request);
  const local = shell.variables.depth > 0 && !request.on.has("g");
  return declareAll(shell, words[0], request, local ? "local" : request.on.has("g") ? "global" : "here");
};

const local: Builtin = async (shell, words, compound) => {
  const request = parse(shell, words, compound, "aAiIlnprtux", "local [option] name[=value] ...");
  if (!request) return 2;
  if (shell.variables.depth === 0) {
    shell.error("local: can only be used in a function");
    return 1;
  }
  if (request.operands.length === 0) {
    for (const name of shell.variables.localNames()) {
      const variable = shell.variables.local(name);
      if (variable) shell.write(`${plainText(shell, name, variable)}\n`);
    }
    return 0;
  }
  return declareAll(shell, "local", request, "local");
};

type Scope = "local" | "global" | "here";

async function declareAll(shell: Shell, builtin: string, request: Request, scope: Scope): Promise<number> {
  let status = 0;
  for (const { text, node } of request.operands) {
    if (!(await declareOne(shell, builtin, request, scope, text, node))) status = 1;
  }
  return status;
}

const OPERAND = /^([A-Za-z_]\w*)(?:\[(.*?)\])?(?:(\+?)=(.*))?$/s;

async function declareOne(
  shell: Shell,
  builtin: string,
  request: Request,
  scope: Scope,
  text: string,
  node: Assignment | undefined,
): Promise<boolean> {
  const match = OPERAND.exec(text);
  if (!match) {
    shell.error(`${builtin}: \`${text}': not a valid identifier`);
    return false;
  }
  const [, name, subscript, plus, value] = match;
  const variable = findOrCreate(shell, name, scope, request.on.has("n") || request.off.has("n"));
  if (variable.readonly && (value !== undefined || node || request.off.has("r"))) {
    shell.error(`${builtin}: ${name}: readonly variable`);
    return false;
  }
  if (!setKind(shell, builtin, name, variable, request, subscript !== undefined && value === undefined))
    return false;
  setAttributes(variable, request);
  if (node) await assignCompound(shell, name, variable, node, builtin);
  else if (value !== undefined) {
    if (request.on.has("n") && !/^[A-Za-z_]\w*(\[.*\])?$/s.test(value)) {
      shell.error(`${builtin}: \`${value}': invalid variable name for name reference`);
      return false;
    }
    if (request.on.has("n")) variable.value = value;
    else assign(shell, name, subscript, value, plus === "+", variable);
  }
  if (request.on.has("r")) variable.readonly = true;
  return true;
}

async function assignCompound(
  shell: Shell,
  name: string,
  variable: Variable,
  node: Assignment,
  _builtin: string,
): Promise<void> {
  await assignArray(shell, name, variable, node.value as ArrayValue, node.append ?? false);
}

function findOrCreate(shell: Shell, name: string, scope: Scope, reference: boolean): Variable {
  const { variables } = shell;
  if (scope === "local") {
    const existing = variables.local(name);
    if (existing) return existing;
    const outer = variables.own(name);
    const created = new Variable(undefined);
    if (outer?.exported) created.exported = true;
    if (shell.options.shopted("localvar_inherit") && outer) Object.assign(created, outer.clone());
    variables.declareLocal(name, created);
    return created;
  }
  if (scope === "global") {
    const existing = variables.global(name);
    if (existing) return existing;
    const created = new Variable(undefined);
    variables.declareGlobal(name, created);
    return created;
  }
  return (
    (reference ? variables.own(name) : variables.get(name)) ??
    variables.create(reference ? name : variables.target(name))
  );
}

function setKind(
  shell: Shell,
  builtin: string,
  name: string,
  variable: Variable,
  request: Request,
  subscripted: boolean,
): boolean {
  if (request.on.has("A")) {
    if (variable.value instanceof IndexedArray) {
      shell.error(`${builtin}: ${name}: cannot convert indexed to associative array`);
      return false;
    }
    if (!(variable.value instanceof AssociativeArray)) {
      const old = variable.value;
      const array = new AssociativeArray();
      if (old !== undefined) array.items.set("0", old);
      variable.value = array;
    }
  } else if (request.on.has("a") || subscripted) {
    if (variable.value instanceof AssociativeArray) {
      if (!request.on.has("a")) return true;
      shell.error(`${builtin}: ${name}: cannot convert associative to indexed array`);
      return false;
    }
    asIndexed(variable);
  }
  return true;
}

function setAttributes(variable: Variable, request: Request): void {
  const set = (letter: string, apply: (on: boolean) => void) => {
    if (request.on.has(letter)) apply(true);
    if (request.off.has(letter)) apply(false);
  };
  set("x", (on) => {
    variable.exported = on;
  });
  set("i", (on) => {
    variable.integer = on;
  });
  set("n", (on) => {
    variable.nameref = on;
  });
  set("l", (on) => {
    variable.lowercase = on;
    if (on) variable.uppercase = false;
  });
  set("u", (on) => {
    variable.uppercase = on;
    if (on) variable.lowercase = false;
  });
}

// --- listing ---

/** One line of `declare -p`. */
export function declarationText(shell: Shell, name: string, variable: Variable): string {
  const flags = variable.flags || "-";
  return `declare -${flags} ${name}${valueText(shell, variable, true)}`;
}

function valueText(shell: Shell, variable: Variable, quoted: boolean): string {
  const { value } = variable;
  if (value === undefined) return "";
  if (typeof value === "string") {
    return `=${quoted ? quoteDouble(shell.units(value)) : quoteIfNeeded(shell.units(value))}`;
  }
  if (value instanceof AssociativeArray) {
    const items = [...value.items].map(
      ([key, item]) => `[${quoteKey(shell.units(key))}]=${quoteDouble(shell.units(item))} `,
    );
    return `=(${items.join("")})`;
  }
  return `=(${value
    .keys()
    .map((key) => `[${key}]=${quoteDouble(shell.units(value.items.get(key) ?? ""))}`)
    .join(" ")})`;
}

function quoteKey(key: string): string {
  return /^[A-Za-z0-9_.,:@%/+-]+$/.test(key) ? key : quoteDouble(key);
}

/** One line of `set` and `local`. */
export function plainText(shell: Shell, name: string, variable: Variable): string {
  return `${name}${valueText(shell, variable, false) || ""}`;
}

function listVariables(shell: Shell, request: Request, asDeclarations: boolean): number {
  const wanted = [...request.on].filter((letter) => "aAilnrux".includes(letter));
  for (const name of shell.variables.names()) {
    const variable = shell.variables.own(name);
    if (!variable || !wanted.every((letter) => variable.flags.includes(letter))) continue;
    if (asDeclarations || wanted.length > 0) shell.write(`${declarationText(shell, name, variable)}\n`);
    else if (variable.value !== undefined) shell.write(`${plainText(shell, name, variable)}\n`);
  }
  if (!asDeclarations && wanted.length === 0)
    for (const name of [...shell.functions.keys()].sort()) shell.write(`${functionText(shell, name)}\n`);
  return 0;
}

function printNamed(shell: Shell, builtin: string, request: Request): number {
  let status = 0;
  for (const { text } of request.operands) {
    const variable = shell.variables.own(text);
    if (variable) {
      shell.write(`${declarationText(shell, text, variable)}\n`);
      continue;
    }
    shell.error(`${builtin}: ${text}: not found`);
    status = 1;
  }
  return status;
}

function marking(builtin: "export" | "readonly"): Builtin {
  const letter = builtin === "export" ? "x" : "r";
  return async (shell, words, compound) => {
    const usage =
      builtin === "export"
        ? "export [-fn] [name[=value] ...] or export -p"
        : "readonly [-aAf] [name[=value] ...] or readonly -p";
    const request = parse(shell, words, compound, builtin === "export" ? "fnp" : "aAfp", usage);
    if (!request) return 2;
    if (request.on.has("f"))
      return declareFunctions(shell, builtin, {
        ...request,
        on: new Set([...request.on].filter((each) => each !== "p").concat(letter)),
      });
    if (request.operands.length === 0) {
      for (const name of shell.variables.names()) {
        const variable = shell.variables.own(name);
        if (variable?.flags.includes(letter)) shell.write(`${declarationText(shell, name, variable)}\n`);
      }
      return 0;
    }
    const unexport = builtin === "export" && request.on.has("n");
    const on = new Set([...request.on].filter((each) => each === "a" || each === "A"));
    (unexport ? request.off : on).add(letter);
    return declareAll(shell, builtin, { ...request, on }, "here");
  };
}

const letBuiltin: Builtin = (shell, words) => {
  const rest = words[1] === "--" ? words.slice(2) : words.slice(1);
  if (rest.length === 0) {
    shell.error("let: expression expected");
    return 1;
  }
  let value = 0n;
  for (const expression of rest) {
    try {
      value = arithmetic(shell, expression);
    } catch (error) {
      if (!(error instanceof ArithmeticError)) throw error;
      shell.error(`let: ${error.message}`);
      return 1;
    }
  }
  return value === 0n ? 1 : 0;
};

/** The builtins by name. */
export const declarations: Readonly<Record<string, Builtin>> = {
  declare,
  export: marking("export"),
  let: letBuiltin,
  local,
  readonly: marking("readonly"),
  typeset: declare,
  unset,
};
