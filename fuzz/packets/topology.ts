/** Builds the nodes of a batch on either kernel. */
import { isErrno } from "../../src/errno.ts";
import { AF_UNSPEC, CLONE_NEWNET, O_RDONLY, O_WRONLY, type SystemCalls } from "../../src/kernel.ts";
import { NetlinkClient } from "../../src/netlink/client.ts";
import { writeLinkHeader } from "../../src/netlink/link.ts";
import {
  IFLA_ADDRESS,
  IFLA_IFNAME,
  IFLA_INFO_DATA,
  IFLA_INFO_KIND,
  IFLA_LINKINFO,
  IFLA_NET_NS_FD,
} from "../../src/netlink/link-attributes.ts";
import { VETH_INFO_PEER } from "../../src/netlink/link-kinds/veth.ts";
import { type MessageWriter, NLM_F_CREATE, NLM_F_EXCL } from "../../src/netlink/message.ts";
import { RTM_NEWLINK } from "../../src/netlink/rtnetlink.ts";
import { BRIDGED_LINKS } from "./bridged.ts";
import type { Kernel } from "./kernel.ts";
import { hasRules, LINKS, type Scenario, type Setting } from "./scenario.ts";
import { settle } from "./settle.ts";
import { DEVICE, type DeviceName, mac, NODES, type NodeName, type Nodes } from "./world.ts";

function newNode(sys: SystemCalls, name: NodeName): SystemCalls {
  const task = sys.fork(name);
  const error = task.unshare(CLONE_NEWNET);
  if (error < 0) throw new Error(`unshare: ${error}`);
  return task;
}

function writeDevice(writer: MessageWriter, name: DeviceName): void {
  writer.string(IFLA_IFNAME, name);
  writer.data(IFLA_ADDRESS, mac(DEVICE[name].mac));
}

/** A veth pair: one end here, the other in the namespace of an open file. */
function addPair(client: NetlinkClient, here: DeviceName, there: DeviceName, namespace: number): void {
  const writer = client.begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
  writeLinkHeader(writer, AF_UNSPEC, 0, DEVICE[here].ifindex, 0, 0);
  writeDevice(writer, here);
  const info = writer.nest(IFLA_LINKINFO);
  writer.string(IFLA_INFO_KIND, "veth");
  const data = writer.nest(IFLA_INFO_DATA);
  const peer = writer.nest(VETH_INFO_PEER);
  writeLinkHeader(writer, AF_UNSPEC, 0, DEVICE[there].ifindex, 0, 0);
  writeDevice(writer, there);
  writer.u32(IFLA_NET_NS_FD, namespace);
  writer.endNest(peer);
  writer.endNest(data);
  writer.endNest(info);
  const { error, message } = client.request();
  if (error !== 0) throw new Error(`veth ${here}: ${error} ${message}`);
}

function cable(router: SystemCalls, other: SystemCalls, here: DeviceName): void {
  const client = NetlinkClient.open(router);
  if (isErrno(client)) throw new Error(`netlink socket: ${client}`);
  const namespace = other.open("/proc/thread-self/ns/net", O_RDONLY);
  if (isErrno(namespace)) throw new Error(`namespace: ${namespace}`);
  addPair(client, here, DEVICE[here].peer, namespace.fd ?? 0);
  namespace.close();
  client.close();
}

/** @returns a line for each setting that was refused: it must be refused on both kernels */
function write(task: SystemCalls, settings: readonly Setting[]): string[] {
  const refused: string[] = [];
  for (const [path, value] of settings) {
    const file = task.open(`/proc/sys/net/${path}`, O_WRONLY);
    const result = isErrno(file) ? file : file.write(new TextEncoder().encode(`${value}\n`));
    if (!isErrno(file)) file.close();
    if (result < 0) refused.push(`${path}=${value}: ${result}`);
  }
  return refused;
}

/** The nodes, as one kernel has made them. */
export interface Built {
  readonly nodes: Nodes;
  /** What the set-up printed, by node: compared as well. */
  readonly output: readonly string[];
}

const BATCH = ["ip", "-force", "-batch", "-"];

