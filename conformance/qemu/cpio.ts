/** Archives in the "newc" form, which the kernel unpacks into its first file system. */

/** One file of an archive. */
export interface Entry {
  /** Without a leading slash. */
  readonly path: string;
  /** Type and permissions, as in `st_mode`. */
  readonly mode: number;
  readonly data: Uint8Array;
}

export const FOLDER = 0o040755;
export const FILE = 0o100644;
export const PROGRAM = 0o100755;
export const LINK = 0o120777;

const MAGIC = "070701";
const TRAILER = "TRAILER!!!";
const ALIGNMENT = 4;

function hexadecimal(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, "0");
}

function padding(length: number): Buffer {
  return Buffer.alloc((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT);
}

function member(inode: number, { path, mode, data }: Entry): Buffer[] {
  const name = Buffer.from(`${path}\0`);
  // inode, mode, uid, gid, links, time, size, the file system's and the device's numbers, length of the name, checksum
  const fields = [inode, mode, 0, 0, 1, 0, data.length, 0, 0, 0, 0, name.length, 0];
  const head = Buffer.concat([Buffer.from(MAGIC + fields.map(hexadecimal).join("")), name]);
  return [head, padding(head.length), Buffer.from(data), padding(data.length)];
}

/** An archive of these entries, in this order, with their parent folders before them. The same entries give the same bytes. */
export function archive(entries: readonly Entry[]): Buffer {
  const known = new Set(entries.map((entry) => entry.path));
  const all: Entry[] = [];
  for (const entry of entries) {
    for (const folder of parents(entry.path)) {
      if (known.has(folder)) continue;
      known.add(folder);
      all.push({ path: folder, mode: FOLDER, data: new Uint8Array() });
    }
    all.push(entry);
  }
  const end: Entry = { path: TRAILER, mode: 0, data: new Uint8Array() };
  return Buffer.concat([...all.flatMap((entry, index) => member(index + 1, entry)), ...member(0, end)]);
}

function parents(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
