/** Small files as text. */
import { type Errno, isErrno } from "../../errno.ts";
import { O_RDONLY, type SystemCalls } from "../../kernel.ts";
import { TextStream } from "../../process/text.ts";

const BLOCK = 32_768;
/** More than any file that the programs here read whole. */
const LIMIT = 16 * 1024 * 1024;

/** The whole file as text, or the error of opening or reading it. */
export function readTextFile(sys: SystemCalls, path: string): string | Errno {
  const file = sys.open(path, O_RDONLY);
  if (isErrno(file)) return file;
  const decoder = new TextStream();
  const block = new Uint8Array(BLOCK);
  let text = "";
  for (let total = 0; total < LIMIT; ) {
    const count = file.read(block);
    if (count < 0) {
      file.close();
      return count;
    }
    if (count === 0) break;
    total += count;
    text += decoder.decode(block.subarray(0, count));
  }
  file.close();
  return text + decoder.end();
}

/** The lines of a file without its first `skip`; none when it cannot be read. */
export function readLines(sys: SystemCalls, path: string, skip = 0): string[] {
  const text = readTextFile(sys, path);
  if (typeof text === "number") return [];
  return text
    .split("\n")
    .slice(skip)
    .filter((line) => line !== "");
}
