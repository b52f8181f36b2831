/** `arping` of iputils 20221126. */
import { EAGAIN, ENETDOWN, isErrno, strerror } from "../../errno.ts";
import {
  AF_INET,
  AF_PACKET,
  type ReceivedMessage,
  SOCK_DGRAM,
  type SockaddrLl,
  type Socket,
  type SystemCalls,
} from "../../kernel.ts";
import { IFF_LOOPBACK, IFF_NOARP, IFF_UP } from "../../netlink/link-flags.ts";
import {
  formatHexBytes,
  formatIpv4,
  INADDR_ANY,
  type Ipv4Address,
  ipv4FromBytes,
  ipv4ToBytes,
} from "../../packet/address.ts";
import { ARPOP_REPLY, ARPOP_REQUEST } from "../../packet/arp.ts";
import { equalBytes, read16, write16 } from "../../packet/bytes.ts";
import { ETH_P_ARP, ETH_P_IP } from "../../packet/ethernet.ts";
import type { Process } from "../../process/process.ts";
import { lookupHost } from "../lib/host-lookup.ts";
import { interfaceIndex, interfaceName } from "../lib/interfaces.ts";
import { Exit } from "../lib/iputils.ts";
import { type Link, listLinks } from "../lib/links.ts";
import { inetAton } from "../lib/resolver.ts";
import { lookUpRoute } from "../lib/route-lookup.ts";
import { type ArpingOptions, parseOptions } from "./options.ts";

const SOL_SOCKET = 1;
const SO_DONTROUTE = 5;
const SO_BINDTODEVICE = 25;
const PACKET_HOST = 0;
const PACKET_MULTICAST = 2;
const PROBE_PORT = 1025;

export async function main(process: Process): Promise<number> {
  let arping: Arping | undefined;
  try {
    arping = new Arping(process, parseOptions(process.argv));
    return await arping.run();
  } catch (end) {
    if (!(end instanceof Exit)) throw end;
    process.stdout.write(end.output);
    await process.stdout.flush();
    process.stderr.write(end.error);
    return end.status;
  } finally {
    arping?.close();
  }
}

class Arping {
  private readonly process: Process;
  private readonly sys: SystemCalls;
  private readonly options: ArpingOptions;
  private socket: Socket | undefined;
  private device = "";
  private target: Ipv4Address = INADDR_ANY;
  private source: Ipv4Address = INADDR_ANY;
  /** Our hardware address, and where packets go: everybody, or who replied. */
  private own = new Uint8Array(0);
  private destination = new Uint8Array(0);
  private hardwareType = 1;
  private ifindex = 0;
  private sent = 0;
  private broadcastsSent = 0;
  private received = 0;
  private broadcastsReceived = 0;
  private requestsReceived = 0;
  private unicasting = false;
  /** When the last packet was sent, in ns. */
  private last = 0;
  private stopped = false;

  constructor(process: Process, options: ArpingOptions) {
    this.process = process;
    this.sys = process.sys;
    this.options = options;
  }

  close(): void {
    this.socket?.close();
  }

  private fail(status: number, text: string): Exit {
    return new Exit(status, `${this.process.argv[0]}: ${text}\n`);
  }

  /** Ends with a word about the device, which `-D` takes for success. */
  private unusable(text: string, status: number): Exit {
    return new Exit(status, "", this.options.quiet ? "" : text);
  }

  async run(): Promise<number> {
    const { options, sys } = this;
    const socket = sys.socket(AF_PACKET, SOCK_DGRAM, 0);
    if (isErrno(socket)) throw this.fail(2, `socket: ${strerror(-socket)}`);
    this.socket = socket;
    this.target = await this.resolveTarget();
    const link = this.chooseDevice();
    this.chooseSource();
    const error = socket.bind({ family: AF_PACKET, protocol: ETH_P_ARP, ifindex: link.index });
    if (error < 0) throw this.fail(2, `bind: ${strerror(-error)}`);
    const name = socket.getsockname();
    if (isErrno(name) || name.family !== AF_PACKET)
      throw this.fail(2, `getsockname: ${strerror(isErrno(name) ? -name : 0)}`);
    this.own = new Uint8Array(name.address ?? []);
    this.hardwareType = name.hatype ?? 1;
    this.ifindex = link.index;
    if (this.own.length === 0)
      throw this.unusable(
        `Interface "${this.device}" is not ARPable (no ll address)\n`,
        options.detect ? 0 : 2,
      );
    this.destination = new Uint8Array(link.broadcast);
    if (!options.quiet)
      this.process.stdout.write(
        `ARPING ${formatIpv4(this.target)} from ${formatIpv4(this.source)} ${this.device}\n`,
      );
    if (options.source === undefined && this.source === INADDR_ANY && !options.detect) {
      await this.process.stdout.flush();
      throw this.fail(2, "no source address in not-DAD mode");
    }
    return this.loop(socket);
  }

