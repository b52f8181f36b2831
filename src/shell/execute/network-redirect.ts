/**
 * Redirections to `/dev/tcp/HOST/PORT` and `/dev/udp/HOST/PORT`: no files, bash itself connects a socket.
 *
 * Source: bash's manual, section "Redirections"; messages as bash 5.2 prints them.
 */
import { EINVAL, isErrno, strerror } from "../../errno.ts";
import { O_RDONLY, SOCK_DGRAM, SOCK_STREAM, type Socket } from "../../kernel.ts";
import { readWhole } from "../../process/file-stream.ts";
import { BaseOpenFile } from "../../process/open-file.ts";
import { connectSocket } from "../../programs/lib/byte-stream.ts";
import { lookupHost } from "../../programs/lib/host-lookup.ts";
import type { InternetAddress } from "../../programs/lib/resolver.ts";
import type { Shell } from "../shell.ts";

const NETWORK_PATH = /^\/dev\/(tcp|udp)\/([^/]*)\/(.*)$/s;
/** Largest single read: no datagram is longer. */
const BLOCK = 65_536;

/** A connected socket behind file descriptors. */
class SocketStream extends BaseOpenFile {
  readonly description = "socket:";
  private readonly socket: Socket;

  constructor(socket: Socket) {
    super();
    this.socket = socket;
  }

  protected override readNow(max: number): Uint8Array | undefined | number {
    const into = new Uint8Array(Math.min(max, BLOCK));
    const count = this.socket.recv(into);
    if (count < 0) return count;
    return count === 0 ? undefined : into.subarray(0, count);
  }

  protected override writeNow(data: Uint8Array): number {
    return this.socket.send(data);
  }

  override pollWrite(wake: () => void): () => void {
    return this.socket.pollWrite(wake);
  }

  protected override waitReadable(wake: () => void): () => void {
    return this.socket.poll(wake);
  }

  protected override closed(): void {
    this.socket.close();
  }
}

/**
 * Connects when the path is one of these; tells why when it cannot.
 * @returns the connection, a negative error number, or undefined when the path is another one
 */
export async function openNetworkPath(
  shell: Shell,
  path: string,
): Promise<SocketStream | number | undefined> {
  const match = NETWORK_PATH.exec(path);
  if (match === null) return undefined;
  const [, protocol, host, service] = match;
  const resolved = await lookupHost(shell.process, host);
  if (typeof resolved === "string") {
    shell.error(`${host}: ${resolved}`);
    return -EINVAL;
  }
  const port = portOf(shell, service, protocol);
  if (port === undefined) {
    shell.error(`${service}: Servname not supported for ai_socktype`);
    return -EINVAL;
  }
  let result: SocketStream | Failure = { call: "connect", error: EINVAL };
  for (const address of resolved.addresses) {
    result = await connect(shell, protocol, { ...address, port });
    if (result instanceof SocketStream) return result;
  }
  if (result instanceof SocketStream) return result;
  // told without the line, as `sys_error` does
  shell.process.stderr.write(`${shell.name}: ${result.call}: ${strerror(result.error)}\n`);
  return -result.error;
}

/** A system call that failed. */
interface Failure {
  readonly call: string;
  readonly error: number;
}

async function connect(
  shell: Shell,
  protocol: string,
  address: InternetAddress,
): Promise<SocketStream | Failure> {
  const socket = shell.process.sys.socket(address.family, protocol === "udp" ? SOCK_DGRAM : SOCK_STREAM, 0);
  if (isErrno(socket)) return { call: "socket", error: -socket };
  const stream = protocol === "tcp";
  const result = stream ? await connectSocket(shell.process, socket, address) : socket.connect(address);
  if (result >= 0) return new SocketStream(socket);
  socket.close();
  return { call: "connect", error: -result };
}

/** A number, of which 16 bits count, or a name from /etc/services. */
function portOf(shell: Shell, service: string, protocol: string): number | undefined {
  if (/^\d*$/.test(service)) return Number(service) % 65_536;
  const file = shell.process.sys.open("/etc/services", O_RDONLY);
  if (isErrno(file)) return undefined;
  const bytes = readWhole(file);
  file.close();
  if (typeof bytes === "number") return undefined;
  for (const line of new TextDecoder().decode(bytes).split("\n")) {
    const [name, number, ...aliases] = line.replace(/#.*$/, "").split(/[ \t]+/);
    if (name !== service && !aliases.includes(service)) continue;
    const [port, transport] = (number ?? "").split("/");
    if (transport === protocol) return Number(port);
  }
  return undefined;
}
