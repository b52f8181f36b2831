/**
 * The body: builds the nodes of a batch on a kernel, injects the frames, and takes down what comes of them. It knows only the
 * system calls, so it is the same on both kernels.
 */
import { isErrno } from "../../src/errno.ts";
import {
  AF_INET,
  AF_INET6,
  AF_PACKET,
  type ReceivedMessage,
  SOCK_DGRAM,
  SOCK_RAW,
  SOL_SOCKET,
  type Socket,
  type SystemCalls,
} from "../../src/kernel.ts";
import { IN6ADDR_ANY, ipv4 } from "../../src/packet/address.ts";
import { type Counters, counted, readCounters } from "./counters.ts";
import type { Injection } from "./generate/recipe.ts";
import type { Kernel } from "./kernel.ts";
import { normaliseFrame, normaliseState } from "./normalise.ts";
import type { Scenario } from "./scenario.ts";
import { settle } from "./settle.ts";
import { readText, truncate } from "./text-file.ts";
import { build } from "./topology.ts";
import { DEVICE, deviceName, NODES, type NodeName, OPEN_PORT } from "./world.ts";

export interface Batch {
  readonly scenario: Scenario;
  readonly frames: readonly Injection[];
}

/** What came of a batch: lines under a heading each, the same on both kernels when they are equal. */
export type Observation = Readonly<Record<string, readonly string[]>>;

const ETH_P_ALL = 3;
const SO_RCVBUFFORCE = 33;
const CAPTURE_BUFFER = 32 << 20;
/** Without a new message for so long, ms, the nodes have settled. */
const QUIET_MS = 40;
/** Time for what is left in queues at the end, ms. */
const REST = 8;
const DEVICES_OF: Readonly<Record<NodeName, readonly string[]>> = {
  S: ["lo", "s0"],
  R: ["lo", "r0", "r1"],
  D: ["lo", "d0"],
};

function open(task: SystemCalls, domain: number, type: number, protocol: number): Socket {
  const socket = task.socket(domain, type, protocol);
  if (isErrno(socket)) throw new Error(`socket: ${socket}`);
  return socket;
}

/** What listens in a node. */
interface Ears {
  readonly capture: Socket;
  readonly inject: Socket;
  readonly udp4: Socket;
  readonly udp6: Socket;
}

function listen(task: SystemCalls): Ears {
  const capture = open(task, AF_PACKET, SOCK_RAW, (ETH_P_ALL << 8) & 0xffff);
  capture.setsockopt(SOL_SOCKET, SO_RCVBUFFORCE, CAPTURE_BUFFER);
  const udp4 = open(task, AF_INET, SOCK_DGRAM, 0);
  udp4.bind({ family: AF_INET, address: ipv4(0), port: OPEN_PORT });
  const udp6 = open(task, AF_INET6, SOCK_DGRAM, 0);
  udp6.setsockopt(41, 26, 1); // IPV6_V6ONLY
  udp6.bind({ family: AF_INET6, address: IN6ADDR_ANY, port: OPEN_PORT });
  for (const socket of [udp4, udp6]) socket.setsockopt(SOL_SOCKET, SO_RCVBUFFORCE, CAPTURE_BUFFER);
  return { capture, inject: open(task, AF_PACKET, SOCK_RAW, 0), udp4, udp6 };
}

const buffer = new Uint8Array(65536);
const message: ReceivedMessage = { from: undefined, control: [], flags: 0 };

function hex(length: number): string {
  return Buffer.from(buffer.buffer, 0, length).toString("hex");
}

/** Takes all frames that a node's devices sent and received, as `device type bytes`. */
function captured(node: NodeName, capture: Socket): string[] {
  const lines: string[] = [];
  for (;;) {
    const length = capture.recv(buffer, message);
    if (length < 0) return lines;
    if (message.from?.family !== AF_PACKET) continue;
    const { ifindex, packetType } = message.from;
    const bytes = normaliseFrame(buffer.subarray(0, length));
    if (bytes !== undefined) lines.push(`${deviceName(node, ifindex)} ${packetType} ${bytes}`);
  }
}

