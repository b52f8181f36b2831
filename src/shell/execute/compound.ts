/** Compound commands. */
import type {
  ArithmeticExpression,
  ArithmeticFor,
  Case,
  CompoundList,
  For,
  Function as FunctionNode,
  If,
  Select,
  While,
} from "unbash";
import { BUILTIN_NS } from "../../process/cost.ts";
import { readFrom } from "../../process/stdio.ts";
import { TextStream } from "../../process/text.ts";
import { assign } from "../assign.ts";
import { evaluateText, expandPattern, expandString, expandWords } from "../expand/word.ts";
import { patternRegExp } from "../pattern.ts";
import type { Shell } from "../shell.ts";
import { LoopControl } from "../unwind.ts";
import { NAME } from "../variables.ts";
import { trace } from "./simple.ts";

/** Runs what stands inside. @returns the exit status */
export type RunList = (shell: Shell, list: CompoundList) => Promise<number>;

/** `if` */
export async function runIf(shell: Shell, node: If, list: RunList): Promise<number> {
  if ((await condition(shell, node.clause, list)) === 0) return list(shell, node.then);
  for (const elif of node.elif) {
    if ((await condition(shell, elif.clause, list)) === 0) return list(shell, elif.then);
  }
  return node.else ? list(shell, node.else) : 0;
}

/** A condition: what fails in it does not end the shell. */
async function condition(shell: Shell, clause: CompoundList, list: RunList): Promise<number> {
  shell.tolerant++;
  try {
    return await list(shell, clause);
  } finally {
    shell.tolerant--;
  }
}

/** Runs one round of a loop. @returns whether the loop goes on */
async function round(body: () => Promise<number>, result: { status: number }): Promise<boolean> {
  try {
    result.status = await body();
    return true;
  } catch (error) {
    if (!(error instanceof LoopControl)) throw error;
    result.status = 0;
    if (error.levels > 1) {
      error.levels--;
      throw error;
    }
    return error.kind === "continue";
  }
}

async function inLoop(shell: Shell, run: (result: { status: number }) => Promise<void>): Promise<number> {
  const result = { status: 0 };
  shell.loops++;
  try {
    await run(result);
  } finally {
    shell.loops--;
  }
  return result.status;
}

/** `while` and `until` */
export function runWhile(shell: Shell, node: While, list: RunList): Promise<number> {
  return inLoop(shell, async (result) => {
    for (;;) {
      await shell.breathe();
      let done = false;
      const goOn = await round(async () => {
        const status = await condition(shell, node.clause, list);
        done = (status === 0) === (node.kind === "until");
        return done ? result.status : list(shell, node.body);
      }, result);
      if (!goOn || done) return;
    }
  });
}

/** `for name in words` */
export function runFor(shell: Shell, node: For, list: RunList): Promise<number> {
  return inLoop(shell, async (result) => {
    const line = shell.source.lineOf(node.pos);
    shell.line = line;
    const values = node.wordlist ? await expandWords(shell, node.wordlist) : [...shell.positional];
    for (const value of values) {
      await shell.breathe();
      shell.line = line;
      if (shell.options.on("xtrace")) {
        const words = node.wordlist ? node.wordlist.map((word) => word.text).join(" ") : '"$@"';
        await trace(shell, `for ${node.name.text} in ${words}`);
      }
      if (!NAME.test(node.name.text)) return void shell.fail(`\`${node.name.text}': not a valid identifier`);
      assign(shell, node.name.text, undefined, value, false);
      shell.process.sys.spend(BUILTIN_NS);
      if (!(await round(() => list(shell, node.body), result))) return;
    }
  });
}

