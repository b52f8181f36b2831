/** Both kernels refuse the same requests with the same error, text, place in the request, and rule that was broken. */
import { describe, expect, it } from "vitest";
import { whyNotLinux, whyNotProfile } from "../../conformance/linux.ts";
import { describeAll } from "../../conformance/netlink-text.ts";
import type { SystemCalls } from "../../src/kernel.ts";
import { BAD_REQUESTS } from "./messages/bad-requests.ts";
import { onLinux, onVirtual } from "./messages/kernels.ts";
import { whyLeft } from "./messages/left.ts";
import { type Recording, record } from "./messages/record.ts";
import { readRecording, writeRecording } from "./messages/recording.ts";

const obstacle = whyNotLinux() ?? whyNotProfile();
const required = process.env["VETHLAB_REQUIRE_LIVE"] === "1";
const PATIENCE_MS = 60_000;
const FILE = "errors";

const recordErrors = (sys: SystemCalls) => record(sys, BAD_REQUESTS);
if (process.env["VETHLAB_RECORD"] === "1") writeRecording(FILE, await onLinux(recordErrors));

const recorded = readRecording(FILE);
const names = BAD_REQUESTS.map(({ name }) => name);
const answers = (recording: Recording, name: string) => describeAll(recording.get(name) ?? []);

it("the recording has all requests, each once, and no others", () => {
  expect([...recorded.keys()]).toEqual(names);
  expect(new Set(names).size).toBe(names.length);
});

describe("the virtual kernel refuses as Linux did", async () => {
  const virtual = await onVirtual(recordErrors);

  it.for(names)("%s", (name) => {
    const left = whyLeft(name);
    if (left === undefined) expect(answers(virtual, name)).toEqual(answers(recorded, name));
    else expect(answers(virtual, name), left).not.toEqual(answers(recorded, name));
  });
});

describe.skipIf(obstacle !== undefined && !required)(
  `Linux still refuses so${obstacle === undefined ? "" : `: ${obstacle}`}`,
  () => {
    it("all of them", { timeout: PATIENCE_MS, retry: 1 }, async () => {
      expect(obstacle).toBeUndefined();
      const live = await onLinux(recordErrors);
      for (const name of names) expect([name, answers(live, name)]).toEqual([name, answers(recorded, name)]);
    });
  },
);
