/** One socket as a row. */
import type { SystemCalls } from "../../kernel.ts";
import { formatIpv4, Ipv6Address, ipv4FromBytes } from "../../packet/address.ts";
import { interfaceName } from "../lib/interfaces.ts";
import type { SocketUser } from "../lib/socket-users.ts";
import type { Services } from "./services.ts";
import type { SocketInfo } from "./socket-info.ts";
import { STATE_NAMES } from "./states.ts";
import { tcpInfoText } from "./tcp-info.ts";

/** What options say of how rows look. */
export interface Showing {
  readonly numeric: boolean;
  readonly extended: boolean;
  readonly memory: boolean;
  readonly timers: boolean;
  readonly info: boolean;
  readonly oneLine: boolean;
  /** Filters of packet sockets. */
  readonly filters: boolean;
  /** The name of a host; undefined: addresses are shown as they are. */
  readonly hostName: ((family: number, bytes: Uint8Array) => string | undefined) | undefined;
  /** Who has which socket, if that is asked for. */
  readonly users: ReadonlyMap<number, readonly SocketUser[]> | undefined;
}

const TIMERS = ["off", "on", "keepalive", "timewait", "persist", "unknown"];

function address(
  sys: SystemCalls,
  socket: SocketInfo,
  bytes: Uint8Array,
  local: boolean,
  showing: Showing,
): string {
  const device =
    local && socket.ifindex !== 0 ? `%${interfaceName(sys, socket.ifindex) ?? `if${socket.ifindex}`}` : "";
  const name = showing.hostName?.(socket.family, bytes);
  if (bytes.length === 4)
    return name !== undefined ? `${name}${device}:` : `${formatIpv4(ipv4FromBytes(bytes))}${device}:`;
  const v6 = Ipv6Address.fromBytes(bytes);
  if (v6.isUnspecified && socket.v6only !== 1) return `*${device}:`;
  return name !== undefined ? `${name}${device}:` : `[${v6.toString()}]${device}:`;
}

/** A timer's time; seconds with a fraction end in "ms", as ss has it. */
function timeText(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  const seconds = Math.floor(milliseconds / 1000) % 60;
  const rest = milliseconds % 1000;
  if (minutes > 0) return `${minutes}min${seconds > 0 ? `${seconds}sec` : ""}`;
  if (seconds > 9) return `${seconds}sec`;
  if (rest === 0 && seconds > 0) return `${seconds}sec`;
  return `${seconds > 0 ? `${seconds}.` : ""}${String(rest).padStart(3, "0")}ms`;
}

function timer({ timer: kind, expires, retransmits }: SocketInfo): string {
  if (kind === 0) return "";
  return ` timer:(${TIMERS[Math.min(kind, 5)]},${timeText(expires)},${retransmits})`;
}

/** ` skmem:(…)` */
export function memoryText(words: readonly number[]): string {
  const [r, rb, t, tb, f, w, o, bl, d] = words;
  return ` skmem:(r${r},rb${rb},t${t},tb${tb},f${f},w${w},o${o},bl${bl},d${d})`;
}

/** ` users:(…)`, or nothing. */
export function usersText(users: readonly SocketUser[]): string {
  if (users.length === 0) return "";
  // the one that was found last is first
  const each = [...users].reverse().map(({ name, pid, fd }) => `("${name}",pid=${pid},fd=${fd})`);
  return ` users:(${each.join(",")})`;
}

/** What stands behind the addresses. */
function details(socket: SocketInfo, showing: Showing): string {
  let text = "";
  if (showing.timers || showing.extended) text += timer(socket);
  if (showing.users) text += usersText(showing.users.get(socket.inode) ?? []);
  if (showing.extended) {
    if (socket.uid !== 0) text += ` uid:${socket.uid}`;
    text += ` ino:${socket.inode} sk:${socket.cookie.toString(16)}`;
    if (socket.v6only !== undefined && socket.family === 10) text += ` v6only:${socket.v6only}`;
    text += " <->";
  }
  if (!showing.memory && !showing.info) return text;
  let more = "";
  if (showing.memory && socket.memory !== undefined) more += memoryText(socket.memory);
  if (showing.info && socket.netid === "tcp" && socket.info !== undefined)
    more += tcpInfoText(socket.info, socket.congestion);
  return text + (showing.oneLine ? "" : "\n\t") + more;
}

/** The cells of a row. */
export function row(sys: SystemCalls, socket: SocketInfo, showing: Showing, services: Services): string[] {
  const port = (number: number) => {
    if (number === 0) return "*";
    return showing.numeric ? String(number) : services.name(number, socket.netid);
  };
  const local =
    socket.netid === "raw" ? services.protocol(socket.sourcePort, showing.numeric) : port(socket.sourcePort);
  return [
    socket.netid,
    STATE_NAMES[socket.state] ?? "UNKNOWN",
    String(socket.receiveQueue).padEnd(6),
    String(socket.sendQueue).padEnd(6),
    address(sys, socket, socket.source, true, showing),
    local,
    address(sys, socket, socket.destination, false, showing),
    port(socket.destinationPort),
    details(socket, showing),
  ];
}
