/** `TCP-LISTEN` and `TCP-CONNECT`. */
import { EAGAIN, ECONNABORTED, EINPROGRESS, ETIMEDOUT, isErrno, strerror } from "../../../errno.ts";
import { AF_INET, AF_INET6, SOL_SOCKET, type Socket } from "../../../kernel.ts";
import { writable } from "../../lib/byte-stream.ts";
import type { InternetAddress } from "../../lib/resolver.ts";
import { lookUpPeer, servicePort, TCP } from "../lookup.ts";
import type { Session } from "../session.ts";
import { addressLength, SocketEndpoint } from "../socket-endpoint.ts";
import { hostText, socketText } from "../socket-text.ts";
import {
  bindSocket,
  Doorman,
  familyOf,
  listenAddress,
  listenFamily,
  makeSocket,
  ownAddress,
} from "../sockets.ts";
import type { AddressKind, OpenRequest } from "./kind.ts";

const SO_ERROR = 4;
const BACKLOG = 5;
const NS_PER_S = 1e9;

/** Tells programs that are started for a connection who is at its ends. */
export function setPeerEnvironment(session: Session, peer: InternetAddress, own?: InternetAddress): void {
  const { env } = session.process;
  env.set("SOCAT_PEERADDR", hostText(peer));
  env.set("SOCAT_PEERPORT", String(peer.port));
  if (own === undefined) return;
  env.set("SOCAT_SOCKADDR", hostText(own));
  env.set("SOCAT_SOCKPORT", String(own.port));
}

async function listen(request: OpenRequest, family: number): Promise<number> {
  const { session, parameters, options } = request;
  const { log } = session;
  if (options.has("max-children") && !options.has("fork"))
    log.error("option max-children not allowed without option fork");
  const chosen = listenFamily(session, options, family);
  const port = servicePort(session, parameters[0], TCP);
  const doorman = new Doorman(session, options, chosen, TCP);
  const own = await listenAddress(session, options, chosen, port, TCP);
  const { socket, fd } = makeSocket(session, chosen, TCP, options);
  bindSocket(session, socket, fd, own);
  const backlog = options.number("backlog") ?? BACKLOG;
  const error = socket.listen(backlog);
  if (error < 0) log.error(`listen(${fd}, ${backlog}): ${strerror(-error)}`);
  return serveClients(request, socket, fd, () => accept(request, socket, doorman));
}

/** One connection after the other, each in a child, or the first alone. `accept` gives undefined when none came in time. */
export async function serveClients(
  request: OpenRequest,
  socket: Socket,
  fd: number,
  accept: () => Promise<SocketEndpoint | undefined>,
): Promise<number> {
  const { session, options, next } = request;
  try {
    for (;;) {
      const endpoint = await accept();
      if (endpoint === undefined) return 0;
      if (!options.has("fork")) {
        socket.close();
        session.freeFd(fd);
        return await next(session, endpoint);
      }
      forkFor(request, endpoint, fd);
      await underLimit(session, options.number("max-children") ?? Number.POSITIVE_INFINITY);
    }
  } finally {
    socket.close();
  }
}

/** Leaves a connection to a child, in which the listener is closed. */
function forkFor({ session, next }: OpenRequest, endpoint: SocketEndpoint, listenerFd: number): void {
  const pid = session.fork((child) => {
    child.freeFd(listenerFd);
    endpoint.adopt(child.process);
    const { env } = session.process;
    for (const [name, value] of env) if (name.startsWith("SOCAT_")) child.process.env.set(name, value);
    return next(child, endpoint);
  });
  session.freeFd(endpoint.readFd);
  session.log.notice(`forked off child process ${pid}`);
}

/** Waits until there are fewer children than `max-children` says. */
export async function underLimit(session: Session, limit: number): Promise<void> {
  if (session.children < limit) return;
  session.log.notice("maxchildren are active, waiting");
  while (session.children >= limit) {
    await session.process.poll([]);
    session.check();
  }
}

