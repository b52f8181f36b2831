/** `struct sockaddr_*` to and from bytes. */
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_UNIX,
  type SockaddrIn,
  type SockaddrIn6,
  type SockaddrLl,
  type SockaddrNl,
  type SockaddrUn,
  type SocketAddress,
} from "../kernel.ts";
import { Ipv6Address, ipv4FromBytes, ipv4ToBytes } from "../packet/address.ts";

/** `sizeof(struct sockaddr_storage)`. */
export const SOCKADDR_SIZE = 128;

interface Family<Address extends SocketAddress> {
  /** Writes the address after the family. @returns the length of the structure */
  write(view: DataView, bytes: Uint8Array, address: Address): number;
  read(view: DataView, bytes: Uint8Array): Address;
}

const inet: Family<SockaddrIn> = {
  write(view, bytes, address) {
    view.setUint16(2, address.port);
    ipv4ToBytes(address.address, bytes, 4);
    bytes.fill(0, 8, 16);
    return 16;
  },
  read: (view, bytes) => ({ family: AF_INET, address: ipv4FromBytes(bytes, 4), port: view.getUint16(2) }),
};

const inet6: Family<SockaddrIn6> = {
  write(view, bytes, address) {
    view.setUint16(2, address.port);
    view.setUint32(4, address.flowinfo ?? 0);
    address.address.toBytes(bytes, 8);
    view.setUint32(24, address.scopeId ?? 0, true);
    return 28;
  },
  read: (view, bytes) => ({
    family: AF_INET6,
    address: Ipv6Address.fromBytes(bytes, 8),
    port: view.getUint16(2),
    flowinfo: view.getUint32(4),
    scopeId: view.getUint32(24, true),
  }),
};

const netlink: Family<SockaddrNl> = {
  write(view, _bytes, address) {
    view.setUint16(2, 0);
    view.setUint32(4, address.pid, true);
    view.setUint32(8, address.groups, true);
    return 12;
  },
  read: (view) => ({
    family: AF_NETLINK,
    pid: view.getUint32(4, true),
    groups: view.getUint32(8, true),
  }),
};

const link: Family<SockaddrLl> = {
  write(view, bytes, address) {
    view.setUint16(2, address.protocol);
    view.setInt32(4, address.ifindex, true);
    view.setUint16(8, address.hatype ?? 0, true);
    bytes[10] = address.packetType ?? 0;
    const hardware = address.address ?? new Uint8Array(0);
    bytes[11] = hardware.length;
    bytes.fill(0, 12, 20);
    bytes.set(hardware.subarray(0, 32), 12);
    return 12 + Math.max(8, Math.min(hardware.length, 32));
  },
  read: (view, bytes) => ({
    family: AF_PACKET,
    protocol: view.getUint16(2),
    ifindex: view.getInt32(4, true),
    hatype: view.getUint16(8, true),
    packetType: bytes[10],
    address: bytes.slice(12, 12 + Math.min(bytes[11], 32)),
  }),
};

/** A path ends with a zero; an abstract name begins with one. */
const unix: Family<SockaddrUn> = {
  write(_view, bytes, { path, at }) {
    const name = new TextEncoder().encode(path.startsWith("\0") ? path : `${at ?? path}\0`).subarray(0, 108);
    bytes.set(name, 2);
    return path === "" ? 2 : 2 + name.length;
  },
  read: (_view, bytes) => {
    const end = bytes.indexOf(0, 2);
    return { family: AF_UNIX, path: new TextDecoder().decode(bytes.subarray(2, end < 0 ? 110 : end)) };
  },
};

const FAMILIES: ReadonlyMap<number, Family<SocketAddress>> = new Map([
  [AF_INET, inet as Family<SocketAddress>],
  [AF_INET6, inet6],
  [AF_NETLINK, netlink],
  [AF_PACKET, link],
  [AF_UNIX, unix],
]);

/** Writes an address into `bytes` (at least {@link SOCKADDR_SIZE}). @returns its length, 0 for a family that is not known */
export function encodeSockaddr(bytes: Uint8Array, address: SocketAddress): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setUint16(0, address.family, true);
  const family = FAMILIES.get(address.family);
  return family?.write(view, bytes, address) ?? 0;
}

/** Reads an address; undefined for none, or one of another family. */
export function decodeSockaddr(bytes: Uint8Array, length: number): SocketAddress | undefined {
  if (length < 2) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return FAMILIES.get(view.getUint16(0, true))?.read(view, bytes);
}
