/**
 * Every program by the path it has on Debian, loaded when it is first run.
 */
import type { Main } from "../process/process.ts";

export interface ProgramModule {
  readonly main: Main;
}

/** Absolute path → loader. One line a program, sorted by path. */
export const PROGRAMS: Readonly<Record<string, () => Promise<ProgramModule>>> = {};