/** The next connection that is let in; undefined when none came in time. */
export async function accept(
  { session, options }: OpenRequest,
  listener: Socket,
  doorman?: Doorman,
): Promise<SocketEndpoint | undefined> {
  const { log, process } = session;
  const seconds = options.number("accept-timeout");
  for (;;) {
    const own = listener.getsockname();
    if (typeof own !== "number") log.notice(`listening on ${socketText(own)}`);
    const deadline = seconds === undefined ? undefined : process.sys.monotonic() + seconds * NS_PER_S;
    let accepted = listener.accept();
    while (accepted === -EAGAIN || accepted === -ECONNABORTED) {
      const rest = deadline === undefined ? undefined : deadline - process.sys.monotonic();
      if (rest !== undefined && rest <= 0) {
        log.warning(`accept: ${strerror(ETIMEDOUT)}`);
        log.notice("Waiting for child processes to terminate");
        return undefined;
      }
      await process.poll([listener], rest);
      session.check();
      accepted = listener.accept();
    }
    if (isErrno(accepted)) return log.error(`accept(): ${strerror(-accepted)}`);
    const fd = session.takeFd();
    const endpoint = new SocketEndpoint(accepted, fd, options);
    const peer = accepted.getpeername();
    const local = accepted.getsockname();
    if (typeof peer === "object" && typeof local === "object") {
      log.notice(`accepting connection from ${socketText(peer)} on ${socketText(local)}`);
      const internet =
        (peer.family === 2 || peer.family === 10) && (local.family === 2 || local.family === 10);
      if (!internet || doorman?.admits(peer) !== false) {
        if (internet) setPeerEnvironment(session, peer, local);
        return endpoint;
      }
    }
    endpoint.close();
    session.freeFd(fd);
  }
}

async function connect(request: OpenRequest, family: number): Promise<number> {
  const { session, parameters, options, next } = request;
  const { log, process } = session;
  if (options.has("fork")) log.error('option "fork" of a connection is not supported here');
  const [host, service] = parameters;
  const peer = await lookUpPeer(session, host, service, familyOf(session, options, family), TCP);
  const own = await ownAddress(session, options, peer.family, TCP);
  log.notice(`opening connection to ${socketText(peer)}`);
  let tries = options.has("forever") ? Number.POSITIVE_INFINITY : (options.number("retry") ?? 0);
  for (;;) {
    const { socket, fd } = makeSocket(session, peer.family, TCP, options);
    if (own) bindSocket(session, socket, fd, own);
    const error = await connectSocket(session, socket, peer, options.number("connect-timeout"));
    if (error === 0) {
      const local = socket.getsockname();
      if (typeof local === "object")
        log.notice(`successfully connected from local address ${socketText(local)}`);
      return next(session, new SocketEndpoint(socket, fd, options));
    }
    socket.close();
    log.warning("recvmsg(): Resource temporarily unavailable");
    if (tries-- <= 0)
      return log.error(`connect(${fd}, ${socketText(peer)}, ${addressLength(peer)}): ${strerror(-error)}`);
    session.freeFd(fd);
    await process.sleep((options.number("interval") ?? 1) * NS_PER_S);
    session.check();
  }
}

/** @returns 0 or a negative error */
export async function connectSocket(
  session: Session,
  socket: Socket,
  peer: InternetAddress,
  timeout: number | undefined,
): Promise<number> {
  const { process } = session;
  const error = socket.connect(peer);
  if (error !== -EINPROGRESS) return error;
  const deadline = timeout === undefined ? undefined : process.sys.monotonic() + timeout * NS_PER_S;
  for (;;) {
    const rest = deadline === undefined ? undefined : deadline - process.sys.monotonic();
    if (rest !== undefined && rest <= 0) return -ETIMEDOUT;
    const ready = await process.poll([writable(socket)], rest);
    session.check();
    if (ready === undefined) continue;
    const value = new Uint8Array(4);
    socket.getsockopt(SOL_SOCKET, SO_ERROR, value);
    return -new DataView(value.buffer).getInt32(0, true);
  }
}

function listener(names: string, family: number): AddressKind {
  const both =
    family === 0 ? (["IP4", "IP6"] as const) : family === AF_INET ? (["IP4"] as const) : (["IP6"] as const);
  return {
    names: names.split(" "),
    parameters: 1,
    groups: ["FD", "SOCKET", "LISTEN", "CHILD", "RETRY", "RANGE", ...both, "TCP"],
    open: (request) => listen(request, family),
  };
}

function connector(names: string, family: number): AddressKind {
  const both =
    family === 0 ? (["IP4", "IP6"] as const) : family === AF_INET ? (["IP4"] as const) : (["IP6"] as const);
  return {
    names: names.split(" "),
    parameters: 2,
    groups: ["FD", "SOCKET", "CHILD", "RETRY", ...both, "TCP"],
    open: (request) => connect(request, family),
  };
}

export const TCP_KINDS: readonly AddressKind[] = [
  listener("TCP-LISTEN TCP-L INET-LISTEN INET-L", 0),
  listener("TCP4-LISTEN TCP4-L INET4-LISTEN INET4-L", AF_INET),
  listener("TCP6-LISTEN TCP6-L INET6-LISTEN INET6-L", AF_INET6),
  connector("TCP-CONNECT TCP INET", 0),
  connector("TCP4-CONNECT TCP4 INET4", AF_INET),
  connector("TCP6-CONNECT TCP6 INET6", AF_INET6),
];
