/** Connections of TCP as programs use them: connecting with a time limit, reading, writing all. */
import { EAGAIN, EINPROGRESS, EINTR, ETIMEDOUT, isErrno } from "../../errno.ts";
import { AF_INET6, type Pollable, SHUT_WR, SOCK_STREAM, SOL_SOCKET, type Socket } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import type { InternetAddress } from "./resolver.ts";

const SO_REUSEADDR = 2;
const SO_ERROR = 4;
const SOL_IPV6 = 41;
const IPV6_V6ONLY = 26;
const BLOCK = 65_536;

/** A socket's other readiness. */
export function writable(socket: Socket): Pollable {
  return { poll: (wake) => socket.pollWrite(wake) };
}

/** A connection that was made. */
export class ByteStream {
  readonly socket: Socket;
  private readonly process: Process;
  private readonly buffer = new Uint8Array(BLOCK);

  constructor(process: Process, socket: Socket) {
    this.process = process;
    this.socket = socket;
  }

  /** The next bytes; undefined at the end; an error, `-ETIMEDOUT` when nothing came until `deadline` (ns, monotonic). */
  async read(deadline?: number): Promise<Uint8Array | undefined | number> {
    for (;;) {
      const count = this.socket.recv(this.buffer);
      if (count > 0) return this.buffer.slice(0, count);
      if (count === 0) return undefined;
      if (count !== -EAGAIN && count !== -EINTR) return count;
      if (!(await this.wait(this.socket, deadline))) return -ETIMEDOUT;
    }
  }

  /** Writes all. @returns 0 or a negative error */
  async write(data: Uint8Array, deadline?: number): Promise<number> {
    for (let at = 0; at < data.length; ) {
      const count = this.socket.send(data.subarray(at));
      if (count >= 0) at += count;
      else if (count !== -EAGAIN && count !== -EINTR) return count;
      else if (!(await this.wait(writable(this.socket), deadline))) return -ETIMEDOUT;
    }
    return 0;
  }

  private async wait(source: Pollable, deadline: number | undefined): Promise<boolean> {
    const rest = deadline === undefined ? undefined : deadline - this.process.sys.monotonic();
    if (rest !== undefined && rest <= 0) return false;
    await this.process.poll([source], rest);
    return true;
  }

  /** No more will be written. */
  end(): void {
    this.socket.shutdown(SHUT_WR);
  }

  close(): void {
    this.socket.close();
  }
}

/** How one is made. */
export interface ConnectOptions {
  /** Monotonic, ns. */
  readonly deadline?: number;
  /** Prepares the socket before it connects. @returns 0 or a negative error */
  readonly prepare?: (socket: Socket) => number;
}

/** Connects. @returns the connection, or a negative error */
export async function connectStream(
  process: Process,
  address: InternetAddress,
  options: ConnectOptions = {},
): Promise<ByteStream | number> {
  const socket = process.sys.socket(address.family, SOCK_STREAM, 0);
  if (isErrno(socket)) return socket;
  const prepared = options.prepare?.(socket) ?? 0;
  const error = prepared < 0 ? prepared : await connectSocket(process, socket, address, options.deadline);
  if (error >= 0) return new ByteStream(process, socket);
  socket.close();
  return error;
}

/** Connects a socket and waits for the end of that. @returns 0 or a negative error */
export async function connectSocket(
  process: Process,
  socket: Socket,
  address: InternetAddress,
  deadline?: number,
): Promise<number> {
  const begun = socket.connect(address);
  if (begun !== -EINPROGRESS) return begun;
  let ready = false;
  const connected: Pollable = {
    poll: (wake) =>
      socket.pollWrite(() => {
        ready = true;
        wake();
      }),
  };
  while (!ready) {
    const rest = deadline === undefined ? undefined : deadline - process.sys.monotonic();
    if (rest !== undefined && rest <= 0) return -ETIMEDOUT;
    await process.poll([connected], rest);
  }
  const value = new Uint8Array(4);
  const length = socket.getsockopt(SOL_SOCKET, SO_ERROR, value);
  return length < 0 ? length : -new DataView(value.buffer).getInt32(0, true);
}

/** A socket that takes connections. @returns it, or a negative error */
export function listenStream(
  process: Process,
  address: InternetAddress,
  backlog: number,
  v6only?: boolean,
  prepare?: (socket: Socket) => number,
): Socket | number {
  const socket = process.sys.socket(address.family, SOCK_STREAM, 0);
  if (isErrno(socket)) return socket;
  socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
  if (address.family === AF_INET6 && v6only !== undefined)
    socket.setsockopt(SOL_IPV6, IPV6_V6ONLY, Number(v6only));
  let error = prepare?.(socket) ?? 0;
  if (error >= 0) error = socket.bind(address);
  if (error >= 0) error = socket.listen(backlog);
  if (error >= 0) return socket;
  socket.close();
  return error;
}

/** The next connection, waited for. @returns it, or a negative error */
export async function acceptStream(process: Process, listener: Socket): Promise<ByteStream | number> {
  for (;;) {
    const socket = listener.accept();
    if (!isErrno(socket)) return new ByteStream(process, socket);
    if (socket !== -EAGAIN && socket !== -EINTR) return socket;
    await process.poll([listener]);
  }
}
