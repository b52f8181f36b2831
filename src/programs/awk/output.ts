/** Where `print` goes: standard output, files and commands. */
import { EAGAIN, EPIPE, strerror } from "../../errno.ts";
import { type File, O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import type { BaseOpenFile } from "../../process/open-file.ts";
import { createPipe } from "../../process/pipe.ts";
import type { Child, Process, Stream } from "../../process/process.ts";
import { encodeText } from "../../process/text.ts";
import { writeWhole } from "../lib/text/output-file.ts";
import { AwkError } from "./value.ts";

/** glibc's buffer. */
const BUFFER = 4096;
/** Status of a run that failed. */
const FAILED = 2;

/** A file or a command that is written to. */
class Output {
  /** What the last failing write failed with, as `ferror(3)` keeps it. */
  error = 0;
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

  /** @returns whether it is taken, or held back for now */
  async write(text: string): Promise<boolean> {
    this.held += text;
    if (this.error !== 0) return false;
    if (this.held.length < BUFFER || (await this.flush())) return true;
    // what did not fit into the buffer is still to be written when the file is closed
    this.held = text;
    return false;
  }

  /** @returns whether all that was held back is taken; it is forgotten otherwise */
  async flush(): Promise<boolean> {
    const bytes = encodeText(this.held);
    this.held = "";
    const error = this.pipe ? await this.feed(this.pipe, bytes) : await this.store(bytes);
    if (error === 0) return true;
    this.error = -error;
    return false;
  }

  private async store(bytes: Uint8Array): Promise<number> {
    return this.file ? writeWhole(this.process, this.file, bytes) : 0;
  }

  private async feed(pipe: BaseOpenFile, bytes: Uint8Array): Promise<number> {
    const { process } = this;
    for (let at = 0; at < bytes.length; ) {
      const count = pipe.tryWrite(bytes.subarray(at));
      if (count === -EAGAIN) await process.poll([{ poll: (wake) => pipe.pollWrite(wake) }]);
      else if (count === -EPIPE) {
        process.kill(process.pid, "SIGPIPE");
        await process.stdout.flush();
        return count;
      } else if (count < 0) return count;
      else at += count;
    }
    return 0;
  }

  /** @returns the exit status of a command, 0 for a file; undefined when what was held back is not taken */
  async close(): Promise<number | undefined> {
    const taken = await this.flush();
    this.file?.close();
    this.pipe?.release();
    if (!taken) return undefined;
    return this.child ? this.child.wait() : 0;
  }
}

/** Those that are open. */
export class Outputs {
  private readonly process: Process;
  private readonly open = new Map<string, Output>();
  private readonly unbuffered: boolean;
  /** What was written to last. */
  private latest: string | undefined;

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
    if (output === undefined || name !== this.latest) {
      output ??= mark === "|" ? await this.command(name) : this.file(name, mark === ">>");
      this.open.delete(name);
      this.open.set(name, output);
      this.latest = name;
    }
    if (await output.write(text)) return;
    this.say(`write failure (${strerror(output.error)})`);
    await this.closeAll();
    this.process.exit(FAILED);
  }

  private file(name: string, append: boolean): Output {
    const { process } = this;
    const flags = O_WRONLY | O_CREAT | (append ? O_APPEND : O_TRUNC);
    const file = process.sys.open(process.resolve(name), flags, 0o666);
    if (typeof file === "number") throw new AwkError(`cannot open "${name}" for output (${strerror(-file)})`);
    return new Output(process, file, undefined, undefined);
  }

  private async command(command: string): Promise<Output> {
    const { process } = this;
    await process.stdout.flush();
    const { reader, writer } = createPipe();
    writer.retain();
    const child = await process.spawn(["sh", "-c", command], {
      fds: new Map<number, Stream>([...process.fds, [0, reader]]),
    });
    if (typeof child === "number") throw new AwkError(`cannot open "${command}" for output`);
    return new Output(process, undefined, writer, child);
  }

  /** What is not taken is told, and lost. @returns whether there was nothing of that */
  async flushAll(): Promise<boolean> {
    await this.process.stdout.flush();
    let taken = true;
    for (const output of this.open.values()) if (!(await this.flushOne(output))) taken = false;
    return taken;
  }

  private async flushOne(output: Output): Promise<boolean> {
    if (await output.flush()) return true;
    this.say(`unexpected write error (${strerror(output.error)})`);
    return false;
  }

  /** @returns whether there was something open of this name, which took all */
  async flush(name: string): Promise<boolean> {
    if (name === "/dev/stdout" || name === "-") await this.process.stdout.flush();
    const output = this.open.get(name);
    if (output !== undefined) return this.flushOne(output);
    return name === "/dev/stdout" || name === "/dev/stderr";
  }

  async close(name: string): Promise<number | undefined> {
    const output = this.open.get(name);
    if (output === undefined) return undefined;
    this.open.delete(name);
    const status = await output.close();
    if (status !== undefined) return status;
    this.say(`close failed on file ${name} (${strerror(output.error)})`);
    await this.closeAll();
    return this.process.exit(FAILED);
  }

  /** In the order of mawk's list of files, in which what was used last comes first; standard output is the last. */
  async closeAll(): Promise<void> {
    for (const name of [...this.open.keys()].reverse()) await this.close(name);
    await this.process.stdout.flush();
  }

  private say(text: string): void {
    this.process.stderr.write(`${this.process.argv[0]}: ${text}\n`);
  }
}
