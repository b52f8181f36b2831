/**
 * The packet socket family: its sockets, its place among the device notifiers, /proc/net/packet.
 *
 * Source: `net/packet/af_packet.c`.
 */
import { ESOCKTNOSUPPORT } from "../../errno.ts";
import { AF_PACKET, SOCK_DGRAM, SOCK_RAW } from "../../kernel.ts";
import type { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import { packetDiag } from "./packet-diag.ts";
import { PacketSock, packetSockets } from "./packet-sock.ts";

/** Plugs the family in. `protocol` of `socket` comes in network order, as in C's `htons(ETH_P_ALL)`. */
export function initPacket(machine: Machine): void {
  machine.registerSocketFamily(AF_PACKET, (net, type, protocol) => {
    if (type !== SOCK_RAW && type !== SOCK_DGRAM) return -ESOCKTNOSUPPORT;
    return new PacketSock(net, type, ((protocol & 0xff) << 8) | ((protocol >>> 8) & 0xff));
  });
  machine.notifiers.register((event, dev) => {
    if (event === "NETDEV_UP") for (const sk of packetSockets(dev.net)) sk.deviceUp(dev);
    else if (event === "NETDEV_DOWN") for (const sk of packetSockets(dev.net)) sk.deviceDown(dev, false);
    else if (event === "NETDEV_UNREGISTER") for (const sk of packetSockets(dev.net)) sk.deviceDown(dev, true);
    return 0;
  });
  machine.procNet.register("packet", show);
  machine.sockDiag.register(AF_PACKET, packetDiag);
}

function show(net: Net): string {
  const lines = ["sk               RefCnt Type Proto  Iface R Rmem   User   Inode\n"];
  for (const sk of packetSockets(net)) {
    const address = sk.inode.toString(16).padStart(16, "0");
    const fields = [
      address,
      // one that gets packets is known to the devices, too
      String(sk.running ? 3 : 2).padEnd(6),
      String(sk.type).padEnd(4),
      sk.boundProtocol.toString(16).padStart(4, "0"),
      `  ${String(sk.ifindex).padEnd(5)}`,
      Number(sk.running),
      String(sk.rmemAlloc).padEnd(6),
      "0".padEnd(6),
      String(sk.inode).padEnd(6),
    ];
    lines.push(`${fields.join(" ")}\n`);
  }
  return lines.join("");
}
