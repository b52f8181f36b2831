/** ioctl(2) on sockets and on /dev/net/tun: what it reads and writes of the program's memory. */

import { ARPREQ_LENGTH, SIOCDARP, SIOCSARP } from "../../../src/ioctl/arpreq.ts";
import { IFCONF_LENGTH, IFCONF_POINTER, IFREQ_LENGTH, SIOCGIFCONF } from "../../../src/ioctl/ifreq.ts";
import { IN6_RTMSG_LENGTH } from "../../../src/ioctl/in6-rtmsg.ts";
import { RTENTRY_DEV, RTENTRY_LENGTH, SIOCADDRT, SIOCDELRT } from "../../../src/ioctl/rtentry.ts";
import { AF_INET6, type File, type Socket } from "../../../src/kernel.ts";
import { type Answer, type Call, PASS_ON } from "./call.ts";

/** `TUNSETNOCSUM`, `TUNSETDEBUG`, `TUNSETPERSIST`, `TUNSETOWNER`, `TUNSETLINK`, `TUNSETGROUP` */
const BY_VALUE = new Set([0x400454c8, 0x400454c9, 0x400454cb, 0x400454cc, 0x400454cd, 0x400454ce]);
const LENGTHS: ReadonlyMap<number, number> = new Map([
  [SIOCSARP, ARPREQ_LENGTH],
  [SIOCDARP, ARPREQ_LENGTH],
  [SIOCADDRT, RTENTRY_LENGTH],
  [SIOCDELRT, RTENTRY_LENGTH],
  [SIOCGIFCONF, IFCONF_LENGTH],
]);
/** Where a structure has a pointer, and to how many bytes. */
const POINTERS: ReadonlyMap<number, { readonly at: number; length(structure: DataView): number }> = new Map([
  [SIOCADDRT, { at: RTENTRY_DEV, length: () => 16 }],
  [SIOCDELRT, { at: RTENTRY_DEV, length: () => 16 }],
  [SIOCGIFCONF, { at: IFCONF_POINTER, length: (view: DataView) => Math.max(view.getInt32(0, true), 0) }],
]);

/** Sockets of IPv6 take a structure of their own. */
function isRoute6(what: Socket | File, request: number): boolean {
  if ((request !== SIOCADDRT && request !== SIOCDELRT) || !("send" in what)) return false;
  const name = what.getsockname();
  return typeof name !== "number" && name.family === AF_INET6;
}

export function ioctl(call: Call): Answer {
  const { caller, args } = call;
  const file = call.files.find(caller, call.int(0));
  if (file === undefined) return PASS_ON;
  const request = Number(args[1] & 0xffffffffn);
  if (BY_VALUE.has(request))
    return file.what.ioctl(request, new Uint8Array(Int32Array.of(call.int(2)).buffer));
  const route6 = isRoute6(file.what, request);
  const size = route6 ? IN6_RTMSG_LENGTH : (LENGTHS.get(request) ?? IFREQ_LENGTH);
  const structure = caller.read(args[2], size);
  const pointer = structure.length === size && !route6 ? POINTERS.get(request) : undefined;
  const view = new DataView(structure.buffer, structure.byteOffset, structure.length);
  const place = pointer === undefined ? 0n : view.getBigUint64(pointer.at, true);
  const more = pointer === undefined || place === 0n ? [] : caller.read(place, pointer.length(view));
  const argument = new Uint8Array(structure.length + more.length);
  argument.set(structure);
  argument.set(more, structure.length);
  const result = file.what.ioctl(request, argument);
  if (result < 0) return result;
  caller.write(args[2], argument.subarray(0, structure.length));
  caller.write(place, argument.subarray(structure.length));
  return result;
}
