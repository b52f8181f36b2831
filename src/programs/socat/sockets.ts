/** Sockets of addresses: made, given their options, bound. */
import { isErrno, strerror } from "../../errno.ts";
import { AF_INET, AF_INET6, SOL_SOCKET, type Socket } from "../../kernel.ts";
import { IN6ADDR_ANY, INADDR_ANY, ipv4Mask, ipv4ToBytes, parseIpv6 } from "../../packet/address.ts";
import { interfaceIndex } from "../lib/interfaces.ts";
import { EAI_NONAME, type InternetAddress, inetAton } from "../lib/resolver.ts";
import type { GivenOption, Options } from "./address.ts";
import { lookUp, servicePort, type Transport } from "./lookup.ts";
import type { Session } from "./session.ts";
import { addressLength } from "./socket-endpoint.ts";
import { socketText } from "./socket-text.ts";

const SO_LINGER = 13;
const SO_BINDTODEVICE = 25;
const SOL_IP = 0;
const IP_ADD_MEMBERSHIP = 35;

/** The family that an address or its options ask for; 0 for any. */
export function familyOf(session: Session, options: Options, family: number): number {
  const text = options.text("pf");
  if (text === undefined) return family;
  if (/^(?:inet|ip|ip4|ipv4|2)$/i.test(text)) return AF_INET;
  if (/^(?:inet6|ip6|ipv6|10)$/i.test(text)) return AF_INET6;
  return session.log.error(`unknown protocol family "${text}"`);
}

/** The same for those that listen: one family. */
export function listenFamily(session: Session, options: Options, family: number): number {
  return familyOf(session, options, family) || (session.settings.family === 6 ? AF_INET6 : AF_INET);
}

/** A socket with the options of its address. */
export function makeSocket(
  session: Session,
  family: number,
  transport: Pick<Transport, "type" | "protocol">,
  options: Options,
): { readonly socket: Socket; readonly fd: number } {
  const { log, process } = session;
  const socket = process.sys.socket(family, transport.type, transport.protocol);
  if (isErrno(socket))
    return log.error(`socket(${family}, ${transport.type}, ${transport.protocol}): ${strerror(-socket)}`);
  const fd = session.takeFd();
  for (const option of options.all) apply(session, socket, fd, option);
  return { socket, fd };
}

function apply(session: Session, socket: Socket, fd: number, option: GivenOption): void {
  const { row, text, value } = option;
  if (row.name === "linger") return setLinger(session, socket, fd, value);
  if (row.name === "membership") return join(session, socket, fd, text);
  if (!row.socket) return;
  const [level, name] = row.socket;
  const isText = name === SO_BINDTODEVICE && level === SOL_SOCKET;
  const bytes = isText ? new TextEncoder().encode(`${text}\0`) : undefined;
  const error = socket.setsockopt(level, name, bytes ?? value);
  if (error >= 0) return;
  const shown = isText ? `"${text}", ${bytes?.length}` : `{${value}}, 4`;
  session.log.error(`setsockopt(${fd}, ${level}, ${name}, ${shown}): ${strerror(-error)}`);
}

function setLinger(session: Session, socket: Socket, fd: number, seconds: number): void {
  const value = new Uint8Array(8);
  const view = new DataView(value.buffer);
  view.setInt32(0, 1, true);
  view.setInt32(4, seconds, true);
  const error = socket.setsockopt(SOL_SOCKET, SO_LINGER, value);
  if (error < 0)
    session.log.error(
      `setsockopt(${fd}, ${SOL_SOCKET}, ${SO_LINGER}, {1,${seconds}}, 8): ${strerror(-error)}`,
    );
}

/** `ip-add-membership=GROUP:INTERFACE`: the interface by name, number or address. */
function join(session: Session, socket: Socket, fd: number, text: string): void {
  const { log, process } = session;
  const [group, place, more] = text.split(":");
  if (place === undefined || more !== undefined) log.error(`syntax in option ${text}: missing ':'`);
  const multicast = inetAton(group);
  if (multicast === undefined) return log.error(`option "ip-add-membership=${text}" is not supported here`);
  const value = new Uint8Array(12);
  value.set(ipv4ToBytes(multicast));
  const address = inetAton(place);
  const index = /^\d+$/.test(place) ? Number(place) : (interfaceIndex(process.sys, place) ?? 0);
  if (address !== undefined && place.includes(".")) value.set(ipv4ToBytes(address), 4);
  else if (index > 0) new DataView(value.buffer).setInt32(8, index, true);
  else log.error(`getaddrinfo("${place}", "NULL", {1,2,2,0}, {}): ${EAI_NONAME}`);
  const error = socket.setsockopt(SOL_IP, IP_ADD_MEMBERSHIP, value);
  if (error < 0)
    log.error(`setsockopt(${fd}, ${SOL_IP}, ${IP_ADD_MEMBERSHIP}, "${text}"): ${strerror(-error)}`);
}

