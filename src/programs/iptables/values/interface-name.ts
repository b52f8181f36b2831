/** Names of interfaces on the command line: `xtables_parse_interface`. */
import type { Context } from "../context.ts";
import { textLength } from "../extension/struct.ts";

const IFNAMSIZ = 16;

/** The name, or what begins names when it ends with `+`. */
export function interfaceWord(context: Context, name: string): string {
  if (textLength(name) + 1 > IFNAMSIZ)
    return context.wrong(`interface name \`${name}' must be shorter than IFNAMSIZ (${IFNAMSIZ - 1})`);
  if (/[/ ]/.test(name))
    context.warn(
      `Warning: weird character in interface \`${name}' ('/' and ' ' are not allowed by the kernel).\n`,
    );
  return name;
}
