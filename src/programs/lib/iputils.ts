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

/** An option's integer, or the {@link Exit} that tells what is wrong with it. */
export function integerArgument(program: string, text: string, minimum: number, maximum: number): number {
  const value = strtol(text);
  const fail = (why: string): Exit => new Exit(1, `${program}: invalid argument: '${text}'${why}\n`);
  if (value === "invalid") throw fail("");
  if (value === "range") throw fail(": Numerical result out of range");
  if (value < minimum || value > maximum) throw fail(`: out of range: ${minimum} <= value <= ${maximum}`);
  return Number(value);
}
