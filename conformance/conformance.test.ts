/** Every script on the virtual kernel against its transcript; and, where the machine can, Linux itself against it too. */
import { describe, expect, it } from "vitest";
import { type Case, findCases } from "./cases.ts";
import { compareRuns } from "./compare.ts";
import { generatedFidelity, writtenFidelity } from "./fidelity.ts";
import { type Run, runOnLinux, whyNotLinux, whyNotProfile } from "./linux.ts";
import { profileOf } from "./profile.ts";
import { readTranscript, type Transcript } from "./transcript.ts";
import { Turns } from "./turns.ts";
import { runOnVirtual, whyNotVirtual } from "./virtual.ts";

const cases = findCases();

function transcriptOf(item: Case): Transcript {
  const transcript = readTranscript(item.name);
  if (transcript === undefined) throw new Error(`no transcript: npm run conformance:record -- ${item.name}`);
  return transcript;
}

function expectEqual(item: Case, expected: Run, actual: Run): void {
  const difference = compareRuns(item, expected, actual);
  if (difference !== undefined) expect.fail(`${item.name} (- Linux, + here)\n${difference}`);
}

describe("the collection", () => {
  it("has a transcript for every script", () => {
    expect(cases.filter((item) => readTranscript(item.name) === undefined).map((item) => item.name)).toEqual(
      [],
    );
  });

  it("is counted right in docs/fidelity.md", () => {
    expect(writtenFidelity(), "node conformance/run.mjs fidelity").toBe(generatedFidelity());
  });
});

describe("the virtual kernel prints what Linux printed", { concurrent: true }, () => {
  it("is built", () => {
    expect(whyNotVirtual()).toBeUndefined();
  });
  it.for(cases.map((item) => [item.name, item] as const))("%s", async ([, item]) => {
    expectEqual(item, transcriptOf(item), await runOnVirtual(item));
  });
});

const live = cases.filter((item) => profileOf(item) === "reference");
const obstacle = whyNotLinux() ?? whyNotProfile();
if (obstacle === undefined) {
  describe("Linux prints what is in the transcripts", { concurrent: true, timeout: 300_000 }, () => {
    const turns = new Turns();
    it.for(live.map((item) => [item.name, item] as const))("%s", async ([, item]) => {
      const expected = transcriptOf(item);
      let run = await turns.beside(() => runOnLinux(item));
      // Linux's workers and timers come late on a busy machine: what differs is tried again without the others beside it, and
      // once more, for what makes the machine busy need not be ours.
      for (let again = 0; again < 2 && compareRuns(item, expected, run) !== undefined; again++)
        run = await turns.alone(() => runOnLinux(item));
      expectEqual(item, expected, run);
    });
  });
} else {
  const test = process.env["VETHLAB_REQUIRE_LIVE"] === "1" ? it : it.skip;
  test(`Linux prints what is in the transcripts: skipped, because ${obstacle}`, () => {
    expect.fail(`VETHLAB_REQUIRE_LIVE=1, but ${obstacle}`);
  });
}
