/** Questions over TCP: listeners, and connections with as many questions each as come. */
import { EAGAIN, EINTR, isErrno } from "../../errno.ts";
import { SOCK_STREAM, SOL_SOCKET, type Socket } from "../../kernel.ts";
import { read16 } from "../../packet/bytes.ts";
import { DNS_HLEN, DNS_QR, type DnsMessage, parseDns } from "../../packet/dns.ts";
import type { Process } from "../../process/process.ts";
import type { InternetAddress } from "../lib/resolver.ts";

const SO_REUSEADDR = 2;
const SOL_IPV6 = 41;
const IPV6_V6ONLY = 26;
const BACKLOG = 32;
/** As many as dnsmasq has children for (`MAX_PROCS`). */
const MOST_CONNECTIONS = 20;
/** ns that one may last (`CHILD_LIFETIME`). */
const LIFETIME = 150e9;
const LENGTH_SIZE = 2;
const MESSAGE_MAX = 65_535;

/** A question that came over a connection. */
export interface TcpQuestion {
  readonly query: DnsMessage;
  readonly from: InternetAddress;
  /** The address that was asked. */
  readonly at: InternetAddress;
  send(bytes: Uint8Array): void;
}

class Connection {
  readonly socket: Socket;
  readonly from: InternetAddress;
  readonly at: InternetAddress;
  readonly began: number;
  private readonly bytes = new Uint8Array(LENGTH_SIZE + MESSAGE_MAX);
  private filled = 0;
  open = true;

  constructor(socket: Socket, from: InternetAddress, at: InternetAddress, began: number) {
    this.socket = socket;
    this.from = from;
    this.at = at;
    this.began = began;
  }

  /** Reads what is there. @returns the messages that are whole */
  read(): Uint8Array[] {
    const count = this.socket.recv(this.bytes.subarray(this.filled));
    if (count === -EAGAIN || count === -EINTR) return [];
    if (count <= 0) {
      this.close();
      return [];
    }
    this.filled += count;
    const whole: Uint8Array[] = [];
    for (let size = read16(this.bytes, 0); this.has(size); size = read16(this.bytes, 0)) {
      whole.push(this.bytes.slice(LENGTH_SIZE, LENGTH_SIZE + size));
      this.bytes.copyWithin(0, LENGTH_SIZE + size, this.filled);
      this.filled -= LENGTH_SIZE + size;
    }
    return whole;
  }

  private has(size: number): boolean {
    return this.filled >= LENGTH_SIZE && this.filled >= LENGTH_SIZE + size;
  }

  /** Answers; a client that does not read loses its connection. */
  send(message: Uint8Array): void {
    if (!this.open) return;
    const framed = Uint8Array.of(message.length >>> 8, message.length & 255, ...message);
    if (this.socket.send(framed) !== framed.length) this.close();
  }

  close(): void {
    if (this.open) this.socket.close();
    this.open = false;
  }
}

/** All that TCP has of the server. */
export class DnsTcp {
  private readonly process: Process;
  private readonly listeners: Socket[] = [];
  private connections: Connection[] = [];

  constructor(process: Process) {
    this.process = process;
  }

  /** Listens at an address. @returns 0 or a negative error */
  listen(address: InternetAddress): number {
    const socket = this.process.sys.socket(address.family, SOCK_STREAM, 0);
    if (isErrno(socket)) return socket;
    socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
    if (address.family === 10) socket.setsockopt(SOL_IPV6, IPV6_V6ONLY, 1);
    let error = socket.bind(address);
    if (error >= 0) error = socket.listen(BACKLOG);
    if (error >= 0) this.listeners.push(socket);
    else socket.close();
    return Math.min(error, 0);
  }

  /** What is waited for: clients, as long as there is room, and their questions. */
  sources(): Socket[] {
    this.forgetOld();
    const open = this.connections.map(({ socket }) => socket);
    return open.length >= MOST_CONNECTIONS ? open : [...this.listeners, ...open];
  }

  /** A socket of {@link sources} is ready. @returns the questions that came; undefined: it is none of TCP's */
  serve(socket: Socket): TcpQuestion[] | undefined {
    if (this.listeners.includes(socket)) {
      this.accept(socket);
      return [];
    }
    const connection = this.connections.find((one) => one.socket === socket);
    if (connection === undefined) return undefined;
    const messages = connection.read();
    if (!connection.open) this.connections = this.connections.filter((one) => one !== connection);
    const { from, at } = connection;
    return messages.flatMap((bytes) => {
      const query = bytes.length < DNS_HLEN ? undefined : parseDns(bytes);
      if (query === undefined || (query.flags & DNS_QR) !== 0) return [];
      return [{ query, from, at, send: (answer: Uint8Array) => connection.send(answer) }];
    });
  }

  private accept(listener: Socket): void {
    const socket = listener.accept();
    if (isErrno(socket)) return;
    const from = socket.getpeername();
    const at = socket.getsockname();
    if (isErrno(from) || isErrno(at)) return socket.close();
    if ((from.family !== 2 && from.family !== 10) || (at.family !== 2 && at.family !== 10))
      return socket.close();
    this.connections.push(new Connection(socket, { ...from }, { ...at }, this.process.sys.monotonic()));
  }

  private forgetOld(): void {
    const now = this.process.sys.monotonic();
    for (const connection of this.connections) if (now - connection.began >= LIFETIME) connection.close();
    this.connections = this.connections.filter(({ open }) => open);
  }
}
