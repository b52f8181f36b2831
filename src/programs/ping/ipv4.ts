/** ping over ICMP. */
import { EACCES, EAGAIN, isErrno, strerror } from "../../errno.ts";
import {
  AF_INET,
  MSG_ERRQUEUE,
  type ReceivedMessage,
  SOCK_DGRAM,
  type SockaddrIn,
  type Socket,
} from "../../kernel.ts";
import {
  formatIpv4,
  INADDR_ANY,
  type Ipv4Address,
  ipv4FromBytes,
  isIpv4Multicast,
} from "../../packet/address.ts";
import { read16, write16 } from "../../packet/bytes.ts";
import { checksum } from "../../packet/checksum.ts";
import {
  ICMP_DEST_UNREACH,
  ICMP_ECHO,
  ICMP_ECHOREPLY,
  ICMP_PARAMETERPROB,
  ICMP_REDIRECT,
  ICMP_SOURCE_QUENCH,
  ICMP_TIME_EXCEEDED,
} from "../../packet/icmp.ts";
import { lookupHost } from "../lib/host-lookup.ts";
import { interfaceIndex } from "../lib/interfaces.ts";
import { UsageExit } from "../lib/iputils.ts";
import { localAddresses } from "../lib/local-addresses.ts";
import { inetAton, type Resolved } from "../lib/resolver.ts";
import { fillRequest, isOurs, replyDetails, reportLocalError } from "./echo.ts";
import { describeHeader, describeIcmp, icmpInfo, OptionsText } from "./icmp-text.ts";
import { setIpOptions, setReceiving, setSending } from "./ipv4-socket.ts";
import { type ErrorReport, type Family, HEADER, type Session } from "./session.ts";
import {
  attachFilter,
  deviceName,
  type PingSocket,
  parseExtendedError,
  requireOption,
  SO_BINDTODEVICE,
  SO_EE_ORIGIN_ICMP,
  SO_EE_ORIGIN_LOCAL,
  setBuffers,
} from "./sockets.ts";
import { TIMESTAMP, timeOfDay } from "./time.ts";
import { USAGE } from "./usage.ts";

const SOL_IP = 0;
const SOL_SOCKET = 1;
const SO_BROADCAST = 6;
const IP_TOS = 1;
const IP_TTL = 2;
const IP_RETOPTS = 7;
const IP_MTU_DISCOVER = 10;
const IP_RECVERR = 11;
const IP_MULTICAST_IF = 32;
const IP_PMTUDISC_DO = 2;
/** What the source address is probed with; never sent to. */
const PROBE_PORT = 1025;
const ERRORS = [ICMP_DEST_UNREACH, ICMP_SOURCE_QUENCH, ICMP_REDIRECT, ICMP_TIME_EXCEEDED, ICMP_PARAMETERPROB];

function sockaddr(address: Ipv4Address, port = 0): SockaddrIn {
  return { family: AF_INET, address, port };
}

/** What ICMP does otherwise. */
export class Ipv4Family implements Family {
  readonly socket: Socket;
  readonly raw: boolean;
  private target: Ipv4Address = INADDR_ANY;
  private source: Ipv4Address;
  private readonly route: Ipv4Address[] = [];
  private multicast = false;
  private optionLength = 0;
  private filtered = false;
  private readonly optionsText: OptionsText;
  private readonly errorMessage: ReceivedMessage = { from: undefined, control: [], flags: 0 };

  constructor(session: Session, socket: PingSocket) {
    this.socket = socket.socket;
    this.raw = socket.raw;
    this.source = session.options.source4;
    this.optionsText = new OptionsText((address) => session.showAddress(sockaddr(address)));
  }

