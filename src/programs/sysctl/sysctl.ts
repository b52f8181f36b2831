/** `sysctl` of procps-ng 4.0.2. */
import {
  EACCES,
  EINVAL,
  EIO,
  EISDIR,
  ENOENT,
  ENOTDIR,
  EPERM,
  EROFS,
  isErrno,
  strerror,
} from "../../errno.ts";
import { O_WRONLY } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import { glob, globToRegExp } from "../lib/glob.ts";
import { readTextFile } from "../lib/read-file.ts";
import { isOutside, isPath, keyToPath, pathToKey, ROOT, repeatedSeparators } from "./keys.ts";
import { applyOption, LONG, noOptions, type Options, SHORT } from "./options.ts";
import { parseSetting, parseSettings, type Setting } from "./settings.ts";
import { USAGE } from "./usage.ts";

/** Parameters that have been replaced by ones in milliseconds. */
const DEPRECATED: ReadonlySet<string> = new Set(["base_reachable_time", "retrans_time"]);
const SYSTEM_DIRECTORIES = [
  "/etc/sysctl.d",
  "/run/sysctl.d",
  "/usr/local/lib/sysctl.d",
  "/usr/lib/sysctl.d",
  "/lib/sysctl.d",
];
const DEFAULT_FILE = "/etc/sysctl.conf";
/** Deeper than any directory of parameters. */
const MAX_DEPTH = 32;

export async function main(process: Process): Promise<number> {
  const parsed = getopt(process.argv, SHORT, LONG);
  const options = noOptions();
  for (const { option, argument } of parsed.options) {
    if (option === "?") {
      process.stderr.write(`${parsed.errors[0]}\n`);
      process.stdout.write(USAGE);
      return 0;
    }
    if (option === "h" || option === "d") {
      process.stdout.write(USAGE);
      return 0;
    }
    if (option === "V") {
      process.stdout.write("sysctl from procps-ng 4.0.2\n");
      return 0;
    }
    applyOption(options, option, argument);
  }
  return new Sysctl(process, options).run(parsed.operands);
}

class Sysctl {
  private readonly process: Process;
  private readonly options: Options;
  private readonly name: string;

  constructor(process: Process, options: Options) {
    this.process = process;
    this.options = options;
    this.name = process.argv[0];
  }

  async run(operands: readonly string[]): Promise<number> {
    const { options, process } = this;
    if (options.all) return this.showDirectory(ROOT.slice(0, -1), 0);
    if (options.system) return this.loadSystem();
    if (options.load) {
      const files = options.loadFile === undefined ? operands : [options.loadFile, ...operands];
      return this.loadFiles(files.length > 0 ? files : [DEFAULT_FILE]);
    }
    if (operands.length === 0) {
      if (process.argv.length === 1) process.stderr.write(USAGE);
      else await this.complain("no variables specified\nTry `sysctl --help' for more information.");
      return 1;
    }
    if (options.names && options.quiet) {
      await this.complain("options -N and -q cannot coexist\nTry `sysctl --help' for more information.");
      return 1;
    }
    let failures = 0;
    for (const operand of operands) {
      // what can not be set counts once
      if (options.write || operand.includes("=")) failures |= await this.setOperand(operand);
      else failures += await this.show(operand);
    }
    return failures & 0xff;
  }

  private async setOperand(operand: string): Promise<number> {
    const line = parseSetting(operand, this.options.pattern);
    if (line === "invalid") await this.complain("command line(0): invalid syntax, continuing...");
    if (line === "invalid" || line === "skipped") return 1;
    await this.warnAboutKey(line.key);
    return this.set(line.key, line.value);
  }

  /** As `error(3)`: what was printed before goes out first. */
  private async complain(text: string): Promise<void> {
    await this.process.stdout.flush();
    this.process.stderr.write(`${this.name}: ${text}\n`);
  }

  /** The tool says it for each conversion that changes something: of a path into a key it makes two when it reads. */
  private async warnOfRepeated(key: string, times = isPath(key) ? 2 : 1): Promise<void> {
    const repeated = repeatedSeparators(key);
    if (repeated === undefined) return;
    for (let i = 0; i < times; i++) await this.complain(`separators should not be repeated: ${repeated}`);
  }

