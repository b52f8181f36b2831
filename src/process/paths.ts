/** Path arithmetic. */
import type { SystemCalls } from "../kernel.ts";

/** `MAXSYMLINKS` */
const MAX_LINKS = 40;

/** `base` joined with `path` unless that is absolute; without `.`, `..` and double slashes. */
export function resolvePath(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${base}/${path}`).split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/**
 * As {@link resolvePath}, but `..` leads to where the kernel's walk would: what is before it may be a symbolic link. Where the walk would
 * fail, the rest is left as it is, so that it does.
 */
export function resolvePathIn(sys: SystemCalls, base: string, path: string): string {
  if (!path.includes("..")) return resolvePath(base, path);
  const rest = (path.startsWith("/") ? path : `${base}/${path}`).split("/").filter(isComponent);
  const steps = rest.lastIndexOf("..") + 1;
  const done: string[] = [];
  const before = rest.splice(0, steps);
  for (let links = 0; before.length > 0; ) {
    const part = before.shift() as string;
    if (part === "..") {
      done.pop();
      continue;
    }
    const here = `/${[...done, part].join("/")}`;
    const status = sys.lstat(here);
    const target = typeof status !== "number" && status.type === "symlink" ? sys.readlink(here) : undefined;
    if (typeof target === "string" && ++links <= MAX_LINKS) {
      if (target.startsWith("/")) done.length = 0;
      before.unshift(...target.split("/").filter(isComponent));
    } else if (typeof status !== "number" && status.type === "directory") done.push(part);
    else return `/${[...done, part, ...before, ...rest].join("/")}`;
  }
  return `/${[...done, ...rest].join("/")}`;
}

const isComponent = (part: string): boolean => part !== "" && part !== ".";

/** The last component. */
export function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, "");
  return trimmed.slice(trimmed.lastIndexOf("/") + 1) || "/";
}
