/** The conformance scripts again, with Debian's own `ip` and net-tools in place of ours: they must print what they printed on Linux. */
import { describe, it } from "vitest";
import { findCases } from "../../conformance/cases.ts";
import { compareRuns } from "../../conformance/compare.ts";
import { readTranscript } from "../../conformance/transcript.ts";
import type { Main } from "../../src/process/process.ts";
import { main as ourIp } from "../../src/programs/ip/main.ts";
import { WireBox } from "./box.ts";
import { whyNotWire } from "./build.ts";
import { hostProgram } from "./host-program.ts";

const IP = "/usr/sbin/ip";
const debianIp = hostProgram(IP);
const NET_TOOLS = ["/usr/sbin/ifconfig", "/usr/sbin/arp", "/usr/sbin/route"];

/** A program that `ip` starts must be one of the box; and what waits in read(2) is not seen to wait. */
const OURS = new Set(["exec", "monitor"]);

/** Debian's, but for `ip netns exec` and `ip netns monitor`. */
const ip: Main = (process) => {
  const ours = process.argv.some((word) => /^net/.test(word)) && process.argv.some((word) => OURS.has(word));
  return (ours ? ourIp : debianIp)(process);
};

const netTools = Object.fromEntries(NET_TOOLS.map((path) => [path, hostProgram(path)]));

const SUBJECTS = /^(ip-|ifconfig\/|arp\/|route\/|ipv6\/|link-state\/|labs\/|problems\/|effects\/|routing\/)/;
/** Hundreds of commands that differ in their numbers only: starting a program for each would take minutes. */
const EXHAUSTIVE = /\/every-|\/bridge-[45]$/;
/** Sends frames with a program that is not in this box. */
const INJECTS = /\binject\b/;
/** Debian's net-tools look names up in this machine's own /etc and complain by the path they were started with. */
const TOOLS = /^(ifconfig|arp|route)\//;
const UNLIKE = /Unknown host|Unknown server error|invalid option --|route -6 .*localhost/;
/** Looks names up in the box's own /etc/hosts, which Debian's programs do not see. */
const HOSTS = /\/etc\/hosts/;
const cases = findCases().filter(
  ({ name, text }) =>
    SUBJECTS.test(name) &&
    !EXHAUSTIVE.test(name) &&
    !INJECTS.test(text) &&
    !HOSTS.test(text) &&
    /\bip\b/.test(text) &&
    !(TOOLS.test(name) && UNLIKE.test(text + (readTranscript(name)?.output ?? ""))),
);
const obstacle = whyNotWire(IP);
const required = process.env["VETHLAB_REQUIRE_LIVE"] === "1";

describe.skipIf(obstacle !== undefined && !required)(
  `Debian's ip on the virtual kernel prints what it prints on Linux${obstacle === undefined ? "" : `: ${obstacle}`}`,
  { concurrent: true },
  () => {
    it("can be run", ({ expect }) => {
      expect(obstacle).toBeUndefined();
    });

    it.for(cases.map((item) => [item.name, item] as const))("%s", async ([, item], { expect }) => {
      const box = new WireBox({ [IP]: ip, ...netTools });
      const { output, status } = await box.script(item.text, item.script, item.args);
      const expected = readTranscript(item.name);
      if (expected === undefined) throw new Error("no transcript");
      const actual = { output: Buffer.from(output).toString("latin1"), exitCode: status };
      const difference = compareRuns(item, expected, actual);
      if (difference !== undefined) expect.fail(`${item.name} (- Linux, + here)\n${difference}`);
    });
  },
);
