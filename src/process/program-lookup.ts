/** How `execvp(3)` finds a program: built in by path, or an executable script in the kernel's file system. */
import { EACCES, EISDIR, ENOENT, ENOEXEC, ENOTDIR, type Errno } from "../errno.ts";
import { O_RDONLY, type SystemCalls } from "../kernel.ts";
import type { HostLoop } from "./host-loop.ts";
import { resolvePath } from "./paths.ts";
import type { Main } from "./process.ts";
import { resolvePathIn } from "./real-path.ts";
import { decodeText } from "./text.ts";

/** Absolute path → loader of a module with the program's `main`. */
export type ProgramTable = Readonly<Record<string, () => Promise<{ readonly main: Main }>>>;

/** Where Debian's `execvp(3)` looks when PATH is not set. */
const DEFAULT_PATH = "/bin:/usr/bin";
/** `BINPRM_BUF_SIZE`: how much of the first line the kernel looks at. */
const INTERPRETER_LINE = 256;
/** Interpreters of interpreters, as the kernel bounds them. */
const MAX_INTERPRETERS = 4;

/** A program that can be run: its path, loader and arguments. */
export interface FoundProgram {
  readonly path: string;
  readonly argv: readonly string[];
  readonly load: () => Promise<{ readonly main: Main }>;
}

/** Finds and loads programs; loads end in the order in which they were asked for, whatever the host does. */
export class ProgramLookup {
  private readonly programs: ProgramTable;
  private readonly host: HostLoop;
  /** Modules by their loaders. */
  private readonly loaded = new Map<() => Promise<unknown>, unknown>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(programs: ProgramTable, host: HostLoop) {
    this.programs = programs;
    this.host = host;
  }

  /** Whether a path names a program that is built in. */
  builtIn(path: string): boolean {
    return this.loaderOf(path) !== undefined;
  }

  /** All built-in paths. */
  paths(): string[] {
    return Object.keys(this.programs);
  }

  /** `/bin` and `/sbin` are links to those in `/usr`, and `/usr/sbin` has no program that is in `/usr/bin`. */
  private loaderOf(path: string): (() => Promise<{ readonly main: Main }>) | undefined {
    const merged = /^\/s?bin\//.test(path) ? `/usr${path}` : path;
    return own(this.programs, merged) ?? own(this.programs, merged.replace("/usr/", "/"));
  }

  /** The file that `execvp(3)` would run, or the error it would give. */
  find(name: string, sys: SystemCalls, cwd: string, path: string | undefined): string | Errno {
    if (name.includes("/")) {
      const whole = resolvePathIn(sys, cwd, name);
      return this.builtIn(whole) ? whole : executable(whole, sys);
    }
    if (name === "") return -ENOENT;
    let error = -ENOENT;
    for (const directory of (path ?? DEFAULT_PATH).split(":")) {
      const candidate = resolvePath(cwd, `${directory || "."}/${name}`);
      if (this.builtIn(candidate)) return candidate;
      const found = executable(candidate, sys);
      if (typeof found === "string") return found;
      if (found === -EACCES) error = found;
    }
    return error;
  }

  /** Follows `#!` lines to a built-in program; -ENOEXEC for anything else. */
  open(path: string, argv: readonly string[], sys: SystemCalls, cwd: string): FoundProgram | Errno {
    let file = path;
    // a script is told the name it was called by
    let shown = argv[0]?.includes("/") ? argv[0] : path;
    let words = argv;
    for (let depth = 0; depth <= MAX_INTERPRETERS; depth++) {
      const load = this.loaderOf(file);
      if (load) return { path: file, argv: words, load };
      const line = firstLine(file, sys);
      if (typeof line === "number") return line;
      const match = /^#![ \t]*([^ \t]+)[ \t]*(.*?)[ \t]*$/.exec(line);
      if (!match) return -ENOEXEC;
      words = [match[1], ...(match[2] === "" ? [] : [match[2]]), shown, ...words.slice(1)];
      shown = match[1];
      file = resolvePath(cwd, match[1]);
      const found = this.builtIn(file) ? file : executable(file, sys);
      if (typeof found === "number") return found;
    }
    return -ENOEXEC;
  }

  /** The program's `main`. */
  async load(program: FoundProgram): Promise<Main> {
    return (await this.module(program.load)).main;
  }

  /** What a loader gives; the virtual clock stands still while the host loads it. */
  async module<T>(loader: () => Promise<T>): Promise<T> {
    if (this.loaded.has(loader)) return this.loaded.get(loader) as T;
    const release = this.host.hold();
    const before = this.last;
    const loading = loader();
    const turn = (async () => {
      await before;
      await this.host.turn();
      const module = await loading;
      this.loaded.set(loader, module);
      return module;
    })();
    this.last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      release();
    }
  }
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function executable(path: string, sys: SystemCalls): string | Errno {
  const status = sys.stat(path);
  if (typeof status === "number") return status === -ENOTDIR ? -ENOTDIR : status;
  if (status.type === "directory") return -EISDIR;
  return (status.mode & 0o111) === 0 ? -EACCES : path;
}

function firstLine(path: string, sys: SystemCalls): string | Errno {
  const file = sys.open(path, O_RDONLY);
  if (typeof file === "number") return file;
  const bytes = new Uint8Array(INTERPRETER_LINE);
  const count = file.read(bytes);
  file.close();
  if (count < 0) return count;
  return decodeText(bytes.subarray(0, count)).split("\n", 1)[0];
}
