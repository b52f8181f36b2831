/** Both kernels answer the same requests in the same state with the same messages: headers, attributes, their order and contents. */
import { describe, expect, it } from "vitest";
import { whyNotLinux, whyNotProfile } from "../../conformance/linux.ts";
import { describeAll } from "../../conformance/netlink-text.ts";
import { onLinux, onVirtual } from "./messages/kernels.ts";
import { whyLeft } from "./messages/left.ts";
import { type Recording, record } from "./messages/record.ts";
import { readRecording, writeRecording } from "./messages/recording.ts";
import { REQUESTS } from "./messages/requests.ts";
import { copyMessage } from "./messages/round-trip.ts";

const obstacle = whyNotLinux() ?? whyNotProfile();
const required = process.env["VETHLAB_REQUIRE_LIVE"] === "1";
const isRecording = process.env["VETHLAB_RECORD"] === "1";
const PATIENCE_MS = 60_000;

if (isRecording) writeRecording("messages", await onLinux(record));

const recorded = readRecording("messages");
const names = REQUESTS.map(({ name }) => name);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

function expectSame(name: string, actual: Recording): void {
  expect(describeAll(actual.get(name) ?? [])).toEqual(describeAll(recorded.get(name) ?? []));
}

describe("the recording", () => {
  it("has all requests, each once, and no others", () => {
    expect([...recorded.keys()]).toEqual(names);
    expect(new Set(names).size).toBe(names.length);
  });

  it("is read and written again byte for byte", () => {
    let count = 0;
    for (const messages of recorded.values()) {
      for (const message of messages) {
        expect(hex(copyMessage(message))).toBe(hex(message));
        count++;
      }
    }
    expect(count).toBeGreaterThan(2000);
  });
});

describe("the virtual kernel answers what Linux answered", async () => {
  const virtual = await onVirtual(record);

  it.for(names.filter((name) => whyLeft(name) === undefined))("%s", (name) => expectSame(name, virtual));

  it.for(
    names.flatMap(
      (name): [string, string][] =>
        whyLeft(name)
          ?.split("\n")
          .map((why) => [name, why]) ?? [],
    ),
  )("%s: left, because %s", ([name]) => {
    expect(describeAll(virtual.get(name) ?? [])).not.toEqual(describeAll(recorded.get(name) ?? []));
  });
});

describe.skipIf(obstacle !== undefined && !required)(
  `Linux still answers that${obstacle === undefined ? "" : `: ${obstacle}`}`,
  () => {
    it("and its messages are read and written again byte for byte", {
      timeout: PATIENCE_MS,
      retry: 1,
    }, async () => {
      expect(obstacle).toBeUndefined();
      const live = await onLinux(record);
      for (const name of names) expectSame(name, live);
      for (const message of [...live.values()].flat()) expect(hex(copyMessage(message))).toBe(hex(message));
    });
  },
);
