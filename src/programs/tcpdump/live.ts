/**
 * Live capture with a packet socket.
 */
import { EAGAIN, ENETDOWN, ENODEV, EPERM, isErrno, strerror } from "../../errno.ts";
import {
  AF_PACKET,
  MSG_DONTWAIT,
  MSG_TRUNC,
  type ReceivedMessage,
  SOCK_DGRAM,
  SOCK_RAW,
  SOL_SOCKET,
  type SockaddrLl,
  type Socket,
  type SystemCalls,
} from "../../kernel.ts";
import { FilterAncillary, type FilterProgram } from "../../packet/bpf.ts";
import { write16, write32 } from "../../packet/bytes.ts";
import { type CaptureRecord, DLT_LINUX_SLL, DLT_LINUX_SLL2, MAXIMUM_SNAPLEN } from "../../packet/capture.ts";
import { ETH_ALEN, ETH_HLEN, ETH_P_8021Q, ETH_P_ALL } from "../../packet/ethernet.ts";
import { VLAN_HLEN } from "../../packet/vlan.ts";
import { DeviceQueries, isOtherSource, isUp, linkTypeOf } from "./devices.ts";

const SOL_PACKET = 263;
const PACKET_ADD_MEMBERSHIP = 1;
const PACKET_STATISTICS = 6;
const PACKET_AUXDATA = 8;
const PACKET_MR_PROMISC = 1;
const SO_ATTACH_FILTER = 26;
const SO_RCVBUFFORCE = 33;
const SO_TIMESTAMPNS = 35;
const PACKET_OUTGOING = 4;
const TP_STATUS_VLAN_VALID = 1 << 4;
const TP_STATUS_VLAN_TPID_VALID = 1 << 6;

const SLL_HLEN = 16;
const SLL2_HLEN = 20;
/** Room before the packet for a cooked header or a tag that the kernel took out. */
const HEADROOM = 32;

/** A capture that could not be opened: lines for standard error after `tcpdump: `. */
export interface OpenFailure {
  readonly message: string;
}

/** What is captured, and where. */
export interface LiveOptions {
  readonly device: string;
  readonly snaplen: number;
  /** Of the kernel, in KiB; 0 for the default. */
  readonly bufferSize: number;
  readonly promiscuous: boolean;
  readonly direction: "in" | "out" | "inout";
  /** Cooked version 1 instead of 2. */
  readonly linkType: number | undefined;
}

/** `struct tpacket_stats` */
export interface Statistics {
  readonly received: number;
  readonly dropped: number;
}

/** An open capture; filters are attached before packets are taken. */
export class LiveCapture {
  readonly linkType: number;
  readonly socket: Socket;
  private readonly sys: SystemCalls;
  private readonly options: LiveOptions;
  private readonly ifindex: number;
  private readonly loopback: number;
  private readonly buffer = new Uint8Array(HEADROOM + MAXIMUM_SNAPLEN);
  private readonly room = this.buffer.subarray(HEADROOM);
  private readonly message: ReceivedMessage = { from: undefined, control: [], flags: 0 };
  private readonly ancillary = new FilterAncillary();
  private filter: FilterProgram | undefined;
  private received = 0;
  private dropped = 0;

  constructor(
    sys: SystemCalls,
    socket: Socket,
    options: LiveOptions,
    linkType: number,
    ifindex: number,
    loopback: number,
  ) {
    this.sys = sys;
    this.socket = socket;
    this.options = options;
    this.linkType = linkType;
    this.ifindex = ifindex;
    this.loopback = loopback;
  }

  /** Attaches a filter in the kernel: an array of `struct sock_filter`. @returns false when the kernel refuses it */
  attach(program: Uint8Array): boolean {
    return this.socket.setsockopt(SOL_SOCKET, SO_ATTACH_FILTER, program) >= 0;
  }

  /** Filters here what the kernel cannot. */
  filterHere(program: FilterProgram): void {
    this.filter = program;
  }

  /** Starts the flow of packets. @returns 0 or a negative error number */
  start(): number {
    return this.socket.bind({ family: AF_PACKET, protocol: ETH_P_ALL, ifindex: this.ifindex });
  }

