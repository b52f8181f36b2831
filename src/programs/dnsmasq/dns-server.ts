/** The DNS side: sockets, questions, replies. */
import { EADDRINUSE, isErrno, strerror } from "../../errno.ts";
import {
  AF_INET,
  AF_INET6,
  type ControlMessage,
  type ReceivedMessage,
  SOCK_DGRAM,
  SOL_SOCKET,
  type Socket,
} from "../../kernel.ts";
import { IN6ADDR_ANY, INADDR_ANY } from "../../packet/address.ts";
import {
  buildDns,
  buildDnsPart,
  DNS_AA,
  DNS_AD,
  DNS_CD,
  DNS_HLEN,
  DNS_OPCODE_SHIFT,
  DNS_QR,
  DNS_RA,
  DNS_RD,
  type DnsMessage,
  type DnsQuestion,
  type DnsRecord,
  parseDns,
  RCODE_NOTIMP,
  RCODE_REFUSED,
  TYPE_OPT,
} from "../../packet/dns.ts";
import { typeText } from "../../packet/dns-text.ts";
import type { Process } from "../../process/process.ts";
import { interfaceName } from "../lib/interfaces.ts";
import { localAddresses } from "../lib/local-addresses.ts";
import type { InternetAddress } from "../lib/resolver.ts";
import { Answers, shown } from "./answers.ts";
import type { Config } from "./config.ts";
import { DnsTcp } from "./dns-tcp.ts";
import { Forwarder } from "./forward.ts";
import type { LocalNames } from "./local-names.ts";
import type { Log } from "./log.ts";
import { StartFailure } from "./options.ts";
import { serverText } from "./parse-dns.ts";

const SOL_IP = 0;
const IP_PKTINFO = 8;
const SOL_IPV6 = 41;
const IPV6_V6ONLY = 26;
const IPV6_RECVPKTINFO = 49;
const IPV6_PKTINFO = 50;
const SO_REUSEADDR = 2;
/** What answers may be as long as (`EDNS_PKTSZ`), and without EDNS. */
const EDNS_SIZE = 1232;
const PLAIN_SIZE = 512;
/** Over TCP. */
const MESSAGE_MAX = 65_535;
/** Extended error: not ready (RFC 8914). */
const EDE_NOT_READY = Uint8Array.of(0, 15, 0, 2, 0, 14);

/** The server, which answers itself or has the question forwarded. */
export class DnsServer {
  readonly forwarder: Forwarder;
  readonly sockets: Socket[] = [];
  readonly tcp: DnsTcp;
  private readonly process: Process;
  private readonly config: Config;
  private readonly log: Log;
  private readonly answers: Answers;
  private readonly buffer = new Uint8Array(65_536);
  private readonly message: ReceivedMessage = { from: undefined, control: [], flags: 0 };

  constructor(process: Process, config: Config, names: LocalNames, log: Log) {
    this.process = process;
    this.config = config;
    this.log = log;
    this.tcp = new DnsTcp(process);
    this.answers = new Answers(config, names, log);
    this.forwarder = new Forwarder(process.sys, config, log);
  }

  /** Opens the sockets. @throws {@link StartFailure} */
  open(): void {
    const { config } = this;
    if (!config.bindInterfaces) {
      this.bind({ family: AF_INET, address: INADDR_ANY, port: config.port });
      this.bind({ family: AF_INET6, address: IN6ADDR_ANY, port: config.port });
      return;
    }
    // an address may be listed and be one of a listed device, too
    const unique = new Map(this.boundAddresses().map((address) => [String(address.address), address]));
    for (const address of unique.values()) this.bind({ ...address, port: config.port });
  }

  private boundAddresses(): InternetAddress[] {
    const { config, process } = this;
    const local = localAddresses(process.sys);
    if (config.interfaces.length === 0 && config.listenAddresses.length > 0)
      return [...config.listenAddresses].reverse();
    const chosen = local.filter(({ index, address }) => {
      const name = interfaceName(process.sys, index) ?? "";
      if (config.exceptInterfaces.includes(name)) return false;
      const loopback = name === "lo";
      const linkLocal = address.family === 10 && address.address.isLinkLocal;
      return !linkLocal && (config.interfaces.length === 0 || loopback || config.interfaces.includes(name));
    });
    return [...chosen.map(({ address }) => address), ...config.listenAddresses];
  }

