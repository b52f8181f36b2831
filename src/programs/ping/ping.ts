/** `ping`, `ping4` and `ping6` of iputils 20221126. */

import { AF_INET, AF_INET6, AF_UNSPEC } from "../../kernel.ts";
import { IPPROTO_ICMP, IPPROTO_ICMPV6 } from "../../packet/ipv4.ts";
import type { Process } from "../../process/process.ts";
import { lookupHost } from "../lib/host-lookup.ts";
import { Exit, UsageExit } from "../lib/iputils.ts";
import { EAI_ADDRFAMILY } from "../lib/resolver.ts";
import { Ipv4Family } from "./ipv4.ts";
import { Ipv6Family } from "./ipv6.ts";
import { type PingOptions, parseOptions } from "./options.ts";
import { fillPattern } from "./pattern.ts";
import { Session } from "./session.ts";
import { openSocket, type PingSocket, requireOption } from "./sockets.ts";

const SOL_IP = 0;
const IP_TOS = 1;
const SOL_IPV6 = 41;
const IPV6_TCLASS = 67;

interface Sockets {
  readonly v4: PingSocket | undefined;
  readonly v6: PingSocket | undefined;
}

export async function main(process: Process): Promise<number> {
  const closing: PingSocket[] = [];
  try {
    return await run(process, closing);
  } catch (end) {
    if (!(end instanceof Exit)) throw end;
    process.stdout.write(end.output);
    if (!(end instanceof UsageExit)) await process.stdout.flush();
    process.stderr.write(end.error);
    return end.status;
  } finally {
    for (const { socket } of closing) socket.close();
  }
}

async function run(process: Process, closing: PingSocket[]): Promise<number> {
  const { options, hosts } = parseOptions(process.argv, (line) => process.stderr.write(line));
  const session = new Session(process, options);
  const target = hosts[hosts.length - 1];
  if (options.pattern !== undefined) await fillPattern(session, options.pattern);
  const sockets = openSockets(process, options);
  for (const socket of [sockets.v4, sockets.v6]) if (socket) closing.push(socket);
  if (options.verbose) await describeSockets(session, sockets);
  if (options.trafficClass) {
    const { trafficClass } = options;
    if (sockets.v4)
      await requireOption(session, sockets.v4.socket, SOL_IP, IP_TOS, trafficClass, "setsockopt");
    if (sockets.v6)
      await requireOption(session, sockets.v6.socket, SOL_IPV6, IPV6_TCLASS, trafficClass, "setsockopt");
  }
  const resolved = await lookupHost(process, target);
  if (typeof resolved === "string") return session.fail(2, `${target}: ${resolved}`);
  for (const [index, address] of resolved.addresses.entries()) {
    if (options.verbose) session.print(describeResult(address.family, resolved.canonicalName));
    if (options.family !== AF_UNSPEC && address.family !== options.family)
      return session.fail(2, `${target}: ${EAI_ADDRFAMILY}`);
    const socket = address.family === AF_INET ? sockets.v4 : sockets.v6;
    if (!socket) continue;
    const more = index + 1 < resolved.addresses.length;
    let family: Ipv4Family | Ipv6Family;
    if (address.family === AF_INET) {
      family = new Ipv4Family(session, socket);
      await family.start(session, hosts, resolved);
    } else {
      family = new Ipv6Family(session, socket, address);
      if (!socket.raw)
        await warnAboutScope(session, address.scopeId ?? 0, address.address.isLinkLocal, address.address.w0);
      if (!(await family.start(session, hosts, more))) continue;
    }
    await session.setup(family);
    await family.bindIdentifier(session);
    return session.run(family);
  }
  return 2;
}

function openSockets(process: Process, options: PingOptions): Sockets {
  const { family } = options;
  const v4 =
    family === AF_INET6 ? undefined : openSocket(process, options, AF_INET, IPPROTO_ICMP, family === AF_INET);
  const v6 =
    family === AF_INET ? undefined : openSocket(process, options, AF_INET6, IPPROTO_ICMPV6, v4 === undefined);
  if (family === AF_UNSPEC) {
    if (!v4) options.family = AF_INET6;
    else if (!v6) options.family = AF_INET;
  }
  return { v4, v6 };
}

const FAMILY_NAMES: Readonly<Record<number, string>> = {
  [AF_UNSPEC]: "AF_UNSPEC",
  [AF_INET]: "AF_INET",
  [AF_INET6]: "AF_INET6",
};

/** What `-v` says first. Descriptors are numbered as they are in the real ping, which opens nothing before. */
async function describeSockets(session: Session, { v4, v6 }: Sockets): Promise<void> {
  const show = (name: string, socket: PingSocket | undefined, fd: number): string =>
    socket
      ? `${name}.fd: ${fd} (socktype: ${socket.raw ? "SOCK_RAW" : "SOCK_DGRAM"})`
      : `${name}.fd: -1 (socktype: 0)`;
  const family = FAMILY_NAMES[session.options.family];
  // the kernel's ping sockets choose an identifier themselves where 0 is asked for
  if (session.options.ident === 0) await session.warn("WARNING: ident 0 => forcing raw socket");
  await session.warn(
    `${show("sock4", v4, 3)}, ${show("sock6", v6, v4 ? 4 : 3)}, hints.ai_family: ${family}\n`,
  );
}

function describeResult(family: number, name: string): string {
  return `ai->ai_family: ${FAMILY_NAMES[family]}, ai->ai_canonname: '${name}'\n`;
}

async function warnAboutScope(
  session: Session,
  scopeId: number,
  linkLocal: boolean,
  w0: number,
): Promise<void> {
  const multicastLinkLocal = w0 >>> 24 === 0xff && ((w0 >>> 16) & 0xf) === 2;
  if (scopeId !== 0 || !(linkLocal || multicastLinkLocal)) return;
  await session.warn(
    "Warning: IPv6 link-local address on ICMP datagram socket may require ifname or scope-id => use: address%<ifname|scope-id>",
  );
}
