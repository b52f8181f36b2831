/** One question to one server of DNS: over UDP, and over TCP when the answer was cut off. */
import { EAGAIN, ECONNREFUSED, EINPROGRESS, ETIMEDOUT, isErrno } from "../../errno.ts";
import { AF_INET, SOCK_DGRAM, SOCK_STREAM, type Socket } from "../../kernel.ts";
import { read16 } from "../../packet/bytes.ts";
import { buildDns, DNS_QR, type DnsMessage, parseDns } from "../../packet/dns.ts";
import type { Process } from "../../process/process.ts";
import type { InternetAddress } from "./resolver.ts";

/** An answer, with how long it was on the wire. */
export interface DnsAnswer {
  readonly message: DnsMessage;
  readonly size: number;
}

/** How it is asked. */
export interface QueryOptions {
  /** Nanoseconds. */
  readonly timeout: number;
  readonly tcp?: boolean;
  /** The address to ask from. */
  readonly source?: InternetAddress;
  /** Datagrams may be fragmented, as BIND's tools have it. */
  readonly fragments?: boolean;
}

const SOL_IP = 0;
const IP_MTU_DISCOVER = 10;
const IP_PMTUDISC_OMIT = 5;
const SOL_IPV6 = 41;
const IPV6_MTU_DISCOVER = 23;

const UDP_MAX = 65_535;

function matches(query: DnsMessage, answer: DnsMessage | undefined): answer is DnsMessage {
  if (answer === undefined || answer.id !== query.id || (answer.flags & DNS_QR) === 0) return false;
  const [asked] = query.questions;
  const [told] = answer.questions;
  if (told === undefined || asked === undefined) return true;
  return told.type === asked.type && told.name.toLowerCase() === asked.name.toLowerCase();
}

/** Asks. @returns the answer, `-ETIMEDOUT`, or the error of the socket */
export async function queryServer(
  process: Process,
  server: InternetAddress,
  query: DnsMessage,
  options: QueryOptions,
): Promise<DnsAnswer | number> {
  const socket = process.sys.socket(server.family, options.tcp ? SOCK_STREAM : SOCK_DGRAM, 0);
  if (isErrno(socket)) return socket;
  try {
    if (options.fragments && !options.tcp) {
      if (server.family === AF_INET) socket.setsockopt(SOL_IP, IP_MTU_DISCOVER, IP_PMTUDISC_OMIT);
      else socket.setsockopt(SOL_IPV6, IPV6_MTU_DISCOVER, IP_PMTUDISC_OMIT);
    }
    const bound = options.source === undefined ? 0 : socket.bind(options.source);
    if (bound < 0) return bound;
    const end = process.sys.monotonic() + options.timeout;
    return options.tcp
      ? await overTcp(process, socket, server, query, end)
      : await overUdp(process, socket, server, query, end);
  } finally {
    socket.close();
  }
}

async function overUdp(
  process: Process,
  socket: Socket,
  server: InternetAddress,
  query: DnsMessage,
  end: number,
): Promise<DnsAnswer | number> {
  const connected = socket.connect(server);
  if (connected < 0) return connected;
  const sent = socket.send(buildDns(query));
  if (sent < 0) return sent;
  const bytes = new Uint8Array(UDP_MAX);
  for (;;) {
    const rest = end - process.sys.monotonic();
    if (rest <= 0) return -ETIMEDOUT;
    if ((await process.poll([socket], rest)) === undefined) continue;
    const length = socket.recv(bytes);
    if (length === -EAGAIN) continue;
    if (length < 0) return length;
    const message = parseDns(bytes.subarray(0, length));
    if (matches(query, message)) return { message, size: length };
  }
}

async function overTcp(
  process: Process,
  socket: Socket,
  server: InternetAddress,
  query: DnsMessage,
  end: number,
): Promise<DnsAnswer | number> {
  let connected = socket.connect(server);
  const wire = buildDns(query);
  const framed = Uint8Array.of(wire.length >>> 8, wire.length & 255, ...wire);
  for (;;) {
    const sent = connected < 0 && connected !== -EINPROGRESS ? connected : socket.send(framed);
    if (sent >= 0) break;
    if (sent !== -EAGAIN) return sent;
    connected = 0;
    if (process.sys.monotonic() >= end) return -ETIMEDOUT;
    await process.sleep(1e6);
  }
  const bytes = new Uint8Array(2 + UDP_MAX);
  for (let length = 0; ; ) {
    const rest = end - process.sys.monotonic();
    if (rest <= 0) return -ETIMEDOUT;
    if ((await process.poll([socket], rest)) === undefined) continue;
    const count = socket.recv(bytes.subarray(length));
    if (count === -EAGAIN) continue;
    if (count < 0) return count;
    if (count === 0) return -ECONNREFUSED;
    length += count;
    const size = read16(bytes, 0);
    if (length < 2 || length < 2 + size) continue;
    const message = parseDns(bytes.subarray(2, 2 + size));
    return matches(query, message) ? { message, size } : -ECONNREFUSED;
  }
}
