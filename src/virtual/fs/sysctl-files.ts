/** /proc/sys as files over the sysctl registry. */
import type { DirectoryEntry } from "../../kernel.ts";
import type { Machine } from "../core/machine.ts";
import type { SysctlDirectory, SysctlEntry } from "../core/sysctl/sysctl.ts";
import type { TaskStruct } from "../task-struct.ts";
import { type Inode, ProcDirectory } from "./inode.ts";
import { TextInode } from "./text-inode.ts";

/** The directory for `/proc/sys` + `path`. */
export function sysctlDirectory(machine: Machine, path = ""): Inode {
  return new ProcDirectory(
    (name, task) => child(machine, path, name, task),
    (task) => list(machine, path, task),
  );
}

function visible(machine: Machine, directory: SysctlDirectory, task: TaskStruct): boolean {
  return directory.everywhere || task.net === machine.initNet;
}

function entryVisible(machine: Machine, entry: SysctlEntry, task: TaskStruct): boolean {
  return !entry.firstOnly || task.net === machine.initNet;
}

function child(machine: Machine, path: string, name: string, task: TaskStruct): Inode | undefined {
  const here = machine.sysctls.entries().get(path);
  if (here !== undefined && visible(machine, here, task)) {
    if (here.keys !== undefined) {
      return here.keys(task.net).includes(name) ? keyedDirectory(here, name) : undefined;
    }
    if (Object.hasOwn(here.table, name) && entryVisible(machine, here.table[name], task))
      return entryFile(here.table[name], "", modeFor(machine, here.table[name], task));
  }
  const below = path === "" ? name : `${path}/${name}`;
  return subdirectories(machine, path, task).includes(name) ? sysctlDirectory(machine, below) : undefined;
}

function list(machine: Machine, path: string, task: TaskStruct): DirectoryEntry[] {
  const here = machine.sysctls.entries().get(path);
  const entries: DirectoryEntry[] = [];
  if (here !== undefined && visible(machine, here, task)) {
    if (here.keys !== undefined) return here.keys(task.net).map((name) => ({ name, type: "directory" }));
    for (const [name, entry] of Object.entries(here.table))
      if (entryVisible(machine, entry, task)) entries.push({ name, type: "file" });
  }
  for (const name of subdirectories(machine, path, task)) entries.push({ name, type: "directory" });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function subdirectories(machine: Machine, path: string, task: TaskStruct): string[] {
  const prefix = path === "" ? "" : `${path}/`;
  const names = new Set<string>();
  for (const [other, directory] of machine.sysctls.entries()) {
    if (other !== path && other.startsWith(prefix) && visible(machine, directory, task)) {
      names.add(other.slice(prefix.length).split("/", 1)[0]);
    }
  }
  return [...names];
}

function keyedDirectory(directory: SysctlDirectory, key: string): Inode {
  return new ProcDirectory(
    (name) => (Object.hasOwn(directory.table, name) ? entryFile(directory.table[name], key) : undefined),
    () => Object.keys(directory.table).map((name) => ({ name, type: "file" })),
  );
}

function modeFor(machine: Machine, entry: SysctlEntry, task: TaskStruct): number {
  return entry.firstWrites && task.net !== machine.initNet ? entry.mode & 0o444 : entry.mode;
}

function entryFile(entry: SysctlEntry, key: string, mode = entry.mode): Inode {
  const { write } = entry;
  return new TextInode(
    mode,
    (task) => {
      const value = entry.read(task.net, key);
      return typeof value === "number" ? value : `${value}\n`;
    },
    write && ((text, task) => write(task.net, key, entry.exact ? text.replace(/\n$/, "") : text.trimEnd())),
  );
}
