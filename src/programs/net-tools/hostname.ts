/** `hostname` and `dnsdomainname` of Debian's hostname 3.23. The NIS names are not supported here. */
import { EINVAL, EISDIR, EPERM, strerror } from "../../errno.ts";
import { AF_INET, AF_UNSPEC } from "../../kernel.ts";
import { IFF_LOOPBACK, IFF_UP } from "../../netlink/link-flags.ts";
import type { Process } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import { listLinks } from "../lib/links.ts";
import { localAddresses } from "../lib/local-addresses.ts";
import { readLines, readTextFile } from "../lib/read-file.ts";
import { formatAddress, type InternetAddress, resolve, reverseLookup } from "../lib/resolver.ts";
import { runTool, ToolExit } from "./fail.ts";
import { HOSTNAME_USAGE } from "./texts.ts";

/** -1, as a process's status. */
const USAGE_STATUS = 255;
/** `__NEW_UTS_LEN`. */
const LONGEST = 64;
const flag = (name: string, value: string) => ({ name, argument: "none", value }) as const;
const LONG = [
  flag("domain", "d"),
  flag("boot", "b"),
  { name: "file", argument: "required", value: "F" } as const,
  flag("fqdn", "f"),
  flag("all-fqdns", "A"),
  flag("help", "h"),
  flag("long", "f"),
  flag("short", "s"),
  flag("version", "V"),
  flag("alias", "a"),
  flag("ip-address", "i"),
  flag("all-ip-addresses", "I"),
  flag("nis", "y"),
  flag("yp", "y"),
];

type Show = (process: Process, name: string) => string;

const SHOWN: Readonly<Record<string, Show>> = {
  a: (process, name) => `${aliases(process, canonical(process, name)).join(" ")}\n`,
  A: (process) =>
    `${globalAddresses(process)
      .map((address) => nameOf(process, address))
      .join("")}\n`,
  d(process, name) {
    const fqdn = canonical(process, name);
    const dot = fqdn.indexOf(".");
    return dot < 0 ? "" : `${fqdn.slice(dot + 1)}\n`;
  },
  f: (process, name) => `${canonical(process, name)}\n`,
  i: (process, name) =>
    `${addressesOf(process, name)
      .map((a) => formatAddress(process.sys, a))
      .join(" ")}\n`,
  I: (process) =>
    `${globalAddresses(process)
      .map((a) => `${formatAddress(process.sys, a)} `)
      .join("")}\n`,
  s: (_process, name) => `${name.split(".", 1)[0]}\n`,
  y(process) {
    throw new ToolExit(1, "", `${programName(process)}: Local domain name not set\n`);
  },
};

function programName(process: Process): string {
  return process.argv[0].split("/").at(-1) ?? "";
}

function failure(process: Process, text: string): ToolExit {
  return new ToolExit(1, `${programName(process)}: ${text}\n`);
}

export function main(process: Process): Promise<number> {
  return runTool(process, () => run(process));
}

function run(process: Process): number {
  const parsed = getopt(process.argv, "aAdfbF:h?iIsVy", LONG);
  let shown = process.argv[0].endsWith("dnsdomainname") ? "d" : "";
  let boot = false;
  let file: string | undefined;
  for (const { option, argument } of parsed.options) {
    if (option === "V") throw new ToolExit(0, "", "hostname 3.23\n");
    if (option === "h" || option === "?")
      throw new ToolExit(USAGE_STATUS, parsed.errors.map((error) => `${error}\n`).join(""), HOSTNAME_USAGE);
    if (option === "F") file = argument;
    else if (option === "b") boot = true;
    else shown = option;
  }
  const name = process.sys.hostname();
  if (shown === "y" && (file !== undefined || parsed.operands.length > 0))
    throw failure(process, "the NIS domain name can not be set here");
  const fromFile = file === undefined ? undefined : readName(process, file, boot);
  if (shown !== "") {
    if (file !== undefined || parsed.operands.length > 0) throw new ToolExit(USAGE_STATUS, HOSTNAME_USAGE);
    process.stdout.write(SHOWN[shown](process, name));
    return 0;
  }
  if (parsed.operands.length > (file === undefined ? 1 : 0)) throw new ToolExit(USAGE_STATUS, HOSTNAME_USAGE);
  if (fromFile !== undefined && (fromFile !== "" || !boot)) return setName(process, fromFile);
  if (parsed.operands.length === 1) return setName(process, parsed.operands[0]);
  if (boot && name === "") setName(process, "localhost");
  if (file !== undefined) return 0;
  process.stdout.write(`${name}\n`);
  return 0;
}

/** The first line of a file that is no comment, up to a zero; none where a file that may be missing is. */
function readName(process: Process, file: string, optional: boolean): string {
  const text = readTextFile(process.sys, process.resolve(file));
  // a directory can be opened, and has no lines
  if (text === -EISDIR || (typeof text === "number" && optional)) return "";
  if (typeof text === "number") throw failure(process, strerror(-text));
  const line = text.split("\n").find((candidate) => candidate !== "" && !candidate.startsWith("#"));
  return line?.replace(/\0.*/s, "").trim() ?? "";
}

function setName(process: Process, name: string): number {
  if (name.length > LONGEST) throw failure(process, "name too long");
  if (!/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name) || /\.\.|-\.|\.-/.test(name))
    throw failure(process, "the specified hostname is invalid");
  const result = process.sys.sethostname(name);
  if (result >= 0) return 0;
  if (result === -EPERM) throw failure(process, "you must be root to change the host name");
  if (result === -EINVAL) throw failure(process, "name too long");
  throw failure(process, strerror(-result));
}

function addressesOf(process: Process, name: string): readonly InternetAddress[] {
  const result = resolve(process.sys, name, AF_UNSPEC);
  if (typeof result === "string") throw failure(process, result);
  return result.addresses;
}

function canonical(process: Process, name: string): string {
  const result = resolve(process.sys, name, AF_UNSPEC);
  if (typeof result === "string") throw failure(process, result);
  return result.canonicalName;
}

/** The other names of a host in /etc/hosts. */
function aliases(process: Process, name: string): string[] {
  for (const line of readLines(process.sys, "/etc/hosts")) {
    const names = line.replace(/#.*/, "").trim().split(/\s+/).slice(1);
    if (names[0] === name) return names.slice(1);
  }
  return [];
}

/** Addresses of devices that are up, but for the loopback's and link-local ones of IPv6. */
function globalAddresses(process: Process): InternetAddress[] {
  const up = new Set(
    listLinks(process.sys)
      .filter(({ flags }) => (flags & (IFF_UP | IFF_LOOPBACK)) === IFF_UP)
      .map(({ index }) => index),
  );
  return localAddresses(process.sys)
    .filter(({ index }) => up.has(index))
    .map((entry) => entry.address)
    .filter((address) => address.family === AF_INET || !address.address.isLinkLocal);
}

function nameOf(process: Process, address: InternetAddress): string {
  const name = reverseLookup(process.sys, address);
  return name === undefined ? "" : `${name} `;
}
