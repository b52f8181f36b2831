/** Which kernel modules the booted machine loads, and in which order. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Entry } from "./cpio.ts";
import { FILE } from "./cpio.ts";

/** What scripts use. Loaded at boot, so that no script depends on what another one loaded before it. */
const WANTED = [
  "veth",
  "dummy",
  "bridge",
  "8021q",
  "macvlan",
  "macvtap",
  "vxlan",
  "ifb",
  "tun",
  "sch_ingress",
  "act_mirred",
];

/** Where the modules lie in the machine; the names of the files begin with the number in the order of loading. */
export const MODULE_FOLDER = "modules";

/** The names that a module's `.modinfo` says it needs. */
function dependencies(module: Buffer): string[] {
  const start = module.indexOf("\0depends=");
  if (start < 0) return [];
  const text = module.toString("latin1", start + "\0depends=".length, module.indexOf(0, start + 1));
  return text === "" ? [] : text.split(",");
}

/** The wanted modules and those that they need, each behind those that it needs. */
export function moduleEntries(folder: string): Entry[] {
  const paths = new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ko"))
      .map((path) => [basename(path, ".ko").replaceAll("-", "_"), join(folder, path)]),
  );
  const loaded = new Map<string, Buffer>();
  const load = (name: string): void => {
    const path = paths.get(name.replaceAll("-", "_"));
    if (loaded.has(name)) return;
    if (path === undefined) throw new Error(`Debian's kernel has no module ${name}`);
    const module = readFileSync(path);
    dependencies(module).forEach(load);
    loaded.set(name, module);
  };
  WANTED.forEach(load);
  return [...loaded].map(([name, data], index) => ({
    path: `${MODULE_FOLDER}/${String(index).padStart(3, "0")}-${name}.ko`,
    mode: FILE,
    data,
  }));
}
