/**
 * Path walks: from a path to an inode, through mounts and symbolic links.
 *
 * Source: `fs/namei.c`.
 */
import { ELOOP, ENAMETOOLONG, ENOENT, ENOTDIR, type Errno } from "../../errno.ts";
import type { TaskStruct } from "../task-struct.ts";
import type { Inode } from "./inode.ts";

const PATH_MAX = 4096;
const NAME_MAX = 255;
/** `MAXSYMLINKS` */
const MAX_LINKS = 40;
/** Stands in a path for what a magic link led to: nothing is mounted there. */
const MAGIC = "\0";

/** The directory that holds (or would hold) the last component, and the component. */
export interface ParentAndName {
  readonly parent: Inode;
  readonly name: string;
  /** Of the component, without links. */
  readonly path: string;
}

class Walk {
  private readonly task: TaskStruct;
  /** The directories passed, for `..`. */
  private stack: Inode[];
  /** Their names, without the root's. */
  private names: string[] = [];
  private links = 0;

  constructor(task: TaskStruct) {
    this.task = task;
    this.stack = [this.root()];
  }

  private root(): Inode {
    return this.task.mounts.resolve("/", this.task.root);
  }

  /** The path that was come to, without links. */
  get path(): string {
    return `/${this.names.join("/")}`;
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
      if (this.here.type !== "directory") return -ENOTDIR;
      if (this.stack.length > 1) this.stack.pop();
      this.names.pop();
      return 0;
    }
    const found = this.here.lookup(name, this.task);
    if (typeof found === "number") return found;
    this.names.push(name);
    const inode = this.task.mounts.resolve(this.path, found);
    if (inode.type === "symlink" && follow) {
      this.names.pop();
      return this.followLink(inode);
    }
    this.stack.push(inode);
    return 0;
  }

  private followLink(link: Inode): number {
    if (++this.links > MAX_LINKS) return -ELOOP;
    const magic = link.follow(this.task);
    if (magic !== undefined) {
      this.stack.push(magic);
      this.names.push(MAGIC);
      return 0;
    }
    const text = link.readlink(this.task);
    if (typeof text === "number") return text;
    const components = split(text);
    if (typeof components === "number") return components;
    if (text.startsWith("/")) {
      this.stack = [this.root()];
      this.names = [];
    }
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
export function walk(task: TaskStruct, path: string, follow = true): Inode | Errno {
  const inode = new Walk(task).go(path, follow);
  if (typeof inode === "number") return inode;
  return path.endsWith("/") && inode.type !== "directory" ? -ENOTDIR : inode;
}

/** An inode, and the path without links by which it was come to. */
export interface InodeAndPath {
  readonly inode: Inode;
  readonly path: string;
}

/** {@link walk}, for calls that have to know the path as well. */
export function walkToPath(task: TaskStruct, path: string): InodeAndPath | Errno {
  const steps = new Walk(task);
  const inode = steps.go(path, true);
  if (typeof inode === "number") return inode;
  return path.endsWith("/") && inode.type !== "directory" ? -ENOTDIR : { inode, path: steps.path };
}

/** For calls that make or remove an entry: its directory, which must exist. */
export function walkToParent(task: TaskStruct, path: string): ParentAndName | Errno {
  const components = split(path);
  if (typeof components === "number") return components;
  const name = components.pop();
  if (name === undefined || name === "..") return -ENOENT;
  const steps = new Walk(task);
  const parent = steps.go(`/${components.join("/")}`, true);
  if (typeof parent === "number") return parent;
  if (parent.type !== "directory") return -ENOTDIR;
  return { parent, name, path: `${steps.path === "/" ? "" : steps.path}/${name}` };
}
