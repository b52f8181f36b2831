/** Files and commands that `getline` reads, by their names, until they are closed. */
import { O_RDONLY } from "../../kernel.ts";
import { createPipe } from "../../process/pipe.ts";
import type { Process, Stream } from "../../process/process.ts";
import { type OpenInput, type Read, RecordReader, readFile, readPipe } from "./input.ts";

/** Those that are open. */
export class NamedInputs {
  private readonly process: Process;
  private readonly interactive: boolean;
  private readonly inputs = new Map<string, OpenInput>();

  constructor(process: Process, interactive: boolean) {
    this.process = process;
    this.interactive = interactive;
  }

  /** Forgets the input of that name, which its caller closes. */
  take(name: string): OpenInput | undefined {
    const input = this.inputs.get(name);
    this.inputs.delete(name);
    return input;
  }

  /** The input of that name, opened when it is first read; undefined when that fails. */
  async open(source: "file" | "command", name: string): Promise<OpenInput | undefined> {
    const known = this.inputs.get(name);
    if (known !== undefined) return known;
    const opened = source === "file" ? this.openFile(name) : await this.openCommand(name);
    if (opened !== undefined) this.inputs.set(name, opened);
    return opened;
  }

  private reader(read: Read): RecordReader {
    return new RecordReader(read, this.interactive);
  }

  private openFile(name: string): OpenInput | undefined {
    const { process } = this;
    if (name === "-" || name === "/dev/stdin")
      return { records: this.reader(() => process.stdin.read()), child: undefined, close: () => undefined };
    const file = process.sys.open(process.resolve(name), O_RDONLY);
    if (typeof file === "number") return undefined;
    return { records: this.reader(readFile(process, file)), child: undefined, close: () => file.close() };
  }

  private async openCommand(command: string): Promise<OpenInput | undefined> {
    const { process } = this;
    await process.stdout.flush();
    const { reader, writer } = createPipe();
    reader.retain();
    const child = await process.spawn(["sh", "-c", command], {
      fds: new Map<number, Stream>([...process.fds, [1, writer]]),
    });
    if (typeof child === "number") return undefined;
    return { records: this.reader(readPipe(process, reader)), child, close: () => reader.release() };
  }
}
