/** This side of a connection: the device, address and port that were asked for, and keepalive. */
import { EADDRINUSE, strerror } from "../../errno.ts";
import { SOL_SOCKET, type Socket } from "../../kernel.ts";
import { ipv4, parseIpv4, parseIpv6 } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { findLink } from "../lib/links.ts";
import { formatAddress, type InternetAddress } from "../lib/resolver.ts";
import { CurlFailure, type CurlOptions } from "./options.ts";

const SO_KEEPALIVE = 9;
const SO_BINDTODEVICE = 25;
const IPPROTO_TCP = 6;
const TCP_KEEPIDLE = 4;
const TCP_KEEPINTVL = 5;

/** What `--interface` names: a device or an address. */
function localAddress(process: Process, name: string): InternetAddress | undefined {
  const v4 = parseIpv4(name);
  if (v4 !== undefined) return { family: 2, address: v4, port: 0 };
  const v6 = parseIpv6(name);
  if (v6 !== undefined) return { family: 10, address: v6, port: 0 };
  if (findLink(process.sys, name) === undefined) throw new CurlFailure(45, `Couldn't bind to '${name}'`);
  return undefined;
}

/** Prepares a socket before it connects. @returns 0 or a negative error @throws {@link CurlFailure} */
export function prepareSocket(
  process: Process,
  socket: Socket,
  remote: InternetAddress,
  options: CurlOptions,
  say: (text: string) => void,
): number {
  if (options.keepalive) {
    socket.setsockopt(SOL_SOCKET, SO_KEEPALIVE, 1);
    socket.setsockopt(IPPROTO_TCP, TCP_KEEPIDLE, options.keepaliveTime);
    socket.setsockopt(IPPROTO_TCP, TCP_KEEPINTVL, options.keepaliveTime);
  }
  const name = options.interface;
  const local = name === undefined ? undefined : localAddress(process, name);
  if (name !== undefined && local === undefined) {
    const error = socket.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, new TextEncoder().encode(`${name}\0`));
    if (error < 0) return error;
  }
  if (local !== undefined) {
    const shown = formatAddress(process.sys, local);
    say(`* Name '${name}' family ${remote.family} resolved to '${shown}' family ${local.family}\n`);
  }
  if (local === undefined && options.localPort === undefined) return 0;
  return bindPort(socket, local ?? anyAddress(remote.family), options, say);
}

function anyAddress(family: number): InternetAddress {
  const any = family === 2 ? undefined : parseIpv6("::");
  return any === undefined ? { family: 2, address: ipv4(0), port: 0 } : { family: 10, address: any, port: 0 };
}

/** The first port of the range that is free. */
function bindPort(
  socket: Socket,
  local: InternetAddress,
  { localPort: [first, last] = [0, 0] }: CurlOptions,
  say: (text: string) => void,
): number {
  for (let port = first; ; port++) {
    const error = socket.bind({ ...local, port });
    if (error >= 0) {
      say(`* Local port: ${port}\n`);
      return 0;
    }
    if (error === -EADDRINUSE && port < last) {
      say(`* Bind to local port ${port} failed, trying next\n`);
      continue;
    }
    const text = `bind failed with errno ${-error}: ${strerror(-error)}`;
    say(`* ${text}\n`);
    throw new CurlFailure(45, text);
  }
}
