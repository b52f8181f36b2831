/**
 * A program of this machine, unchanged, as a process of another kernel: {@link programOfHost} makes a `main` of it.
 *
 * While it computes, the other kernel's clock is held; while it waits in a system call for that kernel, the clock is free.
 */
import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import type { Duplex } from "node:stream";
import { EAGAIN, EBADF, EINVAL } from "../../src/errno.ts";
import type { Pollable, SystemCalls } from "../../src/kernel.ts";
import * as host from "../../src/linux/libc.ts";
import type { Main, Process } from "../../src/process/process.ts";
import { RunningProcess } from "../../src/process/running-process.ts";
import { SIGNALS } from "../../src/process/signals.ts";
import { NetnsFile } from "../../src/virtual/fs/nsfs.ts";
import { VirtualTask } from "../../src/virtual/task.ts";
import { LAUNCHER } from "./build.ts";
import { Caller } from "./caller.ts";
import { type Answer, type Blocked, type Call, type Handler, PASS_ON } from "./calls/call.ts";
import { CALLS } from "./calls/table.ts";
import { memfdCreate, pidfdGetfd, pidfdOpen } from "./libc.ts";
import { OpenFile, OpenFiles, type Sink } from "./open-files.ts";
import { OutputPipe } from "./output-pipe.ts";
import { Listener, type Notification } from "./seccomp.ts";

const AT_FDCWD = -100;
/** What a system call takes, with what the program does around it, in ns. */
const CALL_NS = 5000;

/** A call that waits for the other kernel. */
interface Waiting {
  readonly notification: Notification;
  readonly handler: Handler;
  readonly until: Pollable;
}

class Client implements Pollable {
  private readonly process: Process;
  private readonly files = new OpenFiles();
  private readonly tasks = new Map<number, SystemCalls>();
  private readonly arrived: Notification[] = [];
  private readonly wakers = new Set<() => void>();
  private readonly outputs: OutputPipe[];
  private child: ChildProcess | undefined;
  private listener: Listener | undefined;
  private watch: host.Watch | undefined;
  private waiting: Waiting[] = [];
  private status: number | undefined;

  constructor(process: Process) {
    this.process = process;
    const [out, error] = [process.fds.get(1), process.fds.get(2)];
    const first = new OutputPipe(out);
    this.outputs = out === error ? [first] : [first, new OutputPipe(error)];
  }

  async run(path: string): Promise<number> {
    const { process } = this;
    try {
      await process.external(this.start(path, await this.input()));
      while (this.status === undefined) {
        if (this.waiting.length === 0) await process.external(new Promise<void>((wake) => this.poll(wake)));
        else await process.poll([this, ...this.waiting.map(({ until }) => until)]);
        this.answerArrived();
        this.retryWaiting();
        await this.forwardOutput();
        await this.passTime();
      }
      await this.forwardOutput();
      return this.status;
    } finally {
      this.end();
    }
  }

  /** A call takes a moment, in which the kernel does what is due; a program that never waits would see nothing of it. */
  private async passTime(): Promise<void> {
    this.process.sys.spend(CALL_NS);
    if (this.process instanceof RunningProcess) await this.process.table.host.turn();
  }

  /** Something that the program did on this machine: a call, its end. */
  poll(wake: () => void): () => void {
    if (this.arrived.length > 0 || this.status !== undefined) {
      wake();
      return () => {};
    }
    this.wakers.add(wake);
    return () => void this.wakers.delete(wake);
  }

  /** Standard input is read only where the arguments say that it will be (`-batch -`). */
  private async input(): Promise<number | "ignore"> {
    if (!this.process.argv.includes("-")) return "ignore";
    const fd = memfdCreate("input", 1);
    fs.writeSync(fd, Buffer.from(await this.process.stdin.readAll()));
    host.lseek(fd, 0, 0);
    return fd;
  }

  private async start(path: string, input: number | "ignore"): Promise<void> {
    const [out, error] = [this.outputs[0], this.outputs.at(-1) ?? this.outputs[0]];
    const child = spawn(LAUNCHER, [path, ...this.process.argv.slice(1)], {
      stdio: [input, out.writer, error.writer, "pipe"],
      env: Object.fromEntries(this.process.env),
      cwd: "/",
    });
    this.child = child;
    if (typeof input === "number") fs.closeSync(input);
    for (const output of this.outputs) output.started(() => this.wake());
    child.on("error", () => this.ended(127));
    child.on("exit", (code, signal) =>
      this.ended(code ?? 128 + (signal === null ? 0 : SIGNALS[signal as "SIGKILL"].number)),
    );
    const control = child.stdio[3] as Duplex;
    control.on("error", () => {});
    const number = await new Promise<Buffer | undefined>((resolve) => {
      control.once("data", resolve);
      control.once("end", () => resolve(undefined));
    });
    if (number === undefined || child.pid === undefined) return;
    const pidfd = pidfdOpen(child.pid);
    const listener = new Listener(pidfdGetfd(pidfd, number.readInt32LE()));
    host.close(pidfd);
    this.listener = listener;
    this.watch = host.watch(listener.fd, () => this.takeCall(listener));
    this.tasks.set(child.pid, this.process.sys);
    control.end(Buffer.of(1));
  }

