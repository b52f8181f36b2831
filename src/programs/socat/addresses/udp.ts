/** The kinds of UDP: connected, listening, and one datagram at a time. */
import { EAGAIN, strerror } from "../../../errno.ts";
import { AF_INET, AF_INET6, MSG_PEEK, type ReceivedMessage, type Socket } from "../../../kernel.ts";
import type { InternetAddress } from "../../lib/resolver.ts";
import { lookUpPeer, servicePort, UDP } from "../lookup.ts";
import type { Group } from "../option-table.ts";
import { addressLength, SocketEndpoint } from "../socket-endpoint.ts";
import { socketText } from "../socket-text.ts";
import {
  anyAddress,
  bindSocket,
  Doorman,
  familyOf,
  listenAddress,
  listenFamily,
  makeSocket,
  ownAddress,
} from "../sockets.ts";
import type { AddressKind, OpenRequest } from "./kind.ts";
import { connectSocket, setPeerEnvironment, underLimit } from "./tcp.ts";

const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;

async function connect({ session, parameters, options, next }: OpenRequest, family: number): Promise<number> {
  const { log } = session;
  const [host, service] = parameters;
  const peer = await lookUpPeer(session, host, service, familyOf(session, options, family), UDP);
  const own = await ownAddress(session, options, peer.family, UDP);
  log.notice(`opening connection to ${socketText(peer)}`);
  const { socket, fd } = makeSocket(session, peer.family, UDP, options);
  if (own) bindSocket(session, socket, fd, own);
  const error = await connectSocket(session, socket, peer, undefined);
  if (error < 0) {
    log.warning("recvmsg(): Resource temporarily unavailable");
    log.error(`connect(${fd}, ${socketText(peer)}, ${addressLength(peer)}): ${strerror(-error)}`);
  }
  const local = socket.getsockname();
  if (typeof local === "object") log.notice(`successfully connected from local address ${socketText(local)}`);
  return next(session, new SocketEndpoint(socket, fd, options));
}

/** `UDP-SENDTO` hears its peer only, `UDP-DATAGRAM` everybody. */
async function sendTo(request: OpenRequest, family: number, onlyPeer: boolean): Promise<number> {
  const { session, parameters, options, next } = request;
  const [host, service] = parameters;
  const peer = await lookUpPeer(session, host, service, familyOf(session, options, family), UDP);
  const own = await ownAddress(session, options, peer.family, UDP);
  const { socket, fd } = makeSocket(session, peer.family, UDP, options);
  bindSocket(session, socket, fd, own ?? anyAddress(peer.family, 0));
  const local = socket.getsockname();
  // the port is chosen with the first datagram
  const shown = own && typeof local === "object" ? local : anyAddress(peer.family, 0);
  session.log.notice(`successfully prepared local socket ${socketText(shown)}`);
  return next(session, new SocketEndpoint(socket, fd, options, { peer, onlyPeer, single: false }));
}

/** A socket that waits on the port of the address. */
async function waiting(
  { session, parameters, options }: OpenRequest,
  family: number,
  reuse: boolean,
): Promise<{ socket: Socket; fd: number; family: number; own: InternetAddress }> {
  const chosen = listenFamily(session, options, family);
  const port = servicePort(session, parameters[0], UDP);
  const own = await listenAddress(session, options, chosen, port, UDP);
  const { socket, fd } = makeSocket(session, chosen, UDP, options);
  if (reuse) socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
  bindSocket(session, socket, fd, own);
  return { socket, fd, family: chosen, own };
}

async function receive(request: OpenRequest, family: number): Promise<number> {
  const { session, options, next } = request;
  const { socket, fd } = await waiting(request, family, false);
  return next(session, new SocketEndpoint(socket, fd, options, { onlyPeer: false, single: false }));
}

/** The sender of the next datagram that is let in, which stays to be read. */
async function nextSender(
  { session, options }: OpenRequest,
  socket: Socket,
  doorman: Doorman,
  interrupted = () => {},
): Promise<InternetAddress | undefined> {
  const { process, log } = session;
  const message: ReceivedMessage = { from: undefined, control: [], flags: 0 };
  const into = new Uint8Array(1);
  const seconds = options.number("accept-timeout");
  const deadline = seconds === undefined ? undefined : process.sys.monotonic() + seconds * 1e9;
  for (;;) {
    const count = socket.recv(into, message, MSG_PEEK);
    const { from } = message;
    if (count >= 0 && from && (from.family === AF_INET || from.family === AF_INET6)) {
      if (doorman.admits(from)) return from;
      socket.recv(into);
      continue;
    }
    if (count < 0 && count !== -EAGAIN) log.error(`recvfrom(): ${strerror(-count)}`);
    const rest = deadline === undefined ? undefined : deadline - process.sys.monotonic();
    if (rest !== undefined && rest <= 0) return undefined;
    const ready = await process.poll([socket], rest);
    session.check();
    if (ready === undefined && rest === undefined) interrupted();
  }
}

