/** `realpath(3)`. */
import { ELOOP, ENOENT } from "../../errno.ts";
import { resolvePath } from "../../process/paths.ts";
import type { Process } from "../../process/process.ts";

/** Follows every symbolic link of a path; bounded as the kernel bounds it. */
export function realPath(process: Process, path: string): string | number {
  if (path === "") return -ENOENT;
  let links = 0;
  let done = "/";
  const rest = process.resolve(path).split("/").filter(Boolean);
  for (let part = rest.shift(); part !== undefined; part = rest.shift()) {
    const next = resolvePath(done, part);
    const target = process.sys.readlink(next);
    const status = process.sys.lstat(next);
    if (
      typeof status !== "number" &&
      status.type === "symlink" &&
      typeof target === "string" &&
      !target.includes(":[")
    ) {
      if (++links > 40) return -ELOOP;
      const whole = target.startsWith("/") ? target : resolvePath(done, target);
      rest.unshift(...whole.split("/").filter(Boolean));
      done = "/";
      continue;
    }
    if (typeof status === "number" && rest.length > 0) return status;
    done = next;
  }
  return done;
}
