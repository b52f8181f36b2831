/** The kernel's log: what is lost and when, how it is read and written, what is printed how often. */
import { describe, expect, test } from "vitest";
import { EAGAIN, EINVAL, EPERM, EPIPE, ESPIPE, isErrno } from "../../../errno.ts";
import {
  type File,
  O_RDONLY,
  O_RDWR,
  O_WRONLY,
  SYSLOG_ACTION_CLEAR,
  SYSLOG_ACTION_CONSOLE_LEVEL,
  SYSLOG_ACTION_CONSOLE_OFF,
  SYSLOG_ACTION_CONSOLE_ON,
  SYSLOG_ACTION_READ,
  SYSLOG_ACTION_READ_ALL,
  SYSLOG_ACTION_READ_CLEAR,
  SYSLOG_ACTION_SIZE_BUFFER,
  SYSLOG_ACTION_SIZE_UNREAD,
} from "../../../kernel.ts";
import type { VirtualTask } from "../../task.ts";
import { HandClock } from "../../test-support/box.ts";
import { createVirtualKernel } from "../../virtual-kernel.ts";
import { KERN_INFO, KERN_WARNING } from "./log-level.ts";
import { LOG_BUF_LEN, PrintkRing } from "./printk-ring.ts";

interface Kernel {
  readonly task: VirtualTask;
  readonly clock: HandClock;
}

function boot(): Kernel {
  const clock = new HandClock();
  return { task: createVirtualKernel({ clock }), clock };
}

function open(task: VirtualTask, flags: number): File {
  const file = task.open("/dev/kmsg", flags);
  if (isErrno(file)) throw new Error(String(file));
  return file;
}

function write(file: File, text: string): number {
  return file.write(new TextEncoder().encode(text));
}

const into = new Uint8Array(8192);

function text(count: number): string {
  return new TextDecoder().decode(into.subarray(0, count));
}

function lines(file: File): string[] {
  const found: string[] = [];
  for (let count = file.read(into); count > 0; count = file.read(into)) found.push(text(count));
  return found;
}

describe("the ring", () => {
  test("holds as many bytes of records as Linux's, which is told by its own sizes", () => {
    // On Linux 6.18 with 128 KiB the records that could be read took all of it but less than one record, with these sizes.
    const ring = new PrintkRing();
    const sizes = [33, 47, 80, 12, 61];
    let size = 0;
    for (let i = 0; i < 20_000; i++) {
      ring.store(i, 0, KERN_INFO, `${"x".repeat(sizes[i % sizes.length])}\n`, sizes[i % sizes.length] + 4);
    }
    for (let at = ring.firstSequence; at < ring.nextSequence; at++)
      size += (8 + ring.at(at)!.text.length + 4 + 7) & ~7;
    expect(size).toBeLessThanOrEqual(LOG_BUF_LEN);
    expect(size).toBeGreaterThan(LOG_BUF_LEN - 2 * 104);
    expect(ring.nextSequence).toBe(20_000);
    expect(ring.at(ring.firstSequence - 1)).toBe(undefined);
  });

  test("holds no more records than Linux has descriptors", () => {
    const ring = new PrintkRing();
    for (let i = 0; i < 10_000; i++) ring.store(i, 0, KERN_INFO, "\n", 1);
    expect(ring.nextSequence - ring.firstSequence).toBe(4096);
  });

  test("shows a record without a newline when the next one comes", () => {
    const ring = new PrintkRing();
    ring.store(0, 1, KERN_INFO, "open", 5);
    expect(ring.nextSequence).toBe(0);
    expect(ring.at(0)).toBe(undefined);
    ring.store(0, 1, KERN_INFO, "closed\n", 8);
    expect(ring.nextSequence).toBe(2);
    expect(ring.at(0)?.text).toBe("open");
  });
});