async function listen(request: OpenRequest, family: number): Promise<number> {
  const { session, options, next } = request;
  const { log } = session;
  const fork = options.has("fork");
  if (options.has("max-children") && !fork) log.error("option max-children not allowed without option fork");
  const doorman = new Doorman(session, options, listenFamily(session, options, family), UDP);
  for (;;) {
    const { socket, fd, own } = await waiting(request, family, true);
    const endpoint = new SocketEndpoint(socket, fd, options);
    log.notice(`listening on UDP ${socketText(own)}`);
    const peer = await nextSender(request, socket, doorman);
    if (peer === undefined) return 0;
    log.notice(`accepting UDP connection from ${socketText(peer)}`);
    const error = socket.connect(peer);
    if (error < 0)
      log.error(`connect(${fd}, ${socketText(peer)}, ${addressLength(peer)}): ${strerror(-error)}`);
    const local = socket.getsockname();
    const internet = typeof local === "object" && (local.family === AF_INET || local.family === AF_INET6);
    setPeerEnvironment(session, peer, internet ? local : undefined);
    if (!fork) return next(session, endpoint);
    const pid = session.fork((child) => {
      endpoint.adopt(child.process);
      return next(child, endpoint);
    });
    log.notice(`forked off child process ${pid}`);
    session.freeFd(fd);
    await underLimit(session, options.number("max-children") ?? Number.POSITIVE_INFINITY);
  }
}

/** One datagram, whose sender is answered; with `fork` a child for each. */
async function receiveFrom(request: OpenRequest, family: number): Promise<number> {
  const { session, options, next } = request;
  const { log, process } = session;
  const doorman = new Doorman(session, options, listenFamily(session, options, family), UDP);
  const { socket, fd, own } = await waiting(request, family, false);
  for (;;) {
    const tell = () => log.notice(`receiving on ${socketText(own)}`);
    tell();
    const peer = await nextSender(request, socket, doorman, tell);
    if (peer === undefined) return 0;
    log.notice(`receiving packet from ${socketText(peer)}`);
    setPeerEnvironment(session, peer);
    let taken = false;
    let wake = () => {};
    const endpoint = new SocketEndpoint(socket, fd, options, {
      peer,
      onlyPeer: false,
      single: true,
      taken: () => {
        taken = true;
        wake();
      },
    });
    if (!options.has("fork")) return next(session, endpoint);
    endpoint.retain();
    const pid = session.fork((child) => next(child, endpoint));
    log.notice(`forked off child process ${pid}`);
    // the next one is waited for when the child has read its datagram, or is gone without having done so
    const consumed = {
      poll: (ready: () => void) => {
        wake = ready;
        if (taken) ready();
        return () => {
          wake = () => {};
        };
      },
    };
    while (!taken && session.children > 0) {
      await process.poll([consumed]);
      session.check();
    }
    await underLimit(session, options.number("max-children") ?? Number.POSITIVE_INFINITY);
  }
}

/** The three variants of a kind: any family, IPv4, IPv6. */
function variants(
  names: string,
  parameters: number,
  groups: readonly Group[],
  open: (request: OpenRequest, family: number) => Promise<number>,
): AddressKind[] {
  const variant = (digit: string, family: number, families: readonly Group[]): AddressKind => ({
    names: names.split(" ").map((name) => `UDP${digit}${name}`),
    parameters,
    groups: ["FD", "SOCKET", ...groups, ...families, "UDP"],
    open: (request) => open(request, family),
  });
  return [variant("", 0, ["IP4", "IP6"]), variant("4", AF_INET, ["IP4"]), variant("6", AF_INET6, ["IP6"])];
}

export const UDP_KINDS: readonly AddressKind[] = [
  ...variants("-CONNECT -", 2, [], connect).map((kind) => ({
    ...kind,
    names: kind.names.map((name) => name.replace(/-$/, "")),
  })),
  ...variants("-LISTEN -L", 1, ["LISTEN", "CHILD", "RANGE"], listen),
  ...variants("-SENDTO", 2, [], (request, family) => sendTo(request, family, true)),
  ...variants("-DATAGRAM", 2, ["RANGE"], (request, family) => sendTo(request, family, false)),
  ...variants("-RECV", 1, ["RANGE"], receive),
  ...variants("-RECVFROM", 1, ["CHILD", "RANGE"], receiveFrom),
];
