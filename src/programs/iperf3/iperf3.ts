/** `iperf3`: 3.12's, with its text output. */
import type { Main } from "../../process/process.ts";
import { runClient } from "./client.ts";
import { IperfError, parseOptions } from "./options.ts";
import { runServer } from "./server.ts";

export const main: Main = async (process) => {
  try {
    const options = parseOptions(process.argv);
    if (typeof options === "string") {
      process.stdout.write(options);
      return 0;
    }
    return options.server ? await runServer(process, options) : await runClient(process, options);
  } catch (error) {
    if (!(error instanceof IperfError)) throw error;
    process.stderr.write(error.text);
    return 1;
  }
};
