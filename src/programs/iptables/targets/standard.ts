/** ACCEPT, DROP, RETURN and the old QUEUE: verdicts, and a chain's name where it is a target without options. */
import type { Extension } from "../extension/extension.ts";

export const STANDARD_NAMES: readonly string[] = ["ACCEPT", "DROP", "QUEUE", "RETURN"];

export const STANDARD: readonly Extension[] = STANDARD_NAMES.map((name) => ({
  kind: "target",
  name,
  revision: 0,
  size: 4,
  userSize: 4,
  help: `
standard match options:
(If target is DROP, ACCEPT, RETURN or nothing)
`,
  options: [],
}));
