/** What sed reads: its input line by line, and the files that `r` and `R` name. */
import { EISDIR, strerror } from "../../errno.ts";
import type { Process } from "../../process/process.ts";
import { chunksOf, complain, type Line, linesOf, openInput } from "../lib/text/input.ts";
import { PANIC, SedPanic } from "./sed-output.ts";

/** Status when an input file could not be read. */
const BAD_INPUT = 2;

/** All lines of all files; whether a line is the last one is known only when the next was asked for. */
export class LineSource {
  /** Status because of files that could not be read. */
  trouble = 0;
  number = 0;
  private readonly lines: AsyncGenerator<Line>;
  private readonly inPlace: boolean;
  private ahead: Line | undefined;
  private ended = false;

  constructor(process: Process, names: readonly string[], inPlace: boolean) {
    this.inPlace = inPlace;
    this.lines = this.all(process, names);
  }

  private async *all(process: Process, names: readonly string[]): AsyncGenerator<Line> {
    for (const name of names) {
      const file = openInput(process, name);
      if (typeof file === "number") {
        if (file === -EISDIR && !this.inPlace)
          throw new SedPanic(`read error on ${name}: ${strerror(EISDIR)}`);
        this.trouble = file === -EISDIR ? PANIC : BAD_INPUT;
        const what =
          file === -EISDIR
            ? `couldn't edit ${name}: not a regular file`
            : `can't read ${name}: ${strerror(-file)}`;
        complain(process, what);
      } else yield* linesOf(process, file);
    }
  }

  async next(): Promise<Line | undefined> {
    const line = this.ahead ?? (await this.fetch());
    this.ahead = undefined;
    if (line) this.number++;
    return line;
  }

  async isLast(): Promise<boolean> {
    this.ahead ??= await this.fetch();
    return this.ahead === undefined;
  }

  private async fetch(): Promise<Line | undefined> {
    if (this.ended) return undefined;
    const result = await this.lines.next();
    if (!result.done) return result.value;
    this.ended = true;
    return undefined;
  }
}

/** Opens what `r` or `R` names; undefined when it cannot be read, which is no mistake. */
function openNamed(
  process: Process,
  name: string,
): { readonly file: ReturnType<typeof openInput> } | undefined {
  const file = openInput(process, name === "/dev/stdin" ? "-" : name);
  return typeof file === "number" ? undefined : { file };
}

/** The bytes of a file that `r` names, as they are. */
export async function* contentOf(process: Process, name: string): AsyncGenerator<Uint8Array> {
  const opened = openNamed(process, name);
  if (opened !== undefined && typeof opened.file !== "number") yield* chunksOf(process, opened.file);
}

/** The files of which `R` takes a line each time. */
export class TakenFiles {
  private readonly process: Process;
  private readonly files = new Map<string, AsyncGenerator<Line>>();

  constructor(process: Process) {
    this.process = process;
  }

  /** @returns the next line with its newline, as far as the file has one; undefined at the end */
  async take(name: string): Promise<string | undefined> {
    let lines = this.files.get(name);
    if (lines === undefined) {
      const opened = openNamed(this.process, name);
      lines =
        opened === undefined || typeof opened.file === "number"
          ? nothing()
          : linesOf(this.process, opened.file);
      this.files.set(name, lines);
    }
    const { value, done } = await lines.next();
    return done ? undefined : value.text + (value.ended ? "\n" : "");
  }

  async close(): Promise<void> {
    for (const lines of this.files.values()) await lines.return(undefined);
    this.files.clear();
  }
}

async function* nothing(): AsyncGenerator<Line> {}
