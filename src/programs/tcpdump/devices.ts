/**
 * Capture devices: what `-D` lists, and the questions that libpcap asks of one.
 */
import { isErrno } from "../../errno.ts";
import { AF_INET, SOCK_DGRAM, type Socket, type SystemCalls } from "../../kernel.ts";
import {
  ARPHRD_ETHER,
  ARPHRD_IPGRE,
  ARPHRD_LOOPBACK,
  ARPHRD_NONE,
  ARPHRD_SIT,
  ARPHRD_TUNNEL,
  ARPHRD_TUNNEL6,
} from "../../packet/arp.ts";
import { DLT_EN10MB, DLT_LINUX_SLL2, DLT_RAW } from "../../packet/capture.ts";

const IFNAMSIZ = 16;
const IFREQ_LENGTH = 40;
const SIOCGIFNAME = 0x8910;
const SIOCGIFFLAGS = 0x8913;
const SIOCGIFHWADDR = 0x8927;
const SIOCGIFINDEX = 0x8933;
const IFF_UP = 0x1;
const IFF_LOOPBACK = 0x8;
const IFF_RUNNING = 0x40;

/** Hardware types whose frames begin with the IP header. */
const RAW_TYPES = new Set([ARPHRD_NONE, ARPHRD_TUNNEL, ARPHRD_TUNNEL6, ARPHRD_SIT, ARPHRD_IPGRE]);

interface Device {
  readonly name: string;
  readonly index: number;
  readonly flags: number;
}

/** Questions to the kernel about devices; {@link DeviceQueries.close} when done. */
export class DeviceQueries {
  private readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  static open(sys: SystemCalls): DeviceQueries | number {
    const socket = sys.socket(AF_INET, SOCK_DGRAM, 0);
    return isErrno(socket) ? socket : new DeviceQueries(socket);
  }

  close(): void {
    this.socket.close();
  }

  /** The interface index, or a negative error number. */
  index(name: string): number {
    return this.ask(SIOCGIFINDEX, name, (request) => read32(request, IFNAMSIZ));
  }

  flags(name: string): number {
    return this.ask(SIOCGIFFLAGS, name, (request) => request[IFNAMSIZ] | (request[IFNAMSIZ + 1] << 8));
  }

  /** `ARPHRD_*` */
  hardwareType(name: string): number {
    return this.ask(SIOCGIFHWADDR, name, (request) => request[IFNAMSIZ] | (request[IFNAMSIZ + 1] << 8));
  }

  /** The name of an interface index; undefined when there is none. */
  name(index: number): string | undefined {
    const request = new Uint8Array(IFREQ_LENGTH);
    for (let i = 0; i < 4; i++) request[IFNAMSIZ + i] = index >>> (8 * i);
    if (this.socket.ioctl(SIOCGIFNAME, request) < 0) return undefined;
    return new TextDecoder().decode(request.subarray(0, request.indexOf(0)));
  }

  private ask(command: number, name: string, answer: (request: Uint8Array) => number): number {
    const request = new Uint8Array(IFREQ_LENGTH);
    request.set(new TextEncoder().encode(name).subarray(0, IFNAMSIZ - 1));
    const result = this.socket.ioctl(command, request);
    return result < 0 ? result : answer(request);
  }
}

function read32(bytes: Uint8Array, offset: number): number {
  return bytes[offset] | (bytes[offset + 1] << 8) | (bytes[offset + 2] << 16) | (bytes[offset + 3] << 24);
}

/** The link type of a hardware type; cooked for those that libpcap does not know. */
export function linkTypeOf(hardwareType: number): number {
  if (hardwareType === ARPHRD_ETHER || hardwareType === ARPHRD_LOOPBACK) return DLT_EN10MB;
  return RAW_TYPES.has(hardwareType) ? DLT_RAW : DLT_LINUX_SLL2;
}

/** What libpcap lists beside the devices: sources of packets that are no network device. They can not be captured on here. */
const OTHER_SOURCES = [
  "bluetooth-monitor (Bluetooth Linux Monitor) [Wireless]",
  "nflog (Linux netfilter log (NFLOG) interface) [none]",
  "nfqueue (Linux netfilter queue (NFQUEUE) interface) [none]",
  "dbus-system (D-Bus system bus) [none]",
  "dbus-session (D-Bus session bus) [none]",
];

/** Whether libpcap knows a source of packets by this name that is no network device. */
export function isOtherSource(name: string): boolean {
  return OTHER_SOURCES.some((line) => line.startsWith(`${name} `));
}

/** A line of `-D` without its number, and its place. */
export interface Listed {
  readonly name: string;
  readonly line: string;
}

/** `get_figure_of_merit`: smaller is better. */
const MERIT_ANY = 0x08000000;
const MERIT_LOOPBACK = 0x10000000;
const MERIT_DISCONNECTED = 0x20000000;
const MERIT_DOWN = 0x40000000;
const MERIT_NOT_RUNNING = 0x80000000;

/** All devices in the order in which libpcap lists them; equal ones as the kernel has them. */
export function listDevices(sys: SystemCalls): Listed[] {
  const queries = DeviceQueries.open(sys);
  const entries = sys.readdir("/sys/class/net");
  if (typeof queries === "number" || isErrno(entries)) return [];
  const devices: Device[] = [];
  for (const { name } of entries) {
    const index = queries.index(name);
    if (index > 0) devices.push({ name, index, flags: queries.flags(name) });
  }
  queries.close();
  devices.sort((left, right) => left.index - right.index);
  const listed = devices.map((device) => ({ ...describe(device), merit: merit(device) }));
  listed.push({
    name: "any",
    line: "any (Pseudo-device that captures on all interfaces) [Up, Running]",
    merit: MERIT_ANY,
  });
  for (const line of OTHER_SOURCES)
    listed.push({ name: line.slice(0, line.indexOf(" ")), line, merit: MERIT_NOT_RUNNING + MERIT_DOWN });
  // a stable sort
  return listed.sort((left, right) => left.merit - right.merit);
}

function merit({ flags }: Device): number {
  const loopback = (flags & IFF_LOOPBACK) !== 0;
  let value = loopback ? MERIT_LOOPBACK : 0;
  if ((flags & IFF_RUNNING) === 0) value += MERIT_NOT_RUNNING + (loopback ? 0 : MERIT_DISCONNECTED);
  if ((flags & IFF_UP) === 0) value += MERIT_DOWN;
  return value;
}

function describe({ name, flags }: Device): Listed {
  const up = (flags & IFF_UP) !== 0;
  const running = (flags & IFF_RUNNING) !== 0;
  const words: string[] = [];
  if (up) words.push("Up");
  if (running) words.push("Running");
  if ((flags & IFF_LOOPBACK) !== 0) words.push("Loopback");
  if (words.length === 0) words.push("none");
  if ((flags & IFF_LOOPBACK) === 0) words.push(running ? "Connected" : "Disconnected");
  return { name, line: `${name} [${words.join(", ")}]` };
}

/** Whether a device with these flags is up. */
export function isUp(flags: number): boolean {
  return (flags & IFF_UP) !== 0;
}
