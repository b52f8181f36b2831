/** How conntrack ends early: `exit_error`. */

/** `PARAMETER_PROBLEM`, `OTHER_PROBLEM` */
export const PARAMETER_PROBLEM = 2;
export const OTHER_PROBLEM = 1;

const NAME = "conntrack v1.4.7 (conntrack-tools): ";

/** The exit status, and what is written to standard error. */
export class ConntrackFailure {
  readonly status: number;
  readonly text: string;
  constructor(status: number, message: string) {
    this.status = status;
    const hint =
      status === PARAMETER_PROBLEM ? "Try `conntrack -h' or 'conntrack --help' for more information.\n" : "";
    this.text = `${NAME}${message}\n${hint}`;
  }
}

/** What is said at the end of a command, with the program's name before it. */
export const report = (message: string): string => `${NAME}${message}\n`;

/** Ends with an exit status of conntrack's. */
export function stop(status: number, message: string): never {
  throw new ConntrackFailure(status, message);
}

/** Wrong arguments. */
export function wrong(message: string): never {
  return stop(PARAMETER_PROBLEM, message);
}
