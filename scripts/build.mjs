// Bundles the command and the library into dist/. The command is one file with compiled code beside it (see loader.cjs); the library is
// split, so that a bundler or a browser takes only what it uses.
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const SHARED = {
  bundle: true,
  target: "node20",
  minify: true,
  // escapes instead of UTF-8, so that the loader may read the file as Latin-1, which V8 keeps as it is
  charset: "ascii",
  external: ["koffi", "just-bash"],
  legalComments: "none",
  logLevel: "warning",
};

rmSync("dist", { recursive: true, force: true });
await Promise.all([
  build({
    ...SHARED,
    entryPoints: ["src/cli.ts"],
    outfile: "dist/vethlab.cjs",
    format: "cjs",
    platform: "node",
    // compiled code that comes from the cache has no host to import modules for it
    supported: { "dynamic-import": false },
  }),
  build({
    ...SHARED,
    entryPoints: { index: "src/index.ts" },
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    splitting: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    external: [...SHARED.external, "node:*"],
    chunkNames: "chunks/[name]-[hash]",
  }),
]);
writeFileSync("dist/package.json", '{ "type": "commonjs" }\n');
copyFileSync("scripts/loader.cjs", "dist/cli.js");
chmodSync("dist/cli.js", 0o755);
warmUp();
if (process.argv.includes("--types")) {
  execFileSync("npx", ["tsc", "-p", "tsconfig.types.json"], { stdio: "inherit" });
}

// The code that a usual lesson runs is what should be compiled beforehand. How the lesson ends does not matter here.
function warmUp() {
  spawnSync(process.execPath, ["dist/cli.js", "run", "labs/veth-pair.sh"], {
    env: { ...process.env, VETHLAB_RECORD_CODE_CACHE: "dist/vethlab.cache" },
    stdio: "ignore",
    timeout: 60_000,
  });
}
