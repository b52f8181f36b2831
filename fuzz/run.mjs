// Compares the virtual kernel with Linux under random input (root on Linux 6.18):
//
//   npm run fuzz -- [--minutes N] [--seed S] [--only commands|packets] [--grammar SUBJECTS] [--alone] [--count] [--folder FOLDER]
//                   [--tolerate N]
//
//   --minutes N       how long, each fuzzer (2)
//   --seed S          the same seed makes the same input; without it one is drawn, and printed
//   --only NAME       one fuzzer alone
//   --grammar LIST    commands of these subjects most of the time: tools,probe,sysctl,show …; ipv4, quiet (IPv6 without waiting)
//                     and dad (IPv6 in full) are kinds of sequences, and none but those are made; crowd: all begin with many
//                     addresses and routes; bridged: all begin with bridges, and frames are sent to one
//   --alone           no other subjects than those
//   --count           adds the run to runs.json, which docs/fidelity.md is made from
//   --folder FOLDER   where differences are written (fuzz/found)
//
//   --tolerate N      so many differences are told, but are no failure (0)
//
//   --help            prints this
//
// Ends with 0 when no difference was found, with 1 when there was one.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
if (process.argv.includes("--help")) {
  const [usage] = /^(?:\/\/.*\n)+/.exec(readFileSync(fileURLToPath(import.meta.url), "utf8")) ?? [""];
  process.stdout.write(usage.replace(/^\/\/ ?/gm, ""));
  process.exit(0);
}
const folder = join(here, "..", "node_modules", ".cache", "vethlab");
mkdirSync(folder, { recursive: true });
const outfile = join(folder, `fuzz-${process.pid}.mjs`);
await build({
  entryPoints: [join(here, "main.ts")],
  outfile,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: "inline",
  logLevel: "warning",
});
process.on("exit", () => rmSync(outfile, { force: true }));
await import(pathToFileURL(outfile).href);