describe("/dev/kmsg", () => {
  test("gives one record a read, with priority, number, time in µs and escapes", () => {
    const { task, clock } = boot();
    clock.advance(12_345_678_000);
    const file = open(task, O_RDWR);
    expect(write(file, "<30>daemon\n")).toBe(11);
    write(file, "plain \\ \x01 é\tend\n");
    task.machine.log.print(KERN_WARNING, "kernel\nof two lines");
    expect(lines(file)).toEqual([
      "30,0,12346678,-;daemon\n",
      "12,1,12346678,-;plain \\x5c \\x01 \\xc3\\xa9\\x09end\n",
      "4,2,12346678,-;kernel\\x0aof two lines\n",
    ]);
    expect(file.read(into)).toBe(-EAGAIN);
  });

  test("refuses what does not fit", () => {
    const { task } = boot();
    const file = open(task, O_RDWR);
    expect(write(file, "x".repeat(1025))).toBe(-EINVAL);
    expect(write(file, `${"x".repeat(1023)}\n`)).toBe(1024);
    expect(file.read(new Uint8Array(20))).toBe(-EINVAL);
    // that record is passed over
    expect(file.read(into)).toBe(-EAGAIN);
    expect(file.seek(1, "set")).toBe(-ESPIPE);
    expect(file.seek(0, "current")).toBe(-EINVAL);
  });

  test("tells a reader that records are lost, and goes on with the oldest", () => {
    const { task } = boot();
    const file = open(task, O_RDONLY);
    for (let i = 0; i < 5000; i++) task.machine.log.print(KERN_INFO, `line ${i}`);
    expect(file.read(into)).toBe(-EPIPE);
    expect(text(file.read(into))).toMatch(/^6,904,1000,-;line 904\n$/);
  });

  test("starts anew, at the end, or behind what was cleared", () => {
    const { task } = boot();
    const { log } = task.machine;
    const file = open(task, O_RDONLY);
    log.print(KERN_INFO, "one");
    task.syslog(SYSLOG_ACTION_CLEAR, 0);
    log.print(KERN_INFO, "two");
    const rest = (whence: "set" | "data" | "end") => {
      expect(file.seek(0, whence)).toBe(0);
      return lines(file).map((line) => line.replace(/.*;/, ""));
    };
    expect(rest("set")).toEqual(["one\n", "two\n"]);
    expect(rest("data")).toEqual(["two\n"]);
    expect(rest("end")).toEqual([]);
  });

  test("wakes who waits", () => {
    const { task } = boot();
    const file = open(task, O_RDONLY);
    let woken = 0;
    const withdraw = file.poll(() => woken++);
    withdraw();
    task.machine.log.print(KERN_INFO, "one");
    expect(woken).toBe(0);
    file.read(into);
    file.poll(() => woken++);
    expect(woken).toBe(0);
    task.machine.log.print(KERN_INFO, "two");
    task.machine.log.print(KERN_INFO, "three");
    expect(woken).toBe(1);
  });

  test("is shut, or without limit, as kernel.printk_devkmsg says", () => {
    const { task } = boot();
    const set = (value: string) => {
      const file = task.open("/proc/sys/kernel/printk_devkmsg", O_WRONLY);
      return isErrno(file) ? file : file.write(new TextEncoder().encode(value));
    };
    expect(set("on\n")).toBe(3);
    const file = open(task, O_RDWR);
    for (let i = 0; i < 20; i++) write(file, `line ${i}\n`);
    expect(lines(file)).toHaveLength(20);
    expect(set("off\n")).toBe(4);
    expect(write(file, "nothing\n")).toBe(8);
    expect(lines(file)).toHaveLength(0);
    expect(task.open("/dev/kmsg", O_RDONLY)).toBe(-EPERM);
    expect(set("sometimes\n")).toBe(-EINVAL);
  });
});

