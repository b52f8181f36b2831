/** ping over ICMPv6. */

import { EAGAIN, EHOSTUNREACH, ENETUNREACH, isErrno, strerror } from "../../errno.ts";
import {
  AF_INET6,
  type ControlMessage,
  MSG_CONFIRM,
  MSG_ERRQUEUE,
  type ReceivedMessage,
  SOCK_DGRAM,
  type SockaddrIn6,
  type Socket,
} from "../../kernel.ts";
import { IN6ADDR_ANY, Ipv6Address } from "../../packet/address.ts";
import { read16, read32, write32 } from "../../packet/bytes.ts";
import { ICMPV6_ECHO_REPLY, ICMPV6_ECHO_REQUEST } from "../../packet/icmpv6.ts";
import { IPPROTO_ICMPV6 } from "../../packet/ipv4.ts";
import { interfaceIndex } from "../lib/interfaces.ts";
import { UsageExit } from "../lib/iputils.ts";
import { localAddresses } from "../lib/local-addresses.ts";
import { formatAddress } from "../lib/resolver.ts";
import { fillRequest, isOurs, replyDetails, reportLocalError } from "./echo.ts";
import { describeIcmpv6 } from "./icmpv6-text.ts";
import { type ErrorReport, type Family, HEADER, type Session } from "./session.ts";
import {
  attachFilter,
  deviceName,
  type PingSocket,
  parseExtendedError,
  requireOption,
  SO_BINDTODEVICE,
  SO_EE_ORIGIN_ICMP6,
  SO_EE_ORIGIN_LOCAL,
  setBuffers,
} from "./sockets.ts";
import { TIMESTAMP } from "./time.ts";
import { USAGE } from "./usage.ts";

const SOL_SOCKET = 1;
const SOL_IPV6 = 41;
const SOL_ICMPV6 = 58;
const SOL_RAW = 255;
const ICMPV6_FILTER = 1;
const IPV6_CHECKSUM = 7;
const IPV6_UNICAST_HOPS = 16;
const IPV6_MULTICAST_HOPS = 18;
const IPV6_MULTICAST_LOOP = 19;
const IPV6_MTU_DISCOVER = 23;
const IPV6_RECVERR = 25;
const IPV6_FLOWLABEL_MGR = 32;
const IPV6_FLOWINFO_SEND = 33;
const IPV6_PKTINFO = 50;
const IPV6_RECVHOPLIMIT = 51;
const IPV6_HOPLIMIT = 52;
const IPV6_PMTUDISC_DO = 2;
const PROBE_PORT = 1025;

function isLinkLocal(address: Ipv6Address): boolean {
  return address.isLinkLocal || (address.isMulticast && ((address.w0 >>> 16) & 0xf) === 2);
}

/** `struct in6_pktinfo` that says only the device. */
function packetInfo(index: number): Uint8Array {
  const info = new Uint8Array(20);
  new DataView(info.buffer).setInt32(16, index, true);
  return info;
}

/** What ICMPv6 does otherwise. */
export class Ipv6Family implements Family {
  readonly socket: Socket;
  readonly raw: boolean;
  private target: SockaddrIn6;
  private source: SockaddrIn6;
  private multicast = false;
  private anycast = false;
  private confirm = 0;
  private filtered = false;
  private control: readonly ControlMessage[] | undefined;
  private readonly errorMessage: ReceivedMessage = { from: undefined, control: [], flags: 0 };

  constructor(session: Session, socket: PingSocket, target: SockaddrIn6) {
    this.socket = socket.socket;
    this.raw = socket.raw;
    this.target = { ...target, port: IPPROTO_ICMPV6 };
    this.source = { family: AF_INET6, address: session.options.source6 ?? IN6ADDR_ANY, port: 0 };
  }

  /**
   * Prepares the socket and prints the first line.
   * @param hasAlternative there is another address to try when this one has no route
   * @returns false to try that
   */
  async start(session: Session, hosts: readonly string[], hasAlternative: boolean): Promise<boolean> {
    const { options } = session;
    if (hosts.length > 1) throw new UsageExit(2, USAGE);
    session.hostname = hosts[0];
    if (session.hostname.includes(":")) options.numeric = true;
    if (this.source.address.isUnspecified) {
      if (!(await this.probeSource(session, hasAlternative))) return false;
    } else if (options.device !== undefined && isLinkLocal(this.source.address))
      this.source = { ...this.source, scopeId: await this.index(session, options.device) };
    if (options.device !== undefined) await this.setDevice(session, options.device);
    await this.setSending(session);
    await this.bindSource(session);
    session.timing = options.size >= TIMESTAMP;
    await this.setReceiving(session);
    this.printHeader(session);
    return true;
  }

  private async index(session: Session, device: string): Promise<number> {
    const index = interfaceIndex(session.process.sys, device);
    if (index < 0) await session.fail(2, `unknown iface: ${device}`);
    return index;
  }

