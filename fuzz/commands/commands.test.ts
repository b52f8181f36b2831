/** The command fuzzer itself: what it generates, how it shortens, what it compares; and a short run against Linux. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { whyNotLinux, whyNotProfile } from "../../conformance/linux.ts";
import { type Difference, differences } from "./compare.ts";
import { excluded } from "./exclusions.ts";
import { beforeEnd, commands, sequenceOf } from "./index.ts";
import { ERRORS, MARK, markedScript, plainScript } from "./script.ts";
import { type Sequence, sequences } from "./sequence.ts";
import { type Step, textOf } from "./step.ts";
import { runOnVirtual } from "./virtual.ts";

/** Programs that commands run; every one is one of Debian's, and none of them waits for ever. */
const PROGRAMS =
  /^(ip|bridge|brctl|route|arp|ifconfig|ethtool|sysctl|nstat|ping[46]?|arping|tcpdump|traceroute6?|tracepath|hostname|dnsdomainname|cat|head|echo|sh|true|false|ls|nosuchprogram|printf '%s\\n' .*\| (bridge|ip(6?tables-restore)?|nft|bridge)|ip6?tables(-nft|-save)?|conntrack|nft|bridge|brctl|timeout 0\.4 (?:ip|bridge)|sleep 0\.4 & sleep)( |$)/;

function step(text: string, optional = ""): Step {
  const parts = [{ text, optional: false }, ...(optional === "" ? [] : [{ text: optional, optional: true }])];
  return { parts, settle: 0, unordered: false };
}

/** A command that a listener hears, which ends by itself. */
const LISTENER =
  /^timeout 0\.4 ((?:ip|bridge) .*)\bmo(?:n|nitor)?\b.* >\/tmp\/\.heard 2>&1 & sleep 0\.15; (.*); wait \$!; cat \/tmp\/\.heard$/;

/** A process in a namespace for as long as those in some are counted. */
const COUNTED = /^(ip netns exec \w+) sleep 0\.4 & sleep 0\.2; (ip netns pids \w+ \| wc -l); wait \$!$/;

function sequence(...steps: Step[]): Sequence {
  return { mode: "ipv4", namespaces: ["red"], steps, rulesOnly: false };
}

