/** pyroute2 (Debian's python3-pyroute2) sees the same on the virtual kernel as on Linux, attribute by attribute. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { whyNotLinux, whyNotProfile } from "../../conformance/linux.ts";
import { WireBox } from "./box.ts";
import { whyNotWire } from "./build.ts";
import { hostProgram } from "./host-program.ts";

const PYTHON = "/usr/bin/python3";
const SCRIPT = readFileSync(new URL("pyroute2-script.py", import.meta.url), "utf8");
const ARGUMENTS = ["-B", "-c", SCRIPT, "other"];
/** The namespace that the script moves a link to. */
const SETUP = 'mount -t tmpfs none /run && ip netns add other && exec "$0" "$@"';

function whyNot(): string | undefined {
  const obstacle = whyNotLinux() ?? whyNotProfile() ?? whyNotWire(PYTHON);
  if (obstacle !== undefined) return obstacle;
  const found = spawnSync(PYTHON, ["-c", "import pyroute2"]);
  return found.status === 0 ? undefined : "not installed: python3-pyroute2";
}

const obstacle = whyNot();
const required = process.env["VETHLAB_REQUIRE_LIVE"] === "1";

describe.skipIf(obstacle !== undefined && !required)(
  `pyroute2 on both kernels${obstacle === undefined ? "" : `: ${obstacle}`}`,
  () => {
    it("can be run", () => {
      expect(obstacle).toBeUndefined();
    });

    it("reads the same messages", { retry: 2 }, async () => {
      const linux = spawnSync("unshare", ["-nm", "sh", "-c", SETUP, PYTHON, ...ARGUMENTS], {
        encoding: "utf8",
      });
      expect(linux.stderr).toBe("");
      const box = new WireBox({ [PYTHON]: hostProgram(PYTHON) });
      await box.run(["ip", "netns", "add", "other"]);
      const virtual = await box.run([PYTHON, ...ARGUMENTS]);
      expect(virtual.stderr).toBe("");
      expect(virtual.stdout.split("\n")).toEqual(linux.stdout.split("\n"));
      expect(virtual.status).toBe(linux.status);
      expect(virtual.stdout.split("\n").length).toBeGreaterThan(80);
    });
  },
);
