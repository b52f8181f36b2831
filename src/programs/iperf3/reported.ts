/** What reports ask of the test that they tell of. */
import type { Options } from "./options.ts";
import type { Printer } from "./printer.ts";
import type { Settings } from "./settings.ts";

/** A test, as reports see it. */
export interface Reported {
  readonly options: Options;
  readonly settings: Settings;
  readonly role: "client" | "server";
  readonly printer: Printer;
  /** Of what is reported: of senders, of receivers; in this order. */
  readonly directions: readonly boolean[];
  /** Whether some sender's retransmissions are known. */
  readonly tellsRetransmits: boolean;
}
