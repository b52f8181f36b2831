/**
 * What a program behind a tap leaves to the kernel (`IFF_VNET_HDR`): what Linux answered is in `tap-offload.txt`, which is made anew with
 * `VETHLAB_RECORD=1 npx vitest run test/sockets` (root on Linux 6.18).
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { whyNotLinux } from "../../conformance/linux.ts";
import { CLONE_NEWNET } from "../../src/kernel.ts";
import { ManualClock } from "../../src/virtual/manual-clock.ts";
import { createVirtualKernel } from "../../src/virtual/virtual-kernel.ts";
import { tapOffload } from "./tap-offload.ts";

const recorded = fileURLToPath(new URL("tap-offload.txt", import.meta.url));
const reason = whyNotLinux();

async function onLinux(): Promise<string> {
  const { createLinuxKernel } = await import("../../src/linux/linux-kernel.ts");
  const task = createLinuxKernel().fork("test");
  expect(task.unshare(CLONE_NEWNET)).toBe(0);
  const lines = tapOffload(task);
  task.exit();
  return `${lines.join("\n")}\n`;
}

describe("offloads of taps", () => {
  it("do on the virtual kernel what they did on Linux", () => {
    const sys = createVirtualKernel({ clock: new ManualClock(), seed: 1 });
    expect(`${tapOffload(sys).join("\n")}\n`).toBe(readFileSync(recorded, "utf8"));
  });

  it.skipIf(reason !== undefined)(`do it on Linux${reason === undefined ? "" : `: ${reason}`}`, async () => {
    const lines = await onLinux();
    if (process.env["VETHLAB_RECORD"] === "1") writeFileSync(recorded, lines);
    expect(lines).toBe(readFileSync(recorded, "utf8"));
  });
});