/** A bridge is there before stations tell it of their groups: otherwise it hears of them or not, as it happens. */
const BRIDGE_FIRST = ["R", "S", "D"] as const;

/** Linux follows the carrier of a bridge at its next full second, ms. */
const LINK_WATCH = 1200;

/**
 * Lets the bridge ask for members. It asks at the next tick, and its link-local address comes with a work queue: when the bridge comes
 * up, Linux asks from that address or from another, as it happens, and the lower one decides whose later questions count.
 */
const ASKS = /^ip .* mcast_querier 1/;

/** Makes R a bridge: commands of `ip` first, as they come, then those of `bridge`. @returns what they print */
async function makeBridge(kernel: Kernel, nodes: Nodes, commands: readonly string[]): Promise<string> {
  cable(nodes.R, nodes.S, "r2");
  cable(nodes.R, nodes.D, "r3");
  const first = commands.filter((command) => !ASKS.test(command));
  return (await runAll(kernel, nodes.R, "ip", first)) + (await runAll(kernel, nodes.R, "bridge", first));
}

/** Runs those of the commands that are of this program. */
async function runAll(
  kernel: Kernel,
  task: SystemCalls,
  program: string,
  commands: readonly string[],
): Promise<string> {
  const own = commands.filter((command) => command.startsWith(`${program} `));
  const lines = own.map((command) => command.slice(program.length + 1));
  return kernel.run(task, [program, "-force", "-batch", "-"], `${lines.join("\n")}\n`);
}

/** Rules count what the nodes still tell of themselves, ms. */
const QUIET_BEFORE_RULES = 40;

/** Builds the nodes. Routes come when all links have their carrier: some could not be added before. */
export async function build(kernel: Kernel, scenario: Scenario): Promise<Built> {
  const { sys } = kernel;
  const nodes: Nodes = { S: newNode(sys, "S"), R: newNode(sys, "R"), D: newNode(sys, "D") };
  const output: string[] = [];
  for (const name of NODES)
    for (const line of write(nodes[name], scenario.nodes[name].before)) output.push(`${name}: ${line}`);
  cable(nodes.R, nodes.S, "r0");
  cable(nodes.R, nodes.D, "r1");
  const { bridge } = scenario;
  if (bridge !== undefined) {
    const printed = await makeBridge(kernel, nodes, bridge);
    if (printed !== "") output.push(`bridge: ${printed}`);
  }
  const links = bridge === undefined ? LINKS : BRIDGED_LINKS;
  for (const name of bridge === undefined ? NODES : BRIDGE_FIRST) {
    const printed = await kernel.run(nodes[name], BATCH, `${links[name].join("\n")}\n`);
    // a bridge may be too small for IPv6
    if (printed !== "" && bridge === undefined) throw new Error(`${name}: ${printed}`);
    if (printed !== "") output.push(`${name}: ${printed}`);
  }
  if (bridge !== undefined) {
    await kernel.sleep(LINK_WATCH);
    await settle(kernel, nodes, 10);
    const asks = bridge.filter((command) => ASKS.test(command));
    const printed = asks.length === 0 ? "" : await runAll(kernel, nodes.R, "ip", asks);
    if (printed !== "") output.push(`bridge: ${printed}`);
  }
  await settle(kernel, nodes, 10);
  const printed = { S: "", R: "", D: "" };
  for (const name of NODES)
    printed[name] = await kernel.run(nodes[name], BATCH, `${scenario.nodes[name].ip.join("\n")}\n`);
  // links and addresses have set work queues going, which the settings must not overtake
  await settle(kernel, nodes, hasRules(scenario) ? QUIET_BEFORE_RULES : 10);
  for (const name of NODES) {
    if (printed[name] !== "") output.push(`${name}: ${printed[name]}`);
    for (const line of write(nodes[name], scenario.nodes[name].after)) output.push(`${name}: ${line}`);
    for (const command of scenario.nodes[name].rules ?? []) {
      const said = await kernel.run(
        nodes[name],
        command.split(" ").filter((word) => word !== ""),
      );
      if (said !== "") output.push(`${name}: ${command}: ${said}`);
    }
  }
  return { nodes, output };
}
