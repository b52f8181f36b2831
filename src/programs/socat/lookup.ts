/** Hosts and ports of addresses. */
import { AF_INET, AF_INET6 } from "../../kernel.ts";
import { lookupHost } from "../lib/host-lookup.ts";
import { type InternetAddress, resolve } from "../lib/resolver.ts";
import { Services } from "../lib/services.ts";
import type { Session } from "./session.ts";

/** What kind of socket an address of TCP or UDP is. */
export interface Transport {
  readonly name: "tcp" | "udp";
  readonly type: number;
  readonly protocol: number;
}

export const TCP: Transport = { name: "tcp", type: 1, protocol: 6 };
export const UDP: Transport = { name: "udp", type: 2, protocol: 17 };

const PASSIVE = 1;
const NUMERIC = 4;

/** `strtoul` with base 0; the lower 16 bits count. @returns undefined when it does not start with a digit */
function numericPort(session: Session, text: string): number | undefined {
  if (!/^\d/.test(text)) return undefined;
  const [digits] = /^(?:0x[0-9a-f]+|0[0-7]*|[1-9]\d*)/i.exec(text) ?? ["0"];
  const rest = text.slice(digits.length);
  if (rest !== "") session.log.warning(`xiogetaddrinfo(, "${text}", ...): extra trailing data "${rest}"`);
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return value % 0x10000;
}

/** The port of a listener, or of an option. */
export function servicePort(session: Session, text: string, transport: Transport): number {
  if (text === "") session.log.error("empty port/service");
  const port = numericPort(session, text) ?? new Services(session.process.sys).port(text, transport.name);
  if (port !== undefined) return port;
  if (transport === UDP) return session.log.error(`cannot resolve service "${text}/${transport.protocol}"`);
  const hints = `{1,${session.settings.family === 6 ? AF_INET6 : AF_INET},${transport.type},0}`;
  return session.log.error(
    `getaddrinfo"NULL", "${text}", ${hints}, {}): Servname not supported for ai_socktype`,
  );
}

/** `xiogetaddrinfo` of a host. @param family 0 for any, of which IPv4 is preferred unless `-6` says otherwise */
export async function lookUp(
  session: Session,
  host: string,
  port: number,
  family: number,
  transport: Transport,
): Promise<InternetAddress> {
  const bracketed = /^\[(.*)\]$/.exec(host);
  const name = bracketed ? bracketed[1] : host;
  const found = await lookupHost(session.process, name, family);
  if (typeof found === "string") {
    const flags = PASSIVE | (bracketed ? NUMERIC : 0);
    const hints = `{${flags},${family},${transport.type},${transport.protocol}}`;
    return session.log.error(`getaddrinfo("${name}", "NULL", ${hints}, {}): ${found}`);
  }
  const wanted = session.settings.family === 6 ? AF_INET6 : AF_INET;
  const ofFamily = (address: InternetAddress) => address.family === wanted;
  const best = found.addresses.find(ofFamily) ?? (family === 0 ? inFiles(session, name, wanted) : undefined);
  return { ...(best ?? found.addresses[0]), port };
}

/** What the files know of a name in a family, where the first line that has it is of the other. */
function inFiles(session: Session, name: string, family: number): InternetAddress | undefined {
  const found = resolve(session.process.sys, name, family);
  return typeof found === "string" ? undefined : found.addresses[0];
}

/** The address that a connection or datagrams go to. */
export async function lookUpPeer(
  session: Session,
  host: string,
  service: string,
  family: number,
  transport: Transport,
): Promise<InternetAddress> {
  const port =
    numericPort(session, service) ?? new Services(session.process.sys).port(service, transport.name);
  if (port === undefined)
    session.log.error(
      `getaddrinfo"${host}", "${service}", {1,${family},${transport.type},0}, {}): Servname not supported for ai_socktype`,
    );
  return lookUp(session, host, port, family, transport);
}