  private async probeSource(session: Session, hasAlternative: boolean): Promise<boolean> {
    const { options, process } = session;
    const probe = process.sys.socket(AF_INET6, SOCK_DGRAM, 0);
    if (isErrno(probe)) return session.fail(2, `socket: ${strerror(-probe)}`);
    const { device } = options;
    if (device !== undefined) {
      const info = packetInfo(await this.index(session, device));
      for (const socket of [probe, this.socket])
        await requireOption(session, socket, SOL_IPV6, IPV6_PKTINFO, info, "setsockopt(IPV6_PKTINFO)");
      const what = `setsockopt(SO_BINDTODEVICE) ${device}`;
      for (const socket of [probe, this.socket])
        await requireOption(session, socket, SOL_SOCKET, SO_BINDTODEVICE, deviceName(device), what);
    }
    await session.setMark(probe);
    // the real ping leaves the family of a link-local probe unset: the kernel then chooses no source
    const result = isLinkLocal(this.target.address) ? 0 : probe.connect({ ...this.target, port: PROBE_PORT });
    if (result < 0) {
      probe.close();
      if (hasAlternative && (result === -EHOSTUNREACH || result === -ENETUNREACH)) return false;
      await session.fail(2, `connect: ${strerror(-result)}`);
    }
    const own = probe.getsockname();
    probe.close();
    if (!isErrno(own) && own.family === AF_INET6) this.source = { ...own, port: 0 };
    if (device !== undefined) await this.checkDevice(session, device);
    return true;
  }

  private async checkDevice(session: Session, device: string): Promise<void> {
    const onDevice = localAddresses(session.process.sys).some(
      ({ label, address }) =>
        label === device && address.family === AF_INET6 && address.address.equals(this.source.address),
    );
    if (!onDevice)
      await session.warn(`Warning: source address might be selected on device other than: ${device}`);
  }

  private async setDevice(session: Session, device: string): Promise<void> {
    const data = packetInfo(await this.index(session, device));
    this.control = [{ level: SOL_IPV6, type: IPV6_PKTINFO, data }];
    if (session.options.strictSource)
      await requireOption(
        session,
        this.socket,
        SOL_SOCKET,
        SO_BINDTODEVICE,
        deviceName(device),
        `SO_BINDTODEVICE ${device}`,
      );
  }

  private async setSending(session: Session): Promise<void> {
    const { options } = session;
    const bytes = this.target.address.toBytes();
    this.multicast = this.target.address.isMulticast;
    this.anycast = bytes.subarray(8).every((byte) => byte === 0);
    const discovery = options.pmtuDiscovery < 0 && this.multicast ? IPV6_PMTUDISC_DO : options.pmtuDiscovery;
    if (discovery >= 0)
      await requireOption(session, this.socket, SOL_IPV6, IPV6_MTU_DISCOVER, discovery, "IPV6_MTU_DISCOVER");
  }

  private async bindSource(session: Session): Promise<void> {
    const { options } = session;
    const port = !this.raw && options.ident > 0 ? options.ident : 0;
    if (!options.strictSource && port === 0) return;
    const result = this.socket.bind({ ...this.source, port });
    if (result < 0) await session.fail(2, `bind icmp socket: ${strerror(-result)}`);
  }

  private async setReceiving(session: Session): Promise<void> {
    const { options } = session;
    const { socket } = this;
    await requireOption(session, socket, SOL_IPV6, IPV6_RECVERR, 1, "IPV6_RECVERR");
    await setBuffers(session, socket, 40 + 16 + 64 + 160);
    if (this.raw) {
      const result = socket.setsockopt(SOL_RAW, IPV6_CHECKSUM, 2);
      if (result < 0)
        await session.warn(`setsockopt(RAW_CHECKSUM) failed - try to continue: ${strerror(-result)}`);
      const filter = new Uint8Array(32).fill(0xff);
      filter[ICMPV6_ECHO_REPLY >> 3] &= ~(1 << (ICMPV6_ECHO_REPLY & 7));
      await requireOption(session, socket, SOL_ICMPV6, ICMPV6_FILTER, filter, "setsockopt(ICMP6_FILTER)");
    }
    if (options.noLoop)
      await requireOption(
        session,
        socket,
        SOL_IPV6,
        IPV6_MULTICAST_LOOP,
        0,
        "can't disable multicast loopback",
      );
    if (options.ttl !== undefined) {
      const { ttl } = options;
      await requireOption(
        session,
        socket,
        SOL_IPV6,
        IPV6_MULTICAST_HOPS,
        ttl,
        "can't set multicast hop limit",
      );
      await requireOption(session, socket, SOL_IPV6, IPV6_UNICAST_HOPS, ttl, "can't set unicast hop limit");
    }
    await requireOption(session, socket, SOL_IPV6, IPV6_RECVHOPLIMIT, 1, "can't receive hop limit");
    await this.setFlowLabel(session);
  }

