/** Where `print` goes: standard output, files and commands. */
import { EAGAIN, strerror } from "../../errno.ts";
import { type File, O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import type { BaseOpenFile } from "../../process/open-file.ts";
import { createPipe } from "../../process/pipe.ts";
import type { Child, Process, Stream } from "../../process/process.ts";
import { encodeText } from "../../process/text.ts";
import { AwkError } from "./value.ts";

/** glibc's buffer. */
const BUFFER = 4096;

/** A file or a command that is written to. */
class Output {
  private readonly process: Process;
  private readonly file: File | undefined;
  private readonly pipe: BaseOpenFile | undefined;
  private readonly child: Child | undefined;
  private held = "";

  constructor(
    process: Process,
    file: File | undefined,
    pipe: BaseOpenFile | undefined,
    child: Child | undefined,
  ) {
    this.process = process;
    this.file = file;
    this.pipe = pipe;
    this.child = child;
  }

  async write(text: string): Promise<void> {
    this.held += text;
    if (this.held.length >= BUFFER) await this.flush();
  }

  async flush(): Promise<void> {
    const bytes = encodeText(this.held);
    this.held = "";
    for (let at = 0; at < bytes.length; ) {
      const rest = bytes.subarray(at);
      const count = this.pipe ? this.pipe.tryWrite(rest) : (this.file?.write(rest) ?? rest.length);
      const { pipe } = this;
      if (count === -EAGAIN && pipe) await this.process.poll([{ poll: (wake) => pipe.pollWrite(wake) }]);
      else if (count < 0) return;
      else at += count;
    }
  }

  /** @returns the exit status of a command, 0 for a file */
  async close(): Promise<number> {
    await this.flush();
    this.file?.close();
    this.pipe?.release();
    return this.child ? this.child.wait() : 0;
  }
}

export class Outputs {
  private readonly process: Process;
  private readonly open = new Map<string, Output>();
  private readonly unbuffered: boolean;

  constructor(process: Process, unbuffered: boolean) {
    this.process = process;
    this.unbuffered = unbuffered;
  }

  async standard(text: string): Promise<void> {
    const { stdout } = this.process;
    stdout.write(encodeText(text));
    const { error, noticed } = stdout.faults;
    if (noticed) {
      await stdout.flush();
      this.process.stderr.write(`${this.process.argv[0]}: write failure (${strerror(error)})\n`);
      this.process.exit(2);
    }
    if (this.unbuffered) await this.process.stdout.flush();
  }

  async write(mark: ">" | ">>" | "|", name: string, text: string): Promise<void> {
    if (mark !== "|" && (name === "/dev/stdout" || name === "-")) return this.standard(text);
    if (mark !== "|" && name === "/dev/stderr") return this.process.stderr.write(encodeText(text));
    let output = this.open.get(name);
    if (output === undefined) {
      output = mark === "|" ? await this.command(name) : this.file(name, mark === ">>");
      this.open.set(name, output);
    }
    await output.write(text);
  }

  private file(name: string, append: boolean): Output {
    const { process } = this;
    const flags = O_WRONLY | O_CREAT | (append ? O_APPEND : O_TRUNC);
    const file = process.sys.open(process.resolve(name), flags, 0o666);
    if (typeof file === "number") throw new AwkError(`cannot open "${name}" for output`);
    return new Output(process, file, undefined, undefined);
  }

  private async command(command: string): Promise<Output> {
    const { process } = this;
    await this.flushAll();
    const { reader, writer } = createPipe();
    writer.retain();
    const child = await process.spawn(["sh", "-c", command], {
      fds: new Map<number, Stream>([...process.fds, [0, reader]]),
    });
    if (typeof child === "number") throw new AwkError(`cannot open "${command}" for output`);
    return new Output(process, undefined, writer, child);
  }

  async flushAll(): Promise<void> {
    await this.process.stdout.flush();
    for (const output of this.open.values()) await output.flush();
  }

  /** @returns whether there was something open of this name */
  async flush(name: string): Promise<boolean> {
    if (name === "/dev/stdout" || name === "-") await this.process.stdout.flush();
    const output = this.open.get(name);
    await output?.flush();
    return output !== undefined || name === "/dev/stdout" || name === "/dev/stderr";
  }

  async close(name: string): Promise<number | undefined> {
    const output = this.open.get(name);
    if (output === undefined) return undefined;
    this.open.delete(name);
    return output.close();
  }

  async closeAll(): Promise<void> {
    await this.process.stdout.flush();
    for (const name of [...this.open.keys()]) await this.close(name);
  }
}
