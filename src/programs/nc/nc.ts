/** `nc`, netcat-openbsd 1.219 as Debian has it. */
import { EAGAIN, ECONNREFUSED, EINPROGRESS, EINVAL, isErrno, strerror } from "../../errno.ts";
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  AF_UNSPEC,
  MSG_PEEK,
  type Pollable,
  type ReceivedMessage,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  type Socket,
  type SocketAddress,
  type SystemCalls,
} from "../../kernel.ts";
import { IN6ADDR_ANY, INADDR_ANY } from "../../packet/address.ts";
import { IPPROTO_TCP, IPPROTO_UDP } from "../../packet/ipv4.ts";
import type { Process } from "../../process/process.ts";
import {
  asksNameServer,
  EAI_AGAIN,
  EAI_NONAME,
  formatAddress,
  type InternetAddress,
  resolve,
  reverseLookup,
} from "../lib/resolver.ts";
import { Services } from "../lib/services.ts";
import { expandPorts, fail, NcExit, type NcOptions, parseOptions } from "./options.ts";
import { ReadWrite } from "./readwrite.ts";
import { UnixEnds } from "./unix.ts";

const SO_DEBUG = 1;
const SO_REUSEADDR = 2;
const SO_ERROR = 4;
const SO_BROADCAST = 6;
const SO_SNDBUF = 7;
const SO_RCVBUF = 8;
const SO_REUSEPORT = 15;
const SOL_IP = 0;
const IP_TOS = 1;
const IP_TTL = 2;
const SOL_IPV6 = 41;
const IPV6_UNICAST_HOPS = 16;
const IPV6_TCLASS = 67;
const NS_PER_MS = 1e6;
const NS_PER_S = 1e9;
const MS_PER_S = 1e3;
/** How many seconds a datagram's refusal is waited for when nothing is said. */
const UDP_SCAN_TIMEOUT = 3;
/** No error number: the wait for a connection was over. */
const TIMED_OUT = -100_000;

export async function main(process: Process): Promise<number> {
  let nc: Netcat | undefined;
  try {
    nc = new Netcat(process, parseOptions(process.argv));
    return await nc.run();
  } catch (end) {
    if (!(end instanceof NcExit)) throw end;
    process.stderr.write(end.text);
    return end.status;
  } finally {
    nc?.close();
  }
}

class Netcat {
  private readonly process: Process;
  private readonly sys: SystemCalls;
  private readonly options: NcOptions;
  private readonly services: Services;
  private readonly open = new Set<Socket>();

  constructor(process: Process, options: NcOptions) {
    this.process = process;
    this.sys = process.sys;
    this.options = options;
    this.services = new Services(process.sys);
  }

  close(): void {
    for (const socket of this.open) socket.close();
    this.open.clear();
  }

  private get protocol(): string {
    return this.options.udp ? "udp" : "tcp";
  }

  async run(): Promise<number> {
    const ports = this.options.ports.flatMap((text) =>
      expandPorts(text, (name) => this.services.port(name, this.protocol)),
    );
    if (this.options.unix) {
      const unix = new UnixEnds(this.process, this.options, this.open);
      return this.options.listen ? this.serve(() => unix.listen()) : unix.connect();
    }
    if (this.options.listen) return this.serve(() => this.listenOn(ports[0]));
    if (this.options.random) shuffle(ports, () => this.sys.random());
    return this.connectAll(ports);
  }

  // --- names ---

  private lookUp(host: string | undefined, family: number, port: number): InternetAddress[] {
    if (host === undefined) {
      const any: InternetAddress =
        family === AF_INET6
          ? { family: AF_INET6, address: IN6ADDR_ANY, port }
          : { family: AF_INET, address: INADDR_ANY, port };
      return [any];
    }
    const found = resolve(this.sys, host, family);
    const named = typeof found === "string" || (this.options.numeric && found.canonicalName !== host);
    if (typeof found === "string" || (this.options.numeric && named)) {
      const why =
        typeof found === "string" && !(this.options.numeric && found === EAI_AGAIN) ? found : EAI_NONAME;
      const text = this.options.listen ? why : `getaddrinfo for host "${host}" port ${port}: ${why}`;
      throw fail(text);
    }
    return found.addresses.map((address) => ({ ...address, port }));
  }

  /** `report_sock` */
  private report(message: string, address: SocketAddress): void {
    if (address.family === AF_UNIX) this.process.stderr.write(`${message} on ${this.options.host}\n`);
    if (address.family !== AF_INET && address.family !== AF_INET6) return;
    const numeric = formatAddress(this.sys, address);
    let name: string | undefined = numeric;
    if (!this.options.numeric) {
      name = reverseLookup(this.sys, address);
      const unspecified = address.family === AF_INET6 && address.address.isUnspecified;
      if (name === undefined && (unspecified || !asksNameServer(this.sys))) name = numeric;
    }
    if (name === undefined) this.process.stderr.write(`nc: getnameinfo: ${EAI_AGAIN}\n`);
    else this.process.stderr.write(`${message} on ${name} ${address.port}\n`);
  }

