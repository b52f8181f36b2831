/**
 * `chaos`: the other end of a service, that says what the test wants it to. In the boxes of the hostile tests only.
 *
 *     chaos send ADDRESS PORT      a datagram for each payload
 *     chaos answer PORT            answers every datagram with the next payload, under the number of the question
 *     chaos stream PORT            says the next payload to everybody who connects, and hangs up
 *     chaos frames PORT            answers everybody who connects with the next payloads behind their lengths, numbered as the question
 *     chaos request ADDRESS PORT   connects once for each payload, says it, and reads until the other side hangs up
 */
import { isErrno } from "../../src/errno.ts";
import { AF_INET, type ReceivedMessage, SOCK_DGRAM, SOL_SOCKET, type Socket } from "../../src/kernel.ts";
import { ipv4, parseIpv4 } from "../../src/packet/address.ts";
import type { Process } from "../../src/process/process.ts";
import { acceptStream, connectStream, listenStream } from "../../src/programs/lib/byte-stream.ts";

const SO_REUSEADDR = 2;
const SO_BROADCAST = 6;
const DNS_PORT = 53;
const DHCP_SERVER_PORT = 67;
const DHCP_CLIENT_PORT = 68;
const SECOND = 1e9;

/** What is to be said. */
export const chaos = {
  payloads: [] as readonly Uint8Array[],
  next: 0,
  take(): Uint8Array {
    return this.payloads.length === 0
      ? new Uint8Array(0)
      : this.payloads[this.next++ % this.payloads.length].slice();
  },
};

/** Where the number of a question is: an answer with another one is not looked at. */
function sameNumber(port: number, question: Uint8Array, answer: Uint8Array): Uint8Array {
  if (port === DNS_PORT) answer.set(question.subarray(0, Math.min(2, answer.length)));
  else if (answer.length >= 8) answer.set(question.subarray(4, 8), 4);
  return answer;
}

function datagrams(process: Process, port: number): Socket {
  const socket = process.sys.socket(AF_INET, SOCK_DGRAM, 0);
  if (isErrno(socket)) throw new Error(`socket: ${socket}`);
  socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
  socket.setsockopt(SOL_SOCKET, SO_BROADCAST, 1);
  const bound = socket.bind({ family: AF_INET, address: ipv4(0), port });
  if (bound < 0) throw new Error(`bind: ${bound}`);
  return socket;
}

async function answer(process: Process, port: number): Promise<number> {
  const socket = datagrams(process, port);
  const bytes = new Uint8Array(65536);
  const message: ReceivedMessage = { from: undefined, control: [], flags: 0 };
  for (;;) {
    await process.poll([socket]);
    const length = socket.recv(bytes, message);
    const { from } = message;
    if (length < 0 || from === undefined || from.family !== AF_INET) continue;
    const text = sameNumber(port, bytes.subarray(0, length), chaos.take());
    const to =
      port === DHCP_SERVER_PORT
        ? ({ family: AF_INET, address: ipv4(0xffffffff), port: DHCP_CLIENT_PORT } as const)
        : from;
    socket.send(text, { to });
  }
}

async function send(process: Process, address: string, port: number): Promise<number> {
  const socket = datagrams(process, 0);
  const to = { family: AF_INET, address: parseIpv4(address) ?? ipv4(0), port } as const;
  for (const payload of chaos.payloads) {
    socket.send(payload, { to });
    await process.sleep(SECOND / 100);
  }
  return 0;
}

async function stream(process: Process, port: number): Promise<number> {
  const listener = listenStream(process, { family: AF_INET, address: ipv4(0), port }, 8);
  if (typeof listener === "number") throw new Error(`listen: ${listener}`);
  for (;;) {
    const client = await acceptStream(process, listener);
    if (typeof client === "number") continue;
    await client.read(process.sys.monotonic() + SECOND);
    await client.write(chaos.take(), process.sys.monotonic() + SECOND);
    client.close();
  }
}

async function frames(process: Process, port: number): Promise<number> {
  const listener = listenStream(process, { family: AF_INET, address: ipv4(0), port }, 8);
  if (typeof listener === "number") throw new Error(`listen: ${listener}`);
  for (;;) {
    const client = await acceptStream(process, listener);
    if (typeof client === "number") continue;
    const question = await client.read(process.sys.monotonic() + SECOND);
    for (let i = 0; i < 3; i++) {
      const text = chaos.take();
      if (question instanceof Uint8Array) text.set(question.subarray(2, 2 + Math.min(2, text.length)));
      const framed = Uint8Array.of(text.length >>> 8, text.length & 255, ...text);
      await client.write(framed, process.sys.monotonic() + SECOND);
    }
    client.close();
  }
}

async function request(process: Process, address: string, port: number): Promise<number> {
  for (const payload of chaos.payloads) {
    const to = { family: AF_INET, address: parseIpv4(address) ?? ipv4(0), port } as const;
    const server = await connectStream(process, to, { deadline: process.sys.monotonic() + SECOND });
    if (typeof server === "number") continue;
    await server.write(payload, process.sys.monotonic() + SECOND);
    server.end();
    for (;;) {
      const got = await server.read(process.sys.monotonic() + SECOND);
      if (got === undefined || typeof got === "number") break;
    }
    server.close();
  }
  return 0;
}

export function main(process: Process): Promise<number> {
  const [, mode, first, second] = process.argv;
  if (mode === "answer") return answer(process, Number(first));
  if (mode === "send") return send(process, first, Number(second));
  if (mode === "stream") return stream(process, Number(first));
  if (mode === "frames") return frames(process, Number(first));
  if (mode === "request") return request(process, first, Number(second));
  throw new Error(`chaos: ${mode}?`);
}
