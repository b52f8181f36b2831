/** The thread that makes a system call, as Linux shows it under /proc: its memory and its file descriptors. */
import * as fs from "node:fs";

const O_CLOEXEC = 0o2000000;
const O_NONBLOCK = 0o4000;
const LONGEST_PATH = 4096;
const PAGE = 4096;

export class Caller {
  readonly tid: number;
  private memory: number | undefined;

  constructor(tid: number) {
    this.tid = tid;
  }

  /** Bytes of its memory; fewer where the memory ends. */
  read(address: bigint, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    if (length === 0) return bytes;
    try {
      return bytes.subarray(0, fs.readSync(this.open(), bytes, 0, length, address));
    } catch {
      return bytes.subarray(0, 0);
    }
  }

  view(address: bigint, length: number): DataView {
    const bytes = new Uint8Array(length);
    bytes.set(this.read(address, length));
    return new DataView(bytes.buffer);
  }

  write(address: bigint, bytes: Uint8Array): void {
    if (bytes.length > 0 && address !== 0n)
      fs.writeSync(this.open(), bytes, 0, bytes.length, Number(address));
  }

  /** A string that ends with a zero byte. */
  string(address: bigint): string {
    const chunks: Uint8Array[] = [];
    for (let at = address; at < address + BigInt(LONGEST_PATH); ) {
      const rest = PAGE - Number(at % BigInt(PAGE));
      const chunk = this.read(at, rest);
      const end = chunk.indexOf(0);
      chunks.push(end < 0 ? chunk : chunk.subarray(0, end));
      if (end >= 0 || chunk.length < rest) break;
      at += BigInt(rest);
    }
    return Buffer.concat(chunks).toString();
  }

  /** What Linux calls the open file behind a descriptor, such as `pipe:[123]`; "" when it is closed. */
  description(fd: number): string {
    try {
      return fs.readlinkSync(`/proc/${this.tid}/fd/${fd}`);
    } catch {
      return "";
    }
  }

  nonBlocking(fd: number): boolean {
    const text = fs.readFileSync(`/proc/${this.tid}/fdinfo/${fd}`, "latin1");
    return (Number.parseInt(/^flags:\s*([0-7]+)/m.exec(text)?.[1] ?? "0", 8) & O_NONBLOCK) !== 0;
  }

  /** The process that the thread belongs to, and that one's parent and name. */
  process(): { readonly pid: number; readonly parent: number; readonly name: string } {
    const text = fs.readFileSync(`/proc/${this.tid}/status`, "utf8");
    const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, "m").exec(text)?.[1] ?? "";
    return { pid: Number(field("Tgid")), parent: Number(field("PPid")), name: field("Name") };
  }

  release(): void {
    if (this.memory !== undefined) fs.closeSync(this.memory);
    this.memory = undefined;
  }

  /** Opened for each call anew: a program that was executed has another memory. */
  private open(): number {
    return (this.memory ??= fs.openSync(`/proc/${this.tid}/mem`, fs.constants.O_RDWR | O_CLOEXEC));
  }
}
