/** Whole text files of a kernel. */
import { isErrno } from "../../src/errno.ts";
import { O_RDONLY, O_TRUNC, O_WRONLY, type SystemCalls } from "../../src/kernel.ts";

const chunk = new Uint8Array(65536);

/** @returns the file's text, empty when there is no such file */
export function readText(task: SystemCalls, path: string): string {
  const file = task.open(path, O_RDONLY);
  if (isErrno(file)) return "";
  let text = "";
  for (;;) {
    const count = file.read(chunk);
    if (count <= 0) break;
    text += Buffer.from(chunk.buffer, 0, count).toString("latin1");
  }
  file.close();
  return text;
}

/** Empties a file, as `: > path` does. */
export function truncate(task: SystemCalls, path: string): void {
  const file = task.open(path, O_WRONLY | O_TRUNC);
  if (!isErrno(file)) file.close();
}
