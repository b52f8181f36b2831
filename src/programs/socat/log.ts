/** What `socat` says: one line a message, with the time, its name and process, and a letter for how serious it is. */
import { isErrno } from "../../errno.ts";
import { type File, O_APPEND, O_CREAT, O_WRONLY } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";

/** Ends the program. */
export class SocatExit {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

/** What is said, and how. */
export interface LogSettings {
  /** How much is said: 0 errors, 1 (`-d`) warnings too, 2 (`-d -d`) notices too. */
  verbosity: number;
  /** `-lp` */
  name: string;
  /** `-lu` */
  microseconds: boolean;
  /** `-lh` */
  hostname: boolean;
  /** `-lf`: absolute path. */
  file: string | undefined;
}

const encoder = new TextEncoder();

/** `2026/11/22 01:02:03`, in UTC. @param us since the epoch */
export function stamp(us: number): string {
  const [day, time] = new Date(Math.floor(us / 1000)).toISOString().split("T");
  return `${day.replaceAll("-", "/")} ${time.slice(0, 8)}`;
}

/** The messages' way out. */
export class Log {
  private readonly process: Process;
  private readonly settings: LogSettings;
  private readonly file: File | undefined;

  constructor(process: Process, settings: LogSettings, file?: File) {
    this.process = process;
    this.settings = settings;
    this.file = file;
  }

  /** Opens the file that messages go to, if one is named. @returns the log, or the error */
  static open(process: Process, settings: LogSettings): Log | number {
    if (settings.file === undefined) return new Log(process, settings);
    const file = process.sys.open(settings.file, O_WRONLY | O_CREAT | O_APPEND, 0o664);
    return isErrno(file) ? file : new Log(process, settings, file);
  }

  /** The same for a process that was forked. */
  of(process: Process): Log {
    return new Log(process, this.settings, this.file);
  }

  /** Whether messages go to a file, which takes a descriptor. */
  get toFile(): boolean {
    return this.file !== undefined;
  }

  private write(letter: string, text: string): void {
    const { microseconds, hostname, name } = this.settings;
    const now = this.process.sys.realtime();
    const fraction = microseconds ? `.${String(Math.floor(now % 1e6)).padStart(6, "0")}` : "";
    const host = hostname ? `${this.process.sys.hostname()} ` : "";
    const line = `${stamp(now)}${fraction} ${host}${name}[${this.process.pid}] ${letter} ${text}\n`;
    if (this.file) this.file.write(encoder.encode(line));
    else this.process.stderr.write(line);
  }

  notice(text: string): void {
    if (this.settings.verbosity >= 2) this.write("N", text);
  }

  warning(text: string): void {
    if (this.settings.verbosity >= 1) this.write("W", text);
  }

  /** Says why, and ends the program. */
  error(text: string, status = 1): never {
    this.write("E", text);
    this.notice(`exit(${status})`);
    throw new SocatExit(status);
  }

  /** An error after which a process that does nothing more ends by itself. */
  complain(text: string): void {
    this.write("E", text);
  }
}
