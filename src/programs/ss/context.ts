/** What all tables of sockets are shown with. */
import type { Process } from "../../process/process.ts";
import type { Database } from "./databases.ts";
import type { Subject } from "./filter.ts";
import type { Services } from "./services.ts";
import type { Showing } from "./show.ts";

/** Made once of the command line. */
export interface Context {
  readonly process: Process;
  readonly databases: ReadonlySet<Database>;
  readonly families: ReadonlySet<number>;
  readonly states: number;
  readonly showing: Showing;
  readonly services: Services;
  /** Ends what is shown. */
  readonly kill: boolean;
  matches(subject: Subject): boolean;
}
