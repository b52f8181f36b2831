/** `ifconfig` of net-tools 2.10. */

import { AF_INET, AF_INET6 } from "../../kernel.ts";
import { IFF_UP } from "../../netlink/link-flags.ts";
import type { Process } from "../../process/process.ts";
import { IFNAMSIZ } from "../lib/interfaces.ts";
import { runTool, ToolExit } from "./fail.ts";
import { Changes } from "./ifconfig-change.ts";
import { fetchInterface, interfaceNames, notFetched } from "./ifconfig-fetch.ts";
import { SHORT_HEADER, showLong, showShort } from "./ifconfig-list.ts";
import { InterfaceSockets } from "./ifconfig-sockets.ts";
import { HANDLERS } from "./ifconfig-words.ts";
import { IFCONFIG_FAMILIES, IFCONFIG_HARDWARE, IFCONFIG_USAGE } from "./texts.ts";

const HELP_LISTS =
  "  <HW>=Hardware Type.\n  List of possible hardware types:\n  <AF>=Address family. Default: inet\n  List of possible address families:\n";

export function main(process: Process): Promise<number> {
  return runTool(process, () => run(process));
}

function run(process: Process): number {
  const sockets = new InterfaceSockets(process.sys);
  try {
    return showOrChange(process, sockets);
  } finally {
    sockets.close();
  }
}

function showOrChange(process: Process, sockets: InterfaceSockets): number {
  const options = { all: false, short: false };
  let at = 1;
  for (; process.argv[at]?.startsWith("-"); at++) option(process.argv[at], options);
  const [name, ...words] = process.argv.slice(at);
  if (name === undefined) return list(process, sockets, options);
  if (words.length > 0) return new Changes(process, sockets, name, words).run(HANDLERS);
  const shown = fetchInterface(sockets, AF_INET6, name.slice(0, IFNAMSIZ - 1));
  // the error is told before what is buffered
  if (!shown) throw new ToolExit(1, notFetched(name), options.short ? SHORT_HEADER : "");
  process.stdout.write(
    options.short ? SHORT_HEADER + showShort(process.sys, shown) : showLong(process.sys, shown),
  );
  return 0;
}

function option(word: string, options: { all: boolean; short: boolean }): void {
  if (word === "-a") options.all = true;
  else if (word === "-s") options.short = true;
  else if (word === "-v") return;
  else if (word === "-V" || word === "-version" || word === "--version")
    throw new ToolExit(0, "", "net-tools 2.10\n");
  else if (word === "-?" || word === "-h" || word === "-help" || word === "--help")
    throw new ToolExit(0, IFCONFIG_HARDWARE + IFCONFIG_FAMILIES, IFCONFIG_USAGE + HELP_LISTS);
  else
    throw new ToolExit(
      1,
      `ifconfig: option \`${word}' not recognised.\nifconfig: \`--help' gives usage information.\n`,
    );
}

function list(
  process: Process,
  sockets: InterfaceSockets,
  options: { all: boolean; short: boolean },
): number {
  const { sys, stdout, stderr } = process;
  let text = options.short ? SHORT_HEADER : "";
  for (const name of interfaceNames(sockets, AF_INET)) {
    const shown = fetchInterface(sockets, AF_INET6, name);
    if (!shown) {
      // the error is told before what is buffered
      stderr.write(notFetched(name));
      stdout.write(text);
      return 1;
    }
    if (!options.all && (shown.flags & IFF_UP) === 0) continue;
    text += options.short ? showShort(sys, shown) : showLong(sys, shown);
  }
  stdout.write(text);
  return 0;
}
