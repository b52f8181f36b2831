/** The sockets of a node: those that always listen, those that a batch opens, and what they got at the end. */

import { isErrno } from "../../src/errno.ts";
import {
  AF_INET,
  AF_INET6,
  AF_PACKET,
  MSG_ERRQUEUE,
  type ReceivedMessage,
  SOCK_DGRAM,
  SOCK_RAW,
  SOL_SOCKET,
  type Socket,
  type SystemCalls,
} from "../../src/kernel.ts";
import { IN6ADDR_ANY, ipv4, parseIpv4, parseIpv6 } from "../../src/packet/address.ts";
import type { SocketSend } from "./generate/recipe.ts";
import { normaliseFrame, normaliseRaw4 } from "./normalise.ts";
import { EXTRA_SOCKETS, type ExtraSocket, type SocketName } from "./socket-names.ts";
import { hideTracked } from "./tracked.ts";
import { BOTH_PORT, deviceName, type NodeName, OPEN_PORT } from "./world.ts";

const ETH_P_ALL = 3;
const SO_BROADCAST = 6;
const SO_RCVBUFFORCE = 33;
const CAPTURE_BUFFER = 32 << 20;
const [IPPROTO_IP, IPPROTO_IPV6] = [0, 41];
const [IP_MTU_DISCOVER, IP_RECVERR] = [10, 11];
const [IPV6_MTU_DISCOVER, IPV6_RECVERR, IPV6_V6ONLY] = [23, 25, 26];
const FRAGMENT = 44;
const REDIRECT6 = 137;
const ICMP_TIMESTAMP_REPLY = 14;

export function open(task: SystemCalls, domain: number, type: number, protocol: number): Socket {
  const socket = task.socket(domain, type, protocol);
  if (isErrno(socket)) throw new Error(`socket: ${socket}`);
  return socket;
}

const buffer = new Uint8Array(65536);
const message: ReceivedMessage = { from: undefined, control: [], flags: 0 };

function hex(length: number): string {
  return Buffer.from(buffer.buffer, 0, length).toString("hex");
}

/** Reports of group members come at random times: they are left out. */
const MLD_REPORTS: ReadonlySet<number> = new Set([131, 132, 143]);

/** What listens in a node. */
export class Ears {
  readonly capture: Socket;
  readonly inject: Socket;
  private readonly task: SystemCalls;
  private readonly sockets = new Map<SocketName, Socket>();

