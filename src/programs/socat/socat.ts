/** `socat`, 1.7.4.4 as Debian has it: a relay between two addresses. */

import { strerror } from "../../errno.ts";
import type { Process } from "../../process/process.ts";
import { openAddress } from "./addresses/index.ts";
import { Log, SocatExit } from "./log.ts";
import { parseOptions } from "./options.ts";
import { Session } from "./session.ts";
import { transfer } from "./transfer.ts";

export async function main(process: Process): Promise<number> {
  try {
    const settings = parseOptions(process);
    const log = Log.open(process, settings.log);
    if (typeof log === "number") {
      const why = `cannot open log file "${settings.log.file}": ${strerror(-log)}`;
      return new Log(process, settings.log).error(why);
    }
    return await new Session(process, log, settings).run(relay);
  } catch (end) {
    if (end instanceof SocatExit) return end.status;
    throw end;
  }
}

async function relay(session: Session): Promise<number> {
  const { direction, addresses } = session.settings;
  const leftMode = direction === "both" ? "both" : direction === "right" ? "read" : "write";
  const rightMode = direction === "both" ? "both" : direction === "right" ? "write" : "read";
  return openAddress(session, addresses[0], leftMode, (afterLeft, left) => {
    return openAddress(afterLeft, addresses[1], rightMode, (afterBoth, right) =>
      transfer(afterBoth, left, right),
    );
  });
}
