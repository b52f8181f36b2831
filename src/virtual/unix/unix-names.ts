/**
 * Names of sockets of the UNIX family: paths, abstract names and those that the kernel chooses; and who has one.
 *
 * Source: `net/unix/af_unix.c` (`unix_bind`, `unix_autobind`, `unix_find_other`).
 */
import { EADDRINUSE, EINVAL, EOPNOTSUPP, type Errno } from "../../errno.ts";
import type { SockaddrUn } from "../../kernel.ts";
import type { Sock } from "../core/sock/sock.ts";
import type { UnixSock } from "./unix-sock.ts";
import { unixTable } from "./unix-table.ts";

/** `UNIX_PATH_MAX` */
const PATH_MAX = 108;
const AUTOBIND_TRIES = 0x100000;

/** A path ends at its first zero. */
const cut = (path: string): string => path.split("\0", 1)[0];

const isAbstract = (path: string): boolean => path.startsWith("\0");

/** Whether a name fits into `struct sockaddr_un` (`unix_validate_addr`). */
function fits(path: string): boolean {
  return path.length <= PATH_MAX && new TextEncoder().encode(path).length <= PATH_MAX;
}

/** Gives a socket a name; without one, an abstract name of the kernel's choice. @returns 0 or a negative error */
export function bindName(sk: UnixSock, address: SockaddrUn): number {
  const { path } = address;
  if (!fits(path)) return -EINVAL;
  if (path === "") return sk.name === "" ? autobind(sk) : 0;
  if (sk.name !== "") return -EINVAL;
  return isAbstract(path) ? takeAbstract(sk, path) : takePath(sk, address);
}

function takeAbstract(sk: UnixSock, name: string): number {
  if (unixTable(sk.net)?.take(name, sk) !== true) return -EADDRINUSE;
  sk.name = name;
  return 0;
}

function takePath(sk: UnixSock, { path, at, mode = 0o755 }: SockaddrUn): number {
  const node = sk.owner?.nameSocket?.(cut(at ?? path), sk, mode & 0o777) ?? -EOPNOTSUPP;
  if (typeof node === "number") return node;
  sk.node = node;
  sk.name = cut(path);
  return 0;
}

/** `unix_autobind`: five hexadecimal digits in the abstract names. */
function autobind(sk: UnixSock): number {
  for (let i = 0; i < AUTOBIND_TRIES; i++) {
    const digits = (sk.net.machine.random() & 0xfffff).toString(16).padStart(5, "0");
    if (takeAbstract(sk, `\0${digits}`) === 0) return 0;
  }
  return -EADDRINUSE;
}

/** Who has the name, as one that sends there sees it: undefined when nobody has it, or a negative error. */
export function findName(sk: UnixSock, { path, at }: SockaddrUn): Sock | Errno | undefined {
  if (path === "" || !fits(path)) return -EINVAL;
  if (isAbstract(path)) return unixTable(sk.net)?.find(path, sk.type);
  return sk.owner?.findSocket?.(cut(at ?? path));
}
