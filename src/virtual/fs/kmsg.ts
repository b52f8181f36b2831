/**
 * /dev/kmsg: the log as records, and lines that processes add to it; /proc/kmsg: the log taken out by reading.
 *
 * Source: `kernel/printk/printk.c` (`devkmsg_read`, `devkmsg_write`, `devkmsg_llseek`, `info_print_ext_header`), `fs/proc/kmsg.c`.
 */
import { EAGAIN, EINVAL, EIO, EPERM, EPIPE, type Errno, ESPIPE } from "../../errno.ts";
import type { File } from "../../kernel.ts";
import { KERN_WARNING, LOG_USER } from "../core/printk/log-level.ts";
import type { KernelLog } from "../core/printk/printk.ts";
import type { PrintkRecord } from "../core/printk/printk-ring.ts";
import {
  DEFAULT_RATELIMIT_BURST,
  DEFAULT_RATELIMIT_INTERVAL,
  RatelimitState,
} from "../core/printk/ratelimit.ts";
import { copyBytes } from "../core/printk/syslog.ts";
import type { TaskStruct } from "../task-struct.ts";
import { OpenFile } from "./file.ts";
import { Inode } from "./inode.ts";

const NOTHING = (): void => {};
const NS_PER_US = 1000;
/** Longest line that may be written (`PRINTKRB_RECORD_MAX`). */
const RECORD_MAX = 1024;

/** Control characters, bytes above ASCII and backslashes are written in hexadecimal. */
function escaped(text: string): string {
  return text.replace(/[^ -[\]-~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

function externalForm({ facility, level, sequence, time, text }: PrintkRecord): string {
  return `${(facility << 3) | level},${sequence},${Math.floor(time / NS_PER_US)},-;${escaped(text)}\n`;
}

/** What a line says about itself in front: `<14>`. */
function parsePriority(line: string, level: number): { facility: number; level: number; text: string } {
  const match = /^<(\d*)>/.exec(line);
  if (match === null) return { facility: LOG_USER, level, text: line };
  const number = Number(BigInt.asUintN(32, BigInt(match[1])));
  return { facility: (number >> 3) & 0xff || LOG_USER, level: number & 7, text: line.slice(match[0].length) };
}

/** Opens /dev/kmsg. @returns the file, or `-EPERM` where `kernel.printk_devkmsg` is off */
export function openKmsg(inode: Inode, flags: number, task: TaskStruct): File | Errno {
  return task.machine.log.devkmsg === "off" ? -EPERM : new KmsgFile(inode, flags, task);
}

class KmsgFile extends OpenFile {
  private readonly log: KernelLog;
  private readonly limit = new RatelimitState(DEFAULT_RATELIMIT_INTERVAL, DEFAULT_RATELIMIT_BURST, true);
  private position: number;

  constructor(inode: Inode, flags: number, task: TaskStruct) {
    super(inode, flags, task);
    this.log = task.machine.log;
    this.position = this.log.ring.firstSequence;
  }

  protected override readBytes(into: Uint8Array): number {
    const { ring } = this.log;
    if (this.position < ring.firstSequence) {
      this.position = ring.firstSequence;
      return -EPIPE;
    }
    const record = ring.at(this.position);
    if (record === undefined) return -EAGAIN;
    const text = externalForm(record);
    this.position++;
    return text.length > into.length ? -EINVAL : copyBytes(text, into);
  }

  protected override writeBytes(data: Uint8Array): number {
    const { log, task } = this;
    if (data.length > RECORD_MAX) return -EINVAL;
    if (log.devkmsg === "off") return data.length;
    if (log.devkmsg !== "on" && !this.limit.allows(task.machine, task.comm)) return data.length;
    let line = "";
    for (const byte of data) line += String.fromCharCode(byte);
    const end = line.indexOf("\0");
    const { facility, level, text } = parsePriority(end < 0 ? line : line.slice(0, end), log.levels[1]);
    log.store(facility, level, text, text.length + 1);
    return data.length;
  }

  /** Only to the start, the end, and the first record since the log was cleared. */
  override seek(offset: number, whence: "set" | "current" | "end" | "data"): number {
    if (offset !== 0) return -ESPIPE;
    const { log } = this;
    if (whence === "current") return -EINVAL;
    if (whence === "set") this.position = log.ring.firstSequence;
    else if (whence === "end") this.position = log.ring.nextSequence;
    else this.position = log.clearedTo;
    return 0;
  }

  override poll(wake: () => void): () => void {
    if (this.position >= this.log.ring.nextSequence) return this.log.wait(wake);
    wake();
    return NOTHING;
  }

  override close(): void {
    super.close();
    const { missed } = this.limit;
    if (missed === 0) return;
    this.limit.missed = 0;
    const text = `printk: ${this.task.comm}: ${missed} output lines suppressed due to ratelimiting`;
    this.log.print(KERN_WARNING, text);
  }
}

/** /proc/kmsg */
export class ProcKmsg extends Inode {
  readonly type = "file";
  constructor() {
    super(0o400);
  }

  override open(flags: number, task: TaskStruct): File {
    return new ProcKmsgFile(this, flags, task);
  }
}

class ProcKmsgFile extends OpenFile {
  protected override readBytes(into: Uint8Array): number {
    return into.length === 0 ? 0 : this.task.machine.syslog.read(into);
  }

  protected override writeBytes(): number {
    return -EIO;
  }

  override poll(wake: () => void): () => void {
    const { log, syslog } = this.task.machine;
    if (syslog.unread() === 0) return log.wait(wake);
    wake();
    return NOTHING;
  }
}
