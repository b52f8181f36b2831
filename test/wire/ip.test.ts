/** Debian's own `ip` and ours print the same bytes on the virtual kernel: the wire between program and kernel is the real one. */
import { describe, expect, it } from "vitest";
import { WireBox } from "./box.ts";
import { whyNotWire } from "./build.ts";
import { hostProgram } from "./host-program.ts";
import { IP_COMMANDS } from "./ip-commands.ts";

const IP = "/usr/sbin/ip";
const obstacle = whyNotWire(IP);
/**
 * From one command to the next. The two take not quite the same processor time: with a bit more than a second, no age in full seconds
 * hangs on that.
 */
const STEP_NS = 1_004_000_000;
const required = process.env["VETHLAB_REQUIRE_LIVE"] === "1";

describe.skipIf(obstacle !== undefined && !required)(
  `Debian's ip and ours print the same on the virtual kernel${obstacle === undefined ? "" : `: ${obstacle}`}`,
  () => {
    const debian = new WireBox({ [IP]: hostProgram(IP) });
    const ours = new WireBox();
    let time = 0;

    it("can be compared", () => {
      expect(obstacle).toBeUndefined();
    });

    it.for(IP_COMMANDS.map((command, index) => [`${index + 1}: ${command}`, command] as const))(
      "%s",
      async ([, command]) => {
        while (time < Math.max(debian.uptime, ours.uptime)) time += STEP_NS;
        await Promise.all([debian.waitUntil(time), ours.waitUntil(time)]);
        const expected = await debian.run(["bash", "-c", command]);
        expect(await ours.run(["bash", "-c", command])).toEqual(expected);
      },
    );
  },
);
