/**
 * `npm run bench`: what the design promises, measured, beside Linux where root is there. Prints a table; judges nothing.
 * `npm run bench -- veth echo` runs only those rows.
 */
import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import { createBox } from "./box.ts";
import { bridge, fdb } from "./bridge.ts";
import { conntrackCost } from "./conntrack.ts";
import { echo } from "./echo.ts";
import { veth } from "./frames.ts";
import { growth } from "./memory.ts";
import { buildNamespaces } from "./namespaces.ts";
import { router } from "./router.ts";
import { startup } from "./startup.ts";
import { iperf, stream } from "./tcp.ts";

const [root, linuxBundle, ...wanted] = process.argv.slice(2);
const wants = (name: string): boolean => wanted.length === 0 || wanted.includes(name);

interface LinuxRates {
  readonly veth: number;
  readonly echo: number;
  readonly thousand: number;
}

function measureLinux(): LinuxRates | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return undefined;
  const { stdout, status, stderr } = spawnSync("unshare", ["-nm", process.execPath, linuxBundle], {
    encoding: "utf8",
  });
  if (status !== 0) {
    console.log(`Linux: not measured: ${stderr.trim().split("\n").at(-1)}`);
    return undefined;
  }
  return JSON.parse(stdout) as LinuxRates;
}

function best(runs: number, measure: () => number): number {
  let value = 0;
  for (let run = 0; run < runs; run++) value = Math.max(value, measure());
  return value;
}

function row(name: string, value: string, goal: string, linux: string): void {
  console.log(`${name.padEnd(60)} ${value.padStart(22)} ${goal.padStart(18)}   ${linux}`);
}

const perSecond = (rate: number): string => `${(rate / 1e6).toFixed(2)} M/s`;
const against = (ours: number, theirs: number | undefined, unit: (value: number) => string): string =>
  theirs === undefined ? "-" : `${unit(theirs)} (${(ours / theirs).toFixed(2)} x)`;

const linux = wants("veth") || wants("echo") || wants("namespaces") ? measureLinux() : undefined;
row("", "virtual", "goal", "Linux (ours / Linux)");
if (wants("veth")) {
  const rate = best(5, () => veth(2_000_000).rate);
  row(
    "frames through a veth pair, 60 bytes",
    perSecond(rate),
    ">= 10 M/s",
    against(rate, linux?.veth, perSecond),
  );
}
if (wants("bridge")) {
  const rate = best(5, () => bridge(2_000_000).rate);
  row("frames over a bridge between two veth pairs, 60 bytes", perSecond(rate), ">= 6 M/s", "-");
}
if (wants("router")) {
  const rate = best(5, () => router(2_000_000));
  row("packets over a router between two veth pairs, 60 bytes", perSecond(rate), ">= 4 M/s", "-");
}
if (wants("tcp")) {
  const gigabits = (rate: number): string => `${((rate * 8) / 1e9).toFixed(1)} Gbit/s`;
  const rate = best(3, () => stream(2_000_000_000, 0x0a000002));
  row("one TCP stream over a veth pair", gigabits(rate), ">= 1.0 x Linux", against(rate, iperf(), gigabits));
}
if (wants("echo")) {
  const rate = best(5, () => {
    const { init, clock } = createBox();
    const [hub] = buildNamespaces(init, 1);
    clock.advance(10e9);
    return echo(hub, 0x0a000002, 200_000);
  });
  row("echo request to reply", perSecond(rate), ">= 0.5 M/s", against(rate, linux?.echo, perSecond));
}
if (wants("conntrack")) {
  const times = (cost: number, of: number): string => `${cost.toFixed(0)} ns (${(cost / of).toFixed(2)} x)`;
  for (const [present, rules] of [
    [10_000, 0],
    [100_000, 0],
    [100_000, 1_000],
    [1_000_000, 0],
  ]) {
    const { untracked, first, later, bytesEach } = conntrackCost(present, rules);
    const title = `router, ${present.toLocaleString("en")} connections${rules === 0 ? "" : `, ${rules.toLocaleString("en")} rules`}:`;
    row(`${title} untracked`, `${untracked.toFixed(0)} ns`, "", "-");
    row(`${title} later packets`, times(later, untracked), "<= 1.5 x", "-");
    row(`${title} first packets`, times(first, untracked), "<= 3 x", "-");
    row(`${title} memory of each`, `${bytesEach.toFixed(0)} B`, "", "-");
  }
}
if (wants("fdb")) {
  for (const [entries, active, goal] of [
    [10_000, 1_000, "flat"],
    [1_000_000, 1_000, "flat"],
    // the memory answers: two lines of it for each frame
    [1_000_000, 1_000_000, ""],
  ] as const) {
    const { rate, bytesEach } = fdb(entries, active);
    const value = `${(1e9 / rate).toFixed(0)} ns a frame, ${bytesEach.toFixed(0)} B each`;
    const title = `bridge, ${entries.toLocaleString("en")} FDB entries, frames to ${active.toLocaleString("en")} of them`;
    row(title, value, goal, "-");
  }
}
if (wants("namespaces")) {
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  const thousand = -best(3, () => {
    const { init } = createBox();
    const start = performance.now();
    buildNamespaces(init, 1000);
    return 1e6 - (performance.now() - start);
  });
  const time = thousand + 1e6;
  row("1,000 namespaces, cabled, addressed, up", ms(time), "<= 100 ms", against(time, linux?.thousand, ms));
}
if (wants("memory")) {
  for (const count of [1_000, 10_000, 100_000]) {
    const { milliseconds, bytesEach } = growth(count);
    const value = `${(bytesEach / 1024).toFixed(1)} KB, ${((milliseconds * 1000) / count).toFixed(0)} us each`;
    row(`${count} namespaces`, value, "<= 8 KB each", "-");
  }
}
if (wants("startup")) {
  const { lab, empty } = startup(root);
  row(
    "vethlab run of the first lab",
    `${lab.toFixed(0)} ms`,
    "<= 2 x node",
    `node: ${empty.toFixed(0)} ms (${(lab / empty).toFixed(2)} x)`,
  );
}
