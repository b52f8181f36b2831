/** unshare and nsenter: the namespaces that exist here are those of the network and of mounts. */
import { ENOENT, strerror } from "../../errno.ts";
import { CLONE_NEWNET, CLONE_NEWNS, O_RDONLY } from "../../kernel.ts";
import type { Main, Process } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import { complain, usageFailure } from "../lib/text/input.ts";
import { MS_BIND, MS_PRIVATE, MS_REC } from "./flags.ts";

const SHELL = "/bin/bash";

export const unshare: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "+imnpuCTUrf", [
    { name: "fork", argument: "none", value: "f" },
    { name: "map-root-user", argument: "none", value: "r" },
    { name: "mount", argument: "optional", value: "m" },
    { name: "net", argument: "optional", value: "n" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  let flags = 0;
  let kept: string | undefined;
  for (const { option, argument } of options) {
    if (option === "n") {
      flags |= CLONE_NEWNET;
      kept = argument ?? kept;
    } else if (option === "m" && argument === undefined) flags |= CLONE_NEWNS;
    else if (option !== "f") {
      complain(process, `-${option}: not supported here`);
      return 1;
    }
  }
  const error = flags === 0 ? 0 : process.sys.unshare(flags);
  if (error < 0) {
    complain(process, `unshare failed: ${strerror(-error)}`);
    return 1;
  }
  if (kept !== undefined && !keepNet(process, kept)) return 1;
  if ((flags & CLONE_NEWNS) !== 0) {
    const propagation = process.sys.mount("none", "/", "", MS_REC | MS_PRIVATE);
    if (propagation < 0) {
      complain(process, `cannot change root filesystem propagation: ${strerror(-propagation)}`);
      return 1;
    }
  }
  return runIn(process, operands);
};

/** `--net=FILE`: the namespace is to be found at a file, also when nobody is in it. @returns whether that went well */
function keepNet(process: Process, file: string): boolean {
  const own = `/proc/${process.pid}/ns/net`;
  const error = process.sys.mount(own, process.resolve(file), "none", MS_BIND);
  if (error < 0) complain(process, `mount ${own} on ${file} failed: ${strerror(-error)}`);
  return error >= 0;
}

async function runIn(process: Process, operands: readonly string[]): Promise<number> {
  const name = process.argv[0];
  const command = operands.length > 0 ? operands : [process.env.get("SHELL") ?? SHELL];
  const status = await process.exec(command);
  if (status >= 0) return status;
  process.stderr.write(`${name}: failed to execute ${command[0]}: ${strerror(-status)}\n`);
  return status === -ENOENT ? 127 : 126;
}

export const nsenter: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "+at:m::n::F", [
    { name: "mount", argument: "optional", value: "m" },
    { name: "net", argument: "optional", value: "n" },
    { name: "no-fork", argument: "none", value: "F" },
    { name: "target", argument: "required", value: "t" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const target = options.find(({ option }) => option === "t")?.argument;
  for (const { option, argument } of options) {
    if (option === "a" || option === "m") {
      complain(process, `-${option}: not supported here`);
      return 1;
    }
    if (option !== "n") continue;
    if (argument === undefined && target === undefined) {
      complain(process, "neither filename nor target pid supplied for ns/net");
      return 1;
    }
    const path = argument?.replace(/^=/, "") ?? `/proc/${target}/ns/net`;
    const file = process.sys.open(process.resolve(path), O_RDONLY);
    if (typeof file === "number") {
      complain(process, `cannot open ${path}: ${strerror(-file)}`);
      return 1;
    }
    const error = process.sys.setns(file);
    file.close();
    if (error < 0) {
      complain(
        process,
        `reassociate to namespace '${path.includes("/proc/") ? "ns/net" : path}' failed: ${strerror(-error)}`,
      );
      return 1;
    }
  }
  return runIn(process, operands);
};