/** Takes all datagrams that a socket got. */
function received(socket: Socket): string[] {
  const lines: string[] = [];
  for (let errors = 0; errors < 100; ) {
    const length = socket.recv(buffer, message);
    if (length === -11) break;
    if (length < 0) {
      lines.push(`error ${length}`);
      errors++;
      continue;
    }
    const { from } = message;
    const sender =
      from?.family === AF_INET || from?.family === AF_INET6 ? `${from.address.toString()} ${from.port}` : "";
    lines.push(`${sender} ${length} ${hex(Math.min(length, 32))}`);
  }
  return lines;
}

const STATE: readonly (readonly string[])[] = [
  ["ip", "-4", "neigh", "show"],
  ["ip", "-6", "neigh", "show"],
  ["ip", "-6", "address", "show"],
  ["ip", "-6", "route", "show", "table", "all"],
  // what errors and redirects have taught about single destinations
  ["ip", "-6", "route", "show", "cache"],
  ["ip", "-4", "route", "show", "table", "all", "cache"],
  ["ip", "-4", "route", "get", "10.0.1.1"],
  ["ip", "-4", "route", "get", "10.0.2.2"],
  ["ip", "-4", "route", "get", "10.1.0.1"],
];

async function state(kernel: Kernel, task: SystemCalls): Promise<string[]> {
  const lines: string[] = [];
  for (const argv of STATE) lines.push(...normaliseState(await kernel.run(task, argv)));
  return lines;
}

/** `protocol reason function` of each drop, in order. */
function drops(kernel: Kernel): string[] {
  const lines: string[] = [];
  for (const line of readText(kernel.tracer, `${kernel.tracing}/trace`).split("\n")) {
    const match = /protocol=(\d+) location=(\w+)\S* reason: (\w+)/.exec(line);
    if (match) lines.push(`${match[1]} ${match[3]} ${match[2]}`);
  }
  return lines;
}

async function inject(
  kernel: Kernel,
  ears: Readonly<Record<NodeName, Ears>>,
  frames: readonly Injection[],
): Promise<string[]> {
  const refused: string[] = [];
  for (const [i, { from, frame, pause }] of frames.entries()) {
    const { node, ifindex } = DEVICE[from];
    const sent = ears[node].inject.send(frame, { to: { family: AF_PACKET, protocol: 0, ifindex } });
    if (sent !== frame.length) refused.push(`frame ${i}: ${sent}`);
    if (pause !== undefined) await kernel.sleep(pause);
  }
  return refused;
}

/** Runs a batch on one kernel. */
export async function runBatch(kernel: Kernel, batch: Batch): Promise<Observation> {
  const { nodes, output } = await build(kernel, batch.scenario);
  await settle(kernel, nodes, QUIET_MS);
  const ears = { S: listen(nodes.S), R: listen(nodes.R), D: listen(nodes.D) };
  const before = new Map<NodeName, Counters>();
  for (const name of NODES) before.set(name, readCounters(nodes[name], DEVICES_OF[name]));
  truncate(kernel.tracer, `${kernel.tracing}/trace`);
  const sent = await inject(kernel, ears, batch.frames);
  await kernel.sleep(REST);
  const observation: Record<string, readonly string[]> = { setup: output, sent };
  for (const name of NODES) {
    const { capture, udp4, udp6 } = ears[name];
    observation[`${name} frames`] = captured(name, capture);
    observation[`${name} datagrams`] = [...received(udp4), ...received(udp6)];
    observation[`${name} counters`] = counted(
      before.get(name) ?? new Map(),
      readCounters(nodes[name], DEVICES_OF[name]),
    );
    observation[`${name} state`] = await state(kernel, nodes[name]);
  }
  // after the datagrams: reading drops those whose checksum is wrong
  observation["drops"] = drops(kernel);
  for (const name of NODES) {
    for (const socket of Object.values(ears[name])) socket.close();
    nodes[name].exit();
  }
  return observation;
}