  /** Prepares the socket and prints the first line. */
  async start(session: Session, hosts: readonly string[], resolved: Resolved): Promise<void> {
    const { options } = session;
    await this.findTarget(session, hosts, resolved);
    if (this.source === INADDR_ANY) await this.probeSource(session);
    else if (options.device !== undefined)
      await this.bindToDevice(session, [this.socket], "unknown interface");
    if (this.target === INADDR_ANY) this.target = this.source;
    await this.setDiscovery(session);
    if (options.strictSource) {
      const result = this.socket.bind(sockaddr(this.source));
      if (result < 0) await session.fail(2, `bind: ${strerror(-result)}`);
    }
    await setReceiving(session, this.socket, this.raw);
    this.optionLength = await setIpOptions(session, this.socket, this.route);
    await setBuffers(session, this.socket, this.optionLength + 20 + 16 + 64 + 160);
    await setSending(session, this.socket);
    session.timing = options.size >= TIMESTAMP;
    session.print(`PING ${session.hostname} (${formatIpv4(this.target)}) `);
    if (options.device !== undefined || options.strictSource)
      session.print(`from ${formatIpv4(this.source)} ${options.device ?? ""}: `);
    session.print(`${options.size}(${options.size + 8 + this.optionLength + 20}) bytes of data.\n`);
  }

  /** All hosts but the last are the way there. */
  private async findTarget(session: Session, hosts: readonly string[], resolved: Resolved): Promise<void> {
    const { options, process } = session;
    if (hosts.length > 1) {
      const most = options.timestampType === undefined ? 10 : 5;
      const wrong =
        options.recordRoute || (options.timestampType !== undefined && options.timestampType !== 3);
      if (wrong || hosts.length > most) throw new UsageExit(2, USAGE);
    }
    for (const [index, host] of hosts.entries()) {
      const last = index === hosts.length - 1;
      const numeric = inetAton(host);
      let address = numeric;
      session.hostname = host;
      if (numeric !== undefined) options.numeric ||= hosts.length - index === 1;
      else {
        const result = last && hosts.length === 1 ? resolved : await lookupHost(process, host, AF_INET);
        if (typeof result === "string") await session.fail(2, `${host}: ${result}`);
        else {
          address = result.addresses.find((candidate) => candidate.family === AF_INET)?.address;
          session.hostname = result.canonicalName;
        }
      }
      this.target = address ?? INADDR_ANY;
      if (!last) this.route.push(this.target);
    }
  }

  /** Asks the kernel which source address it would take. */
  private async probeSource(session: Session): Promise<void> {
    const { options, process } = session;
    const probe = process.sys.socket(AF_INET, SOCK_DGRAM, 0);
    if (isErrno(probe)) return void (await session.fail(2, `socket: ${strerror(-probe)}`));
    if (options.device !== undefined) await this.bindToDevice(session, [probe, this.socket], "unknown iface");
    await session.setMark(probe);
    if (options.trafficClass && probe.setsockopt(SOL_IP, IP_TOS, options.trafficClass) < 0)
      await session.warn("warning: QOS sockopts");
    const destination = sockaddr(this.route[0] ?? this.target, PROBE_PORT);
    let result = probe.connect(destination);
    if (result === -EACCES) {
      if (!options.broadcast)
        await session.fail(
          2,
          "Do you want to ping broadcast? Then -b. If not, check your local firewall rules",
        );
      process.stderr.write("WARNING: pinging broadcast address\n");
      probe.setsockopt(SOL_SOCKET, SO_BROADCAST, 1);
      result = probe.connect(destination);
    }
    if (result < 0) await session.fail(2, `connect: ${strerror(-result)}`);
    const own = probe.getsockname();
    probe.close();
    if (!isErrno(own) && own.family === AF_INET) this.source = own.address;
    if (options.device !== undefined) await this.checkDevice(session, options.device);
  }

  /** Says so when the source address belongs to another device. */
  private async checkDevice(session: Session, device: string): Promise<void> {
    const onDevice = localAddresses(session.process.sys).some(
      (entry) =>
        entry.label === device && entry.address.family === AF_INET && entry.address.address === this.source,
    );
    if (!onDevice)
      await session.warn(`Warning: source address might be selected on device other than: ${device}`);
  }

