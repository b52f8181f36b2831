// Bundles the command and the library into dist/. The command is one file with compiled code beside it (see loader.cjs); the library is
// split, so that a bundler or a browser takes only what it uses. Everything is made in a folder beside and put in place at the end, so
// that who runs dist/cli.js meanwhile has the old one or the new one.
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { inlineConstants } from "./inline-constants.mjs";

const SHARED = {
  bundle: true,
  target: "node20",
  minify: true,
  // escapes instead of UTF-8, so that the loader may read the file as Latin-1, which V8 keeps as it is
  charset: "ascii",
  external: ["koffi", "just-bash"],
  legalComments: "none",
  logLevel: "warning",
  plugins: [inlineConstants],
};

const out = `.dist-${process.pid}`;
const old = `.dist-${process.pid}-old`;
process.on("exit", () => {
  for (const folder of [out, old]) rmSync(folder, { recursive: true, force: true });
});
await Promise.all([
  build({
    ...SHARED,
    entryPoints: ["src/cli.ts"],
    outfile: `${out}/vethlab.cjs`,
    format: "cjs",
    platform: "node",
    // compiled code that comes from the cache has no host to import modules for it
    supported: { "dynamic-import": false },
  }),
  build({
    ...SHARED,
    entryPoints: { index: "src/index.ts" },
    outdir: out,
    outExtension: { ".js": ".mjs" },
    splitting: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    external: [...SHARED.external, "node:*"],
    chunkNames: "chunks/[name]-[hash]",
  }),
]);
writeFileSync(`${out}/package.json`, '{ "type": "commonjs" }\n');
copyFileSync("scripts/loader.cjs", `${out}/cli.js`);
chmodSync(`${out}/cli.js`, 0o755);
warmUp();
if (existsSync("dist")) renameSync("dist", old);
renameSync(out, "dist");
if (process.argv.includes("--types")) {
  execFileSync("npx", ["tsc", "-p", "tsconfig.types.json"], { stdio: "inherit" });
  writeFileSync("dist/types/package.json", '{ "type": "module" }\n');
}

// The code that a usual lesson runs is what should be compiled beforehand. How the lesson ends does not matter here.
function warmUp() {
  spawnSync(process.execPath, [`${out}/cli.js`, "run", "labs/veth-pair.sh"], {
    env: { ...process.env, VETHLAB_RECORD_CODE_CACHE: `${out}/vethlab.cache` },
    stdio: "ignore",
    timeout: 60_000,
  });
}
