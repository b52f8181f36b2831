/** `iptables-restore`: a file of tables, each of which is changed at its COMMIT, as a whole or not at all. */
import { EINVAL, strerror } from "../../../errno.ts";
import { getopt } from "../../lib/getopt.ts";
import { readTextFile } from "../../lib/read-file.ts";
import { builtinChain } from "../builtin.ts";
import type { Command } from "../command/command.ts";
import { nftError } from "../command/errors.ts";
import { execute, type Failure } from "../command/execute.ts";
import { Operations } from "../command/operations.ts";
import { parseCommand } from "../command/parse.ts";
import type { Context } from "../context.ts";
import { VERSION, XtablesExit } from "../exit.ts";
import { openConnection } from "../open-connection.ts";
import { type RestoreActions, RestoreLines } from "./lines.ts";
import { policyCounters } from "./words.ts";

const LONG = [
  { name: "counters", argument: "none", value: "c" },
  { name: "verbose", argument: "none", value: "v" },
  { name: "version", argument: "none", value: "V" },
  { name: "test", argument: "none", value: "t" },
  { name: "help", argument: "none", value: "h" },
  { name: "noflush", argument: "none", value: "n" },
  { name: "modprobe", argument: "required", value: "M" },
  { name: "table", argument: "required", value: "T" },
  { name: "wait", argument: "optional", value: "w" },
  { name: "wait-interval", argument: "optional", value: "W" },
  { name: "ipv4", argument: "none", value: "4" },
  { name: "ipv6", argument: "none", value: "6" },
] as const;
const POLICIES = ["ACCEPT", "DROP", "-"];

function usage(program: string): string {
  return `Usage: ${program} [-c] [-v] [-V] [-t] [-h] [-n] [-T table] [-M command] [-4] [-6] [file]
\t   [ --counters ]
\t   [ --verbose ]
\t   [ --version]
\t   [ --test ]
\t   [ --help ]
\t   [ --noflush ]
\t   [ --table=<TABLE> ]
\t   [ --modprobe=<command> ]
\t   [ --ipv4 ]
\t   [ --ipv6 ]
`;
}

interface RestoreOptions {
  counters: boolean;
  verbose: boolean;
  testing: boolean;
  noFlush: boolean;
  table: string | undefined;
  file: string | undefined;
}

function readOptions(context: Context): RestoreOptions {
  const { programName, process } = context;
  const options: RestoreOptions = {
    counters: false,
    verbose: false,
    testing: false,
    noFlush: false,
    table: undefined,
    file: undefined,
  };
  const { options: given, operands } = getopt(process.argv, "bcvVthnwWM:T:", LONG);
  for (const { option, argument, error } of given) {
    if (option === "?")
      throw new XtablesExit(1, `${error ?? ""}Try \`${programName} -h' for more information.\n`);
    // known by name only, and not read
    if (option === "4" || option === "6")
      throw new XtablesExit(1, `Try \`${programName} -h' for more information.\n`);
    if (option === "c") options.counters = true;
    if (option === "v") options.verbose = true;
    if (option === "t") options.testing = true;
    if (option === "n") options.noFlush = true;
    if (option === "T") options.table = argument;
    if (option === "V") {
      context.print(`${programName} v${VERSION}\n`);
      throw new XtablesExit(0);
    }
    if (option === "h") throw new XtablesExit(0, usage(programName));
  }
  if (operands.length > 1) throw new XtablesExit(1, "Unknown arguments found on commandline\n");
  options.file = operands[0];
  return options;
}

export async function restore(context: Context): Promise<number> {
  const options = readOptions(context);
  const { process } = context;
  let text: string;
  if (options.file === undefined) text = await process.stdin.readAll();
  else {
    const read = readTextFile(process.sys, process.resolve(options.file));
    if (typeof read === "number") throw new XtablesExit(1, `Can't open ${options.file}: ${strerror(read)}\n`);
    text = read;
  }
  new Restore(context, options).run(text);
  return 0;
}

/** A line that is carried out at the COMMIT. */
interface Deferred {
  readonly line: number;
  run(operations: Operations): Failure | undefined;
}

class Restore implements RestoreActions {
  private readonly context: Context;
  private readonly options: RestoreOptions;
  private readonly lines: RestoreLines;
  private deferred: Deferred[] = [];

  constructor(context: Context, options: RestoreOptions) {
    this.context = context;
    this.options = options;
    this.lines = new RestoreLines(context, { ...options, committed: true }, this);
  }

  run(text: string): void {
    this.lines.run(text);
  }

  table(name: string): void {
    const { options } = this;
    if (options.noFlush) return;
    this.defer((operations) => {
      if (options.verbose) this.tellFlush(operations, name);
      operations.flushTable(name, options.verbose);
      return undefined;
    });
  }

  private tellFlush(operations: Operations, table: string): void {
    const chains = operations.ruleset.listed(table);
    for (const { name } of chains) this.context.print(`Flushing chain \`${name}'\n`);
    for (const { name, hook } of chains)
      if (hook === undefined) this.context.print(`Deleting chain \`${name}'\n`);
  }

  private defer(run: (operations: Operations) => Failure | undefined): void {
    this.deferred.push({ line: this.lines.number, run });
  }

  chain(table: string, name: string, policy: string, counters: string | undefined): void {
    const { context, options } = this;
    const builtin = builtinChain(table, name) !== undefined;
    let counts: readonly [bigint, bigint] = [0n, 0n];
    if (builtin && options.counters) {
      const given = policyCounters(counters);
      if (!given) return context.wrong(`invalid policy counters for chain '${name}'`);
      counts = given;
    }
    this.defer((operations) => {
      if (builtin && !POLICIES.includes(policy)) return { attempt: "set policy", error: -EINVAL };
      const error = operations.restoreChain(
        table,
        name,
        policy === "-" ? undefined : policy,
        counts,
        options.noFlush,
      );
      return error < 0 ? { attempt: "set policy", error } : undefined;
    });
  }

  rule(table: string, argv: readonly string[]): void {
    const { context, options } = this;
    const command: Command = parseCommand(context, argv, { table });
    if (command.skipped) return;
    if (options.verbose) command.verbose ||= 1;
    this.defer((operations) => execute(command, operations, context));
  }

  commit(): void {
    const { deferred, context } = this;
    this.deferred = [];
    if (this.options.testing) return;
    const connection = openConnection(context);
    try {
      const operations = new Operations(context, connection);
      for (const { line, run } of deferred) {
        operations.transaction.line = line;
        const failure = run(operations);
        if (failure) this.lines.end(`line ${line} failed: ${nftError(failure.attempt, failure.error)}.`);
      }
      operations.commit();
    } finally {
      connection.close();
    }
  }
}
