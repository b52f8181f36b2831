// The conformance scripts, by hand:
//
//   node conformance/run.mjs compare [PATTERN…]   the virtual kernel (dist/cli.js) against the transcripts, with diffs
//                            -q                   only the names of those that differ, and the counts
//                            --live               against Linux now, not the transcripts (root)
//   node conformance/run.mjs check [PATTERN…]     Linux now against the transcripts (root); -n 3: three times
//   node conformance/run.mjs record [PATTERN…]    records the transcripts anew (root)
//   node conformance/run.mjs show [PATTERN…]      prints what Linux prints, and keeps nothing (root)
//        record|check|show --qemu [PATTERN…]      the same for scripts with `# profile: debian`, on Debian's kernel in an emulated machine;
//                                                 show: any script. --newest: looks for a newer kernel in Debian's archive first
//   node conformance/run.mjs fidelity             writes the counts in docs/fidelity.md anew
//   node conformance/run.mjs --list [compare PATTERN…]
//
// A PATTERN is a part of a script's name, e.g. `ip-link/` or `ping/count`. `-j N`: N scripts at a time (4).
// In a diff, `-` is what Linux printed and `+` what the virtual kernel (or, for check, Linux now) printed.
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, "..", "node_modules", ".cache", "vethlab");
mkdirSync(folder, { recursive: true });
const outfile = join(folder, `conformance-${process.pid}.mjs`);
await build({
  entryPoints: [join(here, "cli.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  external: ["esbuild"],
  logLevel: "warning",
});
process.on("exit", () => rmSync(outfile, { force: true }));
await import(pathToFileURL(outfile).href);