/** `for ((…; …; …))` */
export function runArithmeticFor(shell: Shell, node: ArithmeticFor, list: RunList): Promise<number> {
  return inLoop(shell, async (result) => {
    shell.line = shell.source.lineOf(node.pos);
    const { text } = shell.source;
    const part = (expression: ArithmeticExpression | undefined) =>
      expression ? text.slice(expression.pos, expression.end) : "";
    const evaluate = async (expression: string) => {
      if (shell.options.on("xtrace") && expression !== "") await trace(shell, `(( ${expression.trim()} ))`);
      return expression === "" ? 1n : evaluateText(shell, expression, "((: ");
    };
    const [first, test, update] = [part(node.initialize), part(node.test), part(node.update)];
    await evaluate(first);
    while ((await evaluate(test)) !== 0n) {
      await shell.breathe();
      shell.process.sys.spend(BUILTIN_NS);
      if (!(await round(() => list(shell, node.body), result))) return;
      await evaluate(update);
    }
  });
}

/** `case` */
export async function runCase(shell: Shell, node: Case, list: RunList): Promise<number> {
  shell.line = shell.source.lineOf(node.pos);
  const word = await expandString(shell, node.word);
  if (shell.options.on("xtrace")) await trace(shell, `case ${node.word.text} in`);
  const ignoreCase = shell.options.shopted("nocasematch");
  let status = 0;
  let falling = false;
  for (const item of node.items) {
    if (!falling && !(await matchesAny(shell, word, item.pattern, ignoreCase))) continue;
    status = await list(shell, item.body);
    falling = item.terminator === ";&";
    if (item.terminator !== ";&" && item.terminator !== ";;&") return status;
  }
  return status;
}

async function matchesAny(
  shell: Shell,
  text: string,
  patterns: Case["items"][number]["pattern"],
  ignoreCase: boolean,
): Promise<boolean> {
  for (const pattern of patterns) {
    const expanded = await expandPattern(shell, pattern);
    if (patternRegExp(shell.units(expanded), { extglob: true, ignoreCase }).test(shell.units(text)))
      return true;
  }
  return false;
}

/** `select` */
export function runSelect(shell: Shell, node: Select, list: RunList): Promise<number> {
  return inLoop(shell, async (result) => {
    const values = node.wordlist ? await expandWords(shell, node.wordlist) : [...shell.positional];
    if (values.length === 0) return;
    let show = true;
    for (;;) {
      if (show) shell.process.stderr.write(menu(values));
      shell.process.stderr.write(shell.get("PS3") ?? "#? ");
      const reply = await readLine(shell);
      if (reply === undefined) {
        shell.process.stderr.write("\n");
        result.status = 1;
        return;
      }
      shell.set("REPLY", reply);
      show = reply === "";
      if (show) continue;
      const choice = /^\s*\d+\s*$/.test(reply) ? values[Number(reply) - 1] : undefined;
      assign(shell, node.name.text, undefined, choice ?? "", false);
      if (!(await round(() => list(shell, node.body), result))) return;
    }
  });
}

function menu(values: readonly string[]): string {
  const width = String(values.length).length;
  return values.map((value, i) => `${String(i + 1).padStart(width)}) ${value}\n`).join("");
}

async function readLine(shell: Shell): Promise<string | undefined> {
  const file = shell.open(0);
  if (!file) return undefined;
  let text = "";
  const decoder = new TextStream();
  for (;;) {
    const chunk = await readFrom(shell.process, file, 4096);
    if (chunk === undefined || typeof chunk === "number") {
      text += decoder.end();
      return text === "" ? undefined : text;
    }
    const newline = chunk.indexOf(10);
    if (newline < 0) {
      text += decoder.decode(chunk);
      continue;
    }
    file.unread(chunk.subarray(newline + 1));
    return text + decoder.decode(chunk.subarray(0, newline)) + decoder.end();
  }
}

/** `name() { …; }`: remembers it. @returns the exit status */
export function defineFunction(shell: Shell, node: FunctionNode): number {
  const name = node.name.text;
  if (shell.readonlyFunctions.has(name)) {
    shell.line = shell.source.lineOf(Math.max(0, node.end - 1));
    shell.error(`${name}: readonly function`);
    return 1;
  }
  shell.functions.set(name, {
    body: node.body,
    source: shell.source,
    file: shell.frames.at(-1)?.file ?? (shell.mode.commandString ? "environment" : "main"),
    text: shell.source.text.slice(node.pos, node.end),
    line: shell.source.lineOf(node.pos),
  });
  return 0;
}
