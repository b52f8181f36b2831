/** Probes, and the sockets that send them and hear about them. */
import { EAGAIN, EMSGSIZE, ENOBUFS, isErrno, strerror } from "../../errno.ts";
import {
  AF_INET,
  MSG_ERRQUEUE,
  type ReceivedMessage,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
  type SystemCalls,
} from "../../kernel.ts";
import { IN6ADDR_ANY, INADDR_ANY, Ipv6Address, ipv4FromBytes } from "../../packet/address.ts";
import { read16, write16 } from "../../packet/bytes.ts";
import { checksum } from "../../packet/checksum.ts";
import { Exit } from "../lib/iputils.ts";
import type { InternetAddress } from "../lib/resolver.ts";
import { describeError } from "./errors.ts";
import type { TracerouteOptions } from "./options.ts";

const SOL_SOCKET = 1;
const SOL_IP = 0;
const SOL_IPV6 = 41;
const SO_DEBUG = 1;
const SO_DONTROUTE = 5;
const SO_BINDTODEVICE = 25;
const SO_TIMESTAMP = 29;
const SO_MARK = 36;
const IP_RECVERR = 11;
const IPV6_RECVERR = 25;
const SO_EE_ORIGIN_LOCAL = 1;
const SO_EE_ORIGIN_ICMP = 2;
const SO_EE_ORIGIN_ICMP6 = 3;
const DEFAULT_UDP_PORT = 33_434;
const UDP_PORT = 53;
/** `IP_TTL`, `IP_TOS` and `IP_MTU_DISCOVER`, and what IPv6 has for them. */
const NAMES = {
  4: { level: SOL_IP, ttl: 2, tos: 1, tosName: "IP_TOS", discovery: 10, errors: IP_RECVERR },
  6: { level: SOL_IPV6, ttl: 16, tos: 67, tosName: "IPV6_TCLASS", discovery: 23, errors: IPV6_RECVERR },
} as const;

/** One probe, and what came of it. */
export class Probe {
  done = false;
  /** The target was reached, or nothing gets further. */
  final = false;
  /** In µs since the epoch; 0 when not yet. */
  sent = 0;
  received = 0;
  from: InternetAddress | undefined;
  error = "";
  socket: Socket | undefined;
}

/** A way of probing. */
export interface Prober {
  /** Length of the header before the data. */
  readonly headerLength: number;
  /** Opens what all probes share. */
  open(): void;
  send(probe: Probe, index: number, ttl: number): void;
  /** Takes whatever has arrived. */
  receive(probes: readonly Probe[]): void;
  /** What to wait for. */
  sources(probes: readonly Probe[]): Socket[];
  close(probes: readonly Probe[]): void;
}

/** Sockets as the options want them. */
abstract class BaseProber {
  protected readonly sys: SystemCalls;
  protected readonly options: TracerouteOptions;
  protected readonly target: InternetAddress;
  protected readonly names: (typeof NAMES)[4 | 6];
  protected readonly data: Uint8Array;

  constructor(sys: SystemCalls, options: TracerouteOptions, target: InternetAddress, dataLength: number) {
    this.sys = sys;
    this.options = options;
    this.target = target;
    this.names = target.family === AF_INET ? NAMES[4] : NAMES[6];
    this.data = Uint8Array.from({ length: dataLength }, (_, i) => 0x40 + (i & 0x3f));
  }

  /** As `perror(3)`, on a line of its own. */
  protected fail(what: string, error: number): Exit {
    return new Exit(1, `\n${what}: ${strerror(-error)}\n`);
  }

  protected check(what: string, result: number): void {
    if (result < 0) throw this.fail(what, result);
  }

