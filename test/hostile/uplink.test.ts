/** The gateway behind `--uplink`: whatever frames a box sends, it goes on serving; nothing of them leaves this process. */
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { AF_PACKET, SOCK_RAW, type SystemCalls } from "../../src/kernel.ts";
import { answerDhcp } from "../../src/node/uplink/dhcp-responder.ts";
import { answerDns } from "../../src/node/uplink/dns-responder.ts";
import { Uplink } from "../../src/node/uplink/uplink.ts";
import { mutated } from "./mutate.ts";
import { attempt, Laboratory } from "./support.ts";

vi.mock("node:child_process", () => ({ execFile: () => undefined }));
vi.mock("node:dns", () => ({ getServers: () => [] }));
vi.mock("node:dns/promises", () => ({ lookup: () => Promise.reject(new Error("no network")) }));
vi.mock("node:dgram", () => ({
  createSocket: () => ({
    on: () => undefined,
    once: () => undefined,
    send: () => undefined,
    close: () => undefined,
  }),
}));
vi.mock("node:net", () => ({
  connect: () => ({
    on: () => undefined,
    destroy: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
  }),
}));

/** What a box says with the gateway: DHCP, names, echo, connections, datagrams, neighbour discovery. */
const TRAFFIC = `
udhcpc -i eth0 -n -q
ip -6 addr add fd00:10:0:2::99/64 dev eth0 nodad
ping -c 1 -W 1 10.0.2.2; ping -c 1 -W 1 192.0.2.1; ping -c 1 -W 1 fd00:10:0:2::2
dig +time=1 +tries=1 one.test a; dig +time=1 +tries=1 one.test mx
curl -sm 1 http://10.0.2.2:9/; curl -sm 1 'http://[fd00:10:0:2::2]:9/'
echo hello | nc -u -q 0 -w 1 10.0.2.2 9; echo hello | nc -u -q 0 -w 1 fd00:10:0:2::2 9
`;

async function boxWithUplink() {
  const lab = new Laboratory();
  const run = async (sys: SystemCalls, script: string): Promise<void> => {
    await lab.run(["bash", "-c", script], new Uint8Array(0), sys);
  };
  const uplink = await Uplink.start(lab.init, "eth0", run);
  await lab.script("ip link set lo up; ip link set eth0 up");
  const socket = lab.init.socket(AF_PACKET, SOCK_RAW, 0x0300);
  if (typeof socket === "number") throw new Error(`packet socket: ${socket}`);
  return { lab, uplink, socket };
}

const SETTLE_NS = 1e8;

test("any frames to the gateway", async () => {
  const first = await boxWithUplink();
  await first.lab.script(TRAFFIC);
  const said: Uint8Array[] = [];
  const into = new Uint8Array(70_000);
  for (let length = first.socket.recv(into); length > 0; length = first.socket.recv(into))
    said.push(into.slice(0, length));
  expect(said.length).toBeGreaterThan(20);
  first.uplink.close();

  const { lab, uplink, socket } = await boxWithUplink();
  await attempt(
    fc.asyncProperty(fc.array(mutated(said, 4), { minLength: 1, maxLength: 8 }), async (frames) => {
      for (const frame of frames) socket.send(frame, { to: { family: AF_PACKET, protocol: 3, ifindex: 2 } });
      lab.clock.advance(SETTLE_NS);
      await Promise.resolve();
      lab.clock.advance(SETTLE_NS);
      while (socket.recv(into) > 0);
    }),
    1500,
  );
  const { stdout } = await lab.script(
    "ip addr add 10.0.2.15/24 dev eth0; ping -c 1 -W 2 10.0.2.2 | grep received; udhcpc -i eth0 -n -q -s /bin/true 2>&1 | grep obtained",
  );
  expect(stdout).toContain("1 received");
  expect(stdout).toContain("lease of 10.0.2.15 obtained");
  uplink.close();
});

test("any bytes as messages of DHCP and DNS", async () => {
  await attempt(
    fc.asyncProperty(fc.uint8Array({ maxLength: 700 }), async (bytes) => {
      answerDhcp(bytes);
      await answerDns(bytes);
    }),
    2000,
  );
});
