/** Sockets of the network families belong to the other kernel; the rest are Linux's. */
import { EAGAIN, EINVAL } from "../../../src/errno.ts";
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  type ControlMessage,
  MSG_DONTWAIT,
  type ReceivedMessage,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  type Socket,
  type SocketAddress,
} from "../../../src/kernel.ts";
import { decodeSockaddr, encodeSockaddr, SOCKADDR_SIZE } from "../../../src/linux/sockaddr.ts";
import { OpenFile } from "../open-files.ts";
import { type Answer, type Call, type Handler, O_CLOEXEC, O_NONBLOCK, PASS_ON } from "./call.ts";
import { readControl, writeControl } from "./control.ts";

const FAMILIES = new Set([AF_INET, AF_INET6, AF_NETLINK, AF_PACKET]);
const AF_UNIX = 1;
const SO_ATTACH_FILTER = 26;
const FILTER_SIZE = 8;
const TYPE_MASK = 0xf;
/** A request or answer longer than this is none of a sane program. */
const LARGEST = 1 << 22;
const MSGHDR_SIZE = 56;

export function socket(call: Call): Answer {
  const [asked, type, protocol] = [call.int(0), call.int(1), call.int(2)];
  const kind = type & TYPE_MASK;
  // what the C library opens to ask for the name of an index
  const family = asked === AF_UNIX && kind === SOCK_DGRAM ? AF_INET : asked;
  if (!FAMILIES.has(family)) return PASS_ON;
  // There is no TCP yet. What `ip` opens one for is its ioctls (SIOCGIFTXQLEN), which any socket of the family answers.
  const opened = call.sys.socket(family, kind === SOCK_STREAM ? SOCK_DGRAM : kind, protocol);
  if (typeof opened === "number") return opened;
  return { file: new OpenFile(opened, "", (type & O_NONBLOCK) !== 0), flags: type & O_CLOEXEC };
}

/** A handler for calls whose first argument is a socket; those of Linux are passed on. */
function onSocket(handle: (socket: Socket, call: Call, file: OpenFile) => Answer): Handler {
  return (call) => {
    const file = call.files.find(call.caller, call.int(0));
    return file?.isSocket ? handle(file.what as Socket, call, file) : PASS_ON;
  };
}

function readAddress({ caller }: Call, address: bigint, length: number): SocketAddress | undefined {
  return address === 0n
    ? undefined
    : decodeSockaddr(caller.read(address, Math.min(length, SOCKADDR_SIZE)), length);
}

/** Writes an address and its length, as much as there is room for. */
function writeAddress({ caller }: Call, name: SocketAddress, address: bigint, lengthAt: bigint): void {
  const bytes = new Uint8Array(SOCKADDR_SIZE);
  const length = encodeSockaddr(bytes, name);
  const room = caller.view(lengthAt, 4).getUint32(0, true);
  caller.write(address, bytes.subarray(0, Math.min(length, room)));
  caller.write(lengthAt, new Uint8Array(Uint32Array.of(length).buffer));
}

export const bind = onSocket((socket, call) => {
  const address = readAddress(call, call.args[1], call.int(2));
  return address === undefined ? -EINVAL : socket.bind(address);
});

export const connect = onSocket((socket, call) => {
  const address = readAddress(call, call.args[1], call.int(2));
  return address === undefined ? -EINVAL : socket.connect(address);
});

function nameHandler(which: "getsockname" | "getpeername"): Handler {
  return onSocket((socket, call) => {
    const name = socket[which]();
    if (typeof name === "number") return name;
    writeAddress(call, name, call.args[1], call.args[2]);
    return 0;
  });
}

export const getsockname = nameHandler("getsockname");
export const getpeername = nameHandler("getpeername");

export const setsockopt = onSocket((socket, call) => {
  const [level, name, length] = [call.int(1), call.int(2), call.int(4)];
  const value = call.caller.read(call.args[3], Math.min(Math.max(length, 0), LARGEST));
  if (level !== SOL_SOCKET || name !== SO_ATTACH_FILTER) return socket.setsockopt(level, name, value.slice());
  const program = call.caller.view(call.args[3], 16);
  const filter = call.caller.read(program.getBigUint64(8, true), program.getUint16(0, true) * FILTER_SIZE);
  return socket.setsockopt(level, name, filter);
});

