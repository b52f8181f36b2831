/**
 * `brctl` of bridge-utils 1.7.1.
 */
import type { Process } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import {
  addbr,
  addif,
  delbr,
  delif,
  hairpin,
  portCommand,
  setbridgeprio,
  stp,
  timeCommand,
} from "./change.ts";
import { show, showmacs, showstp } from "./show.ts";

interface Command {
  readonly name: string;
  /** Least number of arguments; more are ignored by those that take one. */
  readonly least: number;
  readonly help: string;
  readonly run: (process: Process, words: readonly string[]) => number;
}

function command(name: string, least: number, help: string, run: Command["run"]): Command {
  return { name, least, help, run };
}

const COMMANDS: readonly Command[] = [
  command("addbr", 1, "<bridge>\t\tadd bridge", addbr),
  command("delbr", 1, "<bridge>\t\tdelete bridge", delbr),
  command("addif", 2, "<bridge> <device>\tadd interface to bridge", addif),
  command("delif", 2, "<bridge> <device>\tdelete interface from bridge", delif),
  command("hairpin", 3, "<bridge> <port> {on|off}\tturn hairpin on/off", hairpin),
  command(
    "setageing",
    2,
    "<bridge> <time>\t\tset ageing time",
    timeCommand("ageing_time", "ageing time", "ageing time"),
  ),
  command("setbridgeprio", 2, "<bridge> <prio>\t\tset bridge priority", setbridgeprio),
  command(
    "setfd",
    2,
    "<bridge> <time>\t\tset bridge forward delay",
    timeCommand("forward_delay", "forward delay", "forward delay"),
  ),
  command(
    "sethello",
    2,
    "<bridge> <time>\t\tset hello time",
    timeCommand("hello_time", "hello timer", "hello timer"),
  ),
  command(
    "setmaxage",
    2,
    "<bridge> <time>\t\tset max message age",
    timeCommand("max_age", "max age", "max age"),
  ),
  command(
    "setpathcost",
    3,
    "<bridge> <port> <cost>\tset path cost",
    portCommand("path_cost", "bad path cost value", "path cost"),
  ),
  command(
    "setportprio",
    3,
    "<bridge> <port> <prio>\tset port priority",
    portCommand("priority", "bad path priority value", "port priority"),
  ),
  command("show", 0, "[ <bridge> ]\t\tshow a list of bridges", show),
  command("showmacs", 1, "<bridge>\t\tshow a list of mac addrs", showmacs),
  command("showstp", 1, "<bridge>\t\tshow bridge stp info", showstp),
  command("stp", 2, "<bridge> {on|off}\tturn stp on/off", stp),
];

function usage(): string {
  const lines = COMMANDS.map(({ name, help }) => `\t${name.padEnd(10)}\t${help}\n`);
  return `Usage: brctl [commands]\ncommands:\n${lines.join("")}`;
}

/** Options before anything else is done. @returns the exit status, or undefined when a command follows */
function options(process: Process): number | undefined {
  const parsed = getopt(process.argv, "Vh", [
    { name: "help", argument: "none", value: "h" },
    { name: "version", argument: "none", value: "V" },
  ]);
  const [first] = parsed.options;
  if (first === undefined) return undefined;
  if (first.option === "V") {
    process.stdout.write("bridge-utils, 1.7\n");
    return 0;
  }
  if (first.option === "h") {
    process.stdout.write(usage());
    return 0;
  }
  process.stderr.write(`${parsed.errors[0] ?? ""}\nUnknown option '?'\n`);
  process.stdout.write(usage());
  return 1;
}

function run(process: Process): number {
  const status = options(process);
  if (status !== undefined) return status;
  const [name, ...words] = getopt(process.argv, "Vh", []).operands;
  if (name === undefined) {
    process.stdout.write(usage());
    return 1;
  }
  const found = COMMANDS.find((one) => one.name === name);
  if (!found) {
    process.stderr.write(`never heard of command [${name}]\n`);
    process.stdout.write(usage());
    return 1;
  }
  if (words.length < found.least) {
    process.stdout.write(
      `Incorrect number of arguments for command\nUsage: brctl ${found.name} ${found.help}\n`,
    );
    return 1;
  }
  return found.run(process, words);
}

export async function main(process: Process): Promise<number> {
  const status = run(process);
  await process.stdout.flush();
  return status;
}
