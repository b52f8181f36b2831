/**
 * `nft` of nftables 1.0.6.
 *
 * Source: `src/main.c`, `src/libnftables.c`.
 */
import { ENOENT, isErrno, strerror } from "../../errno.ts";
import type { Process } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import { readTextFile } from "../lib/read-file.ts";
import { type Applying, applyCommand, checkName } from "./apply/apply.ts";
import type { Evaluated } from "./apply/pending.ts";
import { SetStore } from "./apply/set-store.ts";
import type { Command } from "./command.ts";
import { NftContext } from "./context.ts";
import { debugBatches, debugTold } from "./debug/netlink.ts";
import { explain } from "./errors/not-found.ts";
import { MAX_ERRORS, NftError, type Source, showAt, showError } from "./errors/source.ts";
import { interactive } from "./interactive.ts";
import { parseJson } from "./json/input/main.ts";
import { JsonError, type Parsed } from "./json/input/reader.ts";
import { listJson, resetJson } from "./json/list.ts";
import { describe } from "./list/describe.ts";
import { checkShown, getCommand, listCommand, resetCommand } from "./list/list.ts";
import { Echo } from "./monitor/events.ts";
import { monitor } from "./monitor/monitor.ts";
import { loadCache } from "./netlink/cache.ts";
import { Batch, Client } from "./netlink/client.ts";
import type { Cache } from "./netlink/model.ts";
import { parseCommands } from "./parser/commands.ts";
import { TokenStream } from "./parser/stream.ts";
import { HELP, NFT_LETTERS, NFT_LONG } from "./usage.ts";

export async function main(process: Process): Promise<number> {
  const ctx = new NftContext(process);
  const options = getopt(process.argv, NFT_LETTERS, NFT_LONG);
  const [wrong] = options.errors;
  if (wrong !== undefined) {
    process.stderr.write(`${wrong}\n`);
    return 1;
  }
  const late = lateOption(process.argv);
  if (late !== undefined) {
    process.stderr.write(late.text);
    process.stdout.write(late.marks);
    return 1;
  }
  let file: string | undefined;
  let lines = false;
  for (const { option, argument } of options.options) {
    const value = argument ?? "";
    const refused = NOT_BUILT[option];
    if (refused !== undefined) {
      process.stderr.write(`nft: ${refused} is not supported here\n`);
      return 1;
    }
    if (option === "h") process.stdout.write(HELP);
    if (option === "v" || option === "V") process.stdout.write("nftables v1.0.6 (Lester Gooch #5)\n");
    if (option === "V") process.stdout.write(BUILT_WITH);
    if (option === "h" || option === "v" || option === "V") return 0;
    if (option === "d") {
      const wrong = readDebug(ctx, value);
      if (wrong === undefined) continue;
      process.stderr.write(`${wrong}\n`);
      return 1;
    }
    if (option === "f") file = value;
    else if (option === "i") lines = true;
    else if (option === "I") ctx.includePaths.push(value);
    else if (option === "D") {
      const [name, ...rest] = value.split("=");
      if (name === "" || rest.length === 0) {
        process.stderr.write(`Failed to define variable '${value}'\n`);
        return 1;
      }
      ctx.defines.set(name, rest.join("="));
    } else FLAGS[option]?.(ctx);
  }
  if (lines && file === undefined && options.operands.length === 0)
    // tables that it owns stay as long as it
    return connected(ctx, (client) =>
      interactive(process, (text) => run(ctx, client, { text: `${text}\n` })),
    );
  const source = readSource(process, file, options.operands, await stdinIfAsked(process, file));
  if (typeof source === "number") return source;
  return connected(ctx, (client) => run(ctx, client, source));
}

/** Options that take the next word with them. */
const WITH_ARGUMENT: ReadonlySet<string> = new Set([
  "-d",
  "-I",
  "-f",
  "-D",
  "--debug",
  "--includepath",
  "--file",
  "--define",
]);

/** What is said of an option behind a command. Source: `src/main.c` (`nft_options_check`) of nftables 1.0.6. */
function lateOption(argv: readonly string[]): { readonly text: string; readonly marks: string } | undefined {
  let place = 0;
  let command = false;
  for (let i = 1; i < argv.length; i++) {
    place += (i === 1 ? "nft" : argv[i - 1]).length + 1;
    if (argv[i].startsWith("{")) return undefined;
    if (!argv[i].startsWith("-")) command = true;
    else if (command)
      return {
        text: `Error: syntax error, options must be specified before commands\nnft ${argv.slice(1).join(" ")} `,
        marks: `\n   ^${"~~".padStart(place - 2)}\n`,
      };
    else if (WITH_ARGUMENT.has(argv[i])) {
      i++;
      place += argv[i - 1].length + 1;
    }
  }
  return undefined;
}

/** What `-V` tells besides, as Debian builds it. */
const BUILT_WITH = "  cli:\t\teditline\n  json:\t\tyes\n  minigmp:\tno\n  libxtables:\tyes\n";

