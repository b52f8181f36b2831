import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runScript } from "../../../run-script.ts";

/** Words of rules, so that lines get somewhere; and what is none. */
const WORDS = fc.constantFrom(
  ..."-A -I -D -R -N -X -F -P -Z -E INPUT OUTPUT FORWARD X Y -p tcp udp icmp 1 0 -1 999999 -s -d 10.0.0.1 10.0.0.0/8 ::1 ! -i -o lo eth+ + -j -g ACCEPT DROP".split(
    " ",
  ),
  ..."RETURN LOG REJECT MARK DNAT -m conntrack --ctstate NEW multiport --dports 1,2 --dport --sport 5:3 mark --mark 0x1/0x2 comment --comment --set-mark -c".split(
    " ",
  ),
  ...'--to-destination limit --limit 3/s statistic --mode nth --every owner [ ] : * COMMIT # " \\ \u0000 \u00fc -f -v -n -t nat filter --reject-with tcp-reset'.split(
    " ",
  ),
);
const LINE = fc.oneof(
  { weight: 6, arbitrary: fc.array(WORDS, { maxLength: 12 }).map((words) => words.join(" ")) },
  { weight: 3, arbitrary: fc.array(WORDS, { maxLength: 6 }).map((words) => `-A INPUT ${words.join(" ")}`) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("*filter", ":INPUT DROP [1:2]", ":X - [0:0]", "[5:6] -A X -j LOG"),
  },
);
const FILE = fc
  .array(LINE, { maxLength: 10 })
  .map((lines) => ["*filter", ...lines.filter((line) => line !== "COMMIT"), "COMMIT", ""].join("\n"));

describe("iptables-restore of hostile files", () => {
  it("ends with a status, and what fails leaves the rules as they were", async () => {
    const files = fc.sample(FILE, { numRuns: 100, seed: 11 });
    let script = "iptables -N X; iptables -A X -p tcp --dport 5 -j DROP; iptables -A INPUT -j X\n";
    script +=
      'one() { iptables-save | grep -v "^#" > before; printf %b "$1" | iptables-restore $2 > out 2>&1; s=$?\n';
    script +=
      'iptables-save | grep -v "^#" > after; if [ $s != 0 ] && ! diff before after > /dev/null; then echo "changed $s"; fi; echo "status $s"; }\n';
    for (const [index, file] of files.entries()) {
      const bytes = [...new TextEncoder().encode(file)].map(
        (byte) => `\\0${byte.toString(8).padStart(3, "0")}`,
      );
      script += `one '${bytes.join("")}' ${index % 2 ? "-n" : "-c"}\n`;
    }
    const { stdout, stderr } = await runScript(script);
    expect(stderr).toBe("");
    const lines = stdout.trimEnd().split("\n");
    expect(lines.filter((line) => !/^status [0-4]$/.test(line))).toEqual([]);
    expect(lines.length).toBe(files.length);
    expect(lines.filter((line) => line === "status 0").length).toBeGreaterThan(5);
  }, 120_000);
});
