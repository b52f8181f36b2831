/** Which Linux a script is compared with. It says so itself, in a comment line of its own: `# profile: debian`. */
import type { Case } from "./cases.ts";

/**
 * `reference`: the kernel of the reference machine, which is asked live. `debian`: Debian 12's own kernel, for what the reference
 * machine's lacks; it is booted in an emulated machine to record, and never runs live.
 */
export type Profile = "reference" | "debian";

const HEADER = /^# profile: (\S+)$/m;

/** The profile of a script; throws when it names one that does not exist. */
export function profileOf(item: Case): Profile {
  const name = HEADER.exec(item.text)?.[1] ?? "reference";
  if (name !== "reference" && name !== "debian") throw new Error(`${item.name}: there is no profile ${name}`);
  return name;
}
