/** The main input: the files and assignments that ARGV names when it comes to them, else standard input. */
import { EISDIR, strerror } from "../../errno.ts";
import { type File, O_RDONLY } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { RecordReader, readFile } from "./input.ts";
import { decodeString } from "./lexer.ts";
import type { Runtime } from "./runtime.ts";
import { AwkError, Input } from "./value.ts";

const ASSIGNMENT = /^([A-Za-z_]\w*)=([\s\S]*)$/;

/** Gives its records one after the other. */
export class MainInput {
  /** Whether no record was asked for. */
  untouched = true;
  private readonly process: Process;
  private readonly runtime: Runtime;
  private readonly interactive: boolean;
  private at = 1;
  private read = false;
  private current: { readonly records: RecordReader; readonly file: File | undefined } | undefined;

  constructor(process: Process, runtime: Runtime, interactive: boolean) {
    this.process = process;
    this.runtime = runtime;
    this.interactive = interactive;
  }

  /** The next record; counts it. Undefined when there are no more. */
  async next(): Promise<string | undefined> {
    const { runtime } = this;
    this.untouched = false;
    for (;;) {
      if (this.current === undefined && !this.open()) return undefined;
      const record = await this.current?.records.next(runtime.text(runtime.get("RS")));
      if (record !== undefined) {
        runtime.set("NR", runtime.number("NR") + 1);
        runtime.set("FNR", runtime.number("FNR") + 1);
        return record;
      }
      this.skipFile();
    }
  }

  skipFile(): void {
    this.current?.file?.close();
    this.current = undefined;
  }

  private open(): boolean {
    const { runtime } = this;
    const { array } = runtime.cell("ARGV");
    for (; this.at < runtime.number("ARGC"); ) {
      const word = runtime.text(array.get(String(this.at++)));
      const assignment = ASSIGNMENT.exec(word);
      if (assignment) runtime.set(assignment[1], new Input(decodeString(assignment[2])));
      else if (word !== "") return this.openFile(word);
    }
    if (this.read) return false;
    this.read = true;
    this.start(undefined);
    return true;
  }

  private openFile(name: string): boolean {
    const { process } = this;
    this.read = true;
    this.runtime.set("FILENAME", name);
    if (name === "-" || name === "/dev/stdin") {
      this.start(undefined);
      return true;
    }
    const path = process.resolve(name);
    const status = process.sys.stat(path);
    if (typeof status !== "number" && status.type === "directory")
      throw new AwkError(`read error (${strerror(EISDIR)})`);
    const file = process.sys.open(path, O_RDONLY);
    if (typeof file === "number") throw new AwkError(`cannot open ${name} (${strerror(-file)})`);
    this.start(file);
    return true;
  }

  private start(file: File | undefined): void {
    const { process } = this;
    this.runtime.set("FNR", 0);
    const read = file === undefined ? () => process.stdin.read() : readFile(process, file);
    this.current = { records: new RecordReader(read, this.interactive), file };
  }
}
