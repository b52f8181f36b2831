/** What servers of files share: dates, types, paths. */
import { isErrno } from "../../errno.ts";
import { type FileStatus, O_RDONLY, type SystemCalls } from "../../kernel.ts";

/** `Sat, 21 Nov 2026 21:54:22 GMT` */
export function httpDate(milliseconds: number): string {
  return new Date(milliseconds).toUTCString();
}

/** Decodes `%XX`; undefined for a broken one. */
export function decodePath(text: string): string | undefined {
  if (/%(?![0-9a-f]{2})/i.test(text)) return undefined;
  const bytes = text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return new TextDecoder().decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0) & 255));
}

/** A path below the root with `.` and `..` taken away; undefined when it leaves the root. */
export function insideRoot(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return `/${parts.join("/")}${path.endsWith("/") && parts.length > 0 ? "/" : ""}`;
}

/** A file's status, when it is there. */
export function statusOf(sys: SystemCalls, path: string): FileStatus | undefined {
  const status = sys.stat(path);
  return isErrno(status) ? undefined : status;
}

const BLOCK = 65_536;

/** The bytes of a file in pieces, from an offset, as many as wanted. */
export function* fileBytes(
  sys: SystemCalls,
  path: string,
  from = 0,
  length = Number.POSITIVE_INFINITY,
): Generator<Uint8Array> {
  const file = sys.open(path, O_RDONLY);
  if (isErrno(file)) return;
  try {
    if (from > 0) file.seek(from, "set");
    for (let rest = length; rest > 0; ) {
      const block = new Uint8Array(Math.min(BLOCK, rest));
      const count = file.read(block);
      if (count <= 0) return;
      rest -= count;
      yield block.subarray(0, count);
    }
  } finally {
    file.close();
  }
}