  protected tune(socket: Socket): void {
    const { options, names, target } = this;
    if (options.debug) this.check("setsockopt SO_DEBUG", socket.setsockopt(SOL_SOCKET, SO_DEBUG, 1));
    if (options.mark !== undefined)
      this.check("setsockopt SO_MARK", socket.setsockopt(SOL_SOCKET, SO_MARK, options.mark));
    if (options.device !== undefined) {
      const device = new TextEncoder().encode(`${options.device}\0`);
      this.check("setsockopt SO_BINDTODEVICE", socket.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, device));
    }
    const any: InternetAddress =
      target.family === AF_INET
        ? { family: AF_INET, address: INADDR_ANY, port: 0 }
        : { ...target, address: IN6ADDR_ANY };
    const source = options.source ?? any;
    this.check("bind", socket.bind({ ...source, port: options.sourcePort & 0xffff }));
    this.check(
      "setsockopt IP_MTU_DISCOVER",
      socket.setsockopt(names.level, names.discovery, options.dontFragment ? 2 : 0),
    );
    if (options.tos !== undefined)
      this.check(`setsockopt ${names.tosName}`, socket.setsockopt(names.level, names.tos, options.tos));
    if (options.dontRoute)
      this.check("setsockopt SO_DONTROUTE", socket.setsockopt(SOL_SOCKET, SO_DONTROUTE, 1));
    socket.setsockopt(SOL_SOCKET, SO_TIMESTAMP, 1);
  }

  protected connect(socket: Socket, port: number): void {
    this.check("connect", socket.connect({ ...this.target, port }));
    this.check("setsockopt IP_RECVERR", socket.setsockopt(this.names.level, this.names.errors, 1));
  }

  protected setTtl(socket: Socket, ttl: number): void {
    this.check("setsockopt IP_TTL", socket.setsockopt(this.names.level, this.names.ttl, ttl));
  }

  /** Sends; a full queue leaves the probe unsent, to be tried again. */
  protected transmit(socket: Socket, probe: Probe, packet: Uint8Array): void {
    const now = this.sys.realtime();
    const result = socket.send(packet);
    if (result === -ENOBUFS || result === -EAGAIN) return;
    if (result < 0 && result !== -EMSGSIZE) throw this.fail("send", result);
    probe.sent = now;
  }

  /** When a message arrived, in µs since the epoch. */
  protected arrival(message: ReceivedMessage): number {
    for (const { level, type, data } of message.control) {
      if (level !== SOL_SOCKET || type !== SO_TIMESTAMP || data.length < 16) continue;
      const view = new DataView(data.buffer, data.byteOffset);
      return Number(view.getBigInt64(0, true)) * 1e6 + Number(view.getBigInt64(8, true));
    }
    return this.sys.realtime();
  }

  /** Notes what a message of the error queue says: an ICMP error, or that this host's own device takes no more. */
  protected noteError(probe: Probe, message: ReceivedMessage): void {
    const control = message.control.find((c) => c.level === this.names.level && c.type === this.names.errors);
    const error = control?.data;
    if (!error || error.length < 16 || probe.done) return;
    const view = new DataView(error.buffer, error.byteOffset);
    const info = view.getUint32(8, true);
    const origin = error[4];
    if (origin === SO_EE_ORIGIN_LOCAL) {
      if (view.getUint32(0, true) === EMSGSIZE && info !== 0) {
        probe.error = `!F-${info}`;
        probe.final = true;
      }
    } else if (origin === SO_EE_ORIGIN_ICMP || origin === SO_EE_ORIGIN_ICMP6) {
      const offender = readOffender(error.subarray(16));
      if (!offender) return;
      const { text, final } = describeError(origin === SO_EE_ORIGIN_ICMP6, error[5], error[6], info);
      probe.from = offender;
      probe.error = text;
      probe.final = final;
    } else return;
    probe.received = this.arrival(message);
    probe.done = true;
  }
}

function readOffender(bytes: Uint8Array): InternetAddress | undefined {
  if (bytes.length < 16) return undefined;
  if (bytes[0] === AF_INET) return { family: AF_INET, address: ipv4FromBytes(bytes, 4), port: 0 };
  if (bytes[0] !== 10 || bytes.length < 28) return undefined;
  const scopeId = new DataView(bytes.buffer, bytes.byteOffset).getUint32(24, true);
  return { family: 10, address: Ipv6Address.fromBytes(bytes, 8), port: 0, scopeId };
}

const scratch = new Uint8Array(2048);

/** A UDP socket a probe: the classic way, with a port of its own each, or one port for all. */
export class UdpProber extends BaseProber implements Prober {
  readonly headerLength = 8;

  open(): void {
    // each probe has a socket of its own
  }

  send(probe: Probe, index: number, ttl: number): void {
    const { options, sys, target } = this;
    const socket = sys.socket(target.family, SOCK_DGRAM, 0);
    if (isErrno(socket)) throw this.fail("socket", socket);
    probe.socket = socket;
    this.tune(socket);
    this.setTtl(socket, ttl);
    const first = options.port || (options.method === "udp" ? UDP_PORT : DEFAULT_UDP_PORT);
    this.connect(socket, (options.method === "udp" ? first : first + index) & 0xffff);
    this.transmit(socket, probe, this.data);
    if (probe.sent === 0) this.drop(probe);
  }

  private drop(probe: Probe): void {
    probe.socket?.close();
    probe.socket = undefined;
  }

  receive(probes: readonly Probe[]): void {
    for (const probe of probes) {
      if (!probe.socket || probe.done) continue;
      const message: ReceivedMessage = { from: undefined, control: [], flags: 0 };
      if (probe.socket.recv(scratch, message, MSG_ERRQUEUE) >= 0) this.noteError(probe, message);
      else if (probe.socket.recv(scratch, message) >= 0) {
        // somebody listens there and answers
        probe.from = message.from as InternetAddress;
        probe.received = this.arrival(message);
        probe.final = true;
        probe.done = true;
      }
      if (probe.done) this.drop(probe);
    }
  }

  sources(probes: readonly Probe[]): Socket[] {
    return probes.flatMap((probe) => (probe.socket && !probe.done ? [probe.socket] : []));
  }

  close(probes: readonly Probe[]): void {
    for (const probe of probes) this.drop(probe);
  }
}

