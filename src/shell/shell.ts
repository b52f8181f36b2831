/** The state of one shell: what a subshell gets a copy of. */
import type { Assignment, CommandNode, CompoundList, Script } from "unbash";
import type { ForkedChild } from "../process/forked-child.ts";
import type { OpenFile } from "../process/open-file.ts";
import type { RunningProcess } from "../process/running-process.ts";
import { SIGNAL_NAMES } from "../process/signals.ts";
import { byteCharacters, multibyteLocale } from "../process/text.ts";
import { ArithmeticError } from "./arithmetic.ts";
import { JobTable } from "./jobs.ts";
import { ShellOptions } from "./options.ts";
import { Source } from "./source.ts";
import { ExitControl, ExpansionFailure, InterruptControl } from "./unwind.ts";
import { IndexedArray, type Variable, Variables } from "./variables.ts";

/** Array values among the arguments of a declaration, by position in the words. */
export type CompoundArguments = Map<number, Assignment>;

/** A builtin gets its words (the first is its name) and gives its status. */
export type Builtin = (
  shell: Shell,
  words: readonly string[],
  compound: CompoundArguments,
) => number | Promise<number>;

/** A defined function. */
export interface ShellFunction {
  readonly body: CommandNode | CompoundList;
  readonly source: Source;
  /** What `BASH_SOURCE` says inside. */
  readonly file: string;
  /** The text of the definition, for `declare -f`. */
  readonly text: string;
  readonly line: number;
}

/** A function call or a sourced file. */
export interface Frame {
  /** The function's name, `source`, or `main`. */
  readonly name: string;
  readonly file: string;
  /** The line of the call. */
  readonly line: number;
}

/** How this shell was started; decides how errors are told. */
export interface ShellMode {
  readonly interactive: boolean;
  /** `sh`: dash's messages and `echo`. */
  readonly posix: boolean;
  /** `-c`: functions belong to "environment". */
  readonly commandString: boolean;
}

/** Runs commands; a field of the shell so that expansion and execution need not import each other. */
export interface Interpreter {
  /** Runs parsed commands and gives the status of the last one. */
  script(shell: Shell, script: Script, source: Source): Promise<number>;
  /** Parses and runs a text, as `eval` does; syntax errors are told. */
  text(shell: Shell, text: string, source: Source, context: string): Promise<number>;
  /** Runs a function, builtin or program with arguments that are expanded already. */
  words(shell: Shell, words: readonly string[], noFunctions: boolean): Promise<number>;
  functionBody(shell: Shell, definition: ShellFunction): Promise<number>;
  /** `execve(2)`; returns only when that fails, with the status for it. */
  replace(shell: Shell, words: readonly string[], env: ReadonlyMap<string, string>): Promise<number>;
  readonly builtins: Readonly<Record<string, Builtin>>;
}

/** One shell, or subshell. */
export class Shell {
  process: RunningProcess;
  readonly interpreter: Interpreter;
  readonly mode: ShellMode;
  variables = new Variables();
  functions = new Map<string, ShellFunction>();
  options = new ShellOptions();
  /** `$0`. */
  name: string;
  /** `$1` … */
  positional: string[] = [];
  /** `$?`. */
  status = 0;
  /** `$!`; 0 when no job was started. */
  lastBackground = 0;
  /** `$$`. */
  readonly shellPid: number;
  source = new Source("");
  line = 0;
  frames: Frame[] = [];
  traps = new Map<string, string>();
  aliases = new Map<string, string>();
  hashed = new Map<string, { path: string; hits: number }>();
  directories: string[] = [];
  readonlyFunctions = new Set<string>();
  /** Builtins switched off by `enable -n`. */
  disabled = new Set<string>();
  jobs = new JobTable();
  /** `BASH_SUBSHELL`. */
  depth = 0;
  /** Above 0 while a failing command does not end the shell: conditions of `if`, `while`, `&&`, `||`, `!`. */
  tolerant = 0;
  loops = 0;
  /** Depth of functions and sourced files that `return` may leave. */
  returnable = 0;
  pipeStatus: number[] = [0];
  /** Signals with a trap that arrived and were not handled yet. */
  pendingTraps: string[] = [];
  inTrap = false;
  /** The command as `BASH_COMMAND` shows it. */
  command = "";
  lastArgument = "";
  /** `SECONDS` counts from here, in ns. */
  startedAt: number;
  randomState: number;
  /** The line of input that interactive shells may re-edit. */
  history: string[] = [];
  getoptsAt = 1;
  /** Descriptors of process substitutions, closed after the command. */
  substitutions: number[] = [];
  /** The child that the shell waits for, so that SIGINT is the child's business. */
  foreground: readonly ForkedChild[] | undefined;
  interrupted = false;
  /** The result of the last command substitution of the current command, if there was one. */
  substitutionStatus: number | undefined;
  /** How often `set -x` repeats the first character of PS4: command substitutions and `eval`. */
  traceDepth = 0;
  /** Signals that were ignored when the shell started: a script cannot trap them. */
  readonly ignoredAtStart: ReadonlySet<string>;
  private counter = 0;

