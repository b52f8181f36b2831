/** The command line: options before the script belong to the command, everything after it to the script. */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import type { RunRequest } from "./run.ts";

const VERSION = "0.1.0";

interface Options {
  readonly kernel: "virtual" | "linux";
  readonly clock?: "virtual" | "real";
  readonly seed: number;
  readonly c?: boolean;
  readonly without?: string;
  readonly uplink?: boolean;
  readonly tap?: readonly string[];
}

function seedOf(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > 0xffffffff) {
    throw new InvalidArgumentError("It is a number from 0 to 4294967295.");
  }
  return Number(text);
}

/** A name for a device, added to those before. */
function tapOf(name: string, before: readonly string[]): string[] {
  if (!/^[^\s/:%]{1,15}$/.test(name)) throw new InvalidArgumentError("It is the name of a device.");
  return [...before, name];
}

function withOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--kernel <kind>", "the kernel to run on").choices(["virtual", "linux"]).default("virtual"),
    )
    .addOption(
      new Option("--clock <kind>", "virtual: no waiting; real: as it is (default on a terminal)").choices([
        "virtual",
        "real",
      ]),
    )
    .addOption(
      new Option("--without <feature>", "leave out of the virtual kernel")
        .choices(["bridge-vlan-filtering"])
        .hideHelp(),
    )
    .option("--uplink", "eth0 in the box leads to the outside, through this host's own sockets")
    .option(
      "--tap <name>",
      "a device of this name in the box is cabled to that tap of this host (root)",
      tapOf,
      [],
    )
    .option("--seed <number>", "what random numbers derive from", seedOf, 0);
}

/** @returns what to run, or the exit status when there is nothing */
export function parseCommandLine(args: readonly string[]): RunRequest | number {
  let request: RunRequest | undefined;
  const program = withOptions(new Command("vethlab"))
    .description(
      "Linux container networking in one process: runs bash scripts with ip, ping, tcpdump … on a virtual kernel",
    )
    .version(VERSION)
    .enablePositionalOptions()
    .passThroughOptions()
    .option("-c", "run the first argument as commands")
    .argument("[arguments...]", "commands and arguments for -c")
    .usage("[options] [-c COMMANDS [NAME [ARG...]]]\n       vethlab run [options] FILE [ARG...]")
    .exitOverride()
    .action((operands: string[], options: Options) => {
      if (options.c && operands.length === 0)
        program.error("error: -c: option requires an argument", { exitCode: 2 });
      if (!options.c && operands.length > 0) {
        program.error(`error: unknown command '${operands[0]}' (vethlab run FILE runs a script)`, {
          exitCode: 2,
        });
      }
      request = { ...kernelOf(options), args: options.c ? ["-c", ...operands] : [], script: undefined };
    });
  withOptions(program.command("run"))
    .description("run a bash script")
    .argument("<file>", "the script, or - for standard input")
    .argument("[arguments...]", "$1 and following of the script")
    .passThroughOptions()
    .action((file: string, operands: string[], own: Options, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const script = file === "-" ? undefined : file;
      request = {
        ...kernelOf({ ...options, ...explicit(command, own) }),
        args: script === undefined ? ["-s", ...operands] : [file, ...operands],
        script,
      };
    });
  try {
    program.parse([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  return request ?? 2;
}

/** Options given to the sub-command itself win over those before it. */
function explicit(command: Command, options: Options): Partial<Options> {
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => command.getOptionValueSource(name) !== "default"),
  );
}

function edgesOf({ uplink, tap, kernel, clock }: Options): RunRequest["edges"] {
  const edges = { uplink: uplink ?? false, taps: tap ?? [] };
  const joined = edges.uplink || edges.taps.length > 0;
  if (joined && (kernel === "linux" || clock === "virtual")) {
    process.stderr.write("error: --uplink and --tap are for the virtual kernel on the real clock\n");
    throw new CommanderError(2, "vethlab.edges", "");
  }
  return edges;
}

function kernelOf(options: Options): Pick<RunRequest, "kernel" | "clock" | "seed" | "without" | "edges"> {
  return {
    kernel: options.kernel,
    clock: options.clock,
    seed: options.seed,
    without: options.without === undefined ? [] : [options.without],
    edges: edgesOf(options),
  };
}
