/** Asks whether an address is in use before it is taken (RFC 5227). */
import { isErrno } from "../../errno.ts";
import { AF_PACKET, SOCK_DGRAM } from "../../kernel.ts";
import { type Ipv4Address, ipv4ToBytes } from "../../packet/address.ts";
import { read16, read32, write16 } from "../../packet/bytes.ts";
import { ETH_P_ARP } from "../../packet/ethernet.ts";
import type { Process } from "../../process/process.ts";

const NS_PER_MS = 1_000_000;
const REQUEST = 1;
const REPLY = 2;
const LENGTH = 28;
const SENDER_MAC = 8;
const SENDER_IP = 14;
const TARGET_IP = 24;

function probe(mac: Uint8Array, target: Ipv4Address): Uint8Array {
  const packet = new Uint8Array(LENGTH);
  write16(packet, 0, 1);
  write16(packet, 2, 0x0800);
  packet[4] = 6;
  packet[5] = 4;
  write16(packet, 6, REQUEST);
  packet.set(mac.subarray(0, 6), SENDER_MAC);
  ipv4ToBytes(target, packet, TARGET_IP);
  return packet;
}

/** Whether another host answers for the address within so many milliseconds. */
export async function addressInUse(
  process: Process,
  ifindex: number,
  mac: Uint8Array,
  target: Ipv4Address,
  milliseconds: number,
): Promise<boolean> {
  const { sys } = process;
  const socket = sys.socket(AF_PACKET, SOCK_DGRAM, ETH_P_ARP);
  if (isErrno(socket)) return false;
  try {
    socket.bind({ family: AF_PACKET, protocol: ETH_P_ARP, ifindex });
    const address = Uint8Array.of(255, 255, 255, 255, 255, 255);
    const to = { family: AF_PACKET, protocol: ETH_P_ARP, ifindex, address } as const;
    if (socket.send(probe(mac, target), { to }) < 0) return false;
    const end = sys.monotonic() + milliseconds * NS_PER_MS;
    const packet = new Uint8Array(64);
    for (let rest = milliseconds * NS_PER_MS; rest > 0; rest = end - sys.monotonic()) {
      if ((await process.poll([socket], rest)) === undefined) continue;
      const length = socket.recv(packet);
      if (length < LENGTH || read16(packet, 6) !== REPLY || read32(packet, SENDER_IP) !== target) continue;
      if (!mac.every((byte, i) => packet[SENDER_MAC + i] === byte)) return true;
    }
    return false;
  } finally {
    socket.close();
  }
}
