/** Programs of this machine as programs of a box, without loading what only Linux has before one is run. */
import type { Main } from "../../src/process/process.ts";

/** The `main` of a program of this machine. */
export function hostProgram(path: string): Main {
  return async (process) => {
    const { programOfHost } = await process.load(loadClient);
    return programOfHost(path)(process);
  };
}

const loadClient = () => import("./client.ts");
