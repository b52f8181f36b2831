/** One system call on its way: what a handler gets, and what it may answer. */
import type { Pollable, SystemCalls } from "../../../src/kernel.ts";
import type { Caller } from "../caller.ts";
import type { OpenFile, OpenFiles, Sink } from "../open-files.ts";

export interface Call {
  readonly caller: Caller;
  readonly args: readonly bigint[];
  /** The calling process on the other kernel. */
  readonly sys: SystemCalls;
  readonly files: OpenFiles;
  /** An argument that is an `int`. */
  int(index: number): number;
  /** A path given by a directory's descriptor and a string, absolute. */
  path(directory: number | undefined, name: number): string;
}

/** Linux is to answer. */
export const PASS_ON = Symbol("pass on");

/** To be tried again when the source is ready. */
export interface Blocked {
  readonly until: Pollable;
}

/** The call returns a descriptor: for a file of the other kernel, or for one of this program. */
export interface NewDescriptor {
  readonly file: OpenFile | Sink | number;
  readonly flags: number;
}

export type Answer = number | typeof PASS_ON | Blocked | NewDescriptor;

export type Handler = (call: Call) => Answer;

export const O_CLOEXEC = 0o2000000;
export const O_NONBLOCK = 0o4000;
