/** What a running program hands to its parts: who speaks, for which family, and where its names come from. */
import type { Process } from "../../process/process.ts";
import { fail, OTHER_PROBLEM, PARAMETER_PROBLEM, type Speaker } from "./exit.ts";
import type { Family } from "./family.ts";
import { NameFiles } from "./values/names.ts";

export class Context implements Speaker {
  readonly process: Process;
  readonly family: Family;
  readonly programName: string;
  readonly names: NameFiles;
  /** Nothing reaches a kernel: what only it would refuse is not looked at. */
  readonly translating: boolean;
  line = -1;

  constructor(process: Process, family: Family, programName: string, translating = false) {
    this.process = process;
    this.family = family;
    this.programName = programName;
    this.translating = translating;
    this.names = new NameFiles(process.sys);
  }

  /** Ends: something is wrong with the command line. */
  wrong(text: string): never {
    fail(this, PARAMETER_PROBLEM, text);
  }

  /** Ends with another problem. */
  problem(text: string): never {
    fail(this, OTHER_PROBLEM, text);
  }

  print(text: string): void {
    this.process.stdout.write(text);
  }

  warn(text: string): void {
    this.process.stderr.write(text);
  }
}