export const getsockopt = onSocket((socket, call) => {
  const room = call.caller.view(call.args[4], 4).getInt32(0, true);
  const value = new Uint8Array(Math.min(Math.max(room, 0), LARGEST));
  const length = socket.getsockopt(call.int(1), call.int(2), value);
  if (length < 0) return length;
  call.caller.write(call.args[3], value.subarray(0, length));
  call.caller.write(call.args[4], new Uint8Array(Int32Array.of(length).buffer));
  return 0;
});

function send(
  socket: Socket,
  data: Uint8Array,
  flags: number,
  to?: SocketAddress,
  control?: ControlMessage[],
) {
  return socket.send(data, { flags, to, control });
}

export const sendto = onSocket((socket, call) => {
  const data = call.caller.read(call.args[1], Math.min(Number(call.args[2]), LARGEST));
  return send(socket, data, call.int(3), readAddress(call, call.args[4], call.int(5)));
});

interface Vector {
  readonly address: bigint;
  readonly length: number;
}

function readVectors({ caller }: Call, address: bigint, count: number): Vector[] {
  const view = caller.view(address, Math.min(count, 1024) * 16);
  return Array.from({ length: view.byteLength / 16 }, (_, index) => ({
    address: view.getBigUint64(index * 16, true),
    length: Math.min(Number(view.getBigUint64(index * 16 + 8, true)), LARGEST),
  }));
}

export const sendmsg = onSocket((socket, call) => {
  const { caller } = call;
  const header = caller.view(call.args[1], MSGHDR_SIZE);
  const vectors = readVectors(call, header.getBigUint64(16, true), Number(header.getBigUint64(24, true)));
  const data = Buffer.concat(vectors.map(({ address, length }) => caller.read(address, length)));
  const to = readAddress(call, header.getBigUint64(0, true), header.getUint32(8, true));
  const control = readControl(
    caller.read(header.getBigUint64(32, true), Math.min(Number(header.getBigUint64(40, true)), LARGEST)),
  );
  return send(socket, new Uint8Array(data), call.int(2), to, control);
});

/** Receives, or says what to wait for. */
function receive(
  { what, watch }: { what: Socket; watch(): void },
  call: Call,
  into: Uint8Array,
  message: ReceivedMessage,
  flags: number,
): Answer {
  const result = what.recv(into, message, flags & ~MSG_DONTWAIT);
  watch();
  const mayWait = (flags & MSG_DONTWAIT) === 0 && !call.caller.nonBlocking(call.int(0));
  return result === -EAGAIN && mayWait ? { until: what } : result;
}

function emptyMessage(): ReceivedMessage {
  return { from: undefined, control: [], flags: 0 };
}

export const recvfrom = onSocket((what, call, file) => {
  const into = new Uint8Array(Math.min(Number(call.args[2]), LARGEST));
  const message = emptyMessage();
  const result = receive({ what, watch: () => file.watch() }, call, into, message, call.int(3));
  if (typeof result !== "number" || result < 0) return result;
  call.caller.write(call.args[1], into.subarray(0, result));
  if (message.from !== undefined && call.args[4] !== 0n)
    writeAddress(call, message.from, call.args[4], call.args[5]);
  return result;
});

export const recvmsg = onSocket((what, call, file) => {
  const { caller } = call;
  const at = call.args[1];
  const header = caller.view(at, MSGHDR_SIZE);
  const vectors = readVectors(call, header.getBigUint64(16, true), Number(header.getBigUint64(24, true)));
  const into = new Uint8Array(vectors.reduce((sum, { length }) => sum + length, 0));
  const message = emptyMessage();
  const result = receive({ what, watch: () => file.watch() }, call, into, message, call.int(2));
  if (typeof result !== "number" || result < 0) return result;
  let taken = 0;
  for (const { address, length } of vectors) {
    caller.write(address, into.subarray(taken, Math.min(taken + length, result)));
    taken += length;
  }
  const name = header.getBigUint64(0, true);
  if (message.from !== undefined && name !== 0n) writeAddress(call, message.from, name, at + 8n);
  const room = Number(header.getBigUint64(40, true));
  const control = writeControl(message.control, room);
  caller.write(header.getBigUint64(32, true), control.bytes);
  caller.write(at + 40n, new Uint8Array(BigUint64Array.of(BigInt(control.bytes.length)).buffer));
  caller.write(at + 48n, new Uint8Array(Int32Array.of(message.flags | control.flags).buffer));
  return result;
});
