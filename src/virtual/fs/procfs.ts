/**
 * /proc: processes, /proc/net, /proc/sys and the few global files that network scripts read.
 *
 * Source: `fs/proc/`.
 */
import { ESRCH } from "../../errno.ts";
import type { DirectoryEntry } from "../../kernel.ts";
import type { Machine } from "../core/machine.ts";
import { UNAME } from "../kernel-release.ts";
import type { TaskStruct } from "../task-struct.ts";
import type { TaskTable } from "../task-table.ts";
import { ComputedLink, type Inode, lazyDirectory, ProcDirectory } from "./inode.ts";
import { ProcKmsg } from "./kmsg.ts";
import { NetnsInode } from "./nsfs.ts";
import { sysctlDirectory } from "./sysctl-files.ts";
import { TextInode } from "./text-inode.ts";

const NS_PER_S = 1e9;

/** Namespaces that every process shares, with Linux's initial inode numbers (`include/linux/proc_ns.h`). */
const INITIAL_NAMESPACES: Readonly<Record<string, number>> = {
  cgroup: 4026531835,
  ipc: 4026531839,
  pid: 4026531836,
  pid_for_children: 4026531836,
  time: 4026531834,
  time_for_children: 4026531834,
  user: 4026531837,
  uts: 4026531838,
};

/** The root of /proc. */
export function createProc(machine: Machine, tasks: TaskTable): Inode {
  const files: Record<string, Inode> = {
    self: new ComputedLink((task) => String(task.pid)),
    "thread-self": new ComputedLink((task) => `${task.pid}/task/${task.pid}`),
    net: new ComputedLink(() => "self/net"),
    mounts: new ComputedLink(() => "self/mounts"),
    sys: sysctlDirectory(machine),
    kmsg: new ProcKmsg(),
    uptime: new TextInode(0o444, () => {
      const seconds = (machine.now() / NS_PER_S).toFixed(2);
      return `${seconds} ${seconds}\n`;
    }),
    loadavg: new TextInode(0o444, () => `0.00 0.00 0.00 1/${tasks.size} ${tasks.lastPid}\n`),
    version: new TextInode(0o444, () => {
      const { sysname, release, version } = UNAME;
      return `${sysname} version ${release} (vethlab) ${version}\n`;
    }),
    filesystems: new TextInode(0o444, () => "nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\tnsfs\n"),
  };
  return new ProcDirectory(
    (name) => (Object.hasOwn(files, name) ? files[name] : processDirectory(machine, tasks, name)),
    () => [...tasks.entries(), ...Object.entries(files).map(([name, inode]) => ({ name, type: inode.type }))],
  );
}

function processDirectory(machine: Machine, tasks: TaskTable, name: string): Inode | undefined {
  const owner = /^[1-9][0-9]*$/.test(name) ? tasks.get(Number(name)) : undefined;
  if (owner === undefined) return undefined;
  return lazyDirectory({
    ...threadFiles(machine, owner),
    task: ["directory", () => taskDirectory(machine, owner)],
  });
}

/** /proc/PID/task: the one thread of each process, whose directory has no `task` of its own (`tid_base_stuff`). */
function taskDirectory(machine: Machine, owner: TaskStruct): Inode {
  return lazyDirectory({
    [owner.pid]: ["directory", () => lazyDirectory(threadFiles(machine, owner))],
  });
}

type LazyFiles = Parameters<typeof lazyDirectory>[0];

/** What the directories of a process and of its threads share. */
function threadFiles(machine: Machine, owner: TaskStruct): LazyFiles {
  const text = (mode: number, show: () => string): LazyFiles[string] => [
    "file",
    () => new TextInode(mode, show),
  ];
  return {
    cmdline: text(0o444, () => `${owner.comm}\0`),
    comm: text(0o644, () => `${owner.comm}\n`),
    fd: ["directory", () => descriptorDirectory(owner)],
    mounts: text(0o444, () => owner.mounts.text()),
    net: ["directory", () => procNetDirectory(machine, owner, "")],
    ns: ["directory", () => namespaceDirectory(owner)],
    stat: text(0o444, () => statLine(owner)),
    status: text(0o444, () => statusText(owner)),
  };
}

