/** One question to one server of DNS: over UDP, and over TCP when the answer was cut off. */
import {
  EAGAIN,
  EBADMSG,
  ECONNREFUSED,
  EINPROGRESS,
  EMSGSIZE,
  ENODATA,
  EPROTO,
  ETIMEDOUT,
  isErrno,
} from "../../errno.ts";
import { AF_INET, SOCK_DGRAM, SOCK_STREAM, type Socket } from "../../kernel.ts";
import { read16 } from "../../packet/bytes.ts";
import { buildDns, DNS_HLEN, DNS_QR, type DnsMessage, parseDns, TYPE_SOA } from "../../packet/dns.ts";
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
  const asked = await sendOverTcp(process, socket, server, query, end);
  if (asked < 0) return asked;
  const answer = await new TcpAnswers(process, socket).next(end);
  if (typeof answer === "number") return answer;
  return matches(query, answer.message) ? answer : -ECONNREFUSED;
}

/** Connects and asks. @returns 0 or a negative error */
async function sendOverTcp(
  process: Process,
  socket: Socket,
  server: InternetAddress,
  query: DnsMessage,
  end: number,
): Promise<number> {
  let connected = socket.connect(server);
  const wire = buildDns(query);
  const framed = Uint8Array.of(wire.length >>> 8, wire.length & 255, ...wire);
  for (;;) {
    const sent = connected < 0 && connected !== -EINPROGRESS ? connected : socket.send(framed);
    if (sent >= 0) return 0;
    if (sent !== -EAGAIN) return sent;
    connected = 0;
    if (process.sys.monotonic() >= end) return -ETIMEDOUT;
    await process.sleep(1e6);
  }
}

/** Messages with their lengths before them. */
class TcpAnswers {
  private readonly process: Process;
  private readonly socket: Socket;
  private readonly bytes = new Uint8Array(2 * (2 + UDP_MAX));
  private filled = 0;

  constructor(process: Process, socket: Socket) {
    this.process = process;
    this.socket = socket;
  }

  /** @returns the next message, `-EMSGSIZE` for one without a whole header, `-EBADMSG` for one that is none, `-ENODATA` at the end, or another error */
  async next(end: number): Promise<DnsAnswer | number> {
    for (;;) {
      const size = read16(this.bytes, 0);
      if (this.filled >= 2 && this.filled >= 2 + size) return this.take(size);
      const rest = end - this.process.sys.monotonic();
      if (rest <= 0) return -ETIMEDOUT;
      if ((await this.process.poll([this.socket], rest)) === undefined) continue;
      const count = this.socket.recv(this.bytes.subarray(this.filled));
      if (count === -EAGAIN) continue;
      if (count < 0) return count;
      if (count === 0) return -ENODATA;
      this.filled += count;
    }
  }

  private take(size: number): DnsAnswer | number {
    if (size < DNS_HLEN) return -EMSGSIZE;
    const message = parseDns(this.bytes.subarray(2, 2 + size));
    this.bytes.copyWithin(0, 2 + size, this.filled);
    this.filled -= 2 + size;
    return message === undefined ? -EBADMSG : { message, size };
  }
}

/**
 * Asks for a zone: messages up to the one with its second SOA record.
 * @param each is given them one by one; @returns false to end
 * @param stranger is given the number of a message that answers another question, which ends the transfer (`-EBADMSG`)
 * @returns 0, or a negative error: `-EPROTO` when the server refused
 */
export async function transferZone(
  process: Process,
  server: InternetAddress,
  query: DnsMessage,
  options: QueryOptions,
  each: (answer: DnsAnswer) => Promise<void> | void,
  stranger?: (id: number) => void,
): Promise<number> {
  const socket = process.sys.socket(server.family, SOCK_STREAM, 0);
  if (isErrno(socket)) return socket;
  try {
    const bound = options.source === undefined ? 0 : socket.bind(options.source);
    if (bound < 0) return bound;
    const asked = await sendOverTcp(
      process,
      socket,
      server,
      query,
      process.sys.monotonic() + options.timeout,
    );
    if (asked < 0) return asked;
    const answers = new TcpAnswers(process, socket);
    for (let ends = 0; ; ) {
      const answer = await answers.next(process.sys.monotonic() + options.timeout);
      if (typeof answer === "number") return answer;
      const { id, flags, answers: records } = answer.message;
      if (id !== query.id) stranger?.(id);
      if (id !== query.id || (flags & DNS_QR) === 0) return -EBADMSG;
      if ((flags & 15) !== 0 || (ends === 0 && records[0]?.type !== TYPE_SOA)) return -EPROTO;
      await each(answer);
      ends += records.filter(({ type }) => type === TYPE_SOA).length;
      if (ends >= 2) return 0;
    }
  } finally {
    socket.close();
  }
}
