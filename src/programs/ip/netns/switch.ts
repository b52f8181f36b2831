/**
 * Opening named network namespaces and going into one, with the mounts that belong to it (iproute2's `netns_switch`).
 */
import { type Errno, isErrno, strerror } from "../../../errno.ts";
import { CLONE_NEWNS, type File, O_RDONLY } from "../../../kernel.ts";
import { EXIT_FAILURE } from "../arguments.ts";
import type { Ip } from "../context.ts";

export const NETNS_RUN_DIR = "/run/netns";
const NETNS_ETC_DIR = "/etc/netns";

export const MS_REC = 0x4000;
export const MS_BIND = 0x1000;
export const MS_SHARED = 1 << 20;
export const MS_SLAVE = 1 << 19;
export const MNT_DETACH = 2;

/** Opens a namespace by name, or by path when the name has a slash. */
export function openNamespace(ip: Ip, name: string): File | Errno {
  const path = name.includes("/") ? ip.process.resolve(name) : `${NETNS_RUN_DIR}/${name}`;
  return ip.sys.open(path, O_RDONLY);
}

/** What switching needs of a program. */
export type Switching = Pick<Ip, "sys" | "complain" | "namespaceChanged">;

/** Goes into a namespace. @returns 0, or -1 after saying what failed */
export function switchNamespace(ip: Switching, name: string): number {
  // a slash does not make it a path here
  const file = ip.sys.open(`${NETNS_RUN_DIR}/${name}`, O_RDONLY);
  if (isErrno(file)) {
    ip.complain(`Cannot open network namespace "${name}": ${strerror(file)}\n`);
    return -1;
  }
  const joined = ip.sys.setns(file);
  file.close();
  if (joined < 0) {
    ip.complain(`setting the network namespace "${name}" failed: ${strerror(joined)}\n`);
    return -1;
  }
  ip.namespaceChanged();
  return isolateMounts(ip, name);
}

/** A mount namespace of its own, with the /sys of the network namespace and its files of /etc. */
function isolateMounts(ip: Switching, name: string): number {
  const { sys } = ip;
  const unshared = sys.unshare(CLONE_NEWNS);
  if (unshared < 0) {
    ip.complain(`unshare failed: ${strerror(unshared)}\n`);
    return -1;
  }
  const slave = sys.mount("", "/", "none", MS_SLAVE | MS_REC);
  if (slave < 0) {
    ip.complain(`"mount --make-rslave /" failed: ${strerror(slave)}\n`);
    return -1;
  }
  sys.umount("/sys", MNT_DETACH);
  const mounted = sys.mount(name, "/sys", "sysfs", 0);
  if (mounted < 0) {
    ip.complain(`mount of /sys failed: ${strerror(mounted)}\n`);
    return -1;
  }
  bindEtc(ip, name);
  return 0;
}

function bindEtc(ip: Switching, name: string): void {
  if (name.length >= 255) return;
  const directory = `${NETNS_ETC_DIR}/${name}`;
  const entries = ip.sys.readdir(directory);
  if (isErrno(entries)) return;
  for (const entry of entries) {
    if (entry.name === "." || entry.name === "..") continue;
    const source = `${directory}/${entry.name}`;
    const error = ip.sys.mount(source, `/etc/${entry.name}`, "none", MS_BIND);
    if (error < 0) ip.complain(`Bind ${source} -> /etc/${entry.name} failed: ${strerror(error)}\n`);
  }
}

/** As {@link openNamespace}, and ends the program when it cannot be opened. */
export function needNamespace(ip: Ip, name: string): File {
  const file = openNamespace(ip, name);
  if (!isErrno(file)) return file;
  return ip.fail(`Cannot open network namespace "${name}": ${strerror(file)}`, EXIT_FAILURE);
}
