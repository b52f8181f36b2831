/** Where what curl receives and says goes. */
import { type Errno, isErrno, strerror } from "../../errno.ts";
import { type File, O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import type { Sink } from "./body.ts";
import type { CurlOptions } from "./options.ts";
import { PROGRESS_HEAD, progressLine } from "./progress.ts";

/** Where a transfer's bytes and words go. */
export class Output implements Sink {
  length = 0;
  private readonly process: Process;
  private readonly options: CurlOptions;
  private readonly path: string | undefined;
  private file: File | undefined;
  private headers: File | Errno | undefined;
  private failed = false;
  private total = 0;
  private drawn = false;
  private readonly started: number;
  private readonly meter: boolean;

  constructor(process: Process, options: CurlOptions, path: string | undefined) {
    this.process = process;
    this.options = options;
    this.path =
      path === undefined || options.outputFolder === undefined ? path : `${options.outputFolder}/${path}`;
    this.started = process.sys.monotonic();
    this.meter = !options.silent && !options.noMeter && (path !== undefined || !process.stdout.isTerminal);
  }

  begin(): void {
    if (!this.meter) return;
    const { resume } = this.options;
    if (typeof resume === "number" && resume > 0)
      this.process.stderr.write(`** Resuming transfer from byte position ${resume}\n`);
    this.process.stderr.write(PROGRESS_HEAD + progressLine(0, 0, 0));
  }

  expect(total: number): void {
    this.total = total;
  }

  say(text: string): void {
    this.process.stderr.write(text);
  }

  header(text: string, shown: boolean): void {
    const bytes = new TextEncoder().encode(text);
    this.dump(bytes);
    if (shown) this.put(bytes);
  }

  /** `-D` */
  private dump(bytes: Uint8Array): void {
    const { dumpHeader } = this.options;
    if (dumpHeader === undefined) return;
    if (dumpHeader === "-") {
      this.process.stdout.write(bytes);
      return;
    }
    this.headers ??= this.process.sys.open(
      this.process.resolve(dumpHeader),
      O_WRONLY | O_CREAT | O_TRUNC,
      0o666,
    );
    if (!isErrno(this.headers)) this.headers.write(bytes);
  }

  /** The folders that a file is in. */
  private makeFolders(path: string): void {
    const parts = this.process.resolve(path).split("/").slice(1, -1);
    for (let i = 1; i <= parts.length; i++) this.process.sys.mkdir(`/${parts.slice(0, i).join("/")}`, 0o750);
  }

  async body(data: Uint8Array): Promise<boolean> {
    this.length += data.length;
    return this.put(data);
  }

  private put(data: Uint8Array): boolean {
    if (this.path === undefined) {
      this.process.stdout.write(data);
      return true;
    }
    if (this.file === undefined && !this.failed) {
      if (this.options.createFolders) this.makeFolders(this.path);
      const file = this.process.sys.open(
        this.process.resolve(this.path),
        O_WRONLY |
          O_CREAT |
          (this.options.resume === undefined || this.options.resume === 0 ? O_TRUNC : O_APPEND),
        0o666,
      );
      if (isErrno(file)) {
        this.failed = true;
        if (this.meter)
          this.process.stderr.write(`Warning: Failed to open the file ${this.path}: ${strerror(-file)}\n`);
      } else this.file = file;
    }
    return this.path === "/dev/null" || (this.file !== undefined && this.file.write(data) >= 0);
  }

  done(): void {
    if (!this.meter || this.drawn) return;
    this.drawn = true;
    const ns = this.process.sys.monotonic() - this.started;
    this.process.stderr.write(`${progressLine(this.length, this.total, this.length > 0 ? ns : 0)}\n`);
  }

  async finish(whole: boolean): Promise<void> {
    this.done();
    if (whole && this.path !== undefined) this.put(new Uint8Array(0));
    this.file?.close();
    if (this.headers !== undefined && !isErrno(this.headers)) this.headers.close();
    await this.process.stdout.flush();
  }
}
