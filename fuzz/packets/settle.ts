/** Waiting until a node's link-local addresses are there and their groups are told: Linux does that by work queues and timers. */
import type { Kernel } from "./kernel.ts";
import { readText } from "./text-file.ts";
import { NODES, type Nodes } from "./world.ts";

const STEP_MS = 5;
const MAXIMUM_MS = 1500;
const IFA_F_TENTATIVE = 0x40;
/** Where in the second line of /proc/net/snmp the packets that IPv4 sent are: reports of its groups, too. */
const OUT_REQUESTS = 10;

/** Whether a node has an address that is not yet checked, or a device without a carrier; and how many messages were sent. */
function unrest(nodes: Nodes): { busy: boolean; sent: number } {
  let busy = false;
  let sent = 0;
  for (const name of NODES) {
    for (const line of readText(nodes[name], "/proc/net/if_inet6").trim().split("\n"))
      if ((Number.parseInt(line.split(/\s+/)[4] ?? "0", 16) & IFA_F_TENTATIVE) !== 0) busy = true;
    sent += Number(/Icmp6OutMsgs\s+(\d+)/.exec(readText(nodes[name], "/proc/net/snmp6"))?.[1] ?? 0);
    sent += Number(readText(nodes[name], "/proc/net/snmp").split("\n")[1]?.split(" ")[OUT_REQUESTS] ?? 0);
  }
  return { busy, sent };
}

/** Waits until no address is tentative, and no message was sent for `quiet` ms. */
export async function settle(kernel: Kernel, nodes: Nodes, quiet: number): Promise<void> {
  let sent = -1;
  let since = 0;
  for (let passed = 0; passed < MAXIMUM_MS && since < quiet; passed += STEP_MS) {
    await kernel.sleep(STEP_MS);
    const now = unrest(nodes);
    since = now.busy || now.sent !== sent ? 0 : since + STEP_MS;
    sent = now.sent;
  }
}
