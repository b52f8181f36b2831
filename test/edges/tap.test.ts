/** `--tap`: a box on a real bridge of Linux, with a host of Linux on it: ping, and bulk TCP in both directions, with offloads and without. */
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
    "ip tuntap add probe0 mode tap && ip link add probe1 type bridge && command -v nc && command -v iperf3 && command -v ethtool",
  ]);
  return probe.status === 0 ? undefined : "no tap, bridge, nc, iperf3 or ethtool";
}

const reason = whyNot();
if (reason !== undefined && process.env["VETHLAB_REQUIRE_LIVE"] === "1") throw new Error(reason);

const BOX = `
ip addr add 10.7.0.2/24 dev vt0
ip link set vt0 up
sleep 1.5
ping -c 2 -i 0.2 10.7.0.1 | grep -o '[0-9] received'
head -c 4000000 /dev/zero | tr '\\0' a | nc -N -w 10 10.7.0.1 5001
nc -l 10.7.0.2 5002 | md5sum
`;
const SETUP = `
set -e
mount -t tmpfs none /run
mkdir /run/netns
ip link set lo up
ip tuntap add vt0 mode tap
ip link add br0 type bridge
ip link set vt0 master br0 up
ip link add veth0 type veth peer name veth1
ip link set veth0 master br0 up
ip link set br0 up
ip netns add h
ip link set veth1 netns h
ip -n h addr add 10.7.0.1/24 dev veth1
ip -n h link set veth1 up
ip netns exec h nc -l 5001 | md5sum > got &
"$@" &
box=$!
head -c 3000000 /dev/zero | tr '\\0' b > other
for i in $(seq 60); do ip netns exec h nc -N -w 10 10.7.0.2 5002 < other && break; sleep 0.5; done
ip netns exec h ping -c 1 -W 1 10.7.0.2 > /dev/null || true
wait $box
cat got
`;

it.skipIf(reason !== undefined)("talks to Linux through a bridge of Linux", async () => {
  const command = await buildCommand();
  const folder = mkdtempSync(join(tmpdir(), "vethlab-"));
  writeFileSync(join(folder, "box.sh"), BOX);
  const box = [process.execPath, command, "run", "--tap", "vt0", "box.sh"];
  const child = spawn("unshare", ["-nm", "bash", "-c", SETUP, "setup", ...box], { cwd: folder });
  const { output, status } = await finished(child);
  rmSync(folder, { recursive: true, force: true });
  // of four million a's and three million b's
  expect(output).toBe(`2 received\n${sum("b", 3_000_000)}  -\n${sum("a", 4_000_000)}  -\n`);
  expect(status).toBe(0);
});

const BULK_BOX = `
ip addr add 10.7.0.2/24 dev vt0
ip -6 addr add fd07::2/64 dev vt0 nodad
ip link set vt0 up
sleep 1.5
ping -c 2 -i 0.2 -s 4000 10.7.0.1 | grep -o '[0-9] received'
ping -c 2 -i 0.2 fd07::1 | grep -o '[0-9] received'
iperf3 -c 10.7.0.1 -n 20M | grep -c 'iperf Done'
iperf3 -c 10.7.0.1 -n 20M -R | grep -c 'iperf Done'
iperf3 -c fd07::1 -n 20M --bidir | grep -c 'iperf Done'
iperf3 -c 10.7.0.1 -u -b 5M -t 1 | grep -c 'iperf Done'
ethtool -K vt0 tx off tso off gso off > /dev/null
iperf3 -c 10.7.0.1 -n 5M | grep -c 'iperf Done'
iperf3 -c 10.7.0.1 -n 5M -R | grep -c 'iperf Done'
iperf3 -s -1 > /dev/null
`;
const BULK_SETUP = `
set -e
mount -t tmpfs none /run
mkdir /run/netns
ip link set lo up
ip tuntap add vt0 mode tap
ip link add br0 type bridge
ip link set vt0 master br0 up
ip link add veth0 type veth peer name veth1
ip link set veth0 master br0 up
ip link set br0 up
ip netns add h
ip link set veth1 netns h
ip -n h addr add 10.7.0.1/24 dev veth1
ip -n h addr add fd07::1/64 dev veth1 nodad
ip -n h link set veth1 up
if [ "$OFFLOADS" = off ]; then
  ethtool -K vt0 tx off tso off gso off gro off
  ethtool -K veth0 tx off tso off gso off gro off
  ip netns exec h ethtool -K veth1 tx off tso off gso off gro off
fi > /dev/null 2>&1
ip netns exec h iperf3 -s > /dev/null 2>&1 &
server=$!
"$@" &
box=$!
for i in $(seq 200); do ip netns exec h ping -c 1 -W 1 -s 4000 10.7.0.2 > /dev/null && break; sleep 0.1; done
ip netns exec h ping -c 2 -i 0.2 -s 4000 10.7.0.2 > back || true
for i in $(seq 100); do ip netns exec h timeout 10 iperf3 -c 10.7.0.2 -n 20M > real 2>&1 && break; sleep 0.5; done
wait $box
grep -o '[0-9] received' back
grep -c 'iperf Done' real
kill $server
`;

it.skipIf(reason !== undefined).each(["on", "off"])(
  "moves bulk TCP, UDP and fragments with Linux's offloads %s",
  { timeout: 120_000 },
  async (offloads) => {
    const command = await buildCommand();
    const folder = mkdtempSync(join(tmpdir(), "vethlab-"));
    writeFileSync(join(folder, "box.sh"), BULK_BOX);
    const box = [process.execPath, command, "run", "--tap", "vt0", "box.sh"];
    const env = { ...process.env, OFFLOADS: offloads };
    const child = spawn("unshare", ["-nm", "bash", "-c", BULK_SETUP, "setup", ...box], { cwd: folder, env });
    const { output, status } = await finished(child);
    rmSync(folder, { recursive: true, force: true });
    expect(output).toBe(`${"2 received\n".repeat(2)}${"1\n".repeat(6)}2 received\n1\n`);
    expect(status).toBe(0);
  },
);

function sum(letter: string, count: number): string {
  return spawnSync("md5sum", { input: Buffer.alloc(count, letter) })
    .stdout.toString()
    .split(" ")[0];
}
