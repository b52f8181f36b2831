/** Sides that are sockets. */
import { EAGAIN, type Errno } from "../../errno.ts";
import type { Pollable, ReceivedMessage, Socket, SocketAddress } from "../../kernel.ts";
import { SHUT_RDWR, SHUT_WR } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import type { InternetAddress } from "../lib/resolver.ts";
import type { Options } from "./address.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Session } from "./session.ts";
import { sameAddress, socketText } from "./socket-text.ts";

/** How datagrams of a socket that is not connected go. */
export interface Datagrams {
  /** Where what is written goes; nowhere with `UDP-RECV`. */
  readonly peer?: InternetAddress;
  /** Whether only the peer is heard. */
  readonly onlyPeer: boolean;
  /** Whether one datagram is all that is read (`UDP-RECVFROM`). */
  readonly single: boolean;
  /** Called when that one has been read. */
  readonly taken?: () => void;
}

/** A side whose two directions are one socket. */
export class SocketEndpoint implements Endpoint {
  readFd: number;
  readonly writeFd: number;
  readonly options: Options;
  readonly readable: Pollable;
  readonly writable: Pollable;
  readonly socket: Socket;
  private readonly datagrams: Datagrams | undefined;
  private readonly message: ReceivedMessage = { from: undefined, control: [], flags: 0 };
  private holders = 1;
  private ended = false;

  constructor(socket: Socket, fd: number, options: Options, datagrams?: Datagrams) {
    this.socket = socket;
    this.readFd = fd;
    this.writeFd = datagrams && !datagrams.peer ? -1 : fd;
    this.options = options;
    this.datagrams = datagrams;
    this.readable = { poll: (wake) => (this.ended ? wakeNow(wake) : socket.poll(wake)) };
    this.writable = { poll: (wake) => (this.writeFd < 0 ? wakeNow(wake) : socket.pollWrite(wake)) };
  }

  retain(): void {
    this.holders++;
  }

  adopt(process: Process): void {
    process.sys.adopt(this.socket);
  }

  read(session: Session, max: number): Uint8Array | undefined | Errno {
    if (this.ended) return undefined;
    const into = new Uint8Array(max);
    const { datagrams, message } = this;
    const count = this.socket.recv(into, datagrams ? message : undefined);
    if (count < 0) return count;
    if (!datagrams) return count === 0 ? undefined : into.subarray(0, count);
    const { from } = message;
    if (datagrams.onlyPeer && !sameAddress(from, datagrams.peer)) return -EAGAIN;
    if (from) session.log.notice(`received packet with ${count} bytes from ${socketText(from)}`);
    if (datagrams.single && count > 0) this.endAfterOne();
    return count === 0 ? -EAGAIN : into.subarray(0, count);
  }

  private endAfterOne(): void {
    this.ended = true;
    this.datagrams?.taken?.();
  }

  write(session: Session, data: Uint8Array): number {
    const { datagrams, socket } = this;
    if (!datagrams) return socket.send(data);
    if (!datagrams.peer) return data.length;
    const count = socket.send(data, { to: datagrams.peer });
    if (count < 0) return count;
    const own = socket.getsockname();
    if (typeof own !== "number") session.log.notice(`local address: ${socketText(own)}`);
    return count;
  }

  writeCall(data: Uint8Array, address: string): string {
    const peer = this.datagrams?.peer;
    if (!peer) return `write(${this.writeFd}, ${address}, ${data.length})`;
    return `sendto(${this.writeFd}, ${address}, ${data.length}, 0, ${socketText(peer)}, ${addressLength(peer)})`;
  }

  shutdownWrite(): void {
    if (this.writeFd < 0) {
      // what can not be written to is at its end altogether
      this.ended = true;
      this.readFd = -1;
    }
    this.socket.shutdown(SHUT_WR);
  }

  close(): void {
    if (--this.holders === 0 || !this.datagrams) this.socket.shutdown(SHUT_RDWR);
    if (this.holders === 0) this.socket.close();
  }
}

/** `sizeof` of the address. */
export function addressLength(address: SocketAddress): number {
  return address.family === 2 ? 16 : 28;
}

function wakeNow(wake: () => void): () => void {
  wake();
  return () => {};
}
