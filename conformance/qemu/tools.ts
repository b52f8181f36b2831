/** Whether Debian's kernel can be fetched and booted here. */
import { spawnSync } from "node:child_process";

const TOOLS = ["qemu-system-x86_64", "apt-get", "apt-cache", "dpkg-deb", "ldd", "busybox", "tar"];

/** Why scripts can not run on Debian's kernel here; undefined when they can. */
export function whyNotQemu(): string | undefined {
  if (process.platform !== "linux" || process.arch !== "x64")
    return `this is ${process.platform} on ${process.arch}`;
  const missing = TOOLS.filter((tool) => spawnSync("sh", ["-c", 'command -v "$0"', tool]).status !== 0);
  return missing.length === 0 ? undefined : `not installed: ${missing.join(" ")}`;
}
