/** Debian's iperf3 against the one of a box, over `--tap`: every test ends, in either direction, as often as it is tried. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { buildCommand, finished } from "./command.ts";

function whyNot(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "not root on Linux";
  const probe = spawnSync("unshare", [
    "-nm",
    "sh",
    "-c",
    "ip tuntap add probe0 mode tap && command -v iperf3",
  ]);
  return probe.status === 0 ? undefined : "no tap or iperf3";
}

const reason = whyNot();
if (reason !== undefined && process.env["VETHLAB_REQUIRE_LIVE"] === "1") throw new Error(reason);

const TIMES = 20;
const BOX = `
ip addr add 10.7.0.2/24 dev vt0
ip link set vt0 up
iperf3 -s > log 2>&1 &
while ! ping -c 1 -W 1 10.7.0.1 > /dev/null; do sleep 0.2; done
iperf3 -c 10.7.0.1 -n 500K -R -J | grep -c '"error"'
iperf3 -c 10.7.0.1 -n 500K --bidir -P 2 --get-server-output | grep -c 'Server output\\|iperf Done'
iperf3 -c 10.7.0.1 -u -k 20 -l 500 -b 1M --udp-counters-64bit | grep -c 'iperf Done'
nc -l 10.7.0.2 5002
kill %1
wait
grep -c Accepted log
`;
const SETUP = `
ip link set lo up
ip tuntap add vt0 mode tap
ip addr add 10.7.0.1/24 dev vt0
ip link set vt0 up
iperf3 -s > real 2>&1 &
server=$!
"$@" &
box=$!
for i in $(seq 100); do ping -c 1 -W 1 10.7.0.2 > /dev/null && break; done
sleep 1
for i in $(seq ${TIMES}); do
  timeout 20 iperf3 -c 10.7.0.2 -n 300K -R > out 2>&1 || { echo "test $i: $?"; cat out; }
done
timeout 20 iperf3 -c 10.7.0.2 -n 1M --bidir -J | grep -c '"error"'
timeout 20 iperf3 -c 10.7.0.2 -u -k 20 -l 500 -b 1M -R --get-server-output | grep -c 'Server output'
for i in $(seq 30); do nc -N -w 5 10.7.0.2 5002 < /dev/null && break; sleep 0.5; done
wait $box
kill $server
`;

it.skipIf(reason !== undefined)("ends each test with the real iperf3", { timeout: 120_000 }, async () => {
  const command = await buildCommand();
  const folder = mkdtempSync(join(tmpdir(), "vethlab-"));
  writeFileSync(join(folder, "box.sh"), BOX);
  const box = [process.execPath, command, "run", "--tap", "vt0", "box.sh"];
  const child = spawn("unshare", ["-nm", "bash", "-c", SETUP, "setup", ...box], { cwd: folder });
  const { output, status } = await finished(child);
  rmSync(folder, { recursive: true, force: true });
  expect(output).not.toMatch(/^test \d+/m);
  // no errors, what was looked for, and the tests that the box's server saw; both sides print at their time
  const counts = output.split("\n").filter((line) => /^\d+$/.test(line));
  expect(counts.toSorted()).toEqual(["0", "0", "1", "1", "2", String(TIMES + 2)].toSorted());
  expect(status).toBe(0);
});