  private bind(address: InternetAddress): void {
    const socket = this.process.sys.socket(address.family, SOCK_DGRAM, 0);
    if (isErrno(socket)) throw new StartFailure(`failed to create listening socket: ${strerror(-socket)}`, 2);
    socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
    if (address.family === 10) {
      socket.setsockopt(SOL_IPV6, IPV6_V6ONLY, 1);
      socket.setsockopt(SOL_IPV6, IPV6_RECVPKTINFO, 1);
    } else socket.setsockopt(SOL_IP, IP_PKTINFO, 1);
    // a port that somebody else has on every address is found without SO_REUSEADDR
    const probe = this.config.bindInterfaces ? 0 : this.probe(address);
    let error = probe < 0 ? probe : socket.bind(address);
    if (error >= 0) error = this.tcp.listen(address);
    if (error >= 0) {
      this.sockets.push(socket);
      return;
    }
    socket.close();
    const where = this.config.bindInterfaces ? serverText({ ...address, port: 53 }) : `port ${address.port}`;
    throw new StartFailure(`failed to create listening socket for ${where}: ${strerror(-error)}`, 2);
  }

  /** Whether the port is free; TCP, which dnsmasq binds too, has no such sharing. */
  private probe(address: InternetAddress): number {
    const socket = this.process.sys.socket(address.family, SOCK_DGRAM, 0);
    if (isErrno(socket)) return 0;
    if (address.family === 10) socket.setsockopt(SOL_IPV6, IPV6_V6ONLY, 1);
    const error = socket.bind(address);
    socket.close();
    return error === -EADDRINUSE ? error : 0;
  }

  private admitted(control: readonly ControlMessage[]): boolean {
    const { config } = this;
    const listed = config.interfaces.length > 0 || config.listenAddresses.length > 0;
    if (config.bindInterfaces || (!listed && config.exceptInterfaces.length === 0)) return true;
    for (const { level, type, data } of control) {
      const v4 = level === SOL_IP && type === IP_PKTINFO;
      if (!v4 && !(level === SOL_IPV6 && type === IPV6_PKTINFO)) continue;
      const index = new DataView(data.buffer, data.byteOffset).getInt32(v4 ? 0 : 16, true);
      const name = interfaceName(this.process.sys, index) ?? "";
      if (config.exceptInterfaces.includes(name)) return false;
      return !listed || name === "lo" || config.interfaces.includes(name) || this.listens(data, v4);
    }
    return false;
  }

  private listens(data: Uint8Array, v4: boolean): boolean {
    const bytes = v4 ? data.subarray(8, 12) : data.subarray(0, 16);
    return this.config.listenAddresses.some((address) => {
      const own = address.family === 2 ? new Uint8Array(4) : address.address.toBytes();
      if (address.family === 2) new DataView(own.buffer).setUint32(0, address.address);
      return own.length === bytes.length && own.every((byte, i) => byte === bytes[i]);
    });
  }

  /** A connection's question is for one of the devices that are served. */
  private admittedAt(at: InternetAddress): boolean {
    const { config, process } = this;
    const listed = config.interfaces.length > 0 || config.listenAddresses.length > 0;
    if (config.bindInterfaces || (!listed && config.exceptInterfaces.length === 0)) return true;
    const same = (other: InternetAddress) =>
      other.family === at.family && String(other.address) === String(at.address);
    const found = localAddresses(process.sys).find(({ address }) => same(address));
    const name = found === undefined ? "" : (interfaceName(process.sys, found.index) ?? "");
    if (config.exceptInterfaces.includes(name)) return false;
    return !listed || name === "lo" || config.interfaces.includes(name) || config.listenAddresses.some(same);
  }

  /** One datagram, or what came over a connection. */
  serve(socket: Socket): void {
    const questions = this.tcp.serve(socket);
    for (const { query, from, at, send } of questions ?? [])
      if (this.admittedAt(at))
        this.query(query, serverText({ ...from, port: 53 }), serverText(from, true), send, MESSAGE_MAX);
    if (questions === undefined) this.serveDatagram(socket);
  }

