/** What a tool may keep of its input: whoever is fed without end is told so instead of growing. */
import type { Process } from "../../../process/process.ts";
import { MOST_KEPT } from "../../../process/stdio.ts";

/** What a line costs besides its characters. */
const LINE = 16;

/** The tools whose trouble is status 2 (`exit_failure`). */
const TROUBLE = new Set(["grep", "egrep", "fgrep", "sort", "diff", "cmp", "awk", "mawk"]);

/** Counts what a tool keeps; beyond {@link MOST_KEPT} the tool ends as one that gets no more memory (`xalloc_die`). */
export class Kept {
  private kept = 0;
  private readonly process: Process;

  constructor(process: Process) {
    this.process = process;
  }

  /** Keeps a line or piece of that many characters or bytes. */
  add(length: number): void {
    this.kept += length + LINE;
    if (this.kept <= MOST_KEPT) return;
    const name = this.process.argv[0].split("/").at(-1) ?? "";
    this.process.exhausted(TROUBLE.has(name) ? 2 : 1);
  }

  /** Lets it go again. */
  remove(length: number): void {
    this.kept -= length + LINE;
  }

  /** Lets all go. */
  clear(): void {
    this.kept = 0;
  }
}

/** Lines that wait their turn, first in, first out. */
export class HeldLines {
  private readonly kept: Kept;
  private lines: string[] = [];
  private first = 0;

  constructor(process: Process) {
    this.kept = new Kept(process);
  }

  get length(): number {
    return this.lines.length - this.first;
  }

  push(line: string): void {
    this.kept.add(line.length);
    this.lines.push(line);
  }

  /** The oldest, which is let go; an empty text when there is none. */
  shift(): string {
    if (this.length === 0) return "";
    const line = this.lines[this.first];
    this.kept.remove(line.length);
    this.lines[this.first++] = "";
    if (this.first * 2 > this.lines.length) {
      this.lines = this.lines.slice(this.first);
      this.first = 0;
    }
    return line;
  }
}

/** All bytes of the pieces, in one. */
export async function wholeOf(process: Process, pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const kept = new Kept(process);
  const all: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    kept.add(piece.length);
    all.push(piece.slice());
    length += piece.length;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of all) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