describe("generator", () => {
  it("makes the same sequence of the same seed, and another of another", () => {
    expect(plainScript(sequenceOf(7, 3))).toBe(plainScript(sequenceOf(7, 3)));
    expect(plainScript(sequenceOf(7, 3))).not.toBe(plainScript(sequenceOf(8, 3)));
    expect(plainScript(sequenceOf(7, 3))).not.toBe(plainScript(sequenceOf(7, 4)));
  });

  it("makes commands of known programs only, that write nowhere but in settings of the network", () => {
    fc.assert(
      fc.property(sequences(), ({ steps }) => {
        for (const text of steps.map(textOf)) {
          const command = text.replace(/^ip netns exec \w+ (?=\w)/, "");
          expect(command).toMatch(PROGRAMS);
          const bare = text
            .replace(LISTENER, "$1; $2")
            .replace(COUNTED, "$1 true; $2")
            .replace(/\$?'[^']*'/g, "''")
            .replaceAll("$$", "self");
          expect(bare).not.toMatch(/>(?! \/proc\/sys\/net\/ipv[46]\/|\/sys\/class\/net\/[^/]+\/\w+$)/);
          expect(bare).not.toMatch(/\bmonitor\b|\n|`|\$/);
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("uses every part of its grammar", () => {
    const text = Array.from({ length: 60 }, (_, index) => plainScript(sequenceOf(5, index))).join("");
    for (const words of [
      "link add",
      "addr",
      "route",
      "neigh",
      "rule add",
      "netns add",
      "tuntap",
      "maddr",
      "-6 route",
    ])
      expect(text).toContain(words);
    for (const program of ["ping", "arping", "ethtool", "sysctl", "ifconfig", "route add", "arp "])
      expect(text).toContain(program);
  });

  it("draws what was chosen, more of it than otherwise", () => {
    const of = (grammar: readonly string[]): string =>
      Array.from({ length: 40 }, (_, index) =>
        plainScript(sequenceOf(5, index, { grammar, alone: false })),
      ).join("");
    const chosen: Readonly<Record<string, readonly string[]>> = {
      bridged: ["type bridge", "bridge fdb", "bridge mdb", "brctl"],
      vxlan: ["type vxlan"],
      macvlan: ["type macvlan"],
      iptables: ["iptables -"],
      conntrack: ["conntrack -"],
      nft: ["nft "],
    };
    const plain = of([]);
    const count = (text: string, word: string): number => text.split(word).length - 1;
    for (const [subject, words] of Object.entries(chosen)) {
      const text = of([subject]);
      for (const word of words) {
        expect(text).toContain(word);
        expect(count(text, word)).toBeGreaterThan(count(plain, word));
      }
    }
  });

  it("shortens by commands and by parts of commands, and always gets shorter", () => {
    const whole = sequence(step("ip link show", "dev lo"), step("ip rule"));
    const shorter = [...sequences().shrink(whole, undefined)].map(({ value }) => value.steps.map(textOf));
    expect(shorter).toEqual([["ip link show dev lo"], ["ip rule"], ["ip link show", "ip rule"]]);
  });
});

describe("comparison", () => {
  const script = markedScript(sequence(step("ip rule"), { ...step("ip neigh"), unordered: true }));
  const output = (first: string, exit: string, second: string, errors: string): string =>
    `${first}${MARK}0:${exit}\n${second}${MARK}1:0\n${MARK}${ERRORS}:\n${errors}${MARK}0:\n${MARK}1:\n`;
  const compare = (left: string, right: string): number[] =>
    differences(script, { output: left, exitCode: 0 }, { output: right, exitCode: 0 }).map(
      ({ section }) => section,
    );

  it("sees exit codes, output and error texts, each by itself", () => {
    const base = output("a\n", "0", "x\ny\n", "");
    expect(compare(base, base)).toEqual([]);
    expect(compare(base, output("b\n", "0", "x\ny\n", ""))).toEqual([0]);
    expect(compare(base, output("a\n", "1", "x\ny\n", ""))).toEqual([0]);
    expect(compare(base, output("a\n", "0", "x\ny\n", "no\n"))).toEqual([0]);
    expect(compare(base, output("a\n", "0", "x\nz\n", ""))).toEqual([1]);
  });

  it("takes lines as a set only where Linux's order means nothing", () => {
    expect(compare(output("a\n", "0", "x\ny\n", ""), output("a\n", "0", "y\nx\n", ""))).toEqual([]);
    expect(compare(output("a\nb\n", "0", "", ""), output("b\na\n", "0", "", ""))).toEqual([0]);
  });

  it("sees commands that were never reached", () => {
    expect(compare(output("a\n", "0", "", ""), `a\n${MARK}0:0\n`)).toEqual([1]);
  });
});

describe("exclusions", () => {
  const script = { text: "ping -c 1 10.0.0.4\n", sections: [] };
  const differs = (command: string, diff: string): boolean => excluded({ section: 0, command, diff }, script);
  const drops =
    "-     0       0      0       2       0       0 \n+     0       0      0       1       0       0 ";

  it("leave out how often a neighbour was asked that does not answer", () => {
    expect(differs("ip -d -s link", drops)).toBe(true);
    expect(differs("ip neigh", "-10.0.0.4 dev v FAILED \n+10.0.0.4 dev v INCOMPLETE ")).toBe(true);
  });

  it("leave out that a device in a batch is up before Linux has followed its carrier, or after", () => {
    const batch = { ...script, text: `printf '%s\\n' "link set v0 up" | ip -b -\n` };
    const link = (sign: string, states: string, state: string): string =>
      `${sign}5: v0@v1: <${states}> mtu 1500 qdisc noqueue state ${state} group default \n${sign}    link/ether 02:00:00:00:00:15 brd ff:ff:ff:ff:ff:ff\n`;
    const last = link(" ", "NO-CARRIER,BROADCAST,UP,M-DOWN", "LOWERLAYERDOWN");
    const listens = (diff: string): boolean => excluded({ section: 0, command: "ip monitor", diff }, batch);
    expect(listens(link("+", "BROADCAST,UP,M-DOWN", "UNKNOWN") + last)).toBe(true);
    expect(listens(link("+", "BROADCAST,M-DOWN", "DOWN") + last)).toBe(false);
    expect(listens(`+Deleted 5: v0\n${last}`)).toBe(false);
  });

  it("leave out what comes after a crash of Debian's nft, and nothing before it", () => {
    const found = (command: string, diff: string): Difference => ({ section: 0, command, diff });
    const first = found("ip route", "-a\n+b");
    const crash = found("nft list ruleset", "-[exit 139]\n+[exit 1]");
    const later = found("nft -a list ruleset", "-# handle 3\n+# handle 4");
    expect(beforeEnd([first, crash, later])).toEqual([first]);
    expect(beforeEnd([first, found("nft list ruleset", "-[exit 1]\n+[exit 139]"), later])).toHaveLength(3);
    expect(beforeEnd([found("ip route", crash.diff), later])).toHaveLength(2);
    expect(excluded(crash, script)).toBe(true);
  });

  it("leave out no more than that", () => {
    expect(differs("ip -d -s link", drops.replace("-     0", "-     7"))).toBe(false);
    expect(differs("ip neigh", "-10.0.0.4 dev v FAILED \n+10.0.0.4 dev v STALE ")).toBe(false);
    expect(differs("ip route", drops)).toBe(false);
    expect(
      excluded({ section: 0, command: "ip -s link", diff: drops }, { ...script, text: "ip link\n" }),
    ).toBe(false);
  });
});

describe("scripts", () => {
  it("run on the virtual kernel to their end, whatever is in them", async () => {
    for (let index = 0; index < 10; index++) {
      const script = markedScript(sequenceOf(11, index));
      const { output } = await runOnVirtual(script.text);
      expect(output).not.toContain("[killed");
      for (const mark of script.sections.keys()) expect(output).toContain(`${MARK}${mark}:`);
    }
  });
});

describe("a short run against Linux", () => {
  const obstacle = whyNotLinux() ?? whyNotProfile();
  if (obstacle !== undefined && process.env["VETHLAB_REQUIRE_LIVE"] === "1")
    it("needs Linux", () => expect.fail(`VETHLAB_REQUIRE_LIVE=1, but ${obstacle}`));

  it.skipIf(obstacle !== undefined)(
    `finds no difference${obstacle === undefined ? "" : ` (${obstacle})`}`,
    async () => {
      const said: string[] = [];
      const report = await commands.run({
        minutes: 3,
        most: 6,
        seed: 1,
        grammar: [],
        alone: false,
        folder: "fuzz/found/test",
        say: (line) => void said.push(line),
      });
      expect(report.counts["commands"]).toBeGreaterThan(100);
      expect(report.differences).toEqual([]);
    },
    300_000,
  );
});
