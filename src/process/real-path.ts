/** `realpath(3)`, and its kin of GNU's tools. */

import type { Errno } from "../errno.ts";
import { ELOOP, ENOENT, ENOTDIR } from "../errno.ts";
import type { SystemCalls } from "../kernel.ts";
import { resolvePath } from "./paths.ts";

/** `MAXSYMLINKS` */
const MAX_LINKS = 40;

/** What need not be there: nothing, the last component, or any. */
export type Missing = "none" | "last" | "any";

/**
 * Follows every symbolic link of an absolute path; bounded as the kernel bounds it.
 * @returns the path, or a negative error
 */
export function realPath(sys: SystemCalls, path: string, missing: Missing = "last"): string | Errno {
  if (path === "") return -ENOENT;
  let links = 0;
  let done = "/";
  const rest = path.split("/").filter(Boolean);
  for (let part = rest.shift(); part !== undefined; part = rest.shift()) {
    const next = resolvePath(done, part);
    const status = sys.lstat(next);
    const target = typeof status !== "number" && status.type === "symlink" ? sys.readlink(next) : undefined;
    // what a link of /proc names need be no path
    if (typeof target === "string" && !target.includes(":[")) {
      if (++links > MAX_LINKS) return -ELOOP;
      if (target.startsWith("/")) done = "/";
      rest.unshift(...target.split("/").filter(Boolean));
      continue;
    }
    if (missing !== "any") {
      if (typeof status !== "number" && status.type !== "directory" && rest.length > 0) return -ENOTDIR;
      if (typeof status === "number" && (rest.length > 0 || missing === "none")) return status;
    }
    done = next;
  }
  return done;
}

/**
 * As {@link resolvePath}, but `..` leads to where the kernel's walk would: what is before it may be a symbolic link. Where the walk would
 * fail, the path is left as it is, so that it does.
 */
export function resolvePathIn(sys: SystemCalls, base: string, path: string): string {
  if (!path.includes("..")) return resolvePath(base, path);
  const parts = (path.startsWith("/") ? path : `${base}/${path}`).split("/").filter(isComponent);
  const behind = parts.lastIndexOf("..") + 1;
  const real = realPath(sys, `/${parts.slice(0, behind).join("/")}`, "none");
  return typeof real === "number" ? `/${parts.join("/")}` : resolvePath(real, parts.slice(behind).join("/"));
}

const isComponent = (part: string): boolean => part !== "" && part !== ".";
