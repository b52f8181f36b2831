/** Both kernels tell listeners the same when the same commands run: which messages, in which order, with which attributes. */
import { expect, describe as group, it } from "vitest";
import { whyNotLinux, whyNotProfile } from "../../conformance/linux.ts";
import { describe } from "../../conformance/netlink-text.ts";
import type { Socket, SystemCalls } from "../../src/kernel.ts";
import { EVENTS, heard, listen } from "./messages/events.ts";
import { onLinux, onVirtual } from "./messages/kernels.ts";
import { readRecording, writeRecording } from "./messages/recording.ts";
import { copyMessage } from "./messages/round-trip.ts";

const obstacle = whyNotLinux() ?? whyNotProfile();
const required = process.env["VETHLAB_REQUIRE_LIVE"] === "1";
const isRecording = process.env["VETHLAB_RECORD"] === "1";
const PATIENCE_MS = 60_000;
const NAME = "events";

/** What was heard while the commands ran. */
async function listenOn(kernel: typeof onLinux): Promise<Uint8Array[]> {
  const sockets: Socket[] = [];
  const start = (sys: SystemCalls) => void sockets.push(listen(sys));
  return kernel(() => sockets.flatMap(heard), EVENTS, start);
}

/** In lines; the number of the request is the program's. */
function lines(messages: readonly Uint8Array[]): string[] {
  return messages.flatMap(describe).map((line) => line.replace(/ seq \S+/, ""));
}

if (isRecording) writeRecording(NAME, new Map([[NAME, await listenOn(onLinux)]]));

const recorded = readRecording(NAME).get(NAME) ?? [];
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

group("what listeners hear", () => {
  it("is on the virtual kernel what it was on Linux", async () => {
    expect(recorded.length).toBeGreaterThan(150);
    expect(lines(await listenOn(onVirtual))).toEqual(lines(recorded));
  });

  it("is read and written again byte for byte", () => {
    for (const message of recorded) expect(hex(copyMessage(message))).toBe(hex(message));
  });

  it.skipIf(obstacle !== undefined && !required)(
    `is on Linux what it was${obstacle === undefined ? "" : `: ${obstacle}`}`,
    { timeout: PATIENCE_MS, retry: 1 },
    async () => {
      expect(obstacle).toBeUndefined();
      expect(lines(await listenOn(onLinux))).toEqual(lines(recorded));
    },
  );
});