  /** Takes the next packet that is to be shown. @returns false when none waits; a negative error number on failure */
  next(record: CaptureRecord): boolean | number {
    for (;;) {
      const { room } = this;
      const length = this.socket.recv(room, this.message, MSG_DONTWAIT | MSG_TRUNC);
      if (length === -EAGAIN) return false;
      if (length === -ENETDOWN && this.exists()) continue; // it may come up again
      if (length < 0) return length;
      const from = this.message.from;
      if (from?.family !== AF_PACKET || !this.wanted(from)) continue;
      record.bytes = this.buffer;
      record.offset = HEADROOM;
      // A filter cuts the packet to the snapshot length: the kernel tells the whole length beside it.
      const auxiliary = this.auxiliary();
      record.wireLength = Math.max(length, auxiliary?.getUint32(4, true) ?? 0);
      record.length = Math.min(length, room.length);
      this.stamp(record);
      if (this.isCooked) this.addCookedHeader(record, from);
      else if (auxiliary) this.restoreTag(record, auxiliary);
      record.length = Math.min(record.length, this.options.snaplen);
      if (this.filter && !this.matches(record, from)) continue;
      return true;
    }
  }

  /** What the kernel counted since the start. */
  statistics(): Statistics {
    const value = new Uint8Array(8);
    if (this.socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, value) >= 8) {
      const view = new DataView(value.buffer);
      this.received += view.getUint32(0, true);
      this.dropped += view.getUint32(4, true);
    }
    return { received: this.received, dropped: this.dropped };
  }

  /** Whether the device is still there. */
  private exists(): boolean {
    if (this.ifindex === 0) return true;
    const queries = DeviceQueries.open(this.sys);
    if (typeof queries === "number") return false;
    const index = queries.index(this.options.device);
    queries.close();
    return index === this.ifindex;
  }

  private get isCooked(): boolean {
    return this.linkType === DLT_LINUX_SLL || this.linkType === DLT_LINUX_SLL2;
  }

  /** Each packet on the loopback device is seen twice: the outgoing copy is left out, as libpcap does. */
  private wanted(from: SockaddrLl): boolean {
    const outgoing = from.packetType === PACKET_OUTGOING;
    if (outgoing) return this.options.direction !== "in" && from.ifindex !== this.loopback;
    return this.options.direction !== "out";
  }

  private matches(record: CaptureRecord, from: SockaddrLl): boolean {
    const { ancillary } = this;
    ancillary.protocol = from.protocol;
    ancillary.ifindex = from.ifindex;
    ancillary.packetType = from.packetType ?? 0;
    return (
      (this.filter?.run(record.bytes, record.offset, record.length, record.wireLength, ancillary) ?? 1) !== 0
    );
  }

  private stamp(record: CaptureRecord): void {
    for (const { level, type, data } of this.message.control) {
      if (level !== SOL_SOCKET || type !== SO_TIMESTAMPNS || data.length < 16) continue;
      const view = new DataView(data.buffer, data.byteOffset, data.length);
      record.seconds = Number(view.getBigInt64(0, true));
      record.nanoseconds = Number(view.getBigInt64(8, true));
      return;
    }
    const now = this.sys.realtime();
    record.seconds = Math.floor(now / 1e6);
    record.nanoseconds = Math.floor(now % 1e6) * 1000;
  }

  private addCookedHeader(record: CaptureRecord, from: SockaddrLl): void {
    const size = this.linkType === DLT_LINUX_SLL2 ? SLL2_HLEN : SLL_HLEN;
    const at = HEADROOM - size;
    const { buffer } = this;
    buffer.fill(0, at, HEADROOM);
    const address = from.address ?? new Uint8Array(0);
    if (this.linkType === DLT_LINUX_SLL2) {
      write16(buffer, at, from.protocol);
      write32(buffer, at + 4, from.ifindex);
      write16(buffer, at + 8, from.hatype ?? 0);
      buffer[at + 10] = from.packetType ?? 0;
      buffer[at + 11] = address.length;
      buffer.set(address.subarray(0, 8), at + 12);
    } else {
      write16(buffer, at, from.packetType ?? 0);
      write16(buffer, at + 2, from.hatype ?? 0);
      write16(buffer, at + 4, address.length);
      buffer.set(address.subarray(0, 8), at + 6);
      write16(buffer, at + 14, from.protocol);
    }
    record.offset = at;
    record.length += size;
    record.wireLength += size;
  }

  /** What the kernel says beside the packet (`struct tpacket_auxdata`), or undefined. */
  private auxiliary(): DataView | undefined {
    for (const { level, type, data } of this.message.control)
      if (level === SOL_PACKET && type === PACKET_AUXDATA && data.length >= 20)
        return new DataView(data.buffer, data.byteOffset, data.length);
    return undefined;
  }

  /** Puts back a VLAN tag that the kernel reports beside the frame. */
  private restoreTag(record: CaptureRecord, auxiliary: DataView): void {
    const status = auxiliary.getUint32(0, true);
    if ((status & TP_STATUS_VLAN_VALID) === 0 || record.length < ETH_HLEN - 2) return;
    const protocol = (status & TP_STATUS_VLAN_TPID_VALID) !== 0 ? auxiliary.getUint16(18, true) : ETH_P_8021Q;
    const at = HEADROOM - VLAN_HLEN;
    this.buffer.copyWithin(at, HEADROOM, HEADROOM + 2 * ETH_ALEN);
    write16(this.buffer, at + 2 * ETH_ALEN, protocol);
    write16(this.buffer, at + 2 * ETH_ALEN + 2, auxiliary.getUint16(16, true));
    record.offset = at;
    record.length += VLAN_HLEN;
    record.wireLength += VLAN_HLEN;
  }
}

