#!/usr/bin/env node
/** Bundles the benchmarks and runs them in plain Node: `npm run bench [-- veth bridge fdb router tcp echo namespaces conntrack memory startup]`. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { inlineConstants } from "../scripts/inline-constants.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "node_modules", ".cache", "bench");
mkdirSync(out, { recursive: true });
await build({
  entryPoints: [join(root, "bench/main.ts"), join(root, "bench/linux.ts")],
  outdir: out,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: false,
  platform: "node",
  format: "esm",
  packages: "external",
  logLevel: "error",
  // as dist/ is built
  target: "node20",
  minify: true,
  plugins: [inlineConstants],
});
const args = [
  "--expose-gc",
  "--max-old-space-size=8192",
  join(out, "main.mjs"),
  root,
  join(out, "linux.mjs"),
];
const { status } = spawnSync(process.execPath, [...args, ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = status ?? 1;
