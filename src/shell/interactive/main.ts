/** The interactive shell: reads commands from a terminal with editing, and runs them with job control. */
import { readFrom } from "../../process/stdio.ts";
import { terminalOf } from "../../process/terminal.ts";
import { notifyJobs } from "../execute/wait.ts";
import { isIncomplete } from "../incomplete.ts";
import { jobState } from "../jobs.ts";
import { runScriptText } from "../reader.ts";
import type { Shell } from "../shell.ts";
import { parseText } from "../source.ts";
import { InterruptControl, LoopControl } from "../unwind.ts";
import { complete } from "./completion.ts";
import { type Edited, LineEditor } from "./line-editor.ts";
import { defaultPrompt, renderPrompt } from "./prompt.ts";

/** Lines of history that are kept. */
const HISTORY_LIMIT = 1000;

/** Runs until `exit` or the end of input. @returns the exit status */
export async function runInteractive(shell: Shell): Promise<number> {
  prepare(shell);
  const rc = shell.process.resolve(`${shell.get("HOME") ?? "/root"}/.bashrc`);
  if (typeof shell.process.sys.stat(rc) !== "number")
    await shell.interpreter.words(shell, ["source", rc], true);
  const session = new Session(shell);
  let warned = false;
  for (;;) {
    const text = await session.command();
    if (text === undefined) {
      const stopped = shell.jobs.jobs.some((job) => jobState(job) === "Stopped");
      shell.process.stderr.write("exit\n");
      if (!stopped || warned) return shell.status;
      shell.process.stderr.write("There are stopped jobs.\n");
      warned = true;
      continue;
    }
    warned = false;
    await runCommand(shell, text);
  }
}

function prepare(shell: Shell): void {
  for (const option of ["monitor", "emacs", "history"]) shell.options.set.add(option);
  shell.options.shopt.set("expand_aliases", true);
  // handlers and not "ignore", which the children would inherit
  for (const signal of ["SIGQUIT", "SIGTERM", "SIGTSTP", "SIGTTIN", "SIGTTOU"] as const) {
    shell.process.onSignal(signal, () => undefined);
  }
  if (shell.get("PS2") === undefined) shell.set("PS2", "> ");
}

async function runCommand(shell: Shell, text: string): Promise<void> {
  shell.interrupted = false;
  shell.line = 0;
  try {
    shell.status = await runScriptText(shell, text, "");
  } catch (error) {
    if (error instanceof InterruptControl) {
      shell.status = 130;
      shell.process.stderr.write("\n");
    } else if (!(error instanceof LoopControl)) throw error;
  }
  shell.loops = 0;
  shell.tolerant = 0;
  await shell.process.stdout.flush();
}

/** Reads commands of one or more lines. */
class Session {
  private readonly shell: Shell;
  private readonly editor: LineEditor;

  constructor(shell: Shell) {
    this.shell = shell;
    this.editor = new LineEditor(
      {
        write: (text) => shell.process.stderr.write(text),
        columns: () => shell.open(0)?.size?.columns ?? 80,
        complete: (text, cursor) => complete(shell, text, cursor),
      },
      shell.history,
    );
  }

  /** The next whole command; undefined at the end of the input. */
  async command(): Promise<string | undefined> {
    const { shell } = this;
    let text = "";
    for (;;) {
      notifyJobs(shell);
      const prompt = await this.prompt(text === "");
      const edited = await this.edit(prompt);
      if (edited.kind === "end") {
        if (text === "") return undefined;
        return `${text}\n`;
      }
      if (edited.kind === "interrupt") {
        shell.status = 130;
        text = "";
        continue;
      }
      text += `${edited.text}\n`;
      if (text.trim() === "") {
        text = "";
        continue;
      }
      if (isIncomplete(text, parseText(text))) continue;
      this.remember(text);
      return text;
    }
  }

  private async prompt(first: boolean): Promise<string> {
    const { shell } = this;
    const command = shell.get("PROMPT_COMMAND");
    if (first && command) {
      const { status } = shell;
      await runCommand(shell, command);
      shell.status = status;
    }
    return renderPrompt(
      shell,
      first ? (shell.get("PS1") ?? defaultPrompt(shell)) : (shell.get("PS2") ?? "> "),
    );
  }

  private remember(text: string): void {
    const line = text.trimEnd();
    const { history } = this.shell;
    if (history.at(-1) !== line) history.push(line);
    if (history.length > HISTORY_LIMIT) history.shift();
  }

  private async edit(prompt: string): Promise<Edited> {
    const { shell } = this;
    const file = shell.open(0);
    if (!file) return { kind: "end" };
    const terminal = terminalOf(file);
    shell.process.table.foreground = shell.process.group;
    terminal?.setRaw(true);
    try {
      let edited = this.editor.start(prompt);
      while (!edited) {
        const data = await readFrom(shell.process, file, 4096);
        if (data === undefined || typeof data === "number") return { kind: "end" };
        edited = this.editor.feed(data);
      }
      return edited;
    } finally {
      terminal?.setRaw(false);
    }
  }
}
