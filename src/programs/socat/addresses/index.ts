/** Every kind of address by its keyword, and how one is opened. */
import { Options, type Parsed, parseAddress } from "../address.ts";
import type { Endpoint, Mode, Next } from "../endpoint.ts";
import type { Session } from "../session.ts";
import { EXEC_KINDS } from "./exec.ts";
import { FILE_KINDS } from "./files.ts";
import type { AddressKind } from "./kind.ts";
import { TCP_KINDS } from "./tcp.ts";
import { UDP_KINDS } from "./udp.ts";
import { UNIX_KINDS } from "./unix.ts";

const KINDS = new Map<string, AddressKind>();
for (const kind of [...FILE_KINDS, ...EXEC_KINDS, ...TCP_KINDS, ...UDP_KINDS, ...UNIX_KINDS])
  for (const name of kind.names) KINDS.set(name, kind);

/** Keywords of the real one that are not built. */
const REFUSED =
  /^(?:ABSTRACT|INTERFACE$|IF$|IP[46]?$|IP[46]?-|OPENSSL|SSL|DTLS|PROXY$|PTY$|SCTP|SOCKET-|DATAGRAM|SENDTO$|RECV|SOCKS4|TUN$|UNIX|LOCAL$|VSOCK|READLINE$)/;

/** Opens an address, and goes on with what is at it. */
export async function openAddress(session: Session, text: string, mode: Mode, next: Next): Promise<number> {
  const sides = parseAddress(session.log, text);
  if (sides.length === 1 || mode === "read") return openSingle(session, sides[0], mode, next);
  if (mode === "write") return openSingle(session, sides[1], mode, next);
  return openSingle(session, sides[0], "read", (afterRead, reader) =>
    openSingle(afterRead, sides[1], "write", (afterBoth, writer) => next(afterBoth, joined(reader, writer))),
  );
}

/** Two sides as one: read from the first, written to the second. */
function joined(reader: Endpoint, writer: Endpoint): Endpoint {
  return {
    readFd: reader.readFd,
    writeFd: writer.writeFd,
    options: reader.options,
    readable: reader.readable,
    writable: writer.writable,
    read: (session, max) => reader.read(session, max),
    write: (session, data) => writer.write(session, data),
    writeCall: (data, address) => writer.writeCall(data, address),
    shutdownWrite: () => writer.shutdownWrite(),
    linger: async () => writer.linger?.(),
    retain: () => {
      reader.retain();
      writer.retain();
    },
    close: (session) => {
      reader.close(session);
      writer.close(session);
    },
  };
}

function openSingle(session: Session, parsed: Parsed, mode: Mode, next: Next): Promise<number> {
  const { log, settings } = session;
  const { keyword } = parsed;
  let { parameters } = parsed;
  let name = keyword.toUpperCase();
  if (!KINDS.has(name) && /^\d+$/.test(keyword)) [name, parameters] = ["FD", [keyword, ...parameters]];
  else if (!KINDS.has(name) && keyword.includes("/"))
    [name, parameters] = ["GOPEN", [keyword, ...parameters]];
  const kind = KINDS.get(name);
  if (kind === undefined) {
    if (REFUSED.test(name)) log.error(`address "${keyword}" is not supported here`);
    return log.error(`unknown device/address "${keyword}"`);
  }
  const options = new Options(log, parsed, kind.groups, settings.anyGroup);
  checkCount(session, keyword, name, parameters, kind);
  const held: Next = (holder, endpoint) => {
    holder.hold(endpoint);
    return next(holder, endpoint);
  };
  return kind.open({ session, parameters, options, mode, next: held });
}

function checkCount(
  { log }: Session,
  keyword: string,
  name: string,
  parameters: readonly string[],
  kind: AddressKind,
): void {
  const count = parameters.length;
  if (name === "SYSTEM" || name === "SHELL" || (name === "PIPE" && count < 2)) {
    // what follows another colon is left out
    if (count > 0 || name === "PIPE") return;
  }
  if (count === kind.parameters) return;
  if (name === "EXEC")
    log.error(`"${keyword}:${parameters[0] ?? ""}": wrong number of parameters (${count} instead of 1)`);
  const counted = kind.names.includes("OPEN") ? count + 1 : count;
  log.error(`${keyword}: wrong number of parameters (${counted} instead of ${kind.parameters})`);
}
