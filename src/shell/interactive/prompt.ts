/** Prompts: the escapes of PS1, and the namespace that the shell is in. */

import { baseName } from "../../process/paths.ts";
import { formatTime } from "../../programs/lib/text/strftime.ts";
import { expandEmbedded } from "../expand/word.ts";
import type { Shell } from "../shell.ts";

/** The name under /run/netns of the network namespace of this shell; undefined in the initial one or in one without a name. */
export function namespaceName(shell: Shell): string | undefined {
  const { sys } = shell.process;
  const own = sys.stat("/proc/self/ns/net");
  const entries = sys.readdir("/run/netns");
  if (typeof own === "number" || typeof entries === "number") return undefined;
  return entries.find(({ name }) => {
    const status = sys.stat(`/run/netns/${name}`);
    return typeof status !== "number" && status.inode === own.inode;
  })?.name;
}

/** What PS1 is when nobody has set it. */
export function defaultPrompt(shell: Shell): string {
  const name = namespaceName(shell);
  return `\\u@\\h${name === undefined ? "" : `[${name}]`}:\\w\\$ `;
}

/** Makes a prompt of its template. */
export async function renderPrompt(shell: Shell, template: string): Promise<string> {
  const text = template.replace(
    /\\([0-7]{3}|[\s\S])/g,
    (whole, letter: string) => decoded(shell, letter) ?? whole,
  );
  if (!shell.options.shopted("promptvars")) return text;
  const { status } = shell;
  const expanded = await expandEmbedded(shell, text);
  shell.status = status;
  return expanded;
}

function decoded(shell: Shell, letter: string): string | undefined {
  if (/^[0-7]{3}$/.test(letter)) return String.fromCharCode(Number.parseInt(letter, 8));
  return Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter](shell) : undefined;
}

function time(format: string): (shell: Shell) => string {
  return (shell) => formatTime(format, shell.process.sys.realtime() / 1000);
}

function directory(shell: Shell): string {
  const home = shell.get("HOME");
  const { cwd } = shell.process;
  if (!home || home === "/") return cwd;
  return cwd === home ? "~" : cwd.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd;
}

const ESCAPES: Readonly<Record<string, (shell: Shell) => string>> = {
  "#": (shell) => String(shell.history.length + 1),
  $: () => "#",
  "!": (shell) => String(shell.history.length + 1),
  "@": time("%I:%M %p"),
  "[": () => "\x01",
  "\\": () => "\\\\",
  "]": () => "\x02",
  a: () => "\x07",
  A: time("%H:%M"),
  d: time("%a %b %d"),
  e: () => "\x1b",
  h: (shell) => shell.process.sys.hostname().split(".")[0],
  H: (shell) => shell.process.sys.hostname(),
  j: (shell) => String(shell.jobs.jobs.length),
  n: () => "\n",
  r: () => "\r",
  s: (shell) => baseName(shell.name),
  t: time("%H:%M:%S"),
  T: time("%I:%M:%S"),
  u: () => "root",
  v: () => "5.2",
  V: () => "5.2.15",
  w: directory,
  W: (shell) => (directory(shell) === "~" ? "~" : baseName(shell.process.cwd)),
};
