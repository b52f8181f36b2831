/** What ends a test before its time. */
import { strerror } from "../../errno.ts";

/** What is said at the end. */
export class TestError {
  /** As a document has it. */
  readonly words: string;
  /** Said without the word "error" before it. */
  readonly plain: boolean;

  constructor(words: string, plain = false) {
    this.words = words;
    this.plain = plain || words.startsWith("interrupt");
  }

  get text(): string {
    return `iperf3: ${this.plain ? "" : "error - "}${this.words}\n`;
  }
}

/** One that a system call made; `error` is positive, or 0 for none. */
export function failure(text: string, error: number): TestError {
  return new TestError(error === 0 ? text : `${text}: ${strerror(error)}`);
}
