/**
 * The body: builds the nodes of a batch on a kernel, injects the frames, and takes down what comes of them. It knows only the
 * system calls, so it is the same on both kernels.
 */
import { AF_PACKET, type SystemCalls } from "../../src/kernel.ts";
import { type Counters, counted, readCounters } from "./counters.ts";
import { uncertain } from "./foreign.ts";
import type { Injection } from "./generate/recipe.ts";
import type { Kernel } from "./kernel.ts";
import { normaliseState } from "./normalise.ts";
import { hasRules, type Scenario } from "./scenario.ts";
import { settle } from "./settle.ts";
import { Ears } from "./sockets.ts";
import { readText, truncate } from "./text-file.ts";
import { build } from "./topology.ts";
import { DEVICE, NODES, type NodeName } from "./world.ts";

/** A set-up, and the frames that are sent into it. */
export interface Batch {
  readonly scenario: Scenario;
  readonly frames: readonly Injection[];
}

/** What came of a batch: lines under a heading each, the same on both kernels when they are equal. */
export type Observation = Readonly<Record<string, readonly string[]>>;

/** Without a new message for so long, ms, the nodes have settled. */
const QUIET_MS = 40;
/** Time for what is left in queues at the end, ms. */
const REST = 8;
const DEVICES_OF: Readonly<Record<NodeName, readonly string[]>> = {
  S: ["lo", "s0"],
  R: ["lo", "r0", "r1"],
  D: ["lo", "d0"],
};

/** Of the bridged topology, too. */
const BRIDGED_DEVICES_OF: typeof DEVICES_OF = {
  S: ["lo", "s0", "s1"],
  R: ["lo", "r0", "r1", "r2", "r3", "brd0"],
  D: ["lo", "d0", "d1"],
};

const STATE: readonly (readonly string[])[] = [
  ["ip", "-4", "neigh", "show"],
  ["ip", "maddress", "show"],
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

/** A bridge's ports and tables, without timers. */
const BRIDGE_STATE: typeof STATE = [
  ["bridge", "-d", "link"],
  ["bridge", "fdb"],
  ["bridge", "-d", "mdb"],
  ["ip", "-d", "link", "show", "type", "bridge"],
];

async function state(kernel: Kernel, task: SystemCalls, bridged: boolean): Promise<string[]> {
  const lines: string[] = [];
  for (const argv of bridged ? [...STATE, ...BRIDGE_STATE] : STATE)
    lines.push(...normaliseState(await kernel.run(task, argv)));
  return lines;
}

/** What only a timer of 3 s drops by: it ran in the injecting thread's interrupts, and is of a batch that is over. */
const BY_TIMER = " neigh_invalidate";

/** `protocol reason function` of each drop, in order; marked when it may be another's. */
function drops(kernel: Kernel): string[] {
  const lines: string[] = [];
  for (const line of readText(kernel.tracer, `${kernel.tracing}/trace`).split("\n")) {
    const match = /protocol=(\d+) location=(\w+)\S* reason: (\w+)/.exec(line);
    if (!match) continue;
    const drop = `${match[1]} ${match[3]} ${match[2]}`;
    lines.push(/^\s*ksoftirqd/.test(line) || drop.endsWith(BY_TIMER) ? uncertain(drop) : drop);
  }
  return lines;
}

/** What rules have counted, and what is tracked: without times, in an order of its own. */
const RULES: readonly (readonly string[])[] = [
  ["iptables-save", "-c"],
  ["ip6tables-save", "-c"],
];
const TRACKED: readonly (readonly string[])[] = [
  ["conntrack", "-L"],
  ["conntrack", "-L", "-f", "ipv6"],
];

async function rules(kernel: Kernel, task: SystemCalls): Promise<string[]> {
  const lines: string[] = [];
  for (const argv of RULES)
    for (const line of (await kernel.run(task, argv)).split("\n"))
      if (!line.startsWith("#")) lines.push(line);
  for (const argv of TRACKED)
    lines.push(
      ...(await kernel.run(task, argv))
        .split("\n")
        .map((line) => line.replace(/^(\w+ +\d+ )\d+ /, "$1"))
        .sort(),
    );
  return lines;
}

async function inject(
  kernel: Kernel,
  ears: Readonly<Record<NodeName, Ears>>,
  frames: readonly Injection[],
): Promise<string[]> {
  const refused: string[] = [];
  for (const [i, injection] of frames.entries()) {
    const sent = act(ears, injection);
    if (sent !== injection.frame.length) refused.push(`frame ${i}: ${sent}`);
    if (injection.pause !== undefined) await kernel.sleep(injection.pause);
  }
  return refused;
}

/** @returns what the sending call returned */
function act(ears: Readonly<Record<NodeName, Ears>>, { from, frame, send, open, hear }: Injection): number {
  const { node, ifindex } = DEVICE[from];
  const there = ears[node];
  if (open !== undefined) there.open(open);
  if (hear !== undefined) there.hearErrors(hear);
  if (send !== undefined) return there.send(frame, send);
  return there.inject.send(frame, { to: { family: AF_PACKET, protocol: 0, ifindex } });
}

/** After so long timers of Linux do what no batch waits for, in milliseconds: a neighbour is asked again. */
const LATE = 900;

/** Heading of an observation that took so long that timers are in it. */
export const TOO_LATE = "late";

/** Batches that wait longer themselves, for redirects, know what timers do. */
function longest(frames: readonly Injection[]): number {
  const pauses = frames.reduce((sum, { pause = 0 }) => sum + pause, REST);
  return pauses < LATE / 2 ? LATE : pauses + LATE;
}

/** Runs a batch on one kernel. */
export async function runBatch(kernel: Kernel, batch: Batch): Promise<Observation> {
  const bridged = batch.scenario.bridge !== undefined;
  const devices = bridged ? BRIDGED_DEVICES_OF : DEVICES_OF;
  const { nodes, output } = await build(kernel, batch.scenario);
  await settle(kernel, nodes, QUIET_MS);
  const ears = { S: new Ears(nodes.S), R: new Ears(nodes.R), D: new Ears(nodes.D) };
  const before = new Map<NodeName, Counters>();
  for (const name of NODES) before.set(name, readCounters(nodes[name], devices[name]));
  truncate(kernel.tracer, `${kernel.tracing}/trace`);
  const started = kernel.clock?.() ?? 0;
  const sent = await inject(kernel, ears, batch.frames);
  await kernel.sleep(REST);
  const observation: Record<string, readonly string[]> = { setup: output, sent };
  for (const name of NODES) {
    observation[`${name} frames`] = ears[name].captured(name, bridged, hasRules(batch.scenario));
    observation[`${name} datagrams`] = ears[name].received();
    observation[`${name} counters`] = counted(
      before.get(name) ?? new Map(),
      readCounters(nodes[name], devices[name]),
    );
    if (batch.scenario.nodes[name].rules) observation[`${name} rules`] = await rules(kernel, nodes[name]);
    observation[`${name} state`] = await state(kernel, nodes[name], bridged && name === "R");
  }
  const elapsed = (kernel.clock?.() ?? 0) - started;
  if (elapsed > longest(batch.frames)) observation[TOO_LATE] = [`${Math.round(elapsed)} ms`];
  // after the datagrams: reading drops those whose checksum is wrong
  observation["drops"] = drops(kernel);
  for (const name of NODES) {
    ears[name].close();
    nodes[name].exit();
  }
  kernel.end?.();
  return observation;
}
