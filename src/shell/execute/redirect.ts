/** Redirections: applied to the shell's own descriptors, and undone after the command. */
import type { HereDoc, Redirect, Redirection } from "unbash";
import { EBADF, EEXIST, ENOENT, ENOTDIR, strerror } from "../../errno.ts";
import { O_APPEND, O_CREAT, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import { FileStream, MemoryStream, NullStream } from "../../process/file-stream.ts";
import type { OpenFile } from "../../process/open-file.ts";
import { descriptorOf } from "../../process/process-calls.ts";
import { encodeText } from "../../process/text.ts";
import { assign } from "../assign.ts";
import { expandEmbedded, expandParts, expandString, expandWords } from "../expand/word.ts";
import type { Shell } from "../shell.ts";
import { openNetworkPath } from "./network-redirect.ts";

/** A redirection that failed after its message was printed. */
export class RedirectionFailure {
  /** Exit status of the command. */
  readonly status: number;
  constructor(status = 1) {
    this.status = status;
  }
}

/** Redirections in force. */
export interface Redirected {
  /** Puts back what was there before; harmless the second time. */
  undo(): void;
  /** Lets them stay: `exec`. */
  keep(): void;
}

/** Where bash looks for a descriptor for `{name}>file`. */
const FIRST_NAMED = 10;

const FLAGS: Readonly<Record<string, number>> = {
  "<": O_RDONLY,
  ">": O_WRONLY | O_CREAT | O_TRUNC,
  ">|": O_WRONLY | O_CREAT | O_TRUNC,
  ">>": O_WRONLY | O_CREAT | O_APPEND,
  "<>": O_RDWR | O_CREAT,
  "&>": O_WRONLY | O_CREAT | O_TRUNC,
  "&>>": O_WRONLY | O_CREAT | O_APPEND,
};

/** Applies redirections in order. @throws RedirectionFailure, after undoing those before the one that failed */
export async function applyRedirections(
  shell: Shell,
  redirects: readonly Redirection[],
): Promise<Redirected> {
  const saved: [number, OpenFile | undefined][] = [];
  const change = (fd: number, file: OpenFile | undefined) => {
    saved.push([fd, shell.open(fd)?.retain()]);
    shell.process.setDescriptor(fd, file);
  };
  const undo = () => {
    for (const [fd, file] of saved.reverse()) {
      shell.process.setDescriptor(fd, file);
      file?.release();
    }
    saved.length = 0;
  };
  try {
    for (const redirect of redirects) await applyOne(shell, redirect, change);
  } catch (error) {
    undo();
    throw error;
  }
  return {
    undo,
    keep: () => {
      for (const [, file] of saved) file?.release();
      saved.length = 0;
    },
  };
}

type Change = (fd: number, file: OpenFile | undefined) => void;

async function applyOne(shell: Shell, redirect: Redirection, change: Change): Promise<void> {
  if (redirect.type === "HereDoc") {
    const body = await hereDocument(shell, redirect);
    return place(shell, redirect, 0, new MemoryStream(encodeText(body)), change);
  }
  if (redirect.type === "HereString") {
    const text = redirect.target ? await expandString(shell, redirect.target) : "";
    return place(shell, redirect, 0, new MemoryStream(encodeText(`${text}\n`)), change);
  }
  return applyFile(shell, redirect, change);
}

/** A here-document that only the end of the file ended. */
function warnUnclosed(shell: Shell, redirect: HereDoc): void {
  const { source, line } = shell;
  const start = source.lineOf(redirect.pos);
  shell.line = source.lineOf(Math.max(0, source.text.length - 1));
  const wanted = redirect.delimiter?.value ?? "";
  shell.error(`warning: here-document at line ${start} delimited by end-of-file (wanted \`${wanted}')`);
  shell.line = line;
}

async function hereDocument(shell: Shell, redirect: HereDoc): Promise<string> {
  const { body, delimiter, operator } = redirect;
  if (!redirect.closing) warnUnclosed(shell, redirect);
  const text = operator === "<<-" ? body.text.replace(/^\t+/gm, "") : body.text;
  if (delimiter?.quoted) return text;
  return operator === "<<-" ? expandEmbedded(shell, text) : expandParts(shell, body.parts, text);
}

/** Puts a file under the redirection's descriptor, or under a new one whose number the variable gets. */
function place(shell: Shell, redirect: Redirection, standard: number, file: OpenFile, change: Change): void {
  const { descriptor } = redirect;
  if (descriptor?.type !== "FileDescriptorVariable") return change(descriptor?.value ?? standard, file);
  const fd = shell.freeDescriptor(FIRST_NAMED);
  shell.process.setDescriptor(fd, file);
  assignDescriptor(shell, descriptor.name, fd);
}

function assignDescriptor(shell: Shell, name: string, fd: number): void {
  const match = /^(\w+)(?:\[(.*)\])?$/s.exec(name);
  assign(shell, match?.[1] ?? name, match?.[2], String(fd), false);
}

async function applyFile(shell: Shell, redirect: Redirect, change: Change): Promise<void> {
  const { operator, target } = redirect;
  if (!target) return;
  const words = await expandWords(shell, [target]);
  if (words.length !== 1) failed(shell, `${target.text}: ambiguous redirect`);
  const [word] = words;
  if (operator === ">&" || operator === "<&") return duplicate(shell, redirect, word, change);
  if (operator === "&>" || operator === "&>>") return both(shell, operator, word, change);
  const file = await openTarget(shell, word, operator);
  place(shell, redirect, operator.startsWith("<") ? 0 : 1, file, change);
}

async function both(shell: Shell, operator: string, path: string, change: Change): Promise<void> {
  const file = await openTarget(shell, path, operator);
  change(1, file);
  change(2, file);
}

/** What dash says of a file that it cannot open or create. */
function failedAsDash(shell: Shell, path: string, error: number, reading: boolean): never {
  const missing = error === ENOENT || error === ENOTDIR;
  const what = missing ? (reading ? "No such file" : "Directory nonexistent") : strerror(error);
  shell.error(`cannot ${reading ? "open" : "create"} ${path}: ${what}`);
  throw new RedirectionFailure(2);
}

function failed(shell: Shell, message: string): never {
  shell.error(message);
  throw new RedirectionFailure();
}

async function duplicate(shell: Shell, redirect: Redirect, word: string, change: Change): Promise<void> {
  const standard = redirect.operator === "<&" ? 0 : 1;
  if (word === "-") return closeDescriptor(shell, redirect, standard, change);
  const match = /^(\d+)(-?)$/.exec(word);
  if (!match) {
    if (redirect.operator === ">&" && !redirect.descriptor) return both(shell, "&>", word, change);
    return failed(shell, `${word}: ambiguous redirect`);
  }
  const from = Number(match[1]);
  const file = shell.open(from);
  if (!file) return failed(shell, `${match[1]}: ${strerror(EBADF)}`);
  place(shell, redirect, standard, file, change);
  if (match[2] === "-") change(from, undefined);
}

function closeDescriptor(shell: Shell, redirect: Redirect, standard: number, change: Change): void {
  const { descriptor } = redirect;
  if (descriptor?.type !== "FileDescriptorVariable") return change(descriptor?.value ?? standard, undefined);
  const fd = Number(shell.get(descriptor.name) ?? "");
  if (!Number.isInteger(fd) || !shell.open(fd)) failed(shell, `${descriptor.name}: ambiguous redirect`);
  shell.process.setDescriptor(fd, undefined);
}

/** Opens a redirection's file; tells why when it cannot. */
export async function openTarget(shell: Shell, path: string, operator: string): Promise<OpenFile> {
  if (path === "") failed(shell, `${path}: No such file or directory`);
  const { process } = shell;
  const connection = await openNetworkPath(shell, path);
  if (typeof connection === "number") failed(shell, `${path}: ${strerror(-connection)}`);
  if (connection !== undefined) return connection;
  const absolute = process.resolve(path);
  if (absolute === "/dev/null") return new NullStream();
  const fd = descriptorOf(absolute);
  if (fd !== undefined) return shell.open(fd) ?? failed(shell, `${path}: No such file or directory`);
  if (operator === ">" && shell.options.on("noclobber")) {
    const status = process.sys.stat(absolute);
    if (typeof status !== "number" && status.type === "file")
      failed(shell, `${path}: cannot overwrite existing file`);
  }
  const file = process.sys.open(absolute, FLAGS[operator], 0o666);
  if (typeof file !== "number") return new FileStream(file, absolute);
  if (shell.mode.posix) return failedAsDash(shell, path, -file, operator === "<");
  return failed(shell, `${path}: ${strerror(file === -EEXIST ? EEXIST : -file)}`);
}