  constructor(process: RunningProcess, name: string, mode: ShellMode, interpreter: Interpreter) {
    this.process = process;
    this.interpreter = interpreter;
    this.name = name;
    this.mode = mode;
    this.shellPid = process.pid;
    this.startedAt = process.sys.monotonic();
    this.randomState = process.sys.random() & 0x7fffffff;
    this.ignoredAtStart = new Set(
      SIGNAL_NAMES.filter((signal) => process.disposition(signal) === "ignore").map((name) => name.slice(3)),
    );
  }

  /**
   * The state that a forked child goes on with; {@link Shell.process} is set when the child starts.
   * @param showsJobs whether `jobs` in the child still shows the jobs of this shell
   */
  fork(showsJobs = false): Shell {
    const copy: Shell = Object.create(Shell.prototype);
    Object.assign(copy, this);
    copy.variables = this.variables.clone();
    copy.functions = new Map(this.functions);
    copy.options = this.options.clone();
    copy.positional = [...this.positional];
    copy.frames = [...this.frames];
    copy.traps = new Map([...this.traps].filter(([, action]) => action === ""));
    copy.aliases = new Map(this.aliases);
    copy.hashed = new Map(this.hashed);
    copy.disabled = new Set(this.disabled);
    copy.directories = [...this.directories];
    copy.jobs = this.jobs.forSubshell(showsJobs);
    copy.pipeStatus = [...this.pipeStatus];
    copy.pendingTraps = [];
    copy.depth = this.depth + 1;
    copy.loops = 0;
    copy.substitutions = [];
    copy.foreground = undefined;
    copy.history = [...this.history];
    if (!this.options.on("errtrace") || this.options.on("posix")) copy.traps.delete("ERR");
    else if (this.traps.has("ERR")) copy.traps.set("ERR", this.traps.get("ERR") ?? "");
    return copy;
  }

  // --- output and errors ---

  write(text: string): void {
    this.process.stdout.write(text);
  }

  /** What error messages start with, as bash's `error_prolog` has it. */
  get prefix(): string {
    if (this.mode.interactive) return `${this.name}: `;
    const file = this.frames.at(-1)?.file || this.name;
    return this.mode.posix ? `${file}: ${this.line}: ` : `${file}: line ${this.line}: `;
  }

  /** Prints an error message with the place. */
  error(message: string): void {
    this.process.stderr.write(`${this.prefix}${message}\n`);
  }

  /** Prints a message and gives up the current command line. */
  fail(message: string, status = 1): never {
    this.error(message);
    throw new ExpansionFailure(status, false);
  }

  /** Prints a message and gives up the current command; a script ends. */
  failFatally(message: string, status = 1): never {
    this.error(message);
    throw new ExpansionFailure(status, true);
  }

  /** Tells an arithmetic error as bash does and abandons the command line. */
  arithmeticFailure(error: unknown, context: string): never {
    if (!(error instanceof ArithmeticError)) throw error;
    this.error(`${context}${error.message}`);
    throw new ExpansionFailure(1, false);
  }

  // --- variables ---

  /** The value of a plain variable that the shell itself uses; its first element if it is an array. */
  get(name: string): string | undefined {
    return this.variables.get(name)?.scalar;
  }

  /** Sets a string variable, keeping its attributes. Not for names that users choose: see `assign.ts`. */
  set(name: string, value: string): void {
    const variable = this.variables.get(name) ?? this.variables.create(name);
    if (variable.value instanceof IndexedArray) variable.value.set(0, value);
    else variable.value = value;
  }

  setArray(name: string, values: readonly string[]): void {
    const variable = this.variables.get(name) ?? this.variables.create(name);
    variable.value = IndexedArray.of(values);
  }

  exportVariable(name: string, value: string): void {
    this.set(name, value);
    const variable = this.variables.get(name) as Variable;
    variable.exported = true;
  }

  get ifs(): string {
    const variable = this.variables.get("IFS");
    return variable ? (variable.scalar ?? " \t\n") : " \t\n";
  }

  // --- running ---

  exit(status: number): never {
    throw new ExitControl(status & 0xff);
  }

  /** Lets the host's other tasks run now and then: a loop of builtins never waits by itself. */
  async breathe(): Promise<void> {
    this.process.checkKilled();
    if (this.interrupted && this.mode.interactive && this.depth === 0) {
      this.interrupted = false;
      throw new InterruptControl();
    }
    if (++this.counter % LOOP_TURN !== 0) return;
    await this.process.table.host.turn();
    this.process.checkKilled();
  }

  /** The lowest free descriptor from `from` on. */
  freeDescriptor(from: number): number {
    let fd = from;
    while (this.process.fds.has(fd)) fd++;
    return fd;
  }

  /** The process group of a child: a new one with job control. */
  childGroup(): number | undefined {
    return this.options.on("monitor") ? 0 : undefined;
  }

  /** Whether characters have several bytes in the shell's locale. */
  get multibyte(): boolean {
    return multibyteLocale((name) => this.variables.get(name)?.scalar);
  }

  /** A text as the characters that the locale makes of its bytes. */
  units(text: string): string {
    return /[^\x00-\x7f]/.test(text) && !this.multibyte ? byteCharacters(text) : text;
  }

  open(fd: number): OpenFile | undefined {
    return this.process.fds.get(fd);
  }
}

/** After this many commands in a row a shell lets the host run other tasks. */
const LOOP_TURN = 200;
