/** Which call is answered by whom: the numbers of x86-64. One line for each entry of `reported` in launch.c. */
import type { Handler } from "./call.ts";
import * as files from "./files.ts";
import { ioctl } from "./ioctl.ts";
import * as namespaces from "./namespaces.ts";
import * as sockets from "./sockets.ts";

export const CALLS: ReadonlyMap<number, Handler> = new Map([
  [2, files.open],
  [4, files.stat],
  [5, files.fstat],
  [6, files.lstat],
  [16, ioctl],
  [21, files.access],
  [41, sockets.socket],
  [42, sockets.connect],
  [44, sockets.sendto],
  [45, sockets.recvfrom],
  [46, sockets.sendmsg],
  [47, sockets.recvmsg],
  [49, sockets.bind],
  [51, sockets.getsockname],
  [52, sockets.getpeername],
  [54, sockets.setsockopt],
  [55, sockets.getsockopt],
  [83, files.mkdir],
  [84, files.rmdir],
  [87, files.unlink],
  [89, files.readlink],
  [165, namespaces.mount],
  [166, namespaces.umount2],
  [217, files.getdents64],
  [257, files.openat],
  [258, files.mkdirat],
  [262, files.newfstatat],
  [263, files.unlinkat],
  [267, files.readlinkat],
  [272, namespaces.unshare],
  [308, namespaces.setns],
]);