const NOT_BUILT: Readonly<Record<string, string>> = {
  o: "optimizing",
};

/** What debugging can print; only one of them is built. */
const DEBUG_LEVELS: ReadonlySet<string> = new Set([
  ..."scanner parser eval netlink mnl proto-ctx segtree all".split(" "),
]);

/** `--debug=netlink` @returns what is wrong with it, if anything is */
function readDebug(ctx: NftContext, value: string): string | undefined {
  for (const level of value.split(",")) {
    if (!DEBUG_LEVELS.has(level)) return `invalid debug parameter \`${level}'`;
    if (level !== "netlink") return `nft: debugging of ${level} is not supported here`;
  }
  ctx.debug = true;
  return undefined;
}

const FLAGS: Readonly<Record<string, (ctx: NftContext) => void>> = {
  n: (ctx) => {
    ctx.numericPriority = true;
    ctx.numericProtocol = true;
    ctx.numericTime = true;
    ctx.numericSymbols = true;
  },
  a: (ctx) => {
    ctx.handles = true;
  },
  c: (ctx) => {
    ctx.check = true;
  },
  j: (ctx) => {
    ctx.json = true;
  },
  e: (ctx) => {
    ctx.echo = true;
  },
  s: (ctx) => {
    ctx.stateless = true;
  },
  t: (ctx) => {
    ctx.terse = true;
  },
  S: (ctx) => {
    ctx.services = true;
  },
  y: (ctx) => {
    ctx.numericPriority = true;
  },
  p: (ctx) => {
    ctx.numericProtocol = true;
  },
  T: (ctx) => {
    ctx.numericTime = true;
  },
  u: (ctx) => {
    ctx.guid = true;
  },
};

async function stdinIfAsked(process: Process, file: string | undefined): Promise<string | undefined> {
  return file === "-" || file === "/dev/stdin" ? process.stdin.readAll() : undefined;
}

function readSource(
  process: Process,
  file: string | undefined,
  words: readonly string[],
  stdin: string | undefined,
): Source | number {
  if (file === undefined) {
    if (words.length > 0) return { text: `${words.join(" ")}\n` };
    process.stderr.write(`${process.argv[0]}: no command specified\n`);
    return 1;
  }
  if (stdin !== undefined) return { name: "/dev/stdin", text: stdin };
  const text = readTextFile(process.sys, process.resolve(file));
  if (typeof text === "string") return { name: file, text };
  process.stderr.write(`internal:0:0-0: Error: Could not open file "${file}": ${strerror(-text)}\n\n\n`);
  return 1;
}

async function connected(ctx: NftContext, use: (client: Client) => Promise<number>): Promise<number> {
  const client = Client.open(ctx.process.sys, ctx.process.pid);
  if (isErrno(client)) {
    ctx.process.stderr.write(`internal:0:0-0: Error: ${strerror(-client)}\n`);
    return 1;
  }
  try {
    return await use(client);
  } finally {
    client.close();
  }
}

async function run(ctx: NftContext, client: Client, source: Source): Promise<number> {
  const { process } = ctx;
  try {
    return await runText(ctx, client, source);
  } catch (error) {
    // Parentheses in parentheses without end.
    if (error instanceof RangeError) {
      process.stderr.write("Error: memory exhausted\n");
      return 1;
    }
    if (error instanceof JsonError) {
      process.stderr.write(error.lines.join(""));
      return 1;
    }
    if (!(error instanceof NftError)) throw error;
    process.stderr.write(showError(error));
    return 1;
  }
}

/** Commands one behind the other that add elements to one set are one (`nft_cmd_collapse`). */
function collapse(commands: readonly Command[]): Command[] {
  const out: Command[] = [];
  for (const cmd of commands) {
    const last = out.at(-1);
    const adds = cmd.obj === "element" && (cmd.op === "add" || cmd.op === "create");
    const same = (["op", "obj", "family", "table", "name"] as const).every(
      (field) => last?.[field] === cmd[field],
    );
    if (last !== undefined && adds && same)
      out[out.length - 1] = { ...last, elements: [...(last.elements ?? []), ...(cmd.elements ?? [])] };
    else out.push(cmd);
  }
  return out;
}

/** Reads the text, looks at every command of it, and only when nothing is wrong with any does what they say. */
async function runText(ctx: NftContext, client: Client, source: Source): Promise<number> {
  const json = ctx.json ? parseJson(ctx, source) : undefined;
  // what was read from a pipe as JSON is gone
  const text = ctx.json && source.name === "/dev/stdin" ? { ...source, text: "" } : source;
  const stream = new TokenStream(ctx, text);
  const commands = json?.commands ?? collapse(parseCommands(stream));
  const applying = prepare(ctx, client, commands);
  // mistakes are counted up to the number at which reading ends: behind it, what was read is looked at as a whole
  const left = MAX_ERRORS - stream.errors.length;
  const errors = [
    ...stream.errors,
    ...evaluate(applying, commands, left > 0 ? left : Number.POSITIVE_INFINITY),
  ];
  for (const error of errors) ctx.process.stderr.write(showError(error));
  if (errors.length > 0) return 1;
  const status = await show(ctx, client, commands, applying.sets);
  await ctx.process.stdout.flush();
  return status !== 0 || applying.batch.entries.length === 0
    ? status
    : send(ctx, client, applying, json?.root);
}

