/** `if_nametoindex(3)` and `if_indextoname(3)`. */
import { ENODEV, isErrno } from "../../errno.ts";
import { AF_INET, SOCK_DGRAM, type SystemCalls } from "../../kernel.ts";

const SIOCGIFNAME = 0x8910;
const SIOCGIFINDEX = 0x8933;
/** `sizeof(struct ifreq)`. */
export const IFREQ_SIZE = 40;
/** `IFNAMSIZ`: the longest name and its terminating zero. */
export const IFNAMSIZ = 16;

/** A `struct ifreq` with the name in it, cut off as the tools do. */
export function makeIfreq(name: string, extra = 0): Uint8Array {
  const request = new Uint8Array(IFREQ_SIZE + extra);
  request.set(new TextEncoder().encode(name).subarray(0, IFNAMSIZ - 1));
  return request;
}

/** One `ioctl(2)` on a datagram socket. @returns its result, or that of `socket(2)` */
export function interfaceIoctl(sys: SystemCalls, request: number, argument: Uint8Array): number {
  const socket = sys.socket(AF_INET, SOCK_DGRAM, 0);
  if (isErrno(socket)) return socket;
  const result = socket.ioctl(request, argument);
  socket.close();
  return result;
}

/** The index of an interface, or a negative error number. */
export function interfaceIndex(sys: SystemCalls, name: string): number {
  if (name.length >= IFNAMSIZ) return -ENODEV;
  const request = makeIfreq(name);
  const result = interfaceIoctl(sys, SIOCGIFINDEX, request);
  return result < 0 ? result : new DataView(request.buffer).getInt32(IFNAMSIZ, true);
}

/** The name of an interface, or undefined. */
export function interfaceName(sys: SystemCalls, index: number): string | undefined {
  const request = new Uint8Array(IFREQ_SIZE);
  new DataView(request.buffer).setInt32(IFNAMSIZ, index, true);
  if (interfaceIoctl(sys, SIOCGIFNAME, request) < 0) return undefined;
  const name = request.subarray(0, IFNAMSIZ);
  return new TextDecoder().decode(name.subarray(0, name.indexOf(0)));
}
