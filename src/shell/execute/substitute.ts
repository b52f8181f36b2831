/** Command and process substitution. */
import type { CommandExpansionPart, ParsedScript, ProcessSubstitutionPart, Script, Word } from "unbash";
import { strerror } from "../../errno.ts";
import { O_RDONLY } from "../../kernel.ts";
import { FileStream } from "../../process/file-stream.ts";
import { concatenate, type OpenFile } from "../../process/open-file.ts";
import { createPipe } from "../../process/pipe.ts";
import { MOST_KEPT, readFrom } from "../../process/stdio.ts";
import { decodeText } from "../../process/text.ts";
import type { Shell } from "../shell.ts";
import { parseText, Source } from "../source.ts";
import { reportSyntaxError } from "../syntax-error.ts";
import { forkShell } from "./subshell.ts";

/** The largest output that a substitution may have: a script must not eat all memory. */
const MAX_OUTPUT = 4 * MOST_KEPT;

/** Expands a word to one string; given, so that the modules do not import each other. */
export type ExpandPath = (shell: Shell, word: Word) => Promise<string>;

/** What the commands print, without the newlines at the end. */
export async function commandSubstitution(
  shell: Shell,
  part: CommandExpansionPart,
  expand: ExpandPath,
): Promise<string> {
  const script = scriptOf(shell, part);
  if (!script) return "";
  const source = sourceOf(shell, script);
  if (script.errors?.length) {
    reportSyntaxError(shell, source, script.errors, "command substitution");
    shell.substitutionStatus = 2;
    return "";
  }
  const file = await contentsOnly(shell, script, expand);
  const bytes = file ?? (await captured(shell, script, source));
  return decode(shell, bytes).replace(/\n+$/, "");
}

/** The commands; parsed anew when the part does not come from the shell's current source, so that positions are right. */
function scriptOf(
  shell: Shell,
  part: CommandExpansionPart | ProcessSubstitutionPart,
): ParsedScript | undefined {
  const { script } = part;
  if (!script || script.source !== undefined) return script;
  if (shell.source.text.slice(part.pos, part.end) === part.text) return script;
  const text = part.text.slice(part.text.startsWith("`") ? 1 : 2, -1);
  return { ...parseText(text), source: text };
}

function sourceOf(shell: Shell, script: Script): Source {
  return script.source === undefined ? shell.source : new Source(script.source, shell.line - 1);
}

function decode(shell: Shell, bytes: Uint8Array): string {
  if (!bytes.includes(0)) return decodeText(bytes);
  shell.error("warning: command substitution: ignored null byte in input");
  return decodeText(bytes.filter((byte) => byte !== 0));
}

/** `$(<file)` reads the file without a process. */
async function contentsOnly(
  shell: Shell,
  script: Script,
  expand: ExpandPath,
): Promise<Uint8Array | undefined> {
  const command = script.commands.length === 1 ? script.commands[0].command : undefined;
  if (command?.type !== "Command" || command.name || command.redirects.length !== 1) return undefined;
  const [redirect] = command.redirects;
  if (command.prefix.length + command.suffix.length !== 1) return undefined;
  if (redirect.type !== "Redirect" || redirect.operator !== "<" || !redirect.target) return undefined;
  const path = await expand(shell, redirect.target);
  const file = shell.process.sys.open(shell.process.resolve(path), O_RDONLY);
  if (typeof file === "number") {
    shell.error(`${path}: ${strerror(-file)}`);
    shell.substitutionStatus = 1;
    return new Uint8Array();
  }
  const stream = new FileStream(file, path).retain();
  const { bytes } = await drain(shell, stream);
  stream.release();
  shell.substitutionStatus = 0;
  return bytes;
}

async function captured(shell: Shell, script: Script, source: Source): Promise<Uint8Array> {
  const pipe = createPipe();
  const reader = pipe.reader.retain();
  const writer = pipe.writer.retain();
  const fds = new Map(shell.process.fds).set(1, writer);
  const child = forkShell(
    shell,
    (copy) => {
      copy.traceDepth++;
      if (!copy.options.shopted("inherit_errexit")) copy.options.set.delete("errexit");
      return copy.interpreter.script(copy, script, source);
    },
    { fds },
    true,
  );
  writer.release();
  try {
    const { bytes, complete } = await drain(shell, reader);
    if (!complete) shell.error("command substitution: cannot allocate memory");
    reader.release();
    shell.foreground = [child];
    shell.substitutionStatus = await child.wait();
    shell.status = shell.substitutionStatus;
    return bytes;
  } finally {
    shell.foreground = undefined;
  }
}

async function drain(shell: Shell, file: OpenFile): Promise<{ bytes: Uint8Array; complete: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < MAX_OUTPUT) {
    const chunk = await readFrom(shell.process, file, 65_536);
    if (chunk === undefined || typeof chunk === "number")
      return { bytes: concatenate(chunks), complete: true };
    chunks.push(chunk);
    length += chunk.length;
  }
  return { bytes: concatenate(chunks), complete: false };
}

/** The highest descriptor that bash uses for process substitutions. */
const FIRST_DESCRIPTOR = 63;

/** Starts the process and gives the path under which the other end of its pipe can be opened. */
export function processSubstitution(shell: Shell, part: ProcessSubstitutionPart): string {
  const pipe = createPipe();
  const reads = part.operator === "<";
  const [ours, theirs] = reads ? [pipe.reader, pipe.writer] : [pipe.writer, pipe.reader];
  let fd = FIRST_DESCRIPTOR;
  while (shell.process.fds.has(fd)) fd--;
  const script = scriptOf(shell, part);
  const fds = new Map(shell.process.fds).set(reads ? 1 : 0, theirs);
  theirs.retain();
  const child = forkShell(
    shell,
    async (copy) => (script ? copy.interpreter.script(copy, script, sourceOf(copy, script)) : 0),
    { fds },
    true,
  );
  shell.lastBackground = child.pid;
  shell.process.setDescriptor(fd, ours);
  theirs.release();
  shell.substitutions.push(fd);
  return `/dev/fd/${fd}`;
}

/** Closes what the substitutions of a command left open. */
export function closeSubstitutions(shell: Shell, keep: number): void {
  while (shell.substitutions.length > keep) {
    const fd = shell.substitutions.pop();
    if (fd !== undefined) shell.process.setDescriptor(fd, undefined);
  }
}
