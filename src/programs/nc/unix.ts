/** The ends of `nc -U`: sockets with a path. */
import { EAGAIN, EINVAL, ENAMETOOLONG, isErrno, strerror } from "../../errno.ts";
import {
  AF_UNIX,
  type Pollable,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SockaddrUn,
  type Socket,
  type SystemCalls,
} from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { fail, type NcOptions } from "./options.ts";
import { ReadWrite } from "./readwrite.ts";

const UNIX_PATH_MAX = 108;
const BACKLOG = 5;
const OWNER_ONLY = 0o700;
const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LETTERS = 6;

/** Where the answers to datagrams come (`mkdtemp`). */
function temporaryFolder(sys: SystemCalls): string {
  const random = () => LETTERS[sys.random() % LETTERS.length];
  return `/tmp/nc-${Array.from({ length: RANDOM_LETTERS }, random).join("")}`;
}

/** A path, or behind `@` an abstract name, which no zero ends and which may be one longer. */
function addressOf(process: Process, name: string): SockaddrUn | number {
  if (name === "") return -EINVAL;
  const abstract = name.startsWith("@");
  if (new TextEncoder().encode(name).length >= UNIX_PATH_MAX + (abstract ? 1 : 0)) return -ENAMETOOLONG;
  if (abstract) return { family: AF_UNIX, path: `\0${name.slice(1)}` };
  return { family: AF_UNIX, path: name, at: process.resolve(name), mode: 0o777 & ~process.umask };
}

/** Connects, listens and names such sockets. */
export class UnixEnds {
  private readonly process: Process;
  private readonly sys: SystemCalls;
  private readonly options: NcOptions;
  private readonly open: Set<Socket>;

  /** @param open the sockets that the program closes at its end */
  constructor(process: Process, options: NcOptions, open: Set<Socket>) {
    this.process = process;
    this.sys = process.sys;
    this.options = options;
    this.open = open;
  }

  /** `unix_listen`. @throws NcExit with the program's last words */
  listen(): Socket {
    const { host = "", udp, verbose } = this.options;
    const socket = this.bind(host);
    if (typeof socket === "number") throw fail(strerror(-socket));
    const error = udp ? 0 : socket.listen(BACKLOG);
    if (error < 0) throw fail(strerror(-error));
    if (verbose && !udp) this.process.stderr.write(`Listening on ${host}\n`);
    return socket;
  }

  /** Connects and carries bytes. @returns the program's status */
  async connect(): Promise<number> {
    const { host = "", udp, sourceAddress } = this.options;
    const address = addressOf(this.process, host);
    if (typeof address === "number") throw fail(`${host}: ${strerror(-address)}`);
    if (!udp || sourceAddress !== undefined) return (await this.carry(address, sourceAddress)).status;
    const folder = temporaryFolder(this.sys);
    const error = this.sys.mkdir(folder, OWNER_ONLY);
    if (error < 0) throw fail(`mkdtemp: ${strerror(-error)}`);
    const own = `${folder}/recv.sock`;
    const { status, alarmed } = await this.carry(address, own);
    if (!alarmed) {
      this.sys.unlink(own);
      this.sys.rmdir(folder);
    }
    return status;
  }

  private async carry(
    address: SockaddrUn,
    own: string | undefined,
  ): Promise<{ status: number; alarmed: boolean }> {
    const socket = await this.connected(address, own);
    if (typeof socket === "string") {
      this.process.stderr.write(`nc: ${socket}\n`);
      return { status: 1, alarmed: false };
    }
    const carrier = new ReadWrite(this.process, socket, this.options);
    if (!this.options.scan) await carrier.run();
    this.end(socket);
    return { status: 0, alarmed: carrier.alarmed };
  }

  /** `unix_connect`. @returns a socket, or what went wrong */
  private async connected(address: SockaddrUn, own: string | undefined): Promise<Socket | string> {
    const { host = "", udp } = this.options;
    const binds = udp && own !== undefined;
    const socket = binds ? this.bind(own) : this.make(SOCK_STREAM);
    if (typeof socket === "number") return `${binds ? own : host}: ${strerror(-socket)}`;
    const writable: Pollable = { poll: (wake) => socket.pollWrite(wake) };
    let error = socket.connect(address);
    while (error === -EAGAIN) {
      await this.process.poll([writable]);
      error = socket.connect(address);
    }
    if (error === 0) return socket;
    this.end(socket);
    return `${host}: ${strerror(-error)}`;
  }

  /** `unix_bind`: what has the name already goes, unless it is a directory. */
  private bind(path: string): Socket | number {
    const address = addressOf(this.process, path);
    if (typeof address === "number") return address;
    const socket = this.make(this.options.udp ? SOCK_DGRAM : SOCK_STREAM);
    if (isErrno(socket)) return socket;
    if (address.at !== undefined) this.sys.unlink(address.at);
    const error = socket.bind(address);
    if (error < 0) {
      this.end(socket);
      return error;
    }
    if (this.options.verbose) this.process.stderr.write(`Bound on ${path}\n`);
    return socket;
  }

  private make(type: number): Socket | number {
    const socket = this.sys.socket(AF_UNIX, type, 0);
    if (!isErrno(socket)) this.open.add(socket);
    return socket;
  }

  private end(socket: Socket): void {
    socket.close();
    this.open.delete(socket);
  }
}