  // --- sockets ---

  private make(family: number): Socket | number {
    const { udp } = this.options;
    const socket = this.sys.socket(family, udp ? SOCK_DGRAM : SOCK_STREAM, udp ? IPPROTO_UDP : IPPROTO_TCP);
    if (isErrno(socket)) return socket;
    this.open.add(socket);
    return socket;
  }

  private end(socket: Socket): void {
    socket.close();
    this.open.delete(socket);
  }

  /** `set_common_sockopts` */
  private configure(socket: Socket, family: number): void {
    const { broadcast, debug, tos, ttl, receiveBuffer, sendBuffer } = this.options;
    if (broadcast) socket.setsockopt(SOL_SOCKET, SO_BROADCAST, 1);
    if (debug) socket.setsockopt(SOL_SOCKET, SO_DEBUG, 1);
    if (tos >= 0) {
      if (family === AF_INET) socket.setsockopt(SOL_IP, IP_TOS, tos);
      else socket.setsockopt(SOL_IPV6, IPV6_TCLASS, tos);
    }
    if (receiveBuffer > 0) socket.setsockopt(SOL_SOCKET, SO_RCVBUF, receiveBuffer);
    if (sendBuffer > 0) socket.setsockopt(SOL_SOCKET, SO_SNDBUF, sendBuffer);
    if (ttl < 0) return;
    if (family === AF_INET) socket.setsockopt(SOL_IP, IP_TTL, ttl);
    else socket.setsockopt(SOL_IPV6, IPV6_UNICAST_HOPS, ttl);
  }

  // --- listening ---

