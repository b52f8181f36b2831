/** How a socket of `ping` is set up for IPv4. Source: iputils 20221126, `ping/ping.c` (`ping4_run`). */
import { EPERM, strerror } from "../../errno.ts";
import type { Socket } from "../../kernel.ts";
import { type Ipv4Address, ipv4ToBytes } from "../../packet/address.ts";
import {
  ICMP_DEST_UNREACH,
  ICMP_ECHOREPLY,
  ICMP_PARAMETERPROB,
  ICMP_REDIRECT,
  ICMP_SOURCE_QUENCH,
  ICMP_TIME_EXCEEDED,
} from "../../packet/icmp.ts";
import type { Session } from "./session.ts";
import { requireOption } from "./sockets.ts";

const SOL_IP = 0;
const SOL_SOCKET = 1;
const SOL_RAW = 255;
const SO_BROADCAST = 6;
const IP_TTL = 2;
const IP_OPTIONS = 4;
const IP_RETOPTS = 7;
const IP_RECVERR = 11;
const IP_RECVTTL = 12;
const IP_MULTICAST_TTL = 33;
const IP_MULTICAST_LOOP = 34;
const ICMP_FILTER = 1;
const ERRORS = [ICMP_DEST_UNREACH, ICMP_SOURCE_QUENCH, ICMP_REDIRECT, ICMP_TIME_EXCEEDED, ICMP_PARAMETERPROB];

/** What the socket tells of what comes in: errors, and of a raw one only the answers. */
export async function setReceiving(session: Session, socket: Socket, raw: boolean): Promise<void> {
  if (raw) {
    let filter = ~(1 << ICMP_ECHOREPLY);
    for (const type of ERRORS) filter &= ~(1 << type);
    const result = socket.setsockopt(SOL_RAW, ICMP_FILTER, filter);
    if (result < 0) await session.warn(`WARNING: setsockopt(ICMP_FILTER): ${strerror(-result)}`);
  }
  if (socket.setsockopt(SOL_IP, IP_RECVERR, 1) < 0)
    await session.warn("WARNING: your kernel is veeery old. No problems.");
  if (raw) return;
  socket.setsockopt(SOL_IP, IP_RECVTTL, 1);
  socket.setsockopt(SOL_IP, IP_RETOPTS, 1);
}

/** `-R` and `-T`: options of the header. @param route hosts on the way. @returns how much room they take, in bytes */
export async function setIpOptions(
  session: Session,
  socket: Socket,
  route: readonly Ipv4Address[],
): Promise<number> {
  const { options } = session;
  let room = 0;
  const set = async (bytes: readonly number[], what: string): Promise<void> => {
    room = 40;
    await requireOption(session, socket, SOL_IP, IP_OPTIONS, Uint8Array.from(bytes), what);
  };
  const way = route.map((address) => [...ipv4ToBytes(address)]);
  if (options.recordRoute) await set([1, 7, 39, 4, ...new Array<number>(36).fill(0)], "record route");
  if (options.timestampType !== undefined) {
    const prespecified = way.flatMap((address) => [...address, 0, 0, 0, 0]);
    const length =
      options.timestampType === 3 ? 4 + prespecified.length : options.timestampType === 0 ? 40 : 36;
    const space = new Array<number>(length).fill(0);
    space.splice(0, 4, 68, length, 5, options.timestampType);
    space.splice(4, prespecified.length, ...prespecified);
    await set(space.slice(0, length), "ts option");
  } else if (way.length > 0) {
    // only CAP_NET_RAW may set a source route, and the real ping has given that up by now
    await session.fail(2, `record route: ${strerror(EPERM)}`);
  }
  return room;
}

/** What the socket may send, and how far. */
export async function setSending(session: Session, socket: Socket): Promise<void> {
  const { options } = session;
  if (options.broadcast)
    await requireOption(session, socket, SOL_SOCKET, SO_BROADCAST, 1, "cannot set broadcasting");
  if (options.noLoop)
    await requireOption(session, socket, SOL_IP, IP_MULTICAST_LOOP, 0, "cannot disable multicast loopback");
  if (options.ttl === undefined) return;
  const { ttl } = options;
  await requireOption(session, socket, SOL_IP, IP_MULTICAST_TTL, ttl, "cannot set multicast time-to-live");
  await requireOption(session, socket, SOL_IP, IP_TTL, ttl, "cannot set unicast time-to-live");
}
