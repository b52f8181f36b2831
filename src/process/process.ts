/**
 * A process as a program sees it: arguments, environment, standard streams, signals and children, on either kernel.
 *
 * Programs are `async` functions. Whatever may wait goes through this interface, so that a signal can end the wait: a process
 * that is killed unwinds with {@link ProcessExit}, which programs let pass (use `finally` to clean up).
 */
import type { Errno } from "../errno.ts";
import type { Pollable, SystemCalls } from "../kernel.ts";
import type { OutputFaults } from "./output-faults.ts";

/** The signals that programs here send or handle. */
export type Signal =
  | "SIGHUP"
  | "SIGINT"
  | "SIGQUIT"
  | "SIGKILL"
  | "SIGUSR1"
  | "SIGUSR2"
  | "SIGPIPE"
  | "SIGALRM"
  | "SIGTERM"
  | "SIGCHLD"
  | "SIGCONT"
  | "SIGSTOP"
  | "SIGTSTP"
  | "SIGTTIN"
  | "SIGTTOU"
  | "SIGWINCH";

/** A program: returns its exit status. Loaded lazily, by name, from the registry. */
export type Main = (process: Process) => Promise<number> | number;

/** Unwinds a process that called exit or was killed. `status` is as `wait(2)` gives it to a shell: 128 + N for signal N. */
export class ProcessExit {
  readonly status: number;
  readonly signal: Signal | undefined;
  constructor(status: number, signal?: Signal) {
    this.status = status;
    this.signal = signal;
  }
}

/** Something that a file descriptor refers to: a file of the kernel, a pipe end, the terminal, a host stream. */
export interface Stream {
  /** The next bytes, or undefined at the end. */
  read(): Promise<Uint8Array | undefined>;
  /** Resolves when the bytes are accepted; `-EPIPE` when nobody will read them, `-EBADF` when not open for writing. */
  write(data: Uint8Array): number | Promise<number>;
  /** What `isatty(3)` says. */
  readonly isTerminal: boolean;
  /** Columns and rows of a terminal. */
  readonly size?: { readonly columns: number; readonly rows: number };
}

/** A buffered output stream with the buffering of glibc's stdio: by line on a terminal, else by 4096 bytes; `stderr` none. */
export interface Output {
  readonly isTerminal: boolean;
  /** Columns of the terminal; undefined when it is none. */
  readonly columns: number | undefined;
  /** Appends text (UTF-8) or bytes to the buffer. */
  write(data: string | Uint8Array): void;
  /** Hands the buffer on and waits until it is accepted. Also the place where SIGPIPE strikes. */
  flush(): Promise<void>;
  /** What of it was not accepted. */
  readonly faults: OutputFaults;
}

/** A standard input, read piece by piece. */
export interface Input {
  readonly isTerminal: boolean;
  /** The next chunk of bytes, or undefined at the end. */
  read(): Promise<Uint8Array | undefined>;
  /** The next line without its newline, or undefined at the end. */
  readLine(): Promise<string | undefined>;
  /** All that is left, as text. */
  readAll(): Promise<string>;
}

/** What a child does not take over from its parent. */
export interface SpawnOptions {
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  /** File descriptors of the child; those of the parent when absent. */
  readonly fds?: ReadonlyMap<number, Stream>;
}

/** A process that was started, as its parent sees it. */
export interface Child {
  readonly pid: number;
  /** Waits for the end; resolves with the exit status as a shell shows it. */
  wait(): Promise<number>;
  /** The signal that ended the child, once it has ended so. */
  readonly signal: Signal | undefined;
}

/** A process as `ps` shows it. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parentPid: number;
  readonly group: number;
  readonly argv: readonly string[];
}

/** What a program's `main` is given: all that it knows of the world. */
export interface Process {
  readonly pid: number;
  readonly parentPid: number;
  /** `argv[0]` is the name it was called by. */
  readonly argv: readonly string[];
  readonly env: Map<string, string>;
  cwd: string;
  readonly sys: SystemCalls;
  /** `nice(2)`: -20 to 19; children inherit it. */
  niceness: number;
  /** `umask(2)`: permission bits that new files do not get. */
  readonly umask: number;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly fds: Map<number, Stream>;

  /** Waits `ns` nanoseconds. */
  sleep(ns: number): Promise<void>;
  /**
   * Waits until one of the sources is ready, a handled signal was delivered, or the time is over.
   * @returns the first ready source in the order given; undefined on time-out or after a signal handler ran
   */
  poll(sources: readonly Pollable[], timeoutNs?: number): Promise<Pollable | undefined>;
  /** Sets a disposition. A handler runs between two waits of the process and makes `sleep` and `poll` return early. */
  onSignal(signal: Signal, action: "default" | "ignore" | (() => void)): void;
  /** `kill(2)`: 0, `-ESRCH`, `-EPERM`, `-EINVAL`. A negative pid is a process group. */
  kill(pid: number, signal: Signal | 0): number;
  /** `setpgid(0, 0)`: leads a process group of its own, in which its later children are. */
  newGroup(): void;
  /** Starts a program found by name in PATH or by path, with the system calls given or a fork of this process's. */
  spawn(argv: readonly string[], options?: SpawnOptions): Promise<Child | Errno>;
  /** `execvp(3)`: becomes another program; -ENOENT or -EACCES if it cannot. The caller returns the status it resolves with. */
  exec(argv: readonly string[]): Promise<number | Errno>;
  /** Flushes and ends the process. */
  exit(status: number): never;
  /** Ends as a GNU tool does that gets no more memory: says so, and exits with the status. */
  exhausted(status?: number): never;
  /** Waits for work that the host does in its own time (a library's, say), while the virtual clock stands still. */
  external<T>(work: Promise<T>): Promise<T>;
  /** A part of the program that is imported when it is needed; the same loader gives the same module, without waiting again. */
  load<T>(loader: () => Promise<T>): Promise<T>;
  /** Whether a path names a program that is built in: it can be run although no file system shows it. */
  findProgram(path: string): boolean;
  /** Living processes, oldest first: what `/proc` lists. */
  processes(): readonly ProcessInfo[];
  /** `cwd` joined with a path that may be relative, normalised. One that is empty stays so: the kernel knows no such file. */
  resolve(path: string): string;
}
