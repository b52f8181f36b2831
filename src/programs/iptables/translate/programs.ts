/** `iptables-translate` and `iptables-restore-translate`: they print what `nft` would be told, and change nothing. */
import { EISDIR } from "../../../errno.ts";
import { getopt } from "../../lib/getopt.ts";
import { readTextFile } from "../../lib/read-file.ts";
import { builtinChain } from "../builtin.ts";
import { parseCommand } from "../command/parse.ts";
import type { Context } from "../context.ts";
import { XtablesExit } from "../exit.ts";
import { type RestoreActions, RestoreLines } from "../restore/lines.ts";
import { clockText } from "../values/clock-text.ts";
import { CommandTranslator } from "./commands.ts";

const RELEASE = "1.8.9";
const HOOKS = ["prerouting", "input", "forward", "output", "postrouting"];
const POLICIES: Readonly<Record<string, string>> = { ACCEPT: "accept", DROP: "drop" };
const LONG = [
  { name: "help", argument: "none", value: "h" },
  { name: "version", argument: "none", value: "V" },
  { name: "file", argument: "required", value: "f" },
] as const;

/** A command line. */
export function translateCommand(context: Context): number {
  const { argv } = context.process;
  const command = parseCommand(context, argv);
  if (new CommandTranslator(context, true).translate(command, argv)) return 0;
  context.warn("Translation not implemented\n");
  return 1;
}

function usage(name: string): string {
  return `${name} ${RELEASE} (c) 2014 by Pablo Neira Ayuso <pablo@netfilter.org>
Usage: ${name} [-h] [-f <FILE>] [-V]
\t[ --help ]
\t[ --file=<FILE> ]
\t[ --version ]
`;
}

/** The file's name; ends the program when there is nothing to translate. */
function readOptions(context: Context, name: string): string {
  let file: string | undefined;
  for (const { option, argument } of getopt(context.process.argv, "hf:V", LONG).options) {
    if (option === "h") throw new XtablesExit(1, usage(name));
    if (option === "V") {
      context.print(`${name} v${RELEASE}\n`);
      throw new XtablesExit(0);
    }
    if (option === "f") file = argument;
  }
  if (file === undefined) throw new XtablesExit(1, `ERROR: missing file name\n${usage(name)}`);
  return file;
}

/** A saved file. Errors are told under another name than the program's. */
export function translateRestore(context: Context): number {
  const { process } = context;
  const name = `${context.family.program}-restore-translate`;
  const path = readOptions(context, name);
  const text = readTextFile(process.sys, process.resolve(path));
  if (typeof text === "number" && text !== -EISDIR) throw new XtablesExit(1, `Cannot open file ${path}\n`);
  const now = (): string => clockText(process.sys.realtime());
  context.print(`# Translated by ${name} v${RELEASE} on ${now()}\n`);
  // a directory is opened, and has nothing to read
  new RestoreTranslation(context).run(typeof text === "number" ? "" : text);
  context.print(`# Completed on ${now()}\n`);
  return 0;
}

class RestoreTranslation implements RestoreActions {
  private readonly context: Context;
  private readonly commands: CommandTranslator;
  private readonly lines: RestoreLines;

  constructor(context: Context) {
    this.context = context;
    this.commands = new CommandTranslator(context, false);
    const options = { table: undefined, counters: false, verbose: false, committed: false };
    this.lines = new RestoreLines(context, options, this);
  }

  run(text: string): void {
    this.lines.run(text);
  }

  table(name: string): void {
    this.context.print(`add table ${this.context.family.nft} ${name}\n`);
  }

  chain(table: string, name: string, policy: string): void {
    const builtin = builtinChain(table, name);
    const policyText = POLICIES[policy] === undefined ? "" : `policy ${POLICIES[policy]}; `;
    const base = builtin
      ? ` { type ${builtin.type} hook ${HOOKS[builtin.hook]} priority ${builtin.priority}; ${policyText}}`
      : "";
    this.context.print(`add chain ${this.context.family.nft} ${table} ${name}${base}\n`);
  }

  rule(table: string, argv: readonly string[]): void {
    const command = parseCommand(this.context, argv, { table });
    if (command.skipped || this.commands.translate(command, argv)) return;
    this.lines.end(`line ${this.lines.number} failed`);
  }

  commit(): void {
    // nothing is held back until then
  }
}
