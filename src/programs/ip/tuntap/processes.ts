/** Which processes have a tun device open: from /proc/PID/fd and fdinfo. */
import { isErrno } from "../../../errno.ts";
import type { Ip } from "../context.ts";
import { readText } from "../names.ts";

/** One of them. */
export interface AttachedProcess {
  readonly name: string;
  readonly pid: number;
}

function numbers(ip: Ip, directory: string): string[] {
  const entries = ip.sys.readdir(directory);
  return isErrno(entries) ? [] : entries.map((entry) => entry.name).filter((name) => /^\d+$/.test(name));
}

function holds(ip: Ip, pid: string, device: string): boolean {
  return numbers(ip, `/proc/${pid}/fd`).some((fd) => {
    if (ip.sys.readlink(`/proc/${pid}/fd/${fd}`) !== "/dev/net/tun") return false;
    const info = readText(ip.sys, `/proc/${pid}/fdinfo/${fd}`) ?? "";
    return info.split("\n").some((line) => /^iff:\s*(\S+)/.exec(line)?.[1] === device);
  });
}

/** Those that have the device. */
export function attachedProcesses(ip: Ip, device: string): AttachedProcess[] {
  return numbers(ip, "/proc")
    .filter((pid) => holds(ip, pid, device))
    .map((pid) => ({ name: (readText(ip.sys, `/proc/${pid}/comm`) ?? "").trim(), pid: Number(pid) }));
}