  private async setFlowLabel(session: Session): Promise<void> {
    const label = session.options.flowLabel;
    if (label === undefined) return;
    const request = new Uint8Array(32);
    this.target.address.toBytes(request, 0);
    write32(request, 16, label);
    // action get, share exclusively, create
    request[20] = 0;
    request[21] = 1;
    request[22] = 1;
    await requireOption(session, this.socket, SOL_IPV6, IPV6_FLOWLABEL_MGR, request, "can't set flowlabel");
    // for 0 the kernel has chosen one
    session.options.flowLabel = read32(request, 16);
    this.target = { ...this.target, flowinfo: session.options.flowLabel };
    await requireOption(session, this.socket, SOL_IPV6, IPV6_FLOWINFO_SEND, 1, "can't send flowinfo");
  }

  private printHeader(session: Session): void {
    const { options, process } = session;
    session.print(`PING ${session.hostname}(${this.showTarget(session)}) `);
    if (options.flowLabel !== undefined)
      session.print(`, flow 0x${options.flowLabel.toString(16).padStart(5, "0")}, `);
    if (options.device !== undefined || options.strictSource)
      session.print(`from ${formatAddress(process.sys, this.source)} ${options.device ?? ""}: `);
    session.print(`${options.size} data bytes\n`);
  }

  private showTarget(session: Session): string {
    return session.showAddress(this.target);
  }

  /** `-C` does nothing in the real one either. */
  async bindIdentifier(): Promise<void> {}

  sendProbe(session: Session, packet: Uint8Array): number {
    fillRequest(session, packet, ICMPV6_ECHO_REQUEST);
    // the kernel fills in the checksum
    const result = this.socket.send(packet, { to: this.target, flags: this.confirm, control: this.control });
    this.confirm = 0;
    return Math.min(result, 0);
  }

  async receiveError(session: Session): Promise<ErrorReport> {
    const header = new Uint8Array(HEADER);
    const message = this.errorMessage;
    const length = this.socket.recv(header, message, MSG_ERRQUEUE);
    if (length < 0) return { count: length === -EAGAIN ? -1 : 0, notOurs: false };
    const cmsg = message.control.find((entry) => entry.level === SOL_IPV6 && entry.type === IPV6_RECVERR);
    if (!cmsg) return { count: 0, notOurs: true };
    const error = parseExtendedError(cmsg.data);
    if (error.origin === SO_EE_ORIGIN_LOCAL)
      return reportLocalError(session, error.error, `message too long, mtu: ${error.info}`);
    const ours =
      error.origin === SO_EE_ORIGIN_ICMP6 &&
      length >= HEADER &&
      message.from?.family === AF_INET6 &&
      message.from.address.equals(this.target.address) &&
      header[0] === ICMPV6_ECHO_REQUEST &&
      isOurs(session, this.raw, read16(header, 4));
    if (!ours) return { count: 0, notOurs: true };
    const { statistics, options } = session;
    statistics.errors++;
    if (options.quiet) return { count: 1, notOurs: false };
    if (options.flood) await session.writeNow("\bE");
    else {
      const view = new DataView(error.offender.buffer, error.offender.byteOffset);
      const scopeId = view.getUint32(24, true);
      const address = Ipv6Address.fromBytes(error.offender, 8);
      const offender = session.showAddress({ family: AF_INET6, address, port: 0, scopeId });
      session.printTime();
      session.print(`From ${offender} icmp_seq=${read16(header, 6)} `);
      session.print(`${describeIcmpv6(error.type, error.code, error.info)}\n`);
      await session.process.stdout.flush();
    }
    return { count: 1, notOurs: false };
  }

  async parseReply(
    session: Session,
    bytes: Uint8Array,
    message: ReceivedMessage,
    time: number,
  ): Promise<boolean> {
    const from = message.from;
    if (from?.family !== AF_INET6) return true;
    if (bytes.length < HEADER) {
      if (session.options.verbose) await session.warn(`packet too short: ${bytes.length} bytes`);
      return true;
    }
    if (bytes[0] !== ICMPV6_ECHO_REPLY || !isOurs(session, this.raw, read16(bytes, 4))) return true;
    const hops = message.control.find((entry) => entry.level === SOL_IPV6 && entry.type === IPV6_HOPLIMIT);
    const { options } = session;
    const open = await session.countReply({
      bytes,
      from,
      seq: read16(bytes, 6),
      ttl: hops ? hops.data[0] : -1,
      checksumFailed: false,
      multicast: this.multicast,
      wrongSource: !this.multicast && !this.anycast && !from.address.equals(this.target.address),
      time,
      details: replyDetails(session, this.raw, read16(bytes, 6)),
    });
    this.confirm = MSG_CONFIRM;
    if (open && options.audible) session.print("\x07");
    if (open && !options.flood) session.print("\n");
    await session.process.stdout.flush();
    return false;
  }

  installFilter(session: Session): void {
    if (this.filtered) return;
    this.filtered = true;
    attachFilter(this.socket, [
      [0x28, 0, 0, 4], // a = identifier
      [0x15, 0, 1, session.ident],
      [0x06, 0, 0, 0xffff_ffff], // ours
      [0x30, 0, 0, 0], // a = type
      [0x15, 1, 0, ICMPV6_ECHO_REPLY],
      [0x06, 0, 0, 0xffff_ffff],
      [0x06, 0, 0, 0],
    ]);
  }
}
