/** `lsmod` of kmod 30 on a kernel without modules, as the reference machine's is. */
import type { Main } from "../../process/process.ts";

const MISSING = "No such file or directory";

export const main: Main = async ({ argv, stderr }) => {
  if (argv.length !== 1) {
    stderr.write(`Usage: ${argv[0]}\n`);
    return 1;
  }
  stderr.write(
    `libkmod: ERROR ../libkmod/libkmod-module.c:1725 kmod_module_new_from_loaded: could not open /proc/modules: ${MISSING}\n`,
  );
  stderr.write(`Error: could not get list of modules: ${MISSING}\n`);
  return 1;
};
