/** Where dnsmasq's messages go: standard error, a file, or nowhere, as a box has no system log. */
import { isErrno, strerror } from "../../errno.ts";
import { type File, O_APPEND, O_CREAT, O_WRONLY } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import type { Config } from "./config.ts";
import { StartFailure } from "./options.ts";

/** The messages' way out. */
export class Log {
  private readonly process: Process;
  private readonly file: File | undefined;
  private readonly toStderr: boolean;
  private readonly debug: boolean;

  constructor(process: Process, config: Config) {
    this.process = process;
    const path = config.logFile;
    this.debug = config.debug;
    this.toStderr = path === "-";
    if (path === undefined || path === "-") return;
    const file = process.sys.open(process.resolve(path), O_WRONLY | O_CREAT | O_APPEND, 0o640);
    if (isErrno(file)) throw new StartFailure(`cannot open log ${path}: ${strerror(-file)}`, 3);
    this.file = file;
  }

  /** One message of the DNS side, or of another part (`dhcp`). */
  say(text: string, part = ""): void {
    const name = part === "" ? "dnsmasq" : `dnsmasq-${part}`;
    const plain = `${name}: ${text}\n`;
    const stamped = `${this.stamp()} ${name}[${this.process.pid}]: ${text}\n`;
    if (this.file !== undefined) this.file.write(new TextEncoder().encode(stamped));
    // with `-d` they go there, too
    if (this.debug) this.process.stderr.write(plain);
    else if (this.toStderr) this.process.stderr.write(stamped);
  }

  dhcp(text: string): void {
    this.say(text, "dhcp");
  }

  /** `Nov 21 21:54:22` */
  private stamp(): string {
    const date = new Date(this.process.sys.realtime() / 1000).toUTCString();
    const [, day, month, , time] = date.split(" ");
    return `${month} ${String(Number(day)).padStart(2, " ")} ${time}`;
  }
}
