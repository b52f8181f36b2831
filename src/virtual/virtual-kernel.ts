/**
 * A virtual Linux box: the machine, its file system and its first process.
 */
import { EBADF, EINVAL, ESRCH } from "../errno.ts";
import { type Clock, type RandomSource, seededRandom } from "./core/clock.ts";
import type { KernelConfig } from "./core/kernel-config.ts";
import { Machine } from "./core/machine.ts";
import { openTun } from "./drivers/tun.ts";
import { FileTable } from "./fd-table.ts";
import { createDev } from "./fs/devfs.ts";
import { HostDirectory, type HostFiles } from "./fs/hostfs.ts";
import type { Inode } from "./fs/inode.ts";
import { MountNamespace } from "./fs/mount.ts";
import { NetnsFile } from "./fs/nsfs.ts";
import { createProc } from "./fs/procfs.ts";
import { MemoryDirectory } from "./fs/ramfs.ts";
import { createRoot, place } from "./fs/root/root-files.ts";
import { createSysfs } from "./fs/sysfs/sysfs.ts";
import { createTracefs } from "./fs/tracefs.ts";
import { registerKernelSysctls } from "./kernel-sysctl.ts";
import { VirtualTask } from "./task.ts";
import { TaskTable } from "./task-table.ts";
import { PARTS } from "./virtual-kernel-parts.ts";

/** What a box is made with. */
export interface VirtualKernelOptions {
  readonly clock: Clock;
  /** Seed of the box's random numbers: MAC addresses, jitter, ports. */
  readonly seed?: number;
  /** Another source of random numbers, instead of the seed. */
  readonly random?: RandomSource;
  readonly hostname?: string;
  /** What the kernel is built with; absent: as Debian's. */
  readonly config?: Partial<KernelConfig>;
  /** Directories of the host that scripts see at their own paths, read from the host and written in memory. */
  readonly hostDirectories?: readonly string[];
  readonly hostFiles?: HostFiles;
}

/** @returns the system calls of process 1, in the initial namespaces */
export function createVirtualKernel(options: VirtualKernelOptions): VirtualTask {
  const random = options.random ?? seededRandom(options.seed ?? 0);
  const machine = new Machine(options.clock, random, options.config);
  for (const init of PARTS) init(machine);
  // the first namespace stays, whoever leaves it
  const net = machine.createNet();
  const tasks = new TaskTable();
  const files = new FileTable();
  const uts = { nodename: options.hostname ?? "vethlab" };
  registerKernelSysctls(machine, uts);
  const root = createRoot(Math.floor(options.clock.realtime() / 1000));
  const mounts = new MountNamespace(machine.nextNamespaceInode++);
  mountHostDirectories(options, root, mounts);
  const task = new VirtualTask(
    { machine, tasks, files, root, uts, tracing: createTracefs(machine) },
    0,
    "init",
    net,
    mounts,
  );
  mountAt(
    root,
    mounts,
    "dev",
    createDev((opener) => openTun(opener.net)),
    "devtmpfs",
  );
  mountAt(root, mounts, "proc", createProc(machine, tasks), "proc");
  mountAt(root, mounts, "sys", createSysfs(net), "sysfs");
  // Where Debian's init mounts it. Who mounts a /sys of their own (`ip netns exec`) does not see it there, as on Linux.
  task.mount("tracefs", "/sys/kernel/tracing", "tracefs", 0);
  machine.netByFd = (fd) => {
    const file = files.get(fd);
    if (file === undefined) return -EBADF;
    return file instanceof NetnsFile ? file.net : -EINVAL;
  };
  machine.netByPid = (pid) => tasks.get(pid)?.net ?? -ESRCH;
  return task;
}

function mountAt(
  root: MemoryDirectory,
  mounts: MountNamespace,
  name: string,
  what: Inode,
  fstype: string,
): void {
  const point = root.lookup(name);
  if (typeof point !== "number") mounts.mount(`/${name}`, point, what, { device: fstype, fstype });
}

/** Outer directories first, so that an inner one is not hidden; what Linux itself provides stays as it is. */
function mountHostDirectories(
  options: VirtualKernelOptions,
  root: MemoryDirectory,
  mounts: MountNamespace,
): void {
  const { hostFiles, hostDirectories = [] } = options;
  if (hostFiles === undefined) return;
  const wanted = [...new Set(hostDirectories)].filter((path) => path !== "/").sort();
  const outer = wanted.filter(
    (path) => !wanted.some((other) => other !== path && path.startsWith(`${other}/`)),
  );
  for (const path of outer) {
    const point = new MemoryDirectory(0o755);
    place(root, path, point);
    mounts.mount(path, point, new HostDirectory(hostFiles, path), { device: "host", fstype: "overlay" });
  }
}