  private takeCall(listener: Listener): void {
    if (this.status !== undefined) return;
    const notification = listener.receive();
    if (notification === undefined) return;
    this.arrived.push(notification);
    this.wake();
  }

  private ended(status: number): void {
    this.status ??= status;
    this.watch?.close();
    this.watch = undefined;
    this.wake();
  }

  private wake(): void {
    const wakers = [...this.wakers];
    this.wakers.clear();
    for (const wake of wakers) wake();
  }

  private answerArrived(): void {
    for (const notification of this.arrived.splice(0)) {
      this.files.closeAbandoned();
      this.handle(notification, CALLS.get(notification.nr) ?? (() => PASS_ON));
    }
  }

  private retryWaiting(): void {
    for (const { notification, handler } of this.waiting.splice(0)) this.handle(notification, handler);
  }

  private handle(notification: Notification, handler: Handler): void {
    const { listener } = this;
    if (listener === undefined) return;
    const caller = new Caller(notification.tid);
    let answer: Answer;
    try {
      answer = this.inTask(caller, notification, handler);
    } catch (error) {
      // the caller may have been killed, and its files under /proc are gone; anything else is a mistake of ours
      if (!(error instanceof Error) || !/ENOENT|ESRCH|EIO/.test(error.message)) throw error;
      answer = -EBADF;
    } finally {
      caller.release();
    }
    if (answer === PASS_ON) listener.passOn(notification.id);
    else if (typeof answer === "number") listener.respond(notification.id, answer);
    else if ("until" in answer) this.block(notification, handler, answer);
    else this.handOut(listener, notification, answer.file, answer.flags);
  }

  private block(notification: Notification, handler: Handler, { until }: Blocked): void {
    this.waiting.push({ notification, handler, until });
  }

  private handOut(
    listener: Listener,
    { id }: Notification,
    file: OpenFile | Sink | number,
    flags: number,
  ): void {
    if (typeof file === "number") {
      listener.respondWithFile(id, file, flags);
      fs.closeSync(file);
      return;
    }
    this.files.add(file);
    listener.respondWithFile(id, file.handle, flags);
    host.close(file.handle);
    if (file instanceof OpenFile) file.watch();
  }

  /** Handles a call; descriptors in messages are those of the caller meanwhile. */
  private inTask(caller: Caller, { args }: Notification, handler: Handler): Answer {
    const sys = this.taskOf(caller);
    const kernel = "kernel" in sys ? sys.kernel : sys;
    if (!(kernel instanceof VirtualTask)) throw new TypeError("not the virtual kernel");
    const { machine } = kernel;
    const before = machine.netByFd;
    machine.netByFd = (fd) => {
      const what = this.files.find(caller, fd)?.what;
      if (what instanceof NetnsFile) return what.net;
      return caller.description(fd) === "" ? -EBADF : -EINVAL;
    };
    try {
      return handler(this.callOf(caller, args, sys));
    } finally {
      machine.netByFd = before;
    }
  }

  private callOf(caller: Caller, args: readonly bigint[], sys: SystemCalls): Call {
    const { files, process } = this;
    const int = (index: number) => Number(BigInt.asIntN(32, args[index]));
    return {
      caller,
      args,
      sys,
      files,
      int,
      path: (directory, name) => {
        const path = caller.string(args[name]);
        if (path.startsWith("/")) return path.replace(/\/{2,}/g, "/");
        const base =
          directory === undefined || int(directory) === AT_FDCWD
            ? undefined
            : files.find(caller, int(directory));
        return base === undefined ? process.resolve(path) : `${base.path}/${path}`;
      },
    };
  }

  /** The process on the other kernel that stands for the caller's; children fork from their parent's. */
  private taskOf(caller: Caller): SystemCalls {
    const direct = this.tasks.get(caller.tid);
    if (direct !== undefined) return direct;
    const { pid, parent, name } = caller.process();
    const known = this.tasks.get(pid);
    if (known !== undefined) return known;
    const task = (this.tasks.get(parent) ?? this.process.sys).fork(name);
    this.tasks.set(pid, task);
    return task;
  }

  private async forwardOutput(): Promise<void> {
    for (const output of this.outputs) {
      const error = await output.forward();
      if (error < 0 && error !== -EAGAIN) this.child?.kill("SIGPIPE");
    }
  }

  private end(): void {
    if (this.status === undefined) this.child?.kill("SIGKILL");
    this.status ??= 137;
    this.watch?.close();
    this.listener?.close();
    for (const output of this.outputs) output.close();
    this.files.closeAll();
    for (const task of this.tasks.values()) if (task !== this.process.sys) task.exit();
  }
}

/** The `main` of a program of this machine. */
export function programOfHost(path: string): Main {
  return (process) => new Client(process).run(path);
}
