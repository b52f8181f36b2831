/**
 * Path walks: from a path to an inode, through mounts and symbolic links.
 *
 * Source: `fs/namei.c`.
 */
import { ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR, type Errno } from "../../errno.ts";
import type { VirtualTask } from "../task.ts";
import type { Inode } from "./inode.ts";

const PATH_MAX = 4096;
const NAME_MAX = 255;
/** `MAXSYMLINKS` */
const MAX_LINKS = 40;

/** The directory that holds (or would hold) the last component, and the component. */
export interface ParentAndName {
  readonly parent: Inode;
  readonly name: string;
}

class Walk {
  private readonly task: VirtualTask;
  /** The directories passed, for `..`. */
  private stack: Inode[];
  private links = 0;

  constructor(task: VirtualTask) {
    this.task = task;
    this.stack = [this.root()];
  }

  private root(): Inode {
    return this.task.mounts.resolve(this.task.root);
  }

  private get here(): Inode {
    return this.stack[this.stack.length - 1];
  }

  /** Walks all of `path`. @returns 0 or a negative error; the result is {@link here} */
  go(path: string, followLast: boolean): Inode | Errno {
    const components = split(path);
    if (typeof components === "number") return components;
    for (let i = 0; i < components.length; i++) {
      const result = this.step(components[i], followLast || i < components.length - 1 || path.endsWith("/"));
      if (result < 0) return result;
    }
    return this.here;
  }

  private step(name: string, follow: boolean): number {
    if (name === "..") {
      if (this.stack.length > 1) this.stack.pop();
      return 0;
    }
    const found = this.here.lookup(name, this.task);
    if (typeof found === "number") return found;
    const inode = this.task.mounts.resolve(found);
    if (inode.type === "symlink" && follow) return this.followLink(inode);
    this.stack.push(inode);
    return 0;
  }

  private followLink(link: Inode): number {
    if (++this.links > MAX_LINKS) return -ELOOP;
    const magic = link.follow(this.task);
    if (magic !== undefined) {
      this.stack.push(this.task.mounts.resolve(magic));
      return 0;
    }
    const text = link.readlink(this.task);
    if (typeof text === "number") return text;
    const components = split(text);
    if (typeof components === "number") return components;
    if (text.startsWith("/")) this.stack = [this.root()];
    for (const component of components) {
      const result = this.step(component, true);
      if (result < 0) return result;
    }
    return 0;
  }
}

function split(path: string): string[] | Errno {
  if (path === "") return -ENOENT;
  if (path.length >= PATH_MAX) return -ENAMETOOLONG;
  const components = path.split("/").filter((component) => component !== "" && component !== ".");
  return components.some((component) => component.length > NAME_MAX) ? -ENAMETOOLONG : components;
}

/** The inode at an absolute path; of a final symbolic link its target, unless `follow` is false. */
export function walk(task: VirtualTask, path: string, follow = true): Inode | Errno {
  const inode = new Walk(task).go(path, follow);
  if (typeof inode === "number") return inode;
  return path.endsWith("/") && inode.type !== "directory" ? -ENOTDIR : inode;
}

/** For calls that make or remove an entry: its directory, which must exist. */
export function walkToParent(task: VirtualTask, path: string): ParentAndName | Errno {
  const components = split(path);
  if (typeof components === "number") return components;
  const name = components.pop();
  if (name === undefined || name === "..") return -ENOENT;
  const parent = new Walk(task).go(`/${components.join("/")}`, true);
  if (typeof parent === "number") return parent;
  return parent.type === "directory" ? { parent, name } : -ENOTDIR;
}
