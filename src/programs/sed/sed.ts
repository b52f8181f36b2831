/** GNU sed: its command line, and files that are edited in place. */
import { strerror } from "../../errno.ts";
import { O_CREAT, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import type { Main, Process } from "../../process/process.ts";
import { encodeText } from "../../process/text.ts";
import { getopt } from "../lib/getopt.ts";
import { complain, keptLines, openInput, usageFailure } from "../lib/text/input.ts";
import { Kept } from "../lib/text/kept.ts";
import { writeWhole } from "../lib/text/output-file.ts";
import { LineSource } from "./sed-input.ts";
import { Sed } from "./sed-machine.ts";
import { SedPanic, WrittenFiles } from "./sed-output.ts";
import { parseSed, type SedCommand, SedSyntaxError } from "./sed-script.ts";

/** Lines that end in zeros, files each for itself, the width of `l` for all. */
const UNSUPPORTED: ReadonlySet<string> = new Set(["z", "s", "l"]);

export const main: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "bnEe:f:i::l:rsuz", [
    { name: "binary", argument: "none", value: "b" },
    { name: "expression", argument: "required", value: "e" },
    { name: "file", argument: "required", value: "f" },
    { name: "in-place", argument: "optional", value: "i" },
    { name: "line-buffered", argument: "none", value: "u" },
    { name: "line-length", argument: "required", value: "l" },
    { name: "null-data", argument: "none", value: "z" },
    { name: "quiet", argument: "none", value: "n" },
    { name: "regexp-extended", argument: "none", value: "E" },
    { name: "separate", argument: "none", value: "s" },
    { name: "silent", argument: "none", value: "n" },
    { name: "unbuffered", argument: "none", value: "u" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const refused = options.find(({ option }) => UNSUPPORTED.has(option));
  if (refused !== undefined) {
    complain(process, `option -${refused.option} is not supported here`);
    return 1;
  }
  const has = (...names: string[]) => options.some(({ option }) => names.includes(option));
  const pieces: string[] = [];
  for (const { option, argument = "" } of options) {
    if (option === "e") pieces.push(argument);
    if (option !== "f") continue;
    const text = await readScript(process, argument);
    if (text === undefined) return 1;
    pieces.push(text);
  }
  const files = [...operands];
  if (pieces.length === 0) {
    const first = files.shift();
    if (first === undefined) {
      process.stderr.write(
        `Usage: ${process.argv[0]} [OPTION]... {script-only-if-no-other-script} [input-file]...\n`,
      );
      return 1;
    }
    pieces.push(first);
  }
  let script: SedCommand[];
  try {
    script = parseSed(pieces.join("\n"), has("E", "r"));
  } catch (error) {
    if (!(error instanceof SedSyntaxError)) throw error;
    process.stderr.write(`${process.argv[0]}: -e expression #1, char ${error.position}: ${error.message}\n`);
    return 1;
  }
  const quiet = has("n") || pieces[0]?.startsWith("#n\n");
  const suffix = has("i") ? (options.find(({ option }) => option === "i")?.argument ?? "") : undefined;
  try {
    return await edit(process, { script, quiet, files, suffix, unbuffered: has("u") });
  } catch (error) {
    if (!(error instanceof SedPanic)) throw error;
    complain(process, error.message);
    return error.status;
  }
};

/** What is to be done to which files. */
interface Editing {
  readonly script: readonly SedCommand[];
  readonly quiet: boolean;
  readonly files: readonly string[];
  /** What is appended to the names of the originals when files are edited in place; undefined when they are not. */
  readonly suffix: string | undefined;
  readonly unbuffered: boolean;
}

async function edit(process: Process, editing: Editing): Promise<number> {
  const { script, quiet, files, suffix } = editing;
  const written = new WrittenFiles(process, editing.unbuffered);
  written.open(script);
  if (suffix !== undefined) return inPlace(process, editing, written, suffix);
  const input = new LineSource(process, files.length > 0 ? files : ["-"], false);
  const machine = new Sed(process, script, quiet, input, written, {
    write: (text) => process.stdout.write(text),
    writeBytes: async (bytes) => {
      process.stdout.write(bytes);
      await process.stdout.flush();
    },
  });
  const status = await machine.run();
  await written.close();
  return status || input.trouble;
}

async function readScript(process: Process, name: string): Promise<string | undefined> {
  const file = openInput(process, name);
  if (typeof file === "number") {
    complain(process, `couldn't open file ${name}: ${strerror(-file)}`);
    return undefined;
  }
  return (await keptLines(process, file)).map(({ text }) => text).join("\n");
}

async function inPlace(
  process: Process,
  { script, quiet, files }: Editing,
  written: WrittenFiles,
  suffix: string,
): Promise<number> {
  let status = 0;
  for (const name of files) {
    const input = new LineSource(process, [name], true);
    const pieces: Uint8Array[] = [];
    const kept = new Kept(process);
    const keep = (bytes: Uint8Array) => {
      kept.add(bytes.length);
      pieces.push(bytes);
    };
    const machine = new Sed(process, script, quiet, input, written, {
      write: (text) => keep(encodeText(text)),
      writeBytes: async (bytes) => keep(bytes.slice()),
    });
    const ended = await machine.run();
    if (input.trouble !== 0) {
      status = input.trouble;
      continue;
    }
    // at the end: what was written elsewhere fails before the last file is replaced
    if (name === files.at(-1)) await written.close();
    if (ended !== 0) status = ended;
    if (suffix !== "") process.sys.rename(process.resolve(name), process.resolve(name + suffix));
    const file = process.sys.open(process.resolve(name), O_WRONLY | O_CREAT | O_TRUNC, 0o666);
    if (typeof file === "number") throw new SedPanic(`couldn't open file ${name}: ${strerror(-file)}`);
    let error = 0;
    for (const piece of pieces) error ||= await writeWhole(process, file, piece);
    file.close();
    if (error !== 0) throw new SedPanic(`couldn't flush ${name}: ${strerror(-error)}`);
  }
  await written.close();
  return status;
}
