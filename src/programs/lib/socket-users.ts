/** Which processes have which socket: from /proc, as `ss -p` and `netstat -p` find it. */
import type { SystemCalls } from "../../kernel.ts";
import { readLines } from "./read-file.ts";

/** One process that has it open. */
export interface SocketUser {
  readonly name: string;
  readonly pid: number;
  readonly fd: number;
}

/** By inode, in the order in which /proc has them. */
export function socketUsers(sys: SystemCalls): ReadonlyMap<number, readonly SocketUser[]> {
  const users = new Map<number, SocketUser[]>();
  const processes = sys.readdir("/proc");
  if (typeof processes === "number") return users;
  for (const { name: pid } of processes) {
    if (!/^\d+$/.test(pid)) continue;
    const descriptors = sys.readdir(`/proc/${pid}/fd`);
    if (typeof descriptors === "number") continue;
    for (const { name: fd } of descriptors) {
      const link = sys.readlink(`/proc/${pid}/fd/${fd}`);
      const inode = typeof link === "string" ? /^socket:\[(\d+)\]$/.exec(link)?.[1] : undefined;
      if (inode === undefined) continue;
      const [name = ""] = readLines(sys, `/proc/${pid}/comm`);
      const user = { name, pid: Number(pid), fd: Number(fd) };
      const known = users.get(Number(inode));
      if (known) known.push(user);
      else users.set(Number(inode), [user]);
    }
  }
  return users;
}
