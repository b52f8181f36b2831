/** `--dhcp-hostsfile` and `--dhcp-optsfile`: what the options of those names say, a line each, read again on SIGHUP. */
import { isErrno, strerror } from "../../errno.ts";
import type { Process } from "../../process/process.ts";
import { readTextFile } from "../lib/read-file.ts";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";
import { BadOption } from "./parse-common.ts";
import { parseDhcpOption, parseHost } from "./parse-dhcp.ts";

/** Files of a directory that editors leave there. */
const LEFT_OUT = /^[.#]|[~#]$/;

type Parse = (config: Config, text: string) => void;

/** The files, and what was read from them. */
export class DhcpFiles {
  private readonly process: Process;
  private readonly config: Config;
  private readonly log: Log;
  /** What came from files: the next reading takes its place. */
  private readonly read = new Set<object>();

  constructor(process: Process, config: Config, log: Log) {
    this.process = process;
    this.config = config;
    this.log = log;
  }

  load(): void {
    const { config } = this;
    for (const kept of [config.hosts, config.options] as object[][]) {
      const own = kept.filter((entry) => !this.read.has(entry));
      kept.splice(0, kept.length, ...own);
    }
    this.read.clear();
    // the last one that was named comes first
    for (const path of [...config.dhcpHostsFiles].reverse()) this.file(path, parseHost, config.hosts);
    const parseOption: Parse = (to, text) => parseDhcpOption(to, text, false);
    for (const path of [...config.dhcpOptionsFiles].reverse()) this.file(path, parseOption, config.options);
  }

  private file(path: string, parse: Parse, into: readonly object[]): void {
    const { sys } = this.process;
    const status = sys.stat(this.process.resolve(path));
    if (!isErrno(status) && status.type === "directory") {
      const entries = sys.readdir(this.process.resolve(path));
      if (isErrno(entries)) return this.log.say(`cannot read ${path}: ${strerror(-entries)}`);
      for (const { name } of entries) if (!LEFT_OUT.test(name)) this.file(`${path}/${name}`, parse, into);
      return;
    }
    const text = readTextFile(sys, this.process.resolve(path));
    if (typeof text === "number") return this.log.say(`cannot read ${path}: ${strerror(-text)}`);
    for (const [index, raw] of text.split("\n").entries()) {
      const line = raw.replace(/(^|\s)#.*$/, "").trim();
      if (line !== "") this.line(line, parse, into, `at line ${index + 1} of ${path}`);
    }
    this.log.dhcp(`read ${path}`);
  }

  private line(text: string, parse: Parse, into: readonly object[], where: string): void {
    const before = new Set(into);
    try {
      parse(this.config, text);
    } catch (error) {
      if (!(error instanceof BadOption)) throw error;
      this.log.say(`${error.message === "try --help" ? "error" : error.message} ${where}`);
    }
    for (const entry of into) if (!before.has(entry)) this.read.add(entry);
  }
}
