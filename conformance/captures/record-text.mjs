#!/usr/bin/env node
/**
 * Records what the real tcpdump prints of the captures in this folder, into expected.json.gz:
 *
 *     unshare -n node conformance/captures/record-text.mjs
 *
 * In a network namespace of its own, so that `-i any` captures find no device names.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const folder = dirname(fileURLToPath(import.meta.url));
const { captures, grid, filters, expressions } = JSON.parse(readFileSync(join(folder, "grid.json"), "utf8"));

function run(args) {
  const { stdout, stderr, status } = spawnSync("tcpdump", args, {
    cwd: folder,
    encoding: "latin1",
    maxBuffer: 1 << 28,
  });
  return { args, stdout, stderr, status };
}

const version = spawnSync("tcpdump", ["--version"], { encoding: "utf8" }).stdout.trim();
const prints = captures.flatMap((name) => grid.map((options) => run(["-r", name, ...options])));
prints.push(...filters.map((expression) => run(["-n", "-r", "veth.pcap", expression])));
const compiled = captures.flatMap((name) =>
  expressions.map((expression) => {
    const checked = run(["-r", name, "-d", expression]);
    const message = /^tcpdump: (.*)$/m.exec(checked.stderr)?.[1];
    const program = message === undefined ? run(["-r", name, "-O", "-ddd", expression]).stdout : "";
    return { name, expression, message, program };
  }),
);
writeFileSync(
  join(folder, "expected.json.gz"),
  gzipSync(JSON.stringify({ version, prints, compiled }), { level: 9 }),
);
