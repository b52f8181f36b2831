/** A kind of address. */
import type { Options } from "../address.ts";
import type { Mode, Next } from "../endpoint.ts";
import type { Group } from "../option-table.ts";
import type { Session } from "../session.ts";

/** What an address is opened with. */
export interface OpenRequest {
  readonly session: Session;
  readonly parameters: readonly string[];
  readonly options: Options;
  readonly mode: Mode;
  /** What is done with the endpoint; the status of the program. */
  readonly next: Next;
}

/** A plug-in: a row of the table of addresses. */
export interface AddressKind {
  /** Keywords, in capitals. */
  readonly names: readonly string[];
  readonly parameters: number;
  readonly groups: readonly Group[];
  open(request: OpenRequest): Promise<number>;
}

/** `for reading and writing`, as messages say it. */
export function purpose(mode: Mode): string {
  return mode === "both" ? "reading and writing" : mode === "read" ? "reading" : "writing";
}
