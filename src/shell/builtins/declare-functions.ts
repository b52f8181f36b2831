/** Functions in `declare -f`, `export -f` and `readonly -f`: shown, and made unchangeable. */
import { printFunction } from "../function-text.ts";
import type { Shell } from "../shell.ts";
import type { Request } from "./declare.ts";

/** The text of a function as bash prints it. */
export function functionText(shell: Shell, name: string): string {
  return printFunction(name, shell.functions.get(name)?.text ?? "");
}

/** Shows functions, or gives them what `-r` asks for. Exported ones there are none of. */
export function declareFunctions(shell: Shell, builtin: string, request: Request): number {
  if (request.operands.length === 0) return listFunctions(shell, request);
  let status = 0;
  for (const { text } of request.operands) {
    if (!shell.functions.has(text)) {
      status = 1;
      if (builtin === "export" || builtin === "readonly") shell.error(`${builtin}: ${text}: not a function`);
    } else if (request.on.has("r")) shell.readonlyFunctions.add(text);
    else if (request.on.has("x") && !request.on.has("n")) {
      shell.error(`${builtin}: -fx: exported functions are not supported here`);
      status = 1;
    } else if (!request.on.has("x")) showFunction(shell, text, request);
  }
  return status;
}

function showFunction(shell: Shell, name: string, { on }: Request): void {
  if (on.has("F")) shell.write(`${name}\n`);
  else shell.write(`${functionText(shell, name)}\n${on.has("p") ? flagsLine(shell, name) : ""}`);
}

/** All of them, or those that are marked as asked. */
function listFunctions(shell: Shell, { on }: Request): number {
  if (on.has("x")) return 0;
  for (const name of [...shell.functions.keys()].sort()) {
    const fixed = shell.readonlyFunctions.has(name);
    if (on.has("r") && !fixed) continue;
    if (on.has("F")) shell.write(`declare -f${fixed ? "r" : ""} ${name}\n`);
    else shell.write(`${functionText(shell, name)}\n${flagsLine(shell, name)}`);
  }
  return 0;
}

function flagsLine(shell: Shell, name: string): string {
  return shell.readonlyFunctions.has(name) ? `declare -fr ${name}\n` : "";
}
