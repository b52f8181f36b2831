/**
 * /proc/net/dev, dev_mcast, softnet_stat and ptype.
 *
 * Source: `net/core/net-procfs.c`.
 */

import type { Machine } from "../machine.ts";
import type { Net } from "../net.ts";
import { addressEntries, addressOfKey } from "./dev-address-lists.ts";
import { getStats } from "./dev-stats.ts";
import { DeviceStats } from "./netdevice.ts";

const DEV_HEADER =
  "Inter-|   Receive                                                |  Transmit\n" +
  " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n";

const stats = new DeviceStats();

function pad(value: number, width: number): string {
  return String(value).padStart(width);
}

function showDev(net: Net): string {
  let text = DEV_HEADER;
  for (const dev of net.devicesByIndex()) {
    const s = getStats(dev, stats);
    const frame = s.rxLengthErrors + s.rxOverErrors + s.rxCrcErrors + s.rxFrameErrors;
    const carrier = s.txCarrierErrors + s.txAbortedErrors + s.txWindowErrors + s.txHeartbeatErrors;
    const receive = [
      pad(s.rxBytes, 7),
      pad(s.rxPackets, 7),
      pad(s.rxErrors, 4),
      pad(s.rxDropped + s.rxMissedErrors, 4),
      pad(s.rxFifoErrors, 4),
      pad(frame, 5),
      pad(s.rxCompressed, 10),
      pad(s.multicast, 9),
    ];
    const transmit = [
      pad(s.txBytes, 8),
      pad(s.txPackets, 7),
      pad(s.txErrors, 4),
      pad(s.txDropped, 4),
      pad(s.txFifoErrors, 4),
      pad(s.collisions, 5),
      pad(carrier, 7),
      pad(s.txCompressed, 10),
    ];
    text += `${dev.name.padStart(6)}: ${[...receive, ...transmit].join(" ")}\n`;
  }
  return text;
}

function showMulticast(net: Net): string {
  let text = "";
  for (const dev of net.devicesByIndex()) {
    for (const [key, references] of addressEntries(dev.multicastList)) {
      const hex = [...addressOfKey(key).subarray(0, dev.addressLength)]
        .map((b) => b.toString(16).padStart(2, "0"))
        .join("");
      const global = dev.multicastGlobals?.has(key) ? "1" : "0";
      text += `${String(dev.ifindex).padEnd(4)} ${dev.name.padEnd(15)} ${String(references).padEnd(5)} ${global.padEnd(5)} ${hex}\n`;
    }
  }
  return text;
}

/** One line, as the box has one processor. */
function showSoftnet(machine: Machine): string {
  const { processed, dropped, timeSqueeze, length } = machine.backlog;
  const columns = [processed, dropped, timeSqueeze, 0, 0, 0, 0, 0, 0, 0, 0, length, 0, length, 0];
  return `${columns.map((value) => (value >>> 0).toString(16).padStart(8, "0")).join(" ")}\n`;
}

function typeLine(protocol: number, device: string, handler: string): string {
  const type = protocol === 3 ? "ALL " : protocol.toString(16).padStart(4, "0");
  return `${type} ${device.padEnd(8)} ${handler}\n`;
}

function showTypes(net: Net): string {
  let text = "Type Device      Function\n";
  for (const dev of net.devicesByIndex())
    for (const type of dev.taps) text += typeLine(type.protocol, dev.name, type.handlerName ?? "packet_rcv");
  for (const type of net.taps) text += typeLine(type.protocol, "", type.handlerName ?? "packet_rcv");
  for (const dev of net.devicesByIndex())
    for (const type of dev.specificTypes)
      text += typeLine(type.protocol, dev.name, type.handlerName ?? "packet_rcv");
  for (const type of net.packetTypes?.all() ?? [])
    text += typeLine(type.protocol, "", type.handlerName ?? "packet_rcv");
  for (const type of net.machine.packetTypes.all())
    text += typeLine(type.protocol, "", type.handlerName ?? HANDLERS.get(type.protocol) ?? "packet_rcv");
  return text;
}

/** Linux's names of the protocols' receive functions. */
const HANDLERS: ReadonlyMap<number, string> = new Map([
  [0x0800, "ip_rcv"],
  [0x0806, "arp_rcv"],
  [0x86dd, "ipv6_rcv"],
]);

/** Clock of the packet schedulers: ns a tick of `tc`, ticks a second, resolution (`psched_show`). */
const PSCHED = "000003e8 00000040 000f4240 3b9aca00\n";

/** Registers the files with a machine. */
export function initProcDev(machine: Machine): void {
  machine.procNet.register("psched", () => PSCHED);
  machine.procNet.register("dev", showDev);
  machine.procNet.register("dev_mcast", showMulticast);
  machine.procNet.register("softnet_stat", () => showSoftnet(machine));
  machine.procNet.register("ptype", showTypes);
}
