/** `--unix-socket`: a server that is asked over a socket of the UNIX family. */
import { EAGAIN, EINTR, isErrno } from "../../errno.ts";
import { AF_UNIX, SOCK_STREAM } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { ByteStream, writable } from "../lib/byte-stream.ts";
import { CurlFailure } from "./options.ts";

const UNIX_PATH_MAX = 108;

/** Connects to a path, or behind a zero to an abstract name. @returns the connection, or a negative error @throws {@link CurlFailure} */
export async function connectUnix(process: Process, path: string): Promise<ByteStream | number> {
  const abstract = path.startsWith("\0");
  if (!abstract && new TextEncoder().encode(path).length >= UNIX_PATH_MAX)
    throw new CurlFailure(6, `Unix socket path too long: '${path}'`);
  const socket = process.sys.socket(AF_UNIX, SOCK_STREAM, 0);
  if (isErrno(socket)) return socket;
  const address = abstract
    ? ({ family: AF_UNIX, path } as const)
    : ({ family: AF_UNIX, path, at: process.resolve(path) } as const);
  for (;;) {
    const error = socket.connect(address);
    if (error >= 0) return new ByteStream(process, socket);
    if (error !== -EAGAIN && error !== -EINTR) {
      socket.close();
      return error;
    }
    await process.poll([writable(socket)]);
  }
}