function prepare(ctx: NftContext, client: Client, commands: readonly Command[]): Applying {
  const replaced = ctx.debug && commands.some((cmd) => cmd.op === "replace");
  if (replaced) debugTold(ctx, client, () => loadCache(client, { elements: true, rules: true }));
  const placed = looksForPlaces(commands);
  const cache = loadCache(client, {
    elements: commands.some((cmd) => CHANGES.has(cmd.op) && (cmd.obj === "element" || cmd.obj === "rule")),
    rules: placed,
  });
  const flushed = commands.some(({ op, obj }) => op === "flush" && obj === "ruleset");
  const sets = new SetStore(flushed ? { ...EMPTY, tables: [], chains: [] } : cache, ctx);
  sets.pending.flushed = flushed;
  return { ctx, placed, batch: new Batch(), sets };
}

/** What is known where a text flushes everything: nothing, from its first command on. */
const EMPTY: Cache = { tables: [], chains: [], rules: [], sets: [], objects: [] };

/** Whether rules are looked for where they are. Source: `src/cache.c` (`evaluate_cache_add`): a rule that is replaced forgets it. */
function looksForPlaces(commands: readonly Command[]): boolean {
  let placed = false;
  for (const { op, obj, position, index } of commands) {
    if (op === "replace") placed = false;
    else if (obj === "rule" && (op === "add" || op === "insert"))
      placed ||= index !== undefined || (position !== undefined && position !== 0);
  }
  return placed;
}

const CHANGES: ReadonlySet<string> = new Set([
  "add",
  "create",
  "insert",
  "replace",
  "delete",
  "flush",
  "rename",
]);

/** @returns mistakes, so many at most */
function evaluate(applying: Applying, commands: readonly Command[], most: number): NftError[] {
  const errors: NftError[] = [];
  for (const cmd of commands) {
    if (errors.length >= most) break;
    try {
      const { entries } = applying.batch;
      const sent = entries.length;
      if (CHANGES.has(cmd.op)) applyCommand(applying, cmd);
      if (cmd.unsent === true) entries.length = sent;
      if (!CHANGES.has(cmd.op)) {
        checkName(cmd.name, cmd.nameLoc);
        checkShown(applying, cmd);
      }
    } catch (error) {
      if (!(error instanceof NftError)) throw error;
      errors.push(...error.earlier, error);
    }
  }
  return errors;
}

/** Prints a text, and between its parts what is told of them. */
async function printWarned(ctx: NftContext, text: string): Promise<void> {
  const { process, warnings } = ctx;
  let done = 0;
  for (const warning of warnings.splice(0)) {
    process.stdout.write(text.slice(done, warning.at));
    await process.stdout.flush();
    process.stderr.write(warning.text);
    done = warning.at;
  }
  process.stdout.write(text.slice(done));
}

/** What is printed: as things were before the text, but with the tables and chains that it makes. */
async function show(
  ctx: NftContext,
  client: Client,
  commands: readonly Command[],
  text: Evaluated,
): Promise<number> {
  const { process } = ctx;
  for (const cmd of commands) {
    switch (cmd.op) {
      case "list":
        await printWarned(
          ctx,
          ctx.json ? listJson(ctx, client, cmd, text) : listCommand(ctx, client, cmd, text),
        );
        break;
      case "reset":
        process.stdout.write(ctx.json ? resetJson(client, cmd) : resetCommand(ctx, client, cmd));
        break;
      case "get":
        process.stdout.write(getCommand(ctx, client, cmd, loadCache(client, { family: cmd.family })));
        break;
      case "describe":
        process.stdout.write(describe(ctx, cmd));
        break;
      case "monitor":
        return monitor(ctx, client, cmd);
      default:
    }
  }
  return 0;
}

function send(ctx: NftContext, client: Client, { batch, sets }: Applying, root: Parsed | undefined): number {
  const { process } = ctx;
  const echo = ctx.echo ? new Echo(ctx, client) : undefined;
  debugBatches(ctx, client);
  const errors = client.send(batch, echo?.take, ctx.check);
  echo?.finish(root);
  if (isErrno(errors)) {
    process.stderr.write(`netlink: Error: Could not process rule: ${strerror(-errors)}\n`);
    return 1;
  }
  for (const { errno, command, loc } of errors) {
    const explained = errno === ENOENT ? explain(sets.cache, command) : undefined;
    process.stderr.write(showAt(explained ?? `Could not process rule: ${strerror(errno)}`, loc));
  }
  return errors.length === 0 ? 0 : 1;
}