  /** Of a key that is set, as the command line or a file is read. */
  private async warnAboutKey(key: string): Promise<void> {
    if (!isPath(key)) await this.warnOfRepeated(key);
  }

  // --- reading ---

  /** @returns how many failures */
  private async show(key: string): Promise<number> {
    if (key === "") {
      await this.complain('"" is an unknown key');
      return -1;
    }
    await this.warnOfRepeated(key);
    const path = keyToPath(key);
    const status = this.process.sys.stat(path);
    if (isOutside(path)) {
      await this.complain(`Path is not under ${ROOT}: ${path}${path.endsWith("//") ? "" : "/"}`);
      return -1;
    }
    if (isErrno(status)) {
      if ((status === -ENOENT || status === -ENOTDIR) && this.options.ignore) return 0;
      await this.complain(`cannot stat ${path}: ${strerror(-status)}`);
      return 1;
    }
    return status.type === "directory" ? await this.showDirectory(path, 0) : await this.showFile(path);
  }

  private async showDirectory(path: string, depth: number): Promise<number> {
    const entries = this.process.sys.readdir(path);
    if (isErrno(entries) || depth > MAX_DEPTH) return 0;
    let failures = 0;
    for (const { name, type } of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (type === "directory") failures += await this.showDirectory(`${path}/${name}`, depth + 1);
      else if (this.options.deprecated || !DEPRECATED.has(name)) {
        await this.warnOfRepeated(`${path}/${name}`.slice(ROOT.length));
        failures += await this.showFile(`${path}/${name}`);
      }
    }
    return failures;
  }

  private async showFile(path: string): Promise<number> {
    const { options, process } = this;
    const key = pathToKey(path);
    if (options.pattern && !options.pattern.test(key)) return 0;
    const status = process.sys.stat(path);
    if (!isErrno(status) && (status.mode & 0o444) === 0) return 0;
    if (options.names) {
      process.stdout.write(`${key}\n`);
      return 0;
    }
    const text = readTextFile(process.sys, path);
    if (typeof text === "number") return this.readFailed(key, -text);
    if (options.binary) process.stdout.write(text.replace(/\n$/, ""));
    else this.print(key, text);
    return 0;
  }

  /** A value of several lines is shown as several values. */
  private print(key: string, text: string): void {
    const prefix = this.options.values ? "" : `${key} = `;
    const lines = text.replace(/\n$/, "").split("\n");
    this.process.stdout.write(lines.map((line) => `${prefix}${line}\n`).join(""));
  }

  private async readFailed(key: string, error: number): Promise<number> {
    if (error === EACCES || error === EPERM) await this.complain(`permission denied on key '${key}'`);
    else if (error === EISDIR || this.options.all) return 0;
    // An unset `stable_secret` reads so, and the tool says nothing about it.
    else if (error === EIO) return 1;
    else await this.complain(`reading key "${key}": ${strerror(error)}`);
    return 1;
  }

  // --- writing ---

  /** @returns how many failures */
  private async set(key: string, value: string | undefined): Promise<number> {
    const path = keyToPath(key);
    if (isOutside(path)) {
      await this.complain(`Path is not under ${ROOT}: ${path}`);
      return 1;
    }
    const status = this.process.sys.stat(path);
    if (isErrno(status)) {
      if ((status === -ENOENT || status === -ENOTDIR) && this.options.ignore) return 0;
      await this.complain(`cannot stat ${path}: ${strerror(-status)}`);
      return 1;
    }
    const refused = status.type === "directory" || (status.mode & 0o222) === 0;
    const failed = await this.write(path, value ?? "", refused || value === undefined);
    return value === undefined && !refused ? 1 : failed;
  }

