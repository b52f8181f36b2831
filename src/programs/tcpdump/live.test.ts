/** Both tcpdumps on the same device of the same Linux kernel at the same time. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const FOLDER = fs.mkdtempSync(join(os.tmpdir(), "vethlab-tcpdump-"));
const possible =
  process.getuid?.() === 0 &&
  fs.existsSync("/usr/bin/tcpdump") &&
  spawnSync("unshare", ["-n", "true"]).status === 0;

/** Captures with both until each has its packets, with a ping in between; `$T` is the tool. */
const SCRIPT = `
cd "$ROOT"; ip link set lo up
capture() { # name, tool
  local name=$1; shift
  timeout -s INT 20 "$@" $OPTIONS > "$FOLDER/$name.out" 2> "$FOLDER/$name.err"; echo $? > "$FOLDER/$name.rc"
}
capture real tcpdump --immediate-mode &
capture ours node dist/cli.js --kernel linux -c 'exec "$@"' - tcpdump --immediate-mode &
for i in $(seq 100); do grep -q listening "$FOLDER/real.err" && grep -q listening "$FOLDER/ours.err" && break; sleep 0.1; done
sleep 0.2
ping -c 2 -i 0.1 127.0.0.1 > /dev/null; ping -c 1 ::1 > /dev/null
wait
`;

afterAll(() => fs.rmSync(FOLDER, { recursive: true, force: true }));

describe.skipIf(!possible && process.env.VETHLAB_REQUIRE_LIVE !== "1")("live capture on Linux", () => {
  it.each([
    "-t -n -i lo -B 4096 -c 4 icmp",
    "-t -n -e -v -i any -c 6 icmp or icmp6",
    "-t -n -s 64 -i lo -X -c 2 icmp[icmptype] = icmp-echo",
    "-t -n -i lo -Q in -c 2 icmp6",
    "-t -n -i any -y LINUX_SLL -c 2 len > 50",
  ])("%s", (options) => {
    const { stderr } = spawnSync("unshare", ["-n", "bash", "-c", SCRIPT], {
      env: { ...process.env, ROOT, FOLDER, OPTIONS: options },
      encoding: "utf8",
      timeout: 60_000,
    });
    const read = (name: string): string[] =>
      ["out", "err", "rc"].map((kind) => fs.readFileSync(join(FOLDER, `${name}.${kind}`), "utf8"));
    // What arrives between the last packet and the end is counted, and depends on the moment.
    const steady = ([out, err, rc]: string[]): string[] => [
      out,
      err.replace(/\d+ packets? received/, "N received"),
      rc,
    ];
    expect([stderr, ...steady(read("ours"))]).toEqual([stderr, ...steady(read("real"))]);
    expect(read("ours")[2]).toBe("0\n");
  });
});