/** /proc/PID/fd: the sockets. What else a process has open, the kernel does not know. */
function descriptorDirectory(owner: TaskStruct): Inode {
  return new ProcDirectory(
    (name) => {
      const socket = /^\d+$/.test(name) ? owner.sockets().get(Number(name)) : undefined;
      return socket && new ComputedLink(() => `socket:[${socket.inode}]`);
    },
    () =>
      [...owner.sockets().keys()].sort((a, b) => a - b).map((fd) => ({ name: String(fd), type: "symlink" })),
    0o500,
  );
}

/** /proc/PID/net, or a directory below it. */
function procNetDirectory(machine: Machine, owner: TaskStruct, prefix: string): Inode {
  const below = (): DirectoryEntry[] => {
    const entries = new Map<string, DirectoryEntry>();
    for (const path of machine.procNet.paths(owner.net)) {
      if (!path.startsWith(prefix)) continue;
      const [name, ...rest] = path.slice(prefix.length).split("/");
      entries.set(name, { name, type: rest.length > 0 ? "directory" : "file" });
    }
    for (const path of machine.procNet.directoryPaths) {
      const name = path.startsWith(prefix) ? path.slice(prefix.length).split("/")[0] : "";
      if (name !== "" && !entries.has(name)) entries.set(name, { name, type: "directory" });
    }
    return [...entries.values()];
  };
  return new ProcDirectory((name) => {
    const entry = below().find((candidate) => candidate.name === name);
    if (entry === undefined) return undefined;
    if (entry.type === "directory") return procNetDirectory(machine, owner, `${prefix}${name}/`);
    const store = machine.procNet.writer(owner.net, prefix + name);
    const mode = store ? 0o644 : 0o444;
    return new TextInode(mode, () => machine.procNet.show(owner.net, prefix + name) ?? -ESRCH, store);
  }, below);
}

const NAMESPACES: readonly DirectoryEntry[] = ["net", "mnt", ...Object.keys(INITIAL_NAMESPACES)].map(
  (name) => ({ name, type: "symlink" }),
);

function namespaceLink(owner: TaskStruct, name: string): Inode | undefined {
  if (name === "net")
    return new ComputedLink(
      () => `net:[${owner.net.inode}]`,
      () => NetnsInode.of(owner.net),
    );
  if (name === "mnt") return new ComputedLink(() => `mnt:[${owner.mounts.inode}]`);
  if (!Object.hasOwn(INITIAL_NAMESPACES, name)) return undefined;
  return new ComputedLink(() => `${name.replace("_for_children", "")}:[${INITIAL_NAMESPACES[name]}]`);
}

function namespaceDirectory(owner: TaskStruct): Inode {
  return new ProcDirectory(
    (name) => namespaceLink(owner, name),
    () => [...NAMESPACES],
    0o511,
  );
}

/** The fields of `/proc/PID/stat` that are known; what no process here has is 0. */
function statLine(task: TaskStruct): string {
  const fields = new Array<number>(52).fill(0);
  fields[3] = task.parentPid;
  fields[4] = task.pid;
  fields[5] = 1;
  fields[17] = 20;
  fields[19] = 1;
  return `${task.pid} (${task.comm}) S ${fields.slice(3).join(" ")}\n`;
}

function statusText(task: TaskStruct): string {
  const lines: readonly (readonly [string, string | number])[] = [
    ["Name", task.comm],
    ["State", "S (sleeping)"],
    ["Tgid", task.pid],
    ["Pid", task.pid],
    ["PPid", task.parentPid],
    ["Uid", "0\t0\t0\t0"],
    ["Gid", "0\t0\t0\t0"],
    ["Threads", 1],
  ];
  return lines.map(([name, value]) => `${name}:\t${value}\n`).join("");
}
