/** Numbers for open files, by which netlink messages refer to them (`IFLA_NET_NS_FD`). */
import type { File } from "../kernel.ts";

/** The first numbers belong to the standard streams, which the kernel does not see. */
const FIRST = 3;

/** The numbers of a box: which process opened a file is not asked. */
export class FileTable {
  private readonly files = new Map<number, File>();
  private lowest = FIRST;

  /** Gives the file the lowest free number. */
  add(file: File): number {
    let number = this.lowest;
    while (this.files.has(number)) number++;
    this.files.set(number, file);
    this.lowest = number + 1;
    return number;
  }

  get(number: number): File | undefined {
    return this.files.get(number);
  }

  remove(number: number): void {
    if (this.files.delete(number)) this.lowest = Math.min(this.lowest, number);
  }
}