/** Binds, or says why not. */
export function bindSocket(session: Session, socket: Socket, fd: number, own: InternetAddress): void {
  const error = socket.bind(own);
  if (error < 0)
    session.log.error(`bind(${fd}, {${socketText(own)}}, ${addressLength(own)}): ${strerror(-error)}`);
}

/** Every address of this host. */
export function anyAddress(family: number, port: number): InternetAddress {
  return family === AF_INET6
    ? { family: AF_INET6, address: IN6ADDR_ANY, port }
    : { family: AF_INET, address: INADDR_ANY, port };
}

/** Where a listener is bound: the host of `bind`, and a port. */
export async function listenAddress(
  session: Session,
  options: Options,
  family: number,
  port: number,
  transport: Transport,
): Promise<InternetAddress> {
  const host = options.text("bind");
  if (host === undefined) return anyAddress(family, port);
  return lookUp(session, host, port, family, transport);
}

/** What `bind=HOST:PORT` and `sourceport` make of the own end of a connection; undefined when neither is given. */
export async function ownAddress(
  session: Session,
  options: Options,
  family: number,
  transport: Transport,
): Promise<InternetAddress | undefined> {
  const text = options.text("bind");
  const source = options.text("sourceport");
  if (text === undefined && source === undefined) return undefined;
  const [, host, service] = /^(\[.*\]|[^:]*)(?::(.*))?$/.exec(text ?? "") ?? ["", text ?? "", ""];
  const name = source ?? service ?? "";
  const port = name === "" ? 0 : servicePort(session, name, transport);
  if (host === "") return anyAddress(family, port);
  return lookUp(session, host, port, family, transport);
}

/** Whether `range` and `sourceport` let a peer in. */
export class Doorman {
  private readonly session: Session;
  private readonly range: { readonly bytes: Uint8Array; readonly mask: Uint8Array } | undefined;
  private readonly port: number | undefined;

  constructor(session: Session, options: Options, family: number, transport: Transport) {
    this.session = session;
    const range = options.text("range");
    this.range = range === undefined ? undefined : parseRange(session, range, family);
    const source = options.text("sourceport");
    this.port = source === undefined ? undefined : servicePort(session, source, transport);
  }

  admits(peer: InternetAddress): boolean {
    const { range, port, session } = this;
    const refuse = (why: string) =>
      session.log.warning(`refusing connection from ${socketText(peer)} due to ${why}`);
    const bytes = peer.family === AF_INET ? ipv4ToBytes(peer.address) : peer.address.toBytes();
    if (range && !bytes.every((byte, i) => ((byte ^ range.bytes[i]) & range.mask[i]) === 0)) {
      refuse("range option");
      return false;
    }
    if (port !== undefined && peer.port !== port) {
      refuse("wrong sourceport");
      return false;
    }
    return true;
  }
}

/** `xioparserange`: a network with the length or the mask of its prefix. */
function parseRange(session: Session, text: string, family: number): { bytes: Uint8Array; mask: Uint8Array } {
  return family === AF_INET6 ? parseRange6(session, text) : parseRange4(session, text);
}

function parseRange4({ log }: Session, text: string): { bytes: Uint8Array; mask: Uint8Array } {
  const [, host, separator, rest] = /^([^/:]*)([/:])(.*)$/.exec(text) ?? [];
  if (separator === undefined)
    return log.error(`xioparsenetwork_ip4("${text}",,): missing netmask delimiter`);
  const address = inetAton(host);
  const mask = separator === ":" ? inetAton(rest) : undefined;
  if (
    address === undefined ||
    (separator === ":" && mask === undefined) ||
    (separator === "/" && !/^\d+$/.test(rest))
  )
    return log.error(`option "range=${text}" is not supported here`);
  if (mask === undefined && Number(rest) > 32) return log.error(`netmask "${text}" is too large`);
  return { bytes: ipv4ToBytes(address), mask: ipv4ToBytes(mask ?? ipv4Mask(Number(rest))) };
}

function parseRange6({ log }: Session, text: string): { bytes: Uint8Array; mask: Uint8Array } {
  const [, host, rest] = /^\[(.*)\]\/(\d+)$/.exec(text) ?? [];
  if (rest === undefined) return log.error(`missing brackets for IPv6 range definition "${text}"`);
  const address = parseIpv6(host);
  if (address === undefined || Number(rest) > 128)
    return log.error(`option "range=${text}" is not supported here`);
  const mask = Uint8Array.from(
    { length: 16 },
    (_, i) => 0xff00 >> Math.max(0, Math.min(8, Number(rest) - 8 * i)),
  );
  return { bytes: address.toBytes(), mask };
}
