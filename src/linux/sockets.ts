/** Sockets of Linux behind the {@link Socket} interface. */
import { EBADF, EINVAL, type Errno } from "../errno.ts";
import { IFCONF_LENGTH, IFCONF_POINTER, SIOCGIFCONF } from "../ioctl/ifreq.ts";
import { RTENTRY_DEV, RTENTRY_LENGTH, SIOCADDRT, SIOCDELRT } from "../ioctl/rtentry.ts";
import {
  type ControlMessage,
  MSG_DONTWAIT,
  type ReceivedMessage,
  type SendOptions,
  SOL_SOCKET,
  type Socket,
  type SocketAddress,
} from "../kernel.ts";
import type { EventLoop } from "./event-loop.ts";
import type { Closable, Held } from "./held.ts";
import * as libc from "./libc.ts";
import { decodeSockaddr, encodeSockaddr, SOCKADDR_SIZE } from "./sockaddr.ts";

/** `SOCK_NONBLOCK | SOCK_CLOEXEC` */
const SOCK_FLAGS = 0o2004000;
const SO_ATTACH_FILTER = 26;
const SIOCETHTOOL = 0x8946;
/** Requests whose structure has a pointer: what it points to follows the structure. */
const POINTERS: ReadonlyMap<number, { readonly pointer: number; readonly size: number }> = new Map([
  [SIOCETHTOOL, { pointer: 16, size: 40 }],
  [SIOCGIFCONF, { pointer: IFCONF_POINTER, size: IFCONF_LENGTH }],
  [SIOCADDRT, { pointer: RTENTRY_DEV, size: RTENTRY_LENGTH }],
  [SIOCDELRT, { pointer: RTENTRY_DEV, size: RTENTRY_LENGTH }],
]);
const CONTROL_SIZE = 4096;

/** `struct msghdr` on 64-bit architectures. */
const MSG_NAME = 0;
const MSG_NAMELEN = 8;
const MSG_IOV = 16;
const MSG_IOVLEN = 24;
const MSG_CONTROL = 32;
const MSG_CONTROLLEN = 40;
const MSG_FLAGS = 48;
const MSGHDR_SIZE = 56;

const name = new Uint8Array(SOCKADDR_SIZE);
const control = new Uint8Array(CONTROL_SIZE);
const controlView = new DataView(control.buffer);
const iovec = new Uint8Array(16);
const iovecView = new DataView(iovec.buffer);
const header = new Uint8Array(MSGHDR_SIZE);
const headerView = new DataView(header.buffer);
const length = new Uint8Array(4);
const lengthView = new DataView(length.buffer);
const integer = new Uint8Array(4);

/** The addresses of the scratch buffers never change. */
const nameAddress = libc.addressOf(name);
const controlAddress = libc.addressOf(control);
headerView.setBigUint64(MSG_IOV, libc.addressOf(iovec), true);
headerView.setBigUint64(MSG_IOVLEN, 1n, true);

/** An open socket. */
export class LinuxSocket implements Socket, Closable {
  owner: Held | undefined = undefined;
  private fd: number;
  private readonly loop: EventLoop;

  private readonly writeLoop: EventLoop;

  constructor(fd: number, loop: EventLoop, writeLoop: EventLoop) {
    this.fd = fd;
    this.loop = loop;
    this.writeLoop = writeLoop;
  }

  bind(address: SocketAddress): number {
    return libc.bindSocket(this.fd, name, encodeSockaddr(name, address));
  }

  connect(address: SocketAddress): number {
    return libc.connect(this.fd, name, encodeSockaddr(name, address));
  }

  listen(backlog: number): number {
    return libc.listen(this.fd, backlog);
  }

  accept(): Socket | Errno {
    const fd = libc.accept(this.fd, null, null, SOCK_FLAGS);
    if (fd < 0) return fd;
    const socket = new LinuxSocket(fd, this.loop, this.writeLoop);
    return this.owner?.take(socket) ?? socket;
  }

  shutdown(how: number): number {
    return libc.shutdown(this.fd, how);
  }

  pollWrite(wake: () => void): () => void {
    return this.writeLoop.poll(this.fd, wake);
  }

  getsockname(): SocketAddress | Errno {
    return this.name(libc.getsockname);
  }

  getpeername(): SocketAddress | Errno {
    return this.name(libc.getpeername);
  }

  private name(call: typeof libc.getsockname): SocketAddress | Errno {
    lengthView.setUint32(0, SOCKADDR_SIZE, true);
    const result = call(this.fd, name, length);
    if (result < 0) return result;
    return decodeSockaddr(name, lengthView.getUint32(0, true)) ?? -EINVAL;
  }

