#!/usr/bin/env node
/**
 * Runs one of this project's programs on the real Linux kernel, with the standard streams of the host:
 *
 *     node scripts/on-linux.mjs ip link show
 *     unshare -nm sh -c 'node scripts/on-linux.mjs ping -c 1 127.0.0.1'
 *
 * The program is looked up by name or path in src/programs/registry.ts, bundled afresh (about 0.2 s) and run in the namespaces
 * that this script was started in. For development and for comparing with the real tools; users run `vethlab --kernel linux`.
 * With ON_LINUX_BUNDLE=path the bundle is kept in that file and reused while it is there: for many calls in a row. Put it below
 * node_modules, where koffi is found from: ON_LINUX_BUNDLE=node_modules/.cache/my-loop.mjs.
 */
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const kept = process.env.ON_LINUX_BUNDLE;
const cache = join(root, "node_modules", ".cache");
mkdirSync(cache, { recursive: true });
const bundle = kept ? resolve(kept) : join(cache, `on-linux-${process.pid}.mjs`);
if (!kept || !existsSync(bundle)) {
  await build({
    entryPoints: [join(root, "src/linux/run-program.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
}
const { runOnLinux } = await import(pathToFileURL(bundle).href);
if (!kept) await import("node:fs").then((fs) => fs.rmSync(bundle, { force: true }));
process.exitCode = await runOnLinux(process.argv.slice(2));