  private async write(path: string, value: string, refused: boolean): Promise<number> {
    const { options, process } = this;
    const key = pathToKey(path);
    await this.warnOfRepeated(path.slice(ROOT.length), 1);
    if (refused) {
      await this.complain(`setting key "${key}": ${strerror(EINVAL)}`);
      return 0;
    }
    if (!options.dryRun) {
      const error = this.writeValue(path, value);
      if (error > 0) {
        if (error === EACCES || error === EPERM || error === EROFS)
          await this.complain(`permission denied on key "${key}"${options.ignore ? ", ignoring" : ""}`);
        else await this.complain(`setting key "${key}": ${strerror(error)}`);
        return 1;
      }
    }
    if (options.quiet && !options.dryRun) return 0;
    const bare = options.values || options.names ? `${value}\n` : `${key} = ${value}\n`;
    process.stdout.write(options.binary ? value : bare);
    return 0;
  }

  /** @returns 0 or the error number */
  private writeValue(path: string, value: string): number {
    const file = this.process.sys.open(path, O_WRONLY);
    if (isErrno(file)) return -file;
    const result = file.write(new TextEncoder().encode(`${value}\n`));
    file.close();
    return Math.max(0, -result);
  }

  // --- files ---

  private async loadFiles(files: readonly string[]): Promise<number> {
    let failures = 0;
    const settings: Setting[] = [];
    for (const file of files.flatMap((pattern) =>
      pattern === "-" ? [pattern] : glob(this.process, pattern),
    )) {
      const text = file === "-" ? await this.process.stdin.readAll() : this.readFile(file);
      if (typeof text === "number") {
        if (text === -EISDIR) continue;
        await this.complain(`cannot open "${file}": ${strerror(-text)}`);
        failures++;
        continue;
      }
      for (const line of parseSettings(text, this.options.pattern)) {
        if (typeof line === "number") {
          await this.complain(`${file}(${line}): invalid syntax, continuing...`);
          continue;
        }
        await this.warnAboutKey(line.key);
        settings.push(line);
      }
    }
    return Math.sign(failures + (await this.apply(settings)));
  }

  /** A slash at the end stays: then it has to be a directory. */
  private readFile(file: string): string | number {
    const path = this.process.resolve(file);
    return readTextFile(this.process.sys, file.endsWith("/") && !path.endsWith("/") ? `${path}/` : path);
  }

  /** Sets what has a plain name as it is, and patterns for whatever nothing else names. */
  private async apply(settings: readonly Setting[]): Promise<number> {
    const named = new Set(settings.map(({ key }) => keyToPath(key)));
    const excluded = settings
      .filter(({ value }) => value === undefined)
      .map(({ key }) => globToRegExp(keyToPath(key)));
    let failures = 0;
    for (const { key, value } of settings) {
      if (value === undefined) continue;
      const path = keyToPath(key);
      if (!/[*?[]/.test(path)) {
        failures += await this.set(key, value);
        continue;
      }
      for (const match of this.expand(path))
        if (!named.has(match) && !excluded.some((pattern) => pattern.test(match)))
          failures += await this.write(match, value, false);
    }
    return failures;
  }

  /** The files that a pattern matches. */
  private expand(pattern: string): string[] {
    let found = [""];
    for (const part of pattern.slice(1).split("/")) {
      const test = globToRegExp(part);
      found = found.flatMap((directory) => {
        if (!/[*?[]/.test(part)) return [`${directory}/${part}`];
        const entries = this.process.sys.readdir(directory);
        if (isErrno(entries)) return [];
        const names = entries.map(({ name }) => name).filter((name) => test.test(name));
        return names.sort().map((name) => `${directory}/${name}`);
      });
    }
    return found.filter((path) => !isErrno(this.process.sys.stat(path)));
  }

  private async loadSystem(): Promise<number> {
    const files = new Map<string, string>();
    for (const directory of SYSTEM_DIRECTORIES) {
      const entries = this.process.sys.readdir(directory);
      if (isErrno(entries)) continue;
      for (const { name } of entries)
        if (name.endsWith(".conf") && !files.has(name)) files.set(name, `${directory}/${name}`);
    }
    const sorted = [...files.keys()].sort().map((name) => files.get(name) ?? "");
    if (!isErrno(this.process.sys.stat(DEFAULT_FILE))) sorted.push(DEFAULT_FILE);
    if (!this.options.quiet) for (const file of sorted) this.process.stdout.write(`* Applying ${file} ...\n`);
    return this.loadFiles(sorted);
  }
}
