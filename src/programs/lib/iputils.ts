/** What the programs of iputils share. */
import { strtol } from "./numbers.ts";

/** Ends a program with a message and an exit status. */
export class Exit {
  readonly status: number;
  /** Text for standard error. */
  readonly error: string;
  /** Text for standard output, which comes first. */
  readonly output: string;
  constructor(status: number, error: string, output = "") {
    this.status = status;
    this.error = error;
    this.output = output;
  }
}

/** Ends a program with how it is called, which passes by what standard output still holds back. */
export class UsageExit extends Exit {}

/** An option's integer, or what is wrong with it. */
export function parseInteger(text: string, minimum: bigint, maximum: bigint): number | string {
  const value = strtol(text);
  const problem = `invalid argument: '${text}'`;
  if (value === "invalid") return problem;
  if (value === "range") return `${problem}: Numerical result out of range`;
  if (value < minimum || value > maximum)
    return `${problem}: out of range: ${minimum} <= value <= ${maximum}`;
  return Number(value);
}