  constructor(task: SystemCalls) {
    this.task = task;
    this.capture = open(task, AF_PACKET, SOCK_RAW, (ETH_P_ALL << 8) & 0xffff);
    this.capture.setsockopt(SOL_SOCKET, SO_RCVBUFFORCE, CAPTURE_BUFFER);
    this.inject = open(task, AF_PACKET, SOCK_RAW, 0);
    const udp4 = open(task, AF_INET, SOCK_DGRAM, 0);
    udp4.bind({ family: AF_INET, address: ipv4(0), port: OPEN_PORT });
    const udp6 = open(task, AF_INET6, SOCK_DGRAM, 0);
    udp6.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1);
    udp6.bind({ family: AF_INET6, address: IN6ADDR_ANY, port: OPEN_PORT });
    this.add("udp4", udp4);
    this.add("udp6", udp6);
    const both6 = open(task, AF_INET6, SOCK_DGRAM, 0);
    both6.bind({ family: AF_INET6, address: IN6ADDR_ANY, port: BOTH_PORT });
    this.add("both6", both6);
  }

  private add(name: SocketName, socket: Socket): void {
    socket.setsockopt(SOL_SOCKET, SO_RCVBUFFORCE, CAPTURE_BUFFER);
    socket.setsockopt(SOL_SOCKET, SO_BROADCAST, 1);
    this.sockets.set(name, socket);
  }

  /** Opens another socket, which is to hear of errors; once for each name. */
  open(name: ExtraSocket): void {
    if (this.sockets.has(name)) return;
    const [family, protocol] = EXTRA_SOCKETS[name];
    this.add(name, open(this.task, family, SOCK_RAW, protocol));
    this.hearErrors(name);
  }

  /** From now on a socket is told of errors about its packets (`IP_RECVERR`). */
  hearErrors(name: SocketName): void {
    const socket = this.sockets.get(name);
    if (name.endsWith("6")) socket?.setsockopt(IPPROTO_IPV6, IPV6_RECVERR, 1);
    if (!name.endsWith("6") || name === "both6") socket?.setsockopt(IPPROTO_IP, IP_RECVERR, 1);
  }

  /** @returns what the call returned; 0 when there is no such socket */
  send(payload: Uint8Array, { socket: name, to, port, discover }: SocketSend): number {
    const socket = this.sockets.get(name);
    if (socket === undefined) return 0;
    if (name === "both6") socket.setsockopt(IPPROTO_IP, IP_MTU_DISCOVER, discover);
    if (name.endsWith("6")) {
      socket.setsockopt(IPPROTO_IPV6, IPV6_MTU_DISCOVER, discover);
      const [address = "", device] = to.split("%");
      const parsed = parseIpv6(address) ?? IN6ADDR_ANY;
      const scopeId = device === undefined ? 0 : Number(device);
      return socket.send(payload, { to: { family: AF_INET6, address: parsed, port, scopeId } });
    }
    socket.setsockopt(IPPROTO_IP, IP_MTU_DISCOVER, discover);
    return socket.send(payload, { to: { family: AF_INET, address: parseIpv4(to) ?? ipv4(0), port } });
  }

  /**
   * Takes all frames that the node's devices sent and received, as `device type bytes`.
   * @param bridged reports of groups count, but for the nodes' own
   * @param tracked there are rules at a node
   */
  captured(node: NodeName, bridged: boolean, tracked = false): string[] {
    const lines: string[] = [];
    for (;;) {
      const length = this.capture.recv(buffer, message);
      if (length < 0) return lines;
      if (message.from?.family !== AF_PACKET) continue;
      const { ifindex, packetType } = message.from;
      const frame = buffer.subarray(0, length);
      const bytes = normaliseFrame(tracked ? hideTracked(frame) : frame, bridged);
      if (bytes !== undefined) lines.push(`${deviceName(node, ifindex)} ${packetType} ${bytes}`);
    }
  }

  /** Takes all datagrams and errors that sockets got. */
  received(): string[] {
    const lines: string[] = [];
    for (const [name, socket] of this.sockets) {
      for (const line of take(name, socket, 0)) lines.push(line);
      for (const line of take(name, socket, MSG_ERRQUEUE)) lines.push(line);
    }
    return lines;
  }

  close(): void {
    for (const socket of [this.capture, this.inject, ...this.sockets.values()]) socket.close();
  }
}

/** Takes all that a socket got, or all errors that it was told of. */
function take(name: SocketName, socket: Socket, flags: number): string[] {
  const lines: string[] = [];
  const label = flags === 0 ? name : `${name} told`;
  for (let errors = 0; errors < 100; ) {
    message.control = [];
    const length = socket.recv(buffer, message, flags);
    if (length === -11) break;
    if (length < 0) {
      lines.push(`${label} error ${length}`);
      errors++;
      continue;
    }
    const data = payload(name, length, flags);
    if (data === undefined) continue;
    const control = message.control.map(
      ({ level, type, data: bytes }) => ` ${level}:${type}:${Buffer.from(bytes).toString("hex")}`,
    );
    lines.push(`${label} ${sender()} ${length} ${data}${control.join("")}`);
  }
  return lines;
}

function sender(): string {
  const { from } = message;
  return from?.family === AF_INET || from?.family === AF_INET6
    ? `${from.address.toString()} ${from.port}`
    : "";
}

/** The beginning of a message; raw sockets of IPv4 show the header, too. */
function payload(name: SocketName, length: number, flags: number): string | undefined {
  if (name === "icmp6" && flags === 0 && MLD_REPORTS.has(buffer[0] as number)) return undefined;
  if ((name === "icmp4" || name === "other4") && flags === 0)
    return normaliseRaw4(buffer.subarray(0, length));
  if (name === "icmp4" && buffer[0] === ICMP_TIMESTAMP_REPLY) clearTimes();
  // an own fragment's identification is in what the error quotes, or may be in what a redirect does
  const quotes = (buffer[0] as number) < 128 ? buffer[14] === FRAGMENT : buffer[0] === REDIRECT6;
  if (name === "icmp6" && quotes) buffer.fill(0, 2, 4);
  return hex(Math.min(length, 32));
}

/** An error quotes the times that a node answered with. */
function clearTimes(): void {
  buffer.fill(0, 2, 4);
  buffer.fill(0, 12, 20);
}
