/** Variables whose value the shell makes up when it is asked, and those whose assignment has an effect. */
import type { Shell } from "./shell.ts";
import type { Variable } from "./variables.ts";

type Dynamic = (shell: Shell) => string | readonly string[];

const DYNAMIC: Readonly<Record<string, Dynamic>> = {
  BASHPID: (shell) => String(shell.process.pid),
  BASH_COMMAND: (shell) => shell.command,
  BASH_LINENO: (shell) => [...shell.frames].reverse().map((frame) => String(frame.line)),
  BASH_SOURCE: (shell) => [...shell.frames].reverse().map((frame) => frame.file),
  BASH_SUBSHELL: (shell) => String(shell.depth),
  DIRSTACK: (shell) => [shell.process.cwd, ...shell.directories],
  EPOCHREALTIME: (shell) => {
    const microseconds = Math.floor(shell.process.sys.realtime());
    return `${Math.floor(microseconds / 1e6)}.${String(microseconds % 1e6).padStart(6, "0")}`;
  },
  EPOCHSECONDS: (shell) => String(Math.floor(shell.process.sys.realtime() / 1e6)),
  FUNCNAME: (shell) => functionNames(shell),
  GROUPS: () => ["0"],
  HISTCMD: (shell) => String(shell.history.length + 1),
  LINENO: (shell) => String(shell.line),
  PIPESTATUS: (shell) => shell.pipeStatus.map(String),
  RANDOM: (shell) => String(nextRandom(shell)),
  SECONDS: (shell) => String(Math.floor((shell.process.sys.monotonic() - shell.startedAt) / 1e9)),
  SRANDOM: (shell) => String(shell.process.sys.random()),
};

function functionNames(shell: Shell): readonly string[] {
  if (!shell.frames.some((frame) => frame.name !== "main" && frame.name !== "source")) return [];
  return [...shell.frames].reverse().map((frame) => frame.name);
}

/** Park and Miller's generator, as bash has it. */
function nextRandom(shell: Shell): number {
  const state = shell.randomState === 0 ? 123_459_876 : shell.randomState;
  const high = Math.floor(state / 127_773);
  const low = state - 127_773 * high;
  const next = 16_807 * low - 2836 * high;
  shell.randomState = next < 0 ? next + 0x7fffffff : next;
  return ((shell.randomState >>> 16) ^ (shell.randomState & 0xffff)) & 0x7fff;
}

/** The value of a dynamic variable; undefined when the name is none, or was unset. */
export function dynamicVariable(shell: Shell, name: string): string | readonly string[] | undefined {
  const make = Object.hasOwn(DYNAMIC, name) ? DYNAMIC[name] : undefined;
  return make?.(shell);
}

const EFFECTS: Readonly<Record<string, (shell: Shell, value: string) => void>> = {
  OPTIND: (shell) => {
    shell.getoptsAt = 1;
  },
  RANDOM: (shell, value) => {
    shell.randomState = Number(value) >>> 0;
  },
  PATH: (shell) => shell.hashed.clear(),
  SECONDS: (shell, value) => {
    shell.startedAt = shell.process.sys.monotonic() - (Number.parseInt(value, 10) || 0) * 1e9;
  },
};

/** Called after each assignment. */
export function onAssign(shell: Shell, name: string, variable: Variable): void {
  if (Object.hasOwn(EFFECTS, name)) EFFECTS[name](shell, variable.scalar ?? "");
}
