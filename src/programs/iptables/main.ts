/** `iptables` and `ip6tables` 1.8.9 in the variant of nf_tables: one program under many names. */
import { EINVAL } from "../../errno.ts";
import type { Main, Process } from "../../process/process.ts";
import { builtinTable } from "./builtin.ts";
import { nftError } from "./command/errors.ts";
import { execute } from "./command/execute.ts";
import { Operations } from "./command/operations.ts";
import { parseCommand } from "./command/parse.ts";
import { Context } from "./context.ts";
import { XtablesExit } from "./exit.ts";
import { type Family, IPV4, IPV6 } from "./family.ts";
import { versionProblem } from "./list/listing.ts";
import { save } from "./list/save.ts";
import { openConnection } from "./open-connection.ts";
import { restore } from "./restore/restore.ts";
import { translateCommand, translateRestore } from "./translate/programs.ts";

type Program = (context: Context) => number | Promise<number>;

/** What a program ends with early becomes its status. */
async function ended({ process }: Context, run: () => number | Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (end) {
    if (!(end instanceof XtablesExit)) throw end;
    process.stderr.write(end.error);
    return end.status;
  }
}

/** A program that works on the rules of the kernel. */
function program(family: Family, suffix: string, body: Program): Main {
  return async (process: Process) => {
    // those with a suffix go by the name that they are called by
    const name = suffix === "" ? family.program : (process.argv[0].split("/").pop() ?? "");
    const context = new Context(process, family, name);
    return ended(context, () => body(context));
  };
}

/** A program that prints what `nft` would be told; errors are told under `name`. */
function translator(family: Family, name: string, body: Program): Main {
  return async (process: Process) => {
    const context = new Context(process, family, `${family.program}-${name}`, true);
    return ended(context, () => body(context));
  };
}

function commandLine(context: Context): number {
  const command = parseCommand(context, context.process.argv);
  if (!builtinTable(command.table)) versionProblem(context, `table '${command.table}' does not exist`);
  const connection = openConnection(context);
  try {
    const operations = new Operations(context, connection);
    const failure = execute(command, operations, context);
    if (!failure) {
      operations.commit();
      return 0;
    }
    const text = nftError(failure.attempt, failure.error);
    const hint = failure.error === -EINVAL ? " Run `dmesg' for more information." : "";
    throw new XtablesExit(1, `${context.programName}: ${text}.${hint}\n`);
  } finally {
    connection.close();
  }
}

function legacy(context: Context): number {
  context.warn(`${context.programName}: the legacy variant is not supported here, use iptables-nft\n`);
  return 1;
}

export const iptables = program(IPV4, "", commandLine);
export const ip6tables = program(IPV6, "", commandLine);
export const iptablesSave = program(IPV4, "-save", save);
export const ip6tablesSave = program(IPV6, "-save", save);
export const iptablesRestore = program(IPV4, "-restore", restore);
export const ip6tablesRestore = program(IPV6, "-restore", restore);
export const iptablesLegacy = program(IPV4, "-legacy", legacy);
export const ip6tablesLegacy = program(IPV6, "-legacy", legacy);
export const iptablesTranslate = translator(IPV4, "translate", translateCommand);
export const ip6tablesTranslate = translator(IPV6, "translate", translateCommand);
export const iptablesRestoreTranslate = translator(IPV4, "translate-restore", translateRestore);
export const ip6tablesRestoreTranslate = translator(IPV6, "translate-restore", translateRestore);
