// Bundles the command and the library into dist/, split so that only what runs is loaded.
import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: ["src/cli.ts", "src/index.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minify: true,
  keepNames: false,
  external: ["koffi"],
  chunkNames: "chunks/[name]-[hash]",
  legalComments: "linked",
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
});
writeFileSync("dist/cli.js", `#!/usr/bin/env node\n${readFileSync("dist/cli.js", "utf8")}`);
chmodSync("dist/cli.js", 0o755);
if (process.argv.includes("--types")) {
  execFileSync("npx", ["tsc", "-p", "tsconfig.types.json"], { stdio: "inherit" });
}