describe("syslog(2)", () => {
  test("gives the last records that fit, and clears", () => {
    const { task } = boot();
    const { log } = task.machine;
    log.print(KERN_INFO, "first");
    log.print(KERN_WARNING, "second\nline");
    const last = "<4>[    0.001000] second\n<4>[    0.001000] line\n";
    const small = new Uint8Array(60);
    expect(task.syslog(SYSLOG_ACTION_READ_ALL, small)).toBe(last.length);
    expect(text(task.syslog(SYSLOG_ACTION_READ_ALL, into))).toBe(`<6>[    0.001000] first\n${last}`);
    task.syslog(SYSLOG_ACTION_READ_CLEAR, into);
    expect(task.syslog(SYSLOG_ACTION_READ_ALL, into)).toBe(0);
    expect(task.syslog(SYSLOG_ACTION_SIZE_BUFFER, 0)).toBe(131072);
    expect(task.syslog(99, 0)).toBe(-EINVAL);
  });

  test("takes records out, in pieces where they are long", () => {
    const { task } = boot();
    task.machine.log.print(KERN_INFO, "first");
    task.machine.log.print(KERN_INFO, "second");
    const size = task.syslog(SYSLOG_ACTION_SIZE_UNREAD, 0);
    const piece = new Uint8Array(10);
    expect(task.syslog(SYSLOG_ACTION_READ, piece)).toBe(10);
    expect(new TextDecoder().decode(piece)).toBe("<6>[    0.");
    expect(task.syslog(SYSLOG_ACTION_SIZE_UNREAD, 0)).toBe(size - 10);
    expect(text(task.syslog(SYSLOG_ACTION_READ, into))).toBe("001000] first\n<6>[    0.001000] second\n");
    expect(task.syslog(SYSLOG_ACTION_READ, into)).toBe(-EAGAIN);
  });

  test("sets the level of the console", () => {
    const { task } = boot();
    const { levels } = task.machine.log;
    expect(task.syslog(SYSLOG_ACTION_CONSOLE_LEVEL, 7)).toBe(0);
    expect(task.syslog(SYSLOG_ACTION_CONSOLE_LEVEL, 9)).toBe(-EINVAL);
    expect(levels).toEqual([7, 4, 1, 7]);
    task.syslog(SYSLOG_ACTION_CONSOLE_OFF, 0);
    expect(levels[0]).toBe(1);
    task.syslog(SYSLOG_ACTION_CONSOLE_ON, 0);
    expect(levels[0]).toBe(7);
  });
});

test("packets make the kernel print ten messages in five seconds; then it says how many were not", () => {
  const { task, clock } = boot();
  const { log } = task.machine;
  const file = open(task, O_RDONLY);
  for (let i = 0; i < 39; i++) log.printNet(KERN_WARNING, `message ${i}`);
  expect(lines(file)).toHaveLength(10);
  clock.advance(5e9);
  log.printNet(KERN_WARNING, "not yet");
  expect(lines(file)).toHaveLength(0);
  clock.advance(1);
  log.printNet(KERN_WARNING, "again");
  // recorded on Linux: "net_ratelimit: 30 callbacks suppressed", at level warn
  expect(lines(file).map((line) => line.replace(/,.*;/, ";"))).toEqual([
    "4;net_ratelimit: 30 callbacks suppressed\n",
    "4;again\n",
  ]);
});

test("the limit of what packets print is a setting of the first namespace", () => {
  const { task } = boot();
  const set = (name: string, value: string) => {
    const file = task.open(`/proc/sys/net/core/${name}`, O_WRONLY);
    return isErrno(file) ? file : file.write(new TextEncoder().encode(value));
  };
  expect(set("message_cost", "0")).toBe(1);
  const { log } = task.machine;
  for (let i = 0; i < 50; i++) log.printNet(KERN_WARNING, `message ${i}`);
  expect(log.ring.nextSequence).toBe(50);
  expect(set("message_cost", "5")).toBe(1);
  expect(set("message_burst", "2")).toBe(1);
  for (let i = 0; i < 50; i++) log.printNet(KERN_WARNING, `message ${i}`);
  expect(log.ring.nextSequence).toBe(52);
  task.unshare(0x40000000);
  expect(isErrno(task.stat("/proc/sys/net/core/message_cost"))).toBe(true);
});
