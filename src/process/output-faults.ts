/** What an output stream knows of writes that failed, as `ferror(3)` and `fclose(3)` would tell it. */

/** `st_blksize` of files and pipes: when that much is lost, glibc's buffer has been handed on at least once. */
const BLOCK = 4096;

/** The errors of one stream, and whether its program has seen them yet. */
export class OutputFaults {
  /** The last error of a write, 0 if none. */
  error = 0;
  /** Status with which the program ends as soon as it notices, see {@link noticed}; undefined when it goes on. */
  status: number | undefined;
  /** Bytes that a program may lose before it notices. */
  unnoticed = BLOCK;
  /** Bytes that were not accepted. */
  private lost = 0;
  private passed = false;

  /** A write of `length` bytes failed. */
  add(error: number, length: number): void {
    this.error = error;
    this.lost += length;
    this.passed = false;
  }

  /** Whether a program that looks at the results of its writes knows by now. */
  get noticed(): boolean {
    return this.error !== 0 && this.lost >= this.unnoticed;
  }

  /** Something is written to standard error: whoever does that with `error(3)` has flushed this stream before. */
  messageFollows(): void {
    this.passed = this.error !== 0;
  }

  /** Whether the error was met before the end, with nothing left that fails when the stream is closed. */
  get over(): boolean {
    return this.passed;
  }

  /** Forgets all: it has been told. */
  clear(): void {
    this.error = 0;
    this.lost = 0;
    this.passed = false;
    this.status = undefined;
    this.unnoticed = BLOCK;
  }
}
