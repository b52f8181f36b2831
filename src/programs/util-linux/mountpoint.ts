/** `mountpoint`: whether something is mounted on a directory or file. Source: util-linux 2.38 (`sys-utils/mountpoint.c`). */
import { strerror } from "../../errno.ts";
import type { Main } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import { complain, usageFailure } from "../lib/text/input.ts";
import { canonical, mountTable } from "./table.ts";

/** `MNT_EX_FAIL` */
const NOT_MOUNTED = 32;

export const main: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "dhqVx", [
    { name: "fs-devno", argument: "none", value: "d" },
    { name: "help", argument: "none" },
    { name: "nofollow", argument: "none" },
    { name: "quiet", argument: "none", value: "q" },
    { name: "version", argument: "none" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const refused = options.find(({ option }) => option !== "q");
  if (refused !== undefined) {
    complain(
      process,
      `option ${refused.option.length > 1 ? "--" : "-"}${refused.option} is not supported here`,
    );
    return 1;
  }
  if (operands.length !== 1) return usageFailure(process, [`${process.argv[0]}: bad usage`]);
  const [name] = operands;
  const quiet = options.length > 0;
  const status = process.sys.stat(process.resolve(name));
  if (typeof status === "number") {
    if (!quiet) complain(process, `${name}: ${strerror(-status)}`);
    return 1;
  }
  const path = canonical(process, name);
  const mounted = mountTable(process).some((mount) => mount.path === path);
  if (!quiet) process.stdout.write(`${name} is ${mounted ? "" : "not "}a mountpoint\n`);
  return mounted ? 0 : NOT_MOUNTED;
};