  private async resolveTarget(): Promise<Ipv4Address> {
    const { target } = this.options;
    const numeric = inetAton(target);
    if (numeric !== undefined) return numeric;
    const result = await lookupHost(this.process, target, AF_INET);
    if (typeof result === "string") throw this.fail(2, `${target}: ${result}`);
    const first = result.addresses[0];
    return first.family === AF_INET ? first.address : INADDR_ANY;
  }

  private chooseDevice(): Link {
    this.device = this.options.device ?? this.guessDevice();
    const link = listLinks(this.sys).find(({ name }) => name === this.device);
    if (!link || link.address.length === 0 || interfaceIndex(this.sys, this.device) < 0)
      throw this.fail(2, `Device ${this.device} not available.`);
    if ((link.flags & IFF_UP) === 0) throw this.unusable(`Interface "${this.device}" is down\n`, 2);
    if ((link.flags & (IFF_NOARP | IFF_LOOPBACK)) !== 0)
      throw this.unusable(`Interface "${this.device}" is not ARPable\n`, this.options.detect ? 0 : 2);
    return link;
  }

  private guessDevice(): string {
    const route = lookUpRoute(this.sys, this.target);
    const name = typeof route === "number" ? undefined : interfaceName(this.sys, route.ifindex);
    if (name === undefined) throw this.fail(1, "NETLINK_ROUTE unexpected iov element");
    return name;
  }

