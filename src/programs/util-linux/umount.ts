/**
 * `umount`.
 *
 * Source: util-linux 2.38 (`sys-utils/umount.c`, `libmount/src/context_umount.c`).
 */
import { EBUSY, EINVAL, strerror } from "../../errno.ts";
import type { Main, Process } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import { complain, usageFailure } from "../lib/text/input.ts";
import { MNT_DETACH } from "./flags.ts";
import { canonical, mountTable } from "./table.ts";

/** `MNT_EX_FAIL`; the numbers of several targets add up. */
const FAILED = 32;

export const main: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "aAcdfhilnO:qRrt:vV", [
    { name: "all", argument: "none", value: "a" },
    { name: "help", argument: "none" },
    { name: "lazy", argument: "none", value: "l" },
    { name: "no-mtab", argument: "none", value: "n" },
    { name: "recursive", argument: "none", value: "R" },
    { name: "verbose", argument: "none", value: "v" },
    { name: "version", argument: "none" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const refused = options.find(({ option }) => !"lnRv".includes(option));
  if (refused !== undefined) {
    complain(
      process,
      `option ${refused.option.length > 1 ? "--" : "-"}${refused.option} is not supported here`,
    );
    return 1;
  }
  if (operands.length === 0) return usageFailure(process, [`${process.argv[0]}: bad usage`]);
  const letters = new Set(options.map(({ option }) => option));
  const one = letters.has("R") ? unmountAllBelow : unmount;
  return operands.reduce((status, name) => status + one(process, name, letters), 0) & 0xff;
};

function unmount(process: Process, name: string, letters: ReadonlySet<string>): number {
  if (typeof process.sys.stat(process.resolve(name)) === "number") {
    complain(process, `${name}: no mount point specified.`);
    return FAILED;
  }
  const path = canonical(process, name);
  const device = mountTable(process).findLast((mount) => mount.path === path)?.device;
  const error = process.sys.umount(path, letters.has("l") ? MNT_DETACH : 0);
  if (error >= 0) {
    if (letters.has("v")) process.stdout.write(`${process.argv[0]}: ${path} (${device}) unmounted\n`);
    return 0;
  }
  if (error === -EINVAL) complain(process, `${name}: not mounted.`);
  else complain(process, `${path}: ${error === -EBUSY ? "target is busy" : strerror(-error)}.`);
  return FAILED;
}

function unmountAllBelow(process: Process, name: string, letters: ReadonlySet<string>): number {
  const path = canonical(process, name);
  const inside = mountTable(process).filter((mount) => mount.path.startsWith(`${path}/`));
  if (!mountTable(process).some((mount) => mount.path === path)) {
    complain(process, `${name}: not mounted`);
    return 1;
  }
  for (const mount of inside.reverse()) {
    const status = unmount(process, mount.path, letters);
    if (status !== 0) return status;
  }
  return unmount(process, path, letters);
}
