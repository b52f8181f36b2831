/** One TCP stream between two namespaces over a veth pair, written and read in full; and Linux's iperf3 over the same. */
import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import { isErrno } from "../src/errno.ts";
import { AF_INET, SOCK_STREAM, type Socket, type SystemCalls } from "../src/kernel.ts";
import { ipv4 } from "../src/packet/address.ts";
import { createBox } from "./box.ts";
import { buildNamespaces } from "./namespaces.ts";

const BLOCK = 65536;
const PORT = 5201;
/** What passes between two turns of sender and receiver, ns. */
const TURN = 10_000;

function socket(sys: SystemCalls): Socket {
  const made = sys.socket(AF_INET, SOCK_STREAM, 0);
  if (isErrno(made)) throw new Error(`socket: ${made}`);
  return made;
}

/** @param server address of the second namespace. @returns bytes a second */
export function stream(bytes: number, server: number): number {
  const { init, clock } = createBox();
  const [hub, peer] = buildNamespaces(init, 1);
  clock.advance(3e9);
  const listener = socket(peer);
  listener.bind({ family: AF_INET, address: ipv4(0), port: PORT });
  listener.listen(1);
  const client = socket(hub);
  client.connect({ family: AF_INET, address: ipv4(server), port: PORT });
  clock.advance(1e9);
  const served = listener.accept();
  if (isErrno(served)) throw new Error(`accept: ${served}`);
  const block = new Uint8Array(BLOCK).fill(7);
  const into = new Uint8Array(BLOCK);
  let sent = 0;
  let received = 0;
  const start = performance.now();
  while (received < bytes) {
    if (sent < bytes) sent += Math.max(0, client.send(block));
    let count = served.recv(into);
    while (count > 0) {
      received += count;
      count = served.recv(into);
    }
    clock.advance(TURN);
  }
  return received / ((performance.now() - start) / 1000);
}

const SCRIPT = `
mount -t tmpfs none /run && mkdir -p /run/netns && ip netns add peer
ip link set lo up
ip link add v1 type veth peer name v2 netns peer
ip addr add 10.9.0.1/24 dev v1
ip -n peer addr add 10.9.0.2/24 dev v2
ip link set v1 up
ip -n peer link set v2 up
ip netns exec peer iperf3 -s -1 > /dev/null &
sleep 1
iperf3 -c 10.9.0.2 -t 3 -C cubic -J || iperf3 -c 10.9.0.2 -t 3 -J
`;

/** What iperf3 reaches on Linux, bytes a second; undefined: not root, or no iperf3. */
export function iperf(): number | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return undefined;
  const { stdout } = spawnSync("unshare", ["-nm", "sh", "-c", SCRIPT], { encoding: "utf8" });
  const match = /"sum_received":\s*\{[^}]*?"bits_per_second":\s*([\d.e+]+)/.exec(stdout);
  return match === null ? undefined : Number(match[1]) / 8;
}
