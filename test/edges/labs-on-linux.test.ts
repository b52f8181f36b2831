/** The labs with vethlab's own programs on Linux's kernel (`--kernel linux`): they print what Debian's printed. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { type Case, findCases, ROOT } from "../../conformance/cases.ts";
import { compareRuns } from "../../conformance/compare.ts";
import { runOnLinux, whyNotLinux, whyNotProfile } from "../../conformance/linux.ts";
import { profileOf } from "../../conformance/profile.ts";
import { readTranscript } from "../../conformance/transcript.ts";
import { Turns } from "../../conformance/turns.ts";

const CLI = join(ROOT, "dist", "cli.js");

/** The same with other numbers. */
const REPEATED = /-[45]$/;

const cases = findCases(["labs/", "problems/namespace-gone"]).filter(
  (item) => profileOf(item) === "reference" && !REPEATED.test(item.name),
);

/** The case as a script of bash that runs the lab in vethlab. */
function inVethlab(item: Case): Case {
  const command = `${process.execPath} ${CLI} run --kernel linux lab/${item.script} "$@"`;
  return {
    ...item,
    text: `mkdir lab\ncat >lab/${item.script} <<'END OF THE LAB'\n${item.text}END OF THE LAB\n${command}\n`,
  };
}

function obstacle(): string | undefined {
  if (!existsSync(CLI)) return "dist/cli.js is not built";
  // scripts on Linux have a /tmp of their own
  if (CLI.startsWith("/tmp/") || process.execPath.startsWith("/tmp/")) return "this checkout is in /tmp";
  return whyNotLinux() ?? whyNotProfile();
}

const reason = obstacle();

describe.skipIf(reason !== undefined)(
  `vethlab's programs on Linux's kernel${reason === undefined ? "" : `: ${reason}`}`,
  { concurrent: true, timeout: 300_000 },
  () => {
    const turns = new Turns();
    it.for(cases.map((item) => [item.name, item] as const))("%s", async ([, item], { expect }) => {
      const expected = readTranscript(item.name);
      if (expected === undefined) throw new Error("no transcript");
      const run = () => runOnLinux(inVethlab(item));
      const busy = await turns.beside(run);
      // timers come late on a busy machine: what differs is tried again without the others beside it
      if (compareRuns(item, expected, busy) === undefined) return;
      const difference = compareRuns(item, expected, await turns.alone(run));
      if (difference !== undefined) expect.fail(`${item.name} (- Linux, + here)\n${difference}`);
    });
  },
);
