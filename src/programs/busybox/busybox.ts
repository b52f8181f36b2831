/** `busybox`: the applets that are built, by the first word. */
import type { Main } from "../../process/process.ts";
import { httpd } from "./httpd.ts";
import { wget } from "./wget.ts";

const APPLETS: Readonly<Record<string, Main>> = {
  httpd,
  wget,
  udhcpc: (process) => import("../udhcpc/udhcpc.ts").then(({ main }) => main(process)),
};

export const main: Main = (process) => {
  const [name, ...words] = process.argv.slice(1);
  if (name !== undefined && Object.hasOwn(APPLETS, name)) {
    const applet = Object.create(process, { argv: { value: [name, ...words] } });
    return APPLETS[name](applet);
  }
  const text =
    name === undefined
      ? "busybox: an applet has to be named here\n"
      : `busybox: the applet "${name}" is not supported here\n`;
  process.stderr.write(text);
  return name === undefined ? 1 : 127;
};