  private async bindToDevice(session: Session, sockets: readonly Socket[], unknown: string): Promise<void> {
    const device = session.options.device ?? "";
    for (const socket of sockets) {
      const result = socket.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, deviceName(device));
      if (result >= 0) continue;
      if (!isIpv4Multicast(this.target))
        await session.fail(2, `SO_BINDTODEVICE ${device}: ${strerror(-result)}`);
      const index = interfaceIndex(session.process.sys, device);
      if (index < 0) await session.fail(2, `${unknown}: ${device}`);
      const request = new Uint8Array(12);
      new DataView(request.buffer).setInt32(8, index, true);
      await requireOption(session, socket, SOL_IP, IP_MULTICAST_IF, request, "IP_MULTICAST_IF");
    }
  }

  private async setDiscovery(session: Session): Promise<void> {
    const { options } = session;
    this.multicast = options.broadcast || isIpv4Multicast(this.target);
    const discovery = options.pmtuDiscovery < 0 && this.multicast ? IP_PMTUDISC_DO : options.pmtuDiscovery;
    if (discovery >= 0)
      await requireOption(session, this.socket, SOL_IP, IP_MTU_DISCOVER, discovery, "IP_MTU_DISCOVER");
  }

  /** `-C`, and `-e` on a ping socket, whose port is the identifier. */
  async bindIdentifier(session: Session): Promise<void> {
    const { options } = session;
    if (!this.raw && options.ident > 0) {
      const result = this.socket.bind(
        sockaddr(options.strictSource ? this.source : INADDR_ANY, options.ident),
      );
      if (result < 0) await session.fail(2, `bind: ${strerror(-result)}`);
    }
    if (!options.connect) return;
    const result = this.socket.connect(sockaddr(this.route[0] ?? this.target, PROBE_PORT));
    if (result < 0) await session.fail(2, `connect failed: ${strerror(-result)}`);
  }

  sendProbe(session: Session, packet: Uint8Array): number {
    fillRequest(session, packet, ICMP_ECHO);
    write16(packet, 2, checksum(packet, 0, packet.length));
    const result = this.socket.send(packet, { to: sockaddr(this.target) });
    return Math.min(result, 0);
  }

  async receiveError(session: Session): Promise<ErrorReport> {
    const header = new Uint8Array(HEADER);
    const message = this.errorMessage;
    const length = this.socket.recv(header, message, MSG_ERRQUEUE);
    if (length < 0) return { count: length === -EAGAIN ? -1 : 0, notOurs: false };
    const cmsg = message.control.find((entry) => entry.level === SOL_IP && entry.type === IP_RECVERR);
    if (!cmsg) return { count: 0, notOurs: true };
    const error = parseExtendedError(cmsg.data);
    if (error.origin === SO_EE_ORIGIN_LOCAL)
      return reportLocalError(session, error.error, `message too long, mtu=${error.info}`);
    if (error.origin !== SO_EE_ORIGIN_ICMP) return { count: 0, notOurs: true };
    const ours =
      length >= HEADER &&
      message.from?.family === AF_INET &&
      message.from.address === this.target &&
      header[0] === ICMP_ECHO &&
      isOurs(session, this.raw, read16(header, 4));
    if (!ours) return { count: 0, notOurs: true };
    const { statistics, options } = session;
    const seq = read16(header, 6);
    statistics.acknowledge(seq);
    statistics.errors++;
    if (options.quiet) return { count: 1, notOurs: false };
    if (options.flood) await session.writeNow("\bE");
    else {
      const show = (address: Ipv4Address): string => session.showAddress(sockaddr(address));
      session.printTime();
      session.print(`From ${show(ipv4FromBytes(error.offender, 4))} icmp_seq=${seq} `);
      session.print(describeIcmp(error.type, error.code, error.info, show));
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
    if (from?.family !== AF_INET) return true;
    const headerLength = this.raw ? (bytes[0] & 15) * 4 : 0;
    if (this.raw && (bytes.length < headerLength + HEADER || headerLength < 20)) {
      if (session.options.verbose)
        await session.warn(`packet too short (${bytes.length} bytes) from ${session.showAddress(from)}`);
      return true;
    }
    const icmp = bytes.subarray(headerLength);
    const checksumFailed = checksum(icmp, 0, icmp.length) !== 0;
    if (icmp[0] !== ICMP_ECHOREPLY) return this.parseOther(session, icmp, from, checksumFailed);
    if (!isOurs(session, this.raw, read16(icmp, 4)) || !hasOurData(session, icmp)) return true;
    const open = await session.countReply({
      bytes: icmp,
      from,
      seq: read16(icmp, 6),
      ttl: this.raw ? bytes[8] : (findControl(message, IP_TTL)?.[0] ?? 0),
      checksumFailed,
      multicast: this.multicast,
      wrongSource: !this.multicast && from.address !== this.target,
      time,
      details: replyDetails(session, this.raw, read16(icmp, 6)),
    });
    if (open)
      await this.finishLine(
        session,
        this.raw ? bytes.subarray(20, headerLength) : findControl(message, IP_RETOPTS),
      );
    else await session.process.stdout.flush();
    return false;
  }

  private async finishLine(session: Session, options: Uint8Array | undefined): Promise<void> {
    if (session.options.audible) session.print("\x07");
    if (!session.options.flood) {
      if (options) session.print(this.optionsText.describe(options));
      session.print("\n");
    }
    await session.process.stdout.flush();
  }

  /** Errors come by the error queue, but raw sockets see them as packets, too. @returns true when it is not about our packets */
  private async parseOther(
    session: Session,
    icmp: Uint8Array,
    from: SockaddrIn,
    checksumFailed: boolean,
  ): Promise<boolean> {
    const { options } = session;
    const type = icmp[0];
    const show = (address: Ipv4Address): string => session.showAddress(sockaddr(address));
    const text = (): string => {
      const inner = icmp.length >= HEADER + 20 && options.verbose && ERRORS.includes(type);
      const line = describeIcmp(type, icmp[1], icmpInfo(icmp), show);
      return inner ? line + describeHeader(icmp.subarray(HEADER)) : line;
    };
    if (type === ICMP_ECHO) return true;
    if (ERRORS.includes(type)) {
      const seq = this.quotedSequence(session, icmp);
      if (seq === undefined) return true;
      if (type !== ICMP_REDIRECT && type !== ICMP_SOURCE_QUENCH) {
        session.statistics.acknowledge(seq);
        return false;
      }
      if (options.quiet || options.flood) return true;
      session.printTime();
      session.print(`From ${session.showAddress(from)}: icmp_seq=${seq} `);
      session.print(`${checksumFailed ? "(BAD CHECKSUM)" : ""}${text()}`);
      return true;
    }
    if (options.flood && !options.verbose && !options.quiet) {
      await session.writeNow(checksumFailed ? "!EC" : "!E");
      return false;
    }
    if (!options.verbose) return false;
    if (options.printTime) session.print(`${timeOfDay(session.process.sys.realtime())} `);
    session.print(`From ${session.showAddress(from)}: ${checksumFailed ? "(BAD CHECKSUM)\n" : text()}`);
    return false;
  }

  /** The sequence number of our echo request in an ICMP error. */
  private quotedSequence(session: Session, icmp: Uint8Array): number | undefined {
    if (icmp.length < HEADER + 20 + HEADER) return undefined;
    const inner = HEADER + (icmp[HEADER] & 15) * 4;
    if (icmp.length < inner + HEADER || icmp[inner] !== ICMP_ECHO) return undefined;
    if (ipv4FromBytes(icmp, HEADER + 16) !== this.target) return undefined;
    return isOurs(session, this.raw, read16(icmp, inner + 4)) ? read16(icmp, inner + 6) : undefined;
  }

  installFilter(session: Session): void {
    if (this.filtered) return;
    this.filtered = true;
    attachFilter(this.socket, [
      [0xb1, 0, 0, 0], // x = length of the IP header
      [0x48, 0, 0, 4], // a = identifier
      [0x15, 0, 1, session.ident],
      [0x06, 0, 0, 0xffff_ffff], // ours
      [0x50, 0, 0, 0], // a = type
      [0x15, 1, 0, ICMP_ECHOREPLY],
      [0x06, 0, 0, 0x0fff_ffff], // no reply: an error, perhaps
      [0x06, 0, 0, 0],
    ]);
  }
}

function findControl(message: ReceivedMessage, type: number): Uint8Array | undefined {
  return message.control.find((entry) => entry.level === SOL_IP && entry.type === type)?.data;
}

/** Whether the data after the time stamp is what we sent. */
function hasOurData(session: Session, icmp: Uint8Array): boolean {
  const end = Math.min(icmp.length, session.packet.length);
  for (let i = HEADER + TIMESTAMP; i < end; i++) if (icmp[i] !== session.packet[i]) return false;
  return true;
}
