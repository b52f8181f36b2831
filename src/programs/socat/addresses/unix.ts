/** `UNIX-LISTEN`, `UNIX-CONNECT` and the same with abstract names: streams of the UNIX family. */
import { EAGAIN, isErrno, strerror } from "../../../errno.ts";
import { AF_UNIX, SOCK_STREAM, type SockaddrUn } from "../../../kernel.ts";
import { writable } from "../../lib/byte-stream.ts";
import type { Session } from "../session.ts";
import { SocketEndpoint } from "../socket-endpoint.ts";
import { socketText } from "../socket-text.ts";
import { makeSocket } from "../sockets.ts";
import type { AddressKind, OpenRequest } from "./kind.ts";
import { accept, serveClients } from "./tcp.ts";

const BACKLOG = 5;
const NS_PER_S = 1e9;
const UNIX_PATH_MAX = 108;
const FAMILY_SIZE = 2;
const STREAM = { type: SOCK_STREAM, protocol: 0 };

function addressOf({ process, log }: Session, name: string, abstract: boolean, mode?: number): SockaddrUn {
  const length = new TextEncoder().encode(name).length + (abstract ? 1 : 0);
  if (length > UNIX_PATH_MAX)
    log.error(`unix socket address ${length} characters long, max length is ${UNIX_PATH_MAX}`);
  if (abstract) return { family: AF_UNIX, path: `\0${name}` };
  return { family: AF_UNIX, path: name, at: process.resolve(name), mode: mode ?? 0o777 & ~process.umask };
}

function addressLength({ path }: SockaddrUn): number {
  return FAMILY_SIZE + new TextEncoder().encode(path).length;
}

/** What has the socket's name: away before, or an error; away again when the program ends, but not when a child of it does. */
function claimPath(session: Session, { options, parameters: [name] }: OpenRequest): void {
  const { sys } = session.process;
  const path = session.process.resolve(name);
  if (options.has("unlink-early")) sys.unlink(path);
  else if (!isErrno(sys.lstat(path))) session.log.error(`"${name}" exists`);
}

/** The name goes with the program, but not with its children. */
function unlinkAtEnd(session: Session, { options, parameters: [name] }: OpenRequest): void {
  if (options.number("unlink-close") === 0) return;
  session.hold({
    retain: () => {},
    close: (ending) => {
      if (ending === session) session.process.sys.unlink(session.process.resolve(name));
    },
  });
}

async function listen(request: OpenRequest, abstract: boolean): Promise<number> {
  const { session, parameters, options } = request;
  const { log } = session;
  if (options.has("max-children") && !options.has("fork"))
    log.error("option max-children not allowed without option fork");
  const own = addressOf(session, parameters[0], abstract, options.number("mode"));
  if (!abstract) claimPath(session, request);
  const { socket, fd } = makeSocket(session, AF_UNIX, STREAM, options);
  const bound = socket.bind(own);
  if (bound < 0) log.error(`bind(${fd}, {${socketText(own)}}, ${addressLength(own)}): ${strerror(-bound)}`);
  if (!abstract) unlinkAtEnd(session, request);
  const backlog = options.number("backlog") ?? BACKLOG;
  const error = socket.listen(backlog);
  if (error < 0) log.error(`listen(${fd}, ${backlog}): ${strerror(-error)}`);
  return serveClients(request, socket, fd, () => accept(request, socket));
}

async function connect(request: OpenRequest, abstract: boolean): Promise<number> {
  const { session, parameters, options, next } = request;
  const { log, process } = session;
  if (options.has("fork")) log.error('option "fork" of a connection is not supported here');
  if (options.text("bind") !== undefined) log.error('option "bind" of this address is not supported here');
  const peer = addressOf(session, parameters[0], abstract);
  let tries = options.has("forever") ? Number.POSITIVE_INFINITY : (options.number("retry") ?? 0);
  for (;;) {
    const { socket, fd } = makeSocket(session, AF_UNIX, STREAM, options);
    let error = socket.connect(peer);
    while (error === -EAGAIN) {
      await process.poll([writable(socket)]);
      session.check();
      error = socket.connect(peer);
    }
    if (error >= 0) {
      const local = socket.getsockname();
      if (!isErrno(local)) log.notice(`successfully connected from local address ${socketText(local)}`);
      return next(session, new SocketEndpoint(socket, fd, options));
    }
    socket.close();
    session.freeFd(fd);
    if (tries-- <= 0)
      return log.error(`connect(, ${socketText(peer)}, ${addressLength(peer)}): ${strerror(-error)}`);
    await process.sleep((options.number("interval") ?? 1) * NS_PER_S);
    session.check();
  }
}

/** `GOPEN` of a socket. */
export function connectToFile(request: OpenRequest): Promise<number> {
  return connect(request, false);
}

function listener(names: string, abstract: boolean): AddressKind {
  return {
    names: names.split(" "),
    parameters: 1,
    groups: ["FD", "NAMED", "SOCKET", "LISTEN", "CHILD", "RETRY", "UNIX"],
    open: (request) => listen(request, abstract),
  };
}

function connector(names: string, abstract: boolean): AddressKind {
  return {
    names: names.split(" "),
    parameters: 1,
    groups: ["FD", "NAMED", "SOCKET", "CHILD", "RETRY", "UNIX"],
    open: (request) => connect(request, abstract),
  };
}

export const UNIX_KINDS: readonly AddressKind[] = [
  listener("UNIX-LISTEN UNIX-L", false),
  listener("ABSTRACT-LISTEN", true),
  connector("UNIX-CONNECT UNIX-CLIENT UNIX LOCAL", false),
  connector("ABSTRACT-CONNECT ABSTRACT-CLIENT", true),
];
