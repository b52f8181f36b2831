/** An attribute of an object in sysfs: a file of one value. */
import type { Errno } from "../../../errno.ts";
import type { Inode } from "../inode.ts";
import { TextInode } from "../text-inode.ts";

/** Size that `stat` shows for every attribute: a page. */
const ATTRIBUTE_SIZE = 4096;

/**
 * @param show what is read, or the error of reading
 * @param store takes what is written, and returns 0 or an error; without it the file can not be written
 */
export function attribute(show: () => string | Errno, store?: (text: string) => number): Inode {
  return new TextInode(store === undefined ? 0o444 : 0o644, show, store, ATTRIBUTE_SIZE);
}
