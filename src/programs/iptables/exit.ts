/** How the programs end early, as `xtables_error` of libxtables does it. */

export const OTHER_PROBLEM = 1;
export const PARAMETER_PROBLEM = 2;
export const RESOURCE_PROBLEM = 4;

/** What `-V` says behind the program's name, and every error. */
export const VERSION = "1.8.9 (nf_tables)";

/** Unwinds a program with an exit status; what it says has been written. */
export class XtablesExit {
  readonly status: number;
  readonly error: string;
  constructor(status: number, error = "") {
    this.status = status;
    this.error = error;
  }
}

/** Who speaks: every error begins with it. */
export interface Speaker {
  /** As in errors: `iptables`, `ip6tables-restore` … */
  readonly programName: string;
  /** The line of the file that is restored; -1 for a command line. */
  line: number;
}

/** The hint of a wrong command line. */
export function tryHelp(speaker: Speaker): string {
  const place = speaker.line < 0 ? "" : `Error occurred at line: ${speaker.line}\n`;
  return `${place}Try \`${speaker.programName} -h' or '${speaker.programName} --help' for more information.\n`;
}

/** Ends with an error, whose text is without the newline that ends it. */
export function fail(speaker: Speaker, status: number, text: string): never {
  const hint = status === PARAMETER_PROBLEM ? tryHelp(speaker) : "";
  throw new XtablesExit(status, `${speaker.programName} v${VERSION}: ${text}\n${hint}`);
}