/** Opens a device for capture; packets flow after {@link LiveCapture.start}. */
export function openLive(sys: SystemCalls, options: LiveOptions): LiveCapture | OpenFailure {
  const { device } = options;
  const any = device === "any";
  const queries = DeviceQueries.open(sys);
  if (typeof queries === "number") return failure(`${device}: socket: ${strerror(queries)}`);
  const ifindex = any ? 0 : queries.index(device);
  const flags = any ? 1 : queries.flags(device);
  const hardwareType = any ? 0 : queries.hardwareType(device);
  const loopback = queries.index("lo");
  queries.close();
  if (ifindex === -ENODEV || device.length > 15)
    return failure(
      isOtherSource(device)
        ? `capturing on ${device} is not supported here`
        : `${device}: No such device exists\n(No such device exists)`,
    );
  if (ifindex < 0) return failure(`${device}: ${strerror(ifindex)}`);
  const linkType = any ? (options.linkType ?? DLT_LINUX_SLL2) : linkTypeOf(hardwareType);
  const cooked = linkType === DLT_LINUX_SLL || linkType === DLT_LINUX_SLL2;
  const socket = sys.socket(AF_PACKET, cooked ? SOCK_DGRAM : SOCK_RAW, 0);
  if (isErrno(socket)) {
    const detail = `socket: ${strerror(socket)}`;
    if (socket !== -EPERM) return failure(`${device}: ${detail}`);
    return failure(
      `${device}: You don't have permission to perform this capture on that device\n(${detail})`,
    );
  }
  // before anything else, so that lists and programs of filters do it, too
  if (options.promiscuous && ifindex > 0) addPromiscuous(socket, ifindex);
  if (!isUp(flags)) {
    socket.close();
    return failure(`${device}: That device is not up`);
  }
  socket.setsockopt(SOL_SOCKET, SO_TIMESTAMPNS, 1);
  socket.setsockopt(SOL_PACKET, PACKET_AUXDATA, 1);
  if (options.bufferSize > 0) socket.setsockopt(SOL_SOCKET, SO_RCVBUFFORCE, options.bufferSize * 1024);
  return new LiveCapture(sys, socket, options, linkType, ifindex, loopback);
}

/** For as long as the socket is open. */
function addPromiscuous(socket: Socket, ifindex: number): void {
  const request = new Uint8Array(16);
  for (let i = 0; i < 4; i++) request[i] = ifindex >>> (8 * i);
  request[4] = PACKET_MR_PROMISC;
  socket.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, request);
}

function failure(message: string): OpenFailure {
  return { message };
}
