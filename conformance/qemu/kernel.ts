/** Debian's kernel for virtual machines, fetched from Debian's archive and unpacked into a cache folder; nothing is installed. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../cases.ts";

/** Where what is fetched and built is kept; it can be deleted at any time. */
export const CACHE = join(ROOT, "node_modules", ".cache", "vethlab", "qemu");

/** The package that always depends on the newest kernel of the release. */
const META_PACKAGE = "linux-image-cloud-amd64";

/** What was fetched. */
export interface DebianKernel {
  /** As in `uname -r`. */
  readonly release: string;
  /** The package's version. */
  readonly version: string;
  /** The compressed kernel. */
  readonly image: string;
  /** Folder with the modules. */
  readonly modules: string;
}

/** Runs a program and returns what it printed; throws, with what it said, when it fails. */
export function capture(command: string, args: readonly string[], cwd?: string): string {
  const result = spawnSync(command, args, { encoding: "utf8", cwd, maxBuffer: 64 << 20 });
  if (result.error !== undefined) throw new Error(`${command}: ${result.error.message}`);
  if (result.status !== 0) throw new Error(`${command} ${args.join(" ")}: ${result.stderr.trim()}`);
  return result.stdout;
}

function newestPackage(): string {
  const depends = capture("apt-cache", ["depends", META_PACKAGE]);
  const name = /Depends: (linux-image-\S+)/.exec(depends)?.[1];
  if (name === undefined) throw new Error(`${META_PACKAGE} is unknown here: apt-get update`);
  return name;
}

function unpackedKernel(folder: string): DebianKernel {
  const release = readdirSync(join(folder, "lib", "modules"))[0];
  if (release === undefined) throw new Error(`no kernel in ${folder}`);
  return {
    release,
    version: readFileSync(join(folder, "version"), "utf8").trim(),
    image: join(folder, "boot", `vmlinuz-${release}`),
    modules: join(folder, "lib", "modules", release),
  };
}

/** The kernel; fetched when it is not in the cache, or, with `newest`, when the archive has a newer one. */
export function debianKernel(newest = false): DebianKernel {
  const kept = join(CACHE, "kernel");
  if (!newest && existsSync(kept)) return unpackedKernel(kept);
  const folder = join(CACHE, `kernel-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const name = newestPackage();
  capture("apt-get", ["download", "-q", name], folder);
  const file = readdirSync(folder).find((entry) => entry.endsWith(".deb"));
  if (file === undefined) throw new Error(`${name} was not downloaded`);
  capture("dpkg-deb", ["-x", file, "."], folder);
  capture("sh", ["-c", 'dpkg-deb -f "$0" Version > version && rm "$0"', file], folder);
  rmSync(kept, { recursive: true, force: true });
  renameSync(folder, kept);
  return unpackedKernel(kept);
}