/** Echo requests, all on one socket, told apart by their sequence numbers. */
export class IcmpProber extends BaseProber implements Prober {
  readonly headerLength = 0;
  private socket: Socket | undefined;
  private raw = false;
  private ident = 0;
  private readonly bySequence = new Map<number, Probe>();
  private next = 1;

  open(): void {
    const { options, sys, target } = this;
    const protocol = target.family === AF_INET ? 1 : 58;
    let socket = sys.socket(target.family, SOCK_DGRAM, protocol);
    if (isErrno(socket)) {
      this.raw = true;
      socket = sys.socket(target.family, SOCK_RAW, protocol);
    }
    if (isErrno(socket)) throw new Exit(1, `socket: ${strerror(-socket)}\n`);
    this.socket = socket;
    this.tune(socket);
    this.connect(socket, 0);
    this.ident = sys.random() & 0xffff;
    this.next = options.port || 1;
  }

  send(probe: Probe, _index: number, ttl: number): void {
    const { socket, data } = this;
    if (!socket) return;
    this.setTtl(socket, ttl);
    const sequence = this.next & 0xffff;
    data[0] = this.target.family === AF_INET ? 8 : 128;
    data[1] = 0;
    write16(data, 2, 0);
    write16(data, 4, this.ident);
    write16(data, 6, sequence);
    if (this.target.family === AF_INET) write16(data, 2, checksum(data, 0, data.length));
    this.transmit(socket, probe, data);
    if (probe.sent === 0) return;
    // 0 is the number of probes that were not sent
    if (sequence !== 0) this.bySequence.set(sequence, probe);
    this.next++;
  }

  receive(probes: readonly Probe[]): void {
    while (this.receiveError(probes) || this.receiveReply()) {
      // until there is nothing left
    }
  }

  private receiveError(probes: readonly Probe[]): boolean {
    const message: ReceivedMessage = { from: undefined, control: [], flags: 0 };
    const length = this.socket?.recv(scratch, message, MSG_ERRQUEUE) ?? -1;
    if (length < 0) return false;
    const probe = length === 0 ? this.tooBig(probes) : this.quoted(length);
    if (probe) this.noteError(probe, message);
    return true;
  }

  /** What is returned is our packet, from its ICMP header on. */
  private quoted(length: number): Probe | undefined {
    if (length < 8 || (this.raw && read16(scratch, 4) !== this.ident)) return undefined;
    return this.bySequence.get(read16(scratch, 6));
  }

  /** An error of this host itself quotes nothing: the real one takes the first probe for it. */
  private tooBig(probes: readonly Probe[]): Probe | undefined {
    const { dontFragment, firstHop, queries } = this.options;
    return dontFragment ? probes[(firstHop - 1) * queries] : undefined;
  }

  private receiveReply(): boolean {
    const message: ReceivedMessage = { from: undefined, control: [], flags: 0 };
    const length = this.socket?.recv(scratch, message) ?? -1;
    if (length < 0) return false;
    const v4 = this.target.family === AF_INET;
    const at = this.raw && v4 ? (scratch[0] & 15) * 4 : 0;
    if (length < at + 8 || scratch[at] !== (v4 ? 0 : 129)) return true;
    if (this.raw && read16(scratch, at + 4) !== this.ident) return true;
    const probe = this.bySequence.get(read16(scratch, at + 6));
    if (!probe || probe.done) return true;
    probe.from = message.from as InternetAddress;
    probe.received = this.arrival(message);
    probe.final = true;
    probe.done = true;
    return true;
  }

  sources(): Socket[] {
    return this.socket ? [this.socket] : [];
  }

  close(): void {
    this.socket?.close();
  }
}

/** Packets of any IP protocol, on one socket and one at a time: nothing tells them apart. */
export class RawProber extends BaseProber implements Prober {
  readonly headerLength = 0;
  private socket: Socket | undefined;
  private current: Probe | undefined;

  open(): void {
    // the port stands for the protocol where there are no ports
    const protocol = this.options.port || this.options.protocol;
    const socket = this.sys.socket(this.target.family, SOCK_RAW, protocol);
    if (isErrno(socket)) throw this.fail("socket", socket);
    this.socket = socket;
    this.tune(socket);
    this.connect(socket, 0);
  }

  send(probe: Probe, _index: number, ttl: number): void {
    if (!this.socket) return;
    this.setTtl(this.socket, ttl);
    this.transmit(this.socket, probe, this.data);
    if (probe.sent !== 0) this.current = probe;
  }

  receive(): void {
    const { socket, current } = this;
    if (!socket || !current) return;
    const message: ReceivedMessage = { from: undefined, control: [], flags: 0 };
    if (socket.recv(scratch, message, MSG_ERRQUEUE) >= 0) this.noteError(current, message);
    else if (socket.recv(scratch, message) >= 0 && !current.done) {
      current.from = message.from as InternetAddress;
      current.received = this.arrival(message);
      current.final = true;
      current.done = true;
    }
  }

  sources(): Socket[] {
    return this.socket ? [this.socket] : [];
  }

  close(): void {
    this.socket?.close();
  }
}