  send(data: Uint8Array, options?: SendOptions): number {
    this.setData(data);
    const nameLength = options?.to ? encodeSockaddr(name, options.to) : 0;
    const controlLength = options?.control ? encodeControl(options.control) : 0;
    if (controlLength < 0) return controlLength;
    headerView.setBigUint64(MSG_NAME, nameLength > 0 ? nameAddress : 0n, true);
    headerView.setUint32(MSG_NAMELEN, nameLength, true);
    headerView.setBigUint64(MSG_CONTROL, controlLength > 0 ? controlAddress : 0n, true);
    headerView.setBigUint64(MSG_CONTROLLEN, BigInt(controlLength), true);
    headerView.setInt32(MSG_FLAGS, 0, true);
    return libc.sendmsg(this.fd, header, (options?.flags ?? 0) | MSG_DONTWAIT);
  }

  recv(into: Uint8Array, message?: ReceivedMessage, flags = 0): number {
    this.setData(into);
    headerView.setBigUint64(MSG_NAME, message ? nameAddress : 0n, true);
    headerView.setUint32(MSG_NAMELEN, message ? SOCKADDR_SIZE : 0, true);
    headerView.setBigUint64(MSG_CONTROL, message ? controlAddress : 0n, true);
    headerView.setBigUint64(MSG_CONTROLLEN, message ? BigInt(CONTROL_SIZE) : 0n, true);
    headerView.setInt32(MSG_FLAGS, 0, true);
    const result = libc.recvmsg(this.fd, header, flags | MSG_DONTWAIT);
    if (message && result >= 0) {
      message.from = decodeSockaddr(name, headerView.getUint32(MSG_NAMELEN, true));
      message.control = decodeControl(Number(headerView.getBigUint64(MSG_CONTROLLEN, true)));
      message.flags = headerView.getInt32(MSG_FLAGS, true);
    }
    return result;
  }

  private setData(data: Uint8Array): void {
    iovecView.setBigUint64(0, libc.addressOf(data), true);
    iovecView.setBigUint64(8, BigInt(data.length), true);
  }

  setsockopt(level: number, option: number, value: number | Uint8Array): number {
    if (typeof value === "number") {
      new DataView(integer.buffer).setInt32(0, value, true);
      return libc.setsockopt(this.fd, level, option, integer, 4);
    }
    if (level === SOL_SOCKET && option === SO_ATTACH_FILTER) return this.attachFilter(value);
    return libc.setsockopt(this.fd, level, option, value, value.length);
  }

  /** Builds the `struct sock_fprog` of an instruction array. */
  private attachFilter(instructions: Uint8Array): number {
    const program = new Uint8Array(16);
    const view = new DataView(program.buffer);
    view.setUint16(0, instructions.length / 8, true);
    view.setBigUint64(8, libc.addressOf(instructions), true);
    return libc.setsockopt(this.fd, SOL_SOCKET, SO_ATTACH_FILTER, program, program.length);
  }

  getsockopt(level: number, option: number, into: Uint8Array): number {
    lengthView.setUint32(0, into.length, true);
    const result = libc.getsockopt(this.fd, level, option, into, length);
    return result < 0 ? result : lengthView.getUint32(0, true);
  }

  ioctl(request: number, argument: Uint8Array): number {
    const place = POINTERS.get(request);
    if (place !== undefined && argument.length > place.size) {
      const view = new DataView(argument.buffer, argument.byteOffset);
      view.setBigUint64(place.pointer, libc.addressOf(argument.subarray(place.size)), true);
    }
    return libc.ioctl(this.fd, request, argument);
  }

  poll(wake: () => void): () => void {
    return this.loop.poll(this.fd, wake);
  }

  close(): void {
    if (this.fd < 0) return;
    const fd = this.fd;
    this.fd = -EBADF;
    this.owner?.forget(this);
    this.loop.closing(fd);
    this.writeLoop.closing(fd);
    libc.close(fd);
  }
}

/** `CMSG_ALIGN` on 64-bit architectures. */
function align(size: number): number {
  return (size + 7) & ~7;
}

/** Writes control messages one after the other. @returns their length together, or -EINVAL when they are too long */
function encodeControl(messages: readonly ControlMessage[]): number {
  let at = 0;
  for (const message of messages) {
    const size = 16 + message.data.length;
    if (at + align(size) > CONTROL_SIZE) return -EINVAL;
    controlView.setBigUint64(at, BigInt(size), true);
    controlView.setInt32(at + 8, message.level, true);
    controlView.setInt32(at + 12, message.type, true);
    control.fill(0, at + 16, at + align(size));
    control.set(message.data, at + 16);
    at += align(size);
  }
  return at;
}

function decodeControl(end: number): ControlMessage[] {
  const messages: ControlMessage[] = [];
  for (let at = 0; at + 16 <= end; ) {
    const size = Number(controlView.getBigUint64(at, true));
    if (size < 16 || at + size > end) break;
    messages.push({
      level: controlView.getInt32(at + 8, true),
      type: controlView.getInt32(at + 12, true),
      data: control.slice(at + 16, at + size),
    });
    at += align(size);
  }
  return messages;
}