  /** The source address: the one given, the target's own, or what the kernel would take. */
  private chooseSource(): void {
    const { options } = this;
    if (options.source !== undefined) {
      const source = inetAton(options.source);
      if (source === undefined) throw this.fail(2, `invalid source ${options.source}`);
      this.source = source;
    } else if (!options.detect && options.unsolicited) this.source = this.target;
    if (options.detect && options.source === undefined) return;
    const probe = this.sys.socket(AF_INET, SOCK_DGRAM, 0);
    if (isErrno(probe)) throw this.fail(2, `socket: ${strerror(-probe)}`);
    const device = new TextEncoder().encode(`${this.device}\0`);
    const bound = probe.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, device);
    if (bound < 0) this.warn(`WARNING: interface is ignored: ${strerror(-bound)}`);
    try {
      this.probeSource(probe);
    } finally {
      probe.close();
    }
  }

  private probeSource(probe: Socket): void {
    if (this.options.source !== undefined || this.source !== INADDR_ANY) {
      const error = probe.bind({ family: AF_INET, address: this.source, port: 0 });
      if (error < 0) throw this.fail(2, `bind: ${strerror(-error)}`);
      return;
    }
    const routed = probe.setsockopt(SOL_SOCKET, SO_DONTROUTE, 1);
    if (routed < 0) this.warn(`WARNING: setsockopt(SO_DONTROUTE): ${strerror(-routed)}`);
    const error = probe.connect({ family: AF_INET, address: this.target, port: PROBE_PORT });
    if (error < 0) throw this.fail(2, `connect: ${strerror(-error)}`);
    const name = probe.getsockname();
    if (!isErrno(name) && name.family === AF_INET) this.source = name.address;
  }

  private warn(text: string): void {
    this.process.stderr.write(`${this.process.argv[0]}: ${text}\n`);
  }

  // --- the run ---

  private async loop(socket: Socket): Promise<number> {
    const { options, process, sys } = this;
    for (const signal of ["SIGINT", "SIGQUIT", "SIGTERM"] as const)
      process.onSignal(signal, () => void (this.stopped = true));
    const start = sys.monotonic();
    const never = Number.POSITIVE_INFINITY;
    let nextSend = options.interval > 0 ? start + options.interval * 1e9 : never;
    const end = options.timeout > 0 ? start + options.timeout * 1e9 : never;
    let ticks = 1;
    this.sendPacket(socket);
    while (!this.stopped) {
      await process.stdout.flush();
      const wait = Math.min(nextSend, end) - sys.monotonic();
      const ready = wait > 0 ? await process.poll([socket], wait === never ? undefined : wait) : undefined;
      const now = sys.monotonic();
      if (now >= nextSend) {
        nextSend += options.interval * 1e9;
        ticks++;
        if (options.count > 0 && options.count < ticks) this.stopped = true;
        else this.sendPacket(socket);
      }
      if (now >= end) this.stopped = true;
      if (ready && (await this.receive(socket)) === "down") return 2;
    }
    return this.finish();
  }

  private sendPacket(socket: Socket): void {
    const { own, destination, options } = this;
    const length = own.length;
    const packet = new Uint8Array(8 + 2 * length + 8);
    write16(packet, 0, this.hardwareType);
    write16(packet, 2, ETH_P_IP);
    packet[4] = length;
    packet[5] = 4;
    write16(packet, 6, options.advertise ? ARPOP_REPLY : ARPOP_REQUEST);
    packet.set(own, 8);
    ipv4ToBytes(this.source, packet, 8 + length);
    packet.set(options.advertise ? own : destination, 12 + length);
    ipv4ToBytes(this.target, packet, 12 + 2 * length);
    const to: SockaddrLl = {
      family: AF_PACKET,
      protocol: ETH_P_ARP,
      ifindex: this.ifindex,
      hatype: this.hardwareType,
      address: destination,
    };
    this.last = this.sys.monotonic();
    if (socket.send(packet, { to }) !== packet.length) return;
    this.sent++;
    if (!this.unicasting) this.broadcastsSent++;
  }

  private async receive(socket: Socket): Promise<"down" | undefined> {
    const buffer = new Uint8Array(4096);
    const message: ReceivedMessage = { from: undefined, control: [], flags: 0 };
    while (!this.stopped) {
      const length = socket.recv(buffer, message);
      if (length === -EAGAIN) return undefined;
      if (length < 0) {
        await this.process.stdout.flush();
        this.warn(`recvfrom: ${strerror(-length)}`);
        return length === -ENETDOWN ? "down" : undefined;
      }
      if (message.from?.family === AF_PACKET) this.take(buffer.subarray(0, length), message.from);
    }
    return undefined;
  }

  /** Looks at one packet: one about the target counts. */
  private take(packet: Uint8Array, from: SockaddrLl): void {
    const length = this.own.length;
    const kind = from.packetType ?? PACKET_HOST;
    if (kind > PACKET_MULTICAST || packet.length < 16 + 2 * length) return;
    const operation = read16(packet, 6);
    if (operation !== ARPOP_REQUEST && operation !== ARPOP_REPLY) return;
    if (read16(packet, 2) !== ETH_P_IP || packet[5] !== 4 || packet[4] !== length) return;
    const sourceIp = ipv4FromBytes(packet, 8 + length);
    const targetIp = ipv4FromBytes(packet, 12 + 2 * length);
    if (sourceIp !== this.target || !this.concerns(packet, targetIp)) return;
    if (!this.options.quiet) this.show(packet, kind, operation, targetIp);
    this.count(packet, kind, operation);
  }

  private concerns(packet: Uint8Array, targetIp: Ipv4Address): boolean {
    const length = this.own.length;
    if (!this.options.detect)
      return targetIp === this.source && equalBytes(packet, 12 + length, this.own, 0, length);
    if (equalBytes(packet, 8, this.own, 0, length)) return false;
    return this.source === INADDR_ANY || this.source === targetIp;
  }

  private show(packet: Uint8Array, kind: number, operation: number, targetIp: Ipv4Address): void {
    const length = this.own.length;
    const hardware = (at: number): string => formatHexBytes(packet.subarray(at, at + length)).toUpperCase();
    const how = kind === PACKET_HOST ? "Unicast" : "Broadcast";
    const what = operation === ARPOP_REPLY ? "reply" : "request";
    let text = `${how} ${what} from ${formatIpv4(this.target)} [${hardware(8)}] `;
    if (targetIp !== this.source) text += `for ${formatIpv4(targetIp)} `;
    if (!equalBytes(packet, 12 + length, this.own, 0, length))
      text += `${targetIp === this.source ? "for " : ""}[${hardware(12 + length)}]`;
    this.process.stdout.write(`${text}${this.elapsed()}`);
  }

  /** The time since the last packet, with the odd rounding of the real arping: half a millisecond too much. */
  private elapsed(): string {
    if (this.last === 0) return " UNSOLICITED?\n";
    const us = Math.trunc((this.sys.monotonic() - this.last + 500) / 1000);
    const ms = Math.trunc((us + 500) / 1000);
    return ` ${ms}.${String(us - (ms * 1000 - 500)).padStart(3, "0")}ms\n`;
  }

  private count(packet: Uint8Array, kind: number, operation: number): void {
    const { options } = this;
    this.received++;
    if (options.timeout > 0 && this.received === options.count) {
      this.stopped = true;
      return;
    }
    if (kind !== PACKET_HOST) this.broadcastsReceived++;
    if (operation === ARPOP_REQUEST) this.requestsReceived++;
    if (options.quitOnReply) this.stopped = true;
    else if (!options.broadcastOnly) {
      this.destination = packet.slice(8, 8 + this.own.length);
      this.unicasting = true;
    }
  }

  private finish(): number {
    const { options } = this;
    if (!options.quiet) {
      const extra: string[] = [];
      if (this.requestsReceived > 0) extra.push(`${this.requestsReceived} request(s)`);
      if (this.broadcastsReceived > 0) extra.push(`${this.broadcastsReceived} broadcast(s)`);
      this.process.stdout.write(
        `Sent ${this.sent} probes (${this.broadcastsSent} broadcast(s))\n` +
          `Received ${this.received} response(s)${extra.length > 0 ? ` (${extra.join(", ")})` : ""}\n`,
      );
    }
    if (options.detect) return this.received > 0 ? 1 : 0;
    if (options.unsolicited) return 0;
    // with a count, every probe that was sent wants its answer, and no more than one
    return this.received > 0 && (options.count <= 0 || this.received === this.sent) ? 0 : 1;
  }
}
