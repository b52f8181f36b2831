/** Asks an address whether it is in use before it is offered. */
import { isErrno } from "../../errno.ts";
import { AF_INET, SOCK_RAW } from "../../kernel.ts";
import { INADDR_ANY, type Ipv4Address } from "../../packet/address.ts";
import { read16, write16 } from "../../packet/bytes.ts";
import { checksum } from "../../packet/checksum.ts";
import { IPPROTO_ICMP, ipv4HeaderLength, ipv4Source } from "../../packet/ipv4.ts";
import type { Process } from "../../process/process.ts";

/** `PING_WAIT` */
const WAIT_NS = 3e9;
const ECHO = 8;

/** Whether the address answers within three seconds. */
export async function answersPing(process: Process, target: Ipv4Address): Promise<boolean> {
  const { sys } = process;
  const socket = sys.socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
  if (isErrno(socket)) return false;
  try {
    socket.bind({ family: AF_INET, address: INADDR_ANY, port: 0 });
    const id = sys.random() & 0xffff;
    const request = new Uint8Array(8);
    request[0] = ECHO;
    write16(request, 4, id);
    write16(request, 2, checksum(request, 0, request.length));
    if (socket.send(request, { to: { family: AF_INET, address: target, port: 0 } }) < 0) return false;
    const end = sys.monotonic() + WAIT_NS;
    const packet = new Uint8Array(1500);
    for (let rest = WAIT_NS; rest > 0; rest = end - sys.monotonic()) {
      if ((await process.poll([socket], rest)) === undefined) continue;
      const length = socket.recv(packet);
      if (length < 28 || ipv4Source(packet, 0) !== target) continue;
      const at = ipv4HeaderLength(packet, 0);
      if (packet[at] === 0 && read16(packet, at + 4) === id) return true;
    }
    return false;
  } finally {
    socket.close();
  }
}