  private serveDatagram(socket: Socket): void {
    const { buffer, message } = this;
    const length = socket.recv(buffer, message);
    const from = message.from;
    if (length < DNS_HLEN || from === undefined || (from.family !== 2 && from.family !== 10)) return;
    if (!this.admitted(message.control)) return;
    const control = this.replyControl(message.control);
    const to = from.family === 2 ? { ...from } : { ...from, scopeId: from.scopeId ?? 0 };
    const query = parseDns(buffer.slice(0, length));
    if (query === undefined || (query.flags & DNS_QR) !== 0) return;
    const send = (bytes: Uint8Array) => void socket.send(bytes, { to, control });
    this.query(query, serverText({ ...from, port: 53 }), serverText(from, true), send);
  }

  /** The answer leaves from the address that was asked. */
  private replyControl(control: readonly ControlMessage[]): ControlMessage[] {
    for (const { level, type, data } of control) {
      if (level === SOL_IP && type === IP_PKTINFO) {
        const info = data.slice();
        info.fill(0, 0, 4);
        return [{ level, type, data: info }];
      }
      if (level === SOL_IPV6 && type === IPV6_PKTINFO) return [{ level, type, data: data.slice() }];
    }
    return [];
  }

  /** @param most bytes of an answer over TCP; over UDP it is what the client says */
  private query(
    query: DnsMessage,
    client: string,
    place: string,
    send: (bytes: Uint8Array) => void,
    most?: number,
  ): void {
    const [question] = query.questions;
    const edns = query.additional.find(({ type }) => type === TYPE_OPT);
    const datagram = edns === undefined ? PLAIN_SIZE : Math.max(PLAIN_SIZE, Math.min(edns.class, EDNS_SIZE));
    const limit = most ?? datagram;
    const base = (query.flags & (DNS_RD | DNS_CD | (15 << DNS_OPCODE_SHIFT))) | DNS_QR | DNS_RA;
    const reply = (flags: number, answers: readonly DnsRecord[], option = new Uint8Array(0)) =>
      send(
        buildDnsPart(
          {
            id: query.id,
            flags: base | flags,
            questions: query.questions,
            answers,
            authority: [],
            additional: edns === undefined ? [] : [opt(option, edns.ttl)],
          },
          limit,
        ),
      );
    if (((query.flags >>> DNS_OPCODE_SHIFT) & 15) !== 0) return reply(RCODE_NOTIMP, []);
    if (question === undefined || query.questions.length !== 1) return reply(RCODE_NOTIMP, []);
    if (this.config.logQueries)
      this.log.say(`query[${queryType(question)}] ${shown(question.name)} from ${client}`);
    // a process of its own answers over TCP, and takes with it what it changed
    const known = this.answers.answer(question, most === undefined || this.config.debug);
    if (known !== undefined) return reply(known.rcode | (known.authoritative ? DNS_AA : 0), known.records);
    const asked = this.forwarder.ask(question, query, place, (answer) => {
      const flags = (base & ~DNS_RA) | (answer.flags & (DNS_AA | DNS_RA | DNS_AD | 15));
      const additional = answer.additional.filter(({ type }) => type !== TYPE_OPT);
      const theirs = answer.additional.find(({ type }) => type === TYPE_OPT);
      if (edns !== undefined) additional.push(opt(theirs?.data ?? new Uint8Array(0), edns.ttl));
      const questions = query.questions;
      send(buildDns({ ...answer, id: query.id, flags: flags | DNS_RA, questions, additional }, limit));
    });
    if (asked) return;
    if (this.config.logQueries) this.log.say("config error is REFUSED (EDE: not ready)");
    reply(RCODE_REFUSED, [], EDE_NOT_READY);
  }
}

/** The OPT record of an answer; of the flags only "DNSSEC OK" comes back. */
function opt(data: Uint8Array, flags: number): DnsRecord {
  return { name: ".", type: TYPE_OPT, class: EDNS_SIZE, ttl: flags & 0x8000, data };
}

function queryType({ type }: DnsQuestion): string {
  const text = typeText(type);
  return text.startsWith("TYPE") ? `type=${type}` : text;
}
