/** What a program behind a tap may leave to the kernel, and is left by it: the same steps on either kernel, a line for each. */
import { isErrno } from "../../src/errno.ts";
import { AF_INET, type File, O_RDWR, SOCK_DGRAM, type Socket, type SystemCalls } from "../../src/kernel.ts";
import * as tun from "../../src/netlink/link-kinds/tun.ts";
import { ipv4 } from "../../src/packet/address.ts";

const SIOCSIFFLAGS = 0x8914;
const SIOCSIFADDR = 0x8916;
const SIOCSIFNETMASK = 0x891c;
const SIOCSARP = 0x8955;
const NEEDS_CSUM = 1;
const [TCPV4, UDP, TCPV6, ECN] = [1, 3, 4, 0x80];

const hex = (text: string): number[] =>
  (text.replace(/\s/g, "").match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
const LINK = "020000000001 020000000002 0800";
/** From 10.0.0.2 to 10.0.0.1, 40 bytes and more. */
const TCP = (length: number): string =>
  `${LINK} 4500${length.toString(16).padStart(4, "0")} 0001 4000 4006 0000 0a000002 0a000001 1000 2000 00000001 00000000 5010 1000 0000 0000`;
const IPV6 = `${LINK.slice(0, -4)}86dd 60000000 0bcc 0640 fe800000000000000000000000000002 fe800000000000000000000000000001 1000 2000 00000001 00000000 5010 1000 0000 0000`;
const ARP = `${LINK.slice(0, -4)}0806 0001 0800 0604 0001 020000000002 0a000002 000000000000 0a000001`;

interface Header {
  readonly flags?: number;
  readonly gso?: number;
  readonly headers?: number;
  readonly size?: number;
  readonly start?: number;
  readonly offset?: number;
}

function header({ flags = 0, gso = 0, headers = 0, size = 0, start = 0, offset = 0 }: Header): number[] {
  return [flags, gso, ...[headers, size, start, offset].flatMap((value) => [value & 255, value >>> 8])];
}

const PARTIAL: Header = { flags: NEEDS_CSUM, start: 34, offset: 16 };
/** A header, a frame, how many bytes of payload it has. */
const WRITES: readonly (readonly [string, Header, string, number])[] = [
  ["nothing", {}, TCP(140), 100],
  ["a checksum", PARTIAL, TCP(140), 100],
  ["a checksum at the end", { ...PARTIAL, start: 136 }, TCP(140), 100],
  ["a checksum over the end", { ...PARTIAL, start: 137 }, TCP(140), 100],
  ["a checksum far away", { ...PARTIAL, start: 65000, offset: 65000 }, TCP(140), 100],
  ["long headers", { headers: 154 }, TCP(140), 100],
  ["too long headers", { headers: 155 }, TCP(140), 100],
  ["segments", { ...PARTIAL, gso: TCPV4, size: 1000, headers: 54 }, TCP(3040), 3000],
  ["segments, ECN", { ...PARTIAL, gso: TCPV4 | ECN, size: 1000, headers: 54 }, TCP(3040), 3000],
  ["segments without a size", { ...PARTIAL, gso: TCPV4, headers: 54 }, TCP(3040), 3000],
  ["few bytes", { ...PARTIAL, gso: TCPV4, size: 1000 }, TCP(140), 100],
  ["an unknown kind", { ...PARTIAL, gso: 2, size: 1000 }, TCP(3040), 3000],
  ["another unknown kind", { ...PARTIAL, gso: 0x7f, size: 1000 }, TCP(3040), 3000],
  ["segments of IPv6", { flags: NEEDS_CSUM, start: 54, offset: 16, gso: TCPV6, size: 1000 }, IPV6, 3000],
  ["segments of UDP that are not", { ...PARTIAL, gso: UDP, size: 0 }, TCP(3040), 3000],
  ["ARP", {}, ARP, 0],
  ["a checksum in ARP", { flags: NEEDS_CSUM, start: 20, offset: 6 }, ARP, 0],
];

function open(task: SystemCalls, flags: number): File {
  const file = task.open("/dev/net/tun", O_RDWR);
  if (isErrno(file)) throw new Error(`tun: ${file}`);
  const request = new Uint8Array(40);
  request.set(new TextEncoder().encode("t0"));
  request.set([flags & 255, flags >>> 8], 16);
  if (file.ioctl(tun.TUNSETIFF, request) < 0) throw new Error("TUNSETIFF");
  return file;
}

/** `ifconfig t0 hw … 10.0.0.1/24 up`, and a neighbour. */
function configure(control: Socket): void {
  const request = (name: string, code: number, data: readonly number[]): number => {
    const bytes = new Uint8Array(68);
    bytes.set(new TextEncoder().encode(name));
    bytes.set(data, 16);
    return control.ioctl(code, bytes);
  };
  // the kernel itself has nothing to say by IPv6
  request("t0", 0x8924, [1, 0, 2, 0, 0, 0, 0, 1]);
  request("t0", SIOCSIFADDR, [2, 0, 0, 0, 10, 0, 0, 1]);
  request("t0", SIOCSIFNETMASK, [2, 0, 0, 0, 255, 255, 255, 0]);
  request("t0", SIOCSIFFLAGS, [0x41, 0]);
  const neighbour = new Uint8Array(68);
  neighbour.set([2, 0, 0, 0, 10, 0, 0, 2]);
  neighbour.set([1, 0, 2, 0, 0, 0, 0, 2], 16);
  neighbour.set([6, 0], 32);
  neighbour.set(new TextEncoder().encode("t0"), 52);
  control.ioctl(SIOCSARP, neighbour);
}

/** The next datagram of UDP that the device sends, from its header on. */
function nextDatagram(file: File): string {
  const bytes = new Uint8Array(65600);
  for (let tries = 0; tries < 20; tries++) {
    const length = file.read(bytes);
    if (length < 0) return `read ${length}`;
    if (bytes[10 + 12] !== 8 || bytes[10 + 13] !== 0 || bytes[10 + 23] !== 17) continue;
    const shown = [...bytes.subarray(0, 10), ...bytes.subarray(10 + 34, 10 + 42)];
    return `${length}: ${shown.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  }
  return "none";
}

export function tapOffload(task: SystemCalls): string[] {
  const lines: string[] = [];
  const file = open(task, tun.IFF_TAP | tun.IFF_NO_PI | tun.IFF_VNET_HDR);
  const control = task.socket(AF_INET, SOCK_DGRAM, 0);
  if (isErrno(control)) throw new Error(`socket: ${control}`);
  lines.push(
    `down: ${file.write(Uint8Array.from([...header({}), ...hex(TCP(140)), ...new Array(100).fill(0)]))}`,
  );
  configure(control);
  control.bind({ family: AF_INET, address: ipv4(0), port: 4096 });
  for (const [what, fields, frame, payload] of WRITES) {
    const bytes = Uint8Array.from([...header(fields), ...hex(frame), ...new Array<number>(payload).fill(7)]);
    lines.push(`${what}: ${file.write(bytes)}`);
  }
  lines.push(`no room for a header: ${file.write(new Uint8Array(9))}`);
  lines.push(`no room for a frame: ${file.write(new Uint8Array(20))}`);
  for (const offloads of [
    0, 1, 2, 3, 4, 5, 7, 8, 9, 0x0b, 0x0f, 0x10, 0x11, 0x1f, 0x20, 0x21, 0x61, 0x6f, 0x7f, 0x40000000,
  ]) {
    const result = file.ioctl(tun.TUNSETOFFLOAD, Uint8Array.of(offloads, 0, 0, offloads >>> 24));
    control.send(Uint8Array.of(1, 2, 3, 4), { to: { family: AF_INET, address: ipv4(0x0a000002), port: 9 } });
    lines.push(`offloads ${offloads.toString(16)}: ${result}, ${nextDatagram(file)}`);
  }
  const header12 = file.ioctl(tun.TUNSETVNETHDRSZ, Uint8Array.of(12, 0, 0, 0));
  lines.push(
    `a header of 12: ${header12}, ${file.write(Uint8Array.from([...header({}), 0, 0, ...hex(ARP)]))}`,
  );
  file.close();
  control.close();
  return lines;
}
