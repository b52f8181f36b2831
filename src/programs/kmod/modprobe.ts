/** `modprobe` of kmod 30, on a kernel that has built in what it has: there is nothing to load, and nothing that could be removed. */
import type { Main, Process } from "../../process/process.ts";
import { getopt, longOption, type ParsedOption } from "../lib/getopt.ts";
import { readLines } from "../lib/read-file.ts";
import { USAGE } from "./usage.ts";

const LETTERS = "arw:RibfDcnC:d:S:sqvVh";
const LONG = [
  longOption("all", "a"),
  longOption("remove", "r"),
  longOption("remove-dependencies", "holders"),
  longOption("remove-holders", "holders"),
  longOption("wait", "w", "required"),
  longOption("resolve-alias", "R"),
  longOption("first-time", "first"),
  longOption("ignore-install", "i"),
  longOption("ignore-remove", "i"),
  longOption("use-blacklist", "b"),
  longOption("force", "f"),
  longOption("force-modversion", "f"),
  longOption("force-vermagic", "f"),
  longOption("show-depends", "D"),
  longOption("showconfig", "c"),
  longOption("show-config", "c"),
  longOption("show-modversions", "modversions"),
  longOption("dump-modversions", "modversions"),
  longOption("show-exports", "modversions"),
  longOption("dry-run", "n"),
  longOption("show", "n"),
  longOption("config", "C", "required"),
  longOption("dirname", "d", "required"),
  longOption("set-version", "S", "required"),
  longOption("syslog", "s"),
  longOption("quiet", "q"),
  longOption("verbose", "v"),
  longOption("version", "V"),
  longOption("help", "h"),
];
/** What needs files of modules, or aliases and settings, of which a box has none. */
const REFUSED: Readonly<Record<string, string>> = { c: "-c", C: "-C", modversions: "--dump-modversions" };

/** A module by its name: dashes are underscores. */
function canonical(name: string): string {
  return name.replaceAll("-", "_");
}

class Modprobe {
  private readonly process: Process;
  private readonly given: ReadonlySet<string>;
  private readonly folder: string;
  private readonly builtin: ReadonlySet<string>;

  constructor(process: Process, options: readonly ParsedOption[]) {
    this.process = process;
    this.given = new Set(options.map(({ option }) => option));
    const value = (option: string): string | undefined =>
      options.findLast((each) => each.option === option)?.argument;
    const root = value("d");
    const release = value("S") ?? process.sys.uname().release;
    this.folder = `${root === undefined ? "" : process.resolve(root)}/lib/modules/${release}`;
    this.builtin = new Set(
      readLines(process.sys, `${this.folder}/modules.builtin`).map((path) =>
        canonical(path.slice(path.lastIndexOf("/") + 1).replace(/\.ko$/, "")),
      ),
    );
  }

  run(operands: readonly string[]): number {
    // what stands behind the first name are parameters of the module
    const names = this.given.has("a") ? operands : operands.slice(0, 1);
    let status = 0;
    for (const name of names) {
      const failed = this.given.has("r") ? this.remove(name) : this.insert(name);
      if (failed) status = 1;
    }
    return status;
  }

  /** @returns whether it failed */
  private insert(name: string): boolean {
    const module = canonical(name);
    if (!this.builtin.has(module)) return this.fail(`Module ${name} not found in directory ${this.folder}`);
    if (this.given.has("R")) this.process.stdout.write(`${module}\n`);
    else if (this.given.has("D")) this.process.stdout.write(`builtin ${module}\n`);
    else if (this.given.has("first"))
      return this.say(`modprobe: ERROR: could not insert '${module}': Module already in kernel\n`);
    return false;
  }

  private remove(name: string): boolean {
    const module = canonical(name);
    return this.fail(this.builtin.has(module) ? `Module ${module} is builtin.` : `Module ${name} not found.`);
  }

  private fail(text: string): true {
    return this.say(`modprobe: ${this.given.has("a") ? "WARNING" : "FATAL"}: ${text}\n`);
  }

  private say(text: string): true {
    // with -s it would go to the system's log, of which nobody reads here
    if (!this.given.has("q") && !this.given.has("s")) this.process.stderr.write(text);
    return true;
  }
}

export const main: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, LETTERS, LONG);
  for (const { option, error } of options) {
    if (error !== undefined) break;
    if (option === "h") {
      process.stdout.write(USAGE);
      return 0;
    }
    if (option === "V") {
      process.stdout.write("kmod version 30\n+ZSTD +XZ -ZLIB +LIBCRYPTO -EXPERIMENTAL\n");
      return 0;
    }
    if (REFUSED[option] !== undefined) {
      process.stderr.write(`modprobe: ${REFUSED[option]} is not supported here\n`);
      return 1;
    }
  }
  if (errors.length > 0) {
    process.stderr.write(`${errors[0]}\n`);
    return 1;
  }
  if (operands.length === 0) {
    process.stderr.write("modprobe: ERROR: missing parameters. See -h.\n");
    return 1;
  }
  return new Modprobe(process, options).run(operands);
};
