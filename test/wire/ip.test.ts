/** Debian's own `ip` and ours print the same bytes on the virtual kernel: the wire between program and kernel is the real one. */
import { describe, expect, it } from "vitest";
import { WireBox } from "./box.ts";
import { whyNotWire } from "./build.ts";
import { programOfHost } from "./client.ts";
import { IP_COMMANDS } from "./ip-commands.ts";

const IP = "/usr/sbin/ip";
const obstacle = whyNotWire(IP);
const required = process.env["VETHLAB_REQUIRE_LIVE"] === "1";

describe.skipIf(obstacle !== undefined && !required)(
  `Debian's ip and ours print the same on the virtual kernel${obstacle === undefined ? "" : `: ${obstacle}`}`,
  () => {
    const debian = new WireBox({ [IP]: programOfHost(IP) });
    const ours = new WireBox();

    it("can be compared", () => {
      expect(obstacle).toBeUndefined();
    });

    it.for(IP_COMMANDS.map((command, index) => [`${index + 1}: ${command}`, command] as const))(
      "%s",
      async ([, command]) => {
        const second = Math.max(debian.second, ours.second) + 1;
        await Promise.all([debian.waitUntil(second), ours.waitUntil(second)]);
        const expected = await debian.run(["bash", "-c", command]);
        expect(await ours.run(["bash", "-c", command])).toEqual(expected);
      },
    );
  },
);
