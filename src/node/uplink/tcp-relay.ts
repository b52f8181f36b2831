/**
 * Connections to the outside. A namespace of its own takes every address for its own: there the virtual kernel's TCP accepts what the
 * box connects to, and each connection goes on as one of the host.
 */
import { connect, type Socket as HostSocket } from "node:net";
import { EAGAIN, isErrno } from "../../errno.ts";
import {
  AF_INET,
  AF_INET6,
  SHUT_WR,
  SOCK_STREAM,
  SOL_SOCKET,
  type Socket,
  type SystemCalls,
} from "../../kernel.ts";
import { IN6ADDR_ANY, INADDR_ANY } from "../../packet/address.ts";
import { hostAddress } from "./network.ts";

const BACKLOG = 128;
/** Ports that are listened on at most; the one that was made first is given up. */
const LISTENERS_MAX = 1024;
const SO_REUSEADDR = 2;
const SO_LINGER = 13;
const IPPROTO_IPV6 = 41;
const IPV6_V6ONLY = 26;
/** `struct linger`: closing resets the connection. */
const RESET = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0);
const BLOCK = 65_536;

/** Listeners on the ports that the box connects to, and for each connection one of the host. */
export class TcpRelay {
  private readonly sys: SystemCalls;
  private readonly listeners = new Map<number, Socket>();
  private readonly connections = new Set<Connection>();

  constructor(sys: SystemCalls) {
    this.sys = sys;
  }

  /** Has somebody listen on the port, before the first segment to it comes. */
  expect(family: typeof AF_INET | typeof AF_INET6, port: number): void {
    const key = family * 65_536 + port;
    if (this.listeners.has(key)) return;
    const [oldest] = this.listeners.keys();
    if (oldest !== undefined && this.listeners.size >= LISTENERS_MAX) {
      this.listeners.get(oldest)?.close();
      this.listeners.delete(oldest);
    }
    const socket = this.sys.socket(family, SOCK_STREAM, 0);
    if (isErrno(socket)) return;
    socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
    if (family === AF_INET6) socket.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1);
    const any =
      family === AF_INET6 ? { family, address: IN6ADDR_ANY, port } : { family, address: INADDR_ANY, port };
    if (socket.bind(any) < 0 || socket.listen(BACKLOG) < 0) {
      socket.close();
      return;
    }
    this.listeners.set(key, socket);
    this.wait(socket);
  }

  private wait(listener: Socket): void {
    listener.poll(() =>
      queueMicrotask(() => {
        for (;;) {
          const socket = listener.accept();
          if (isErrno(socket)) {
            if (socket === -EAGAIN) this.wait(listener);
            return;
          }
          const connection = new Connection(socket, () => this.connections.delete(connection));
          this.connections.add(connection);
        }
      }),
    );
  }

  close(): void {
    for (const connection of this.connections) connection.reset();
    for (const listener of this.listeners.values()) listener.close();
  }
}

/** A connection of the box, and the host's behind it. */
class Connection {
  private readonly inner: Socket;
  private readonly outer: HostSocket;
  private readonly buffer = new Uint8Array(BLOCK);
  private readonly ended: () => void;
  private open = true;
  private finished = 0;
  private pending: Uint8Array | undefined;

  constructor(inner: Socket, ended: () => void) {
    this.inner = inner;
    this.ended = ended;
    const name = inner.getsockname();
    const known = !isErrno(name) && (name.family === AF_INET || name.family === AF_INET6);
    this.outer = connect({
      host: known ? hostAddress(name.address) : "0.0.0.0",
      port: known ? name.port : 0,
      allowHalfOpen: true,
    });
    this.outer.on("connect", () => this.fromBox());
    this.outer.on("data", (data) => this.toBox(Uint8Array.from(data)));
    this.outer.on("end", () => this.half(() => this.inner.shutdown(SHUT_WR)));
    this.outer.on("error", () => this.reset());
    this.outer.on("close", () => this.finish());
  }

  /** What the box sends goes out, as fast as it is taken there. */
  private fromBox(): void {
    while (this.open) {
      const count = this.inner.recv(this.buffer);
      if (count === -EAGAIN) {
        this.inner.poll(() => queueMicrotask(() => this.fromBox()));
        return;
      }
      if (count < 0) return this.reset();
      if (count === 0) return this.half(() => this.outer.end());
      if (this.outer.write(this.buffer.slice(0, count))) continue;
      this.outer.once("drain", () => this.fromBox());
      return;
    }
  }

  private toBox(data: Uint8Array): void {
    let at = 0;
    while (this.open && at < data.length) {
      const count = this.inner.send(data.subarray(at));
      if (count === -EAGAIN) {
        this.outer.pause();
        this.pending = data.subarray(at);
        this.inner.pollWrite(() => queueMicrotask(() => this.resume()));
        return;
      }
      if (count < 0) return this.reset();
      at += count;
    }
  }

  private resume(): void {
    const { pending } = this;
    this.pending = undefined;
    if (pending !== undefined) this.toBox(pending);
    if (this.pending === undefined && this.open) this.outer.resume();
  }

  private half(shut: () => void): void {
    if (!this.open) return;
    shut();
    this.finished++;
    if (this.finished === 2) this.finish();
  }

  private finish(): void {
    if (!this.open) return;
    this.open = false;
    this.inner.close();
    this.ended();
  }

  /** Ends it at once, for both sides to see. */
  reset(): void {
    if (!this.open) return;
    this.inner.setsockopt(SOL_SOCKET, SO_LINGER, RESET);
    this.outer.destroy();
    this.finish();
  }
}