  /** `local_listen` */
  private listenOn(port: number): Socket {
    const { host, udp, verbose } = this.options;
    let { family } = this.options;
    if (host === undefined && family === AF_UNSPEC) family = AF_INET;
    let error = 0;
    for (const address of this.lookUp(host, family, port)) {
      const socket = this.make(address.family);
      if (typeof socket === "number") {
        error = socket;
        continue;
      }
      socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
      socket.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1);
      this.configure(socket, address.family);
      error = socket.bind(address);
      if (error === 0 && !udp) error = socket.listen(1);
      if (error === 0) {
        if (verbose) this.report(udp ? "Bound" : "Listening", address);
        return socket;
      }
      this.end(socket);
    }
    throw fail(strerror(-error));
  }

  private async serve(listen: () => Socket): Promise<number> {
    const { udp, keep } = this.options;
    const socket = listen();
    for (;;) {
      if (udp && keep) await new ReadWrite(this.process, socket, this.options).run();
      else if (udp) await this.serveUdp(socket);
      else await this.serveTcp(socket);
      if (!keep || udp) return 0;
    }
  }

  private async serveTcp(listener: Socket): Promise<void> {
    let accepted = listener.accept();
    while (accepted === -EAGAIN) {
      await this.process.poll([listener]);
      accepted = listener.accept();
    }
    if (typeof accepted === "number") throw fail(`accept: ${strerror(-accepted)}`);
    this.open.add(accepted);
    const peer = accepted.getpeername();
    if (this.options.verbose && !isErrno(peer)) this.report("Connection received", peer);
    await new ReadWrite(this.process, accepted, this.options).run();
    this.end(accepted);
  }

  private async serveUdp(socket: Socket): Promise<void> {
    const message: ReceivedMessage = { from: undefined, control: [], flags: 0 };
    const into = new Uint8Array(16384);
    let count = socket.recv(into, message, MSG_PEEK);
    while (count === -EAGAIN) {
      await this.process.poll([socket]);
      count = socket.recv(into, message, MSG_PEEK);
    }
    if (count < 0) throw fail(`recvfrom: ${strerror(-count)}`);
    if (message.from === undefined) return;
    const { from } = message;
    const path = from.family === AF_UNIX && !from.path.startsWith("\0") ? from.path : undefined;
    const error = socket.connect(
      path === undefined ? from : { family: AF_UNIX, path, at: this.process.resolve(path) },
    );
    if (error < 0) throw fail(`connect: ${strerror(-error)}`);
    if (this.options.verbose) this.report("Connection received", message.from);
    await new ReadWrite(this.process, socket, this.options).run();
  }

  // --- connecting ---

  private async connectAll(ports: readonly number[]): Promise<number> {
    const { scan, verbose, udp, interval } = this.options;
    const host = this.options.host ?? "";
    let status = 1;
    for (const port of ports) {
      const socket = await this.connectTo(host, port);
      if (socket === undefined) continue;
      status = 0;
      if (verbose || scan) {
        const tested = udp ? await this.udpTest(socket) : 1;
        if (tested < 0) {
          status = 1;
          this.end(socket);
          continue;
        }
        if (tested > 0 && verbose) this.tellConnected(host, socket, port);
      }
      if (!scan) await new ReadWrite(this.process, socket, this.options).run();
      this.end(socket);
      if (interval > 0 && scan) await this.process.sleep(interval * NS_PER_S);
    }
    return status;
  }

  /** `connection_info` */
  private tellConnected(host: string, socket: Socket, port: number): void {
    const service = this.options.numeric ? "*" : (this.services.name(port, this.protocol) ?? "*");
    const peer = socket.getpeername();
    const internet = !isErrno(peer) && (peer.family === AF_INET || peer.family === AF_INET6);
    const address = internet ? formatAddress(this.sys, peer) : "";
    const shown = this.options.numeric || address === "" || address === host ? host : `${host} (${address})`;
    this.process.stderr.write(
      `Connection to ${shown} ${port} port [${this.protocol}/${service}] succeeded!\n`,
    );
  }

  /** Whether datagrams are not refused (`udptest`). @returns 1: yes; 0: not tried; -1: no */
  private async udpTest(socket: Socket): Promise<number> {
    if (!this.options.scan && !this.process.stdin.isTerminal) return 0;
    const { timeout } = this.options;
    const seconds = timeout < 0 ? UDP_SCAN_TIMEOUT : Math.floor(timeout / MS_PER_S);
    const probe = Uint8Array.of(0x58);
    // other errors than a port that is closed do not count
    const refused = (): boolean => socket.send(probe) === -ECONNREFUSED;
    if (socket.send(probe) < 0 || refused()) return -1;
    for (let i = 0; i < seconds; i++) {
      await this.process.sleep(NS_PER_S);
      if (refused()) return -1;
    }
    return 1;
  }

  /** `remote_connect` */
  private async connectTo(host: string, port: number): Promise<Socket | undefined> {
    const { verbose, numeric } = this.options;
    for (const address of this.lookUp(host, this.options.family, port)) {
      const socket = this.make(address.family);
      if (typeof socket === "number") continue;
      this.bindTo(socket, address.family);
      this.configure(socket, address.family);
      const error = await this.connect(socket, address);
      if (error === 0) return socket;
      if (verbose) {
        const text = formatAddress(this.sys, address);
        const shown = numeric || text === host ? host : `${host} (${text})`;
        // what ran out of time is said by the error of the call before
        const [what, why] = error === TIMED_OUT ? ["timed out", EINPROGRESS] : ["failed", -error];
        const to = `${shown} port ${port} (${this.protocol})`;
        this.process.stderr.write(`nc: connect to ${to} ${what}: ${strerror(why)}\n`);
      }
      this.end(socket);
    }
    return undefined;
  }

  private bindTo(socket: Socket, family: number): void {
    const { sourceAddress, sourcePort } = this.options;
    if (sourceAddress === undefined && sourcePort === undefined) return;
    const port =
      sourcePort === undefined ? 0 : (this.services.port(sourcePort, this.protocol) ?? Number(sourcePort));
    if (!(port >= 0 && port <= 65535)) throw fail("getaddrinfo: Servname not supported for ai_socktype");
    let own: InternetAddress[];
    if (sourceAddress === undefined) own = this.lookUp(undefined, family, port);
    else {
      const found = resolve(this.sys, sourceAddress, family);
      if (typeof found === "string") throw fail(`getaddrinfo: ${found}`);
      own = found.addresses.map((address) => ({ ...address, port }));
    }
    const error = own.length === 0 ? -EINVAL : socket.bind(own[0]);
    if (error < 0) throw fail(`bind failed: ${strerror(-error)}`);
  }

  /** `timeout_connect`. @returns 0 or a negative error */
  private async connect(socket: Socket, address: SocketAddress): Promise<number> {
    const error = socket.connect(address);
    if (error !== -EINPROGRESS) return error;
    const { timeout } = this.options;
    const writable: Pollable = { poll: (wake) => socket.pollWrite(wake) };
    const ready = await this.process.poll([writable], timeout < 0 ? undefined : timeout * NS_PER_MS);
    if (ready === undefined) return TIMED_OUT;
    const value = new Uint8Array(4);
    socket.getsockopt(SOL_SOCKET, SO_ERROR, value);
    return -new DataView(value.buffer).getInt32(0, true);
  }
}

/** Fisher and Yates. */
function shuffle(ports: number[], random: () => number): void {
  for (let i = ports.length - 1; i > 0; i--) {
    const j = random() % (i + 1);
    [ports[i], ports[j]] = [ports[j], ports[i]];
  }
}
