/** `arp` of net-tools 2.10. */
import { EISDIR, ENOENT, ENXIO, strerror } from "../../errno.ts";
import { ARPHRD_ETHER } from "../../netlink/link-flags.ts";
import type { Ipv4Address } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import { IFNAMSIZ, interfaceIoctl, makeIfreq } from "../lib/interfaces.ts";
import { readTextFile } from "../lib/read-file.ts";
import { deleteArp, type HardwareAddress, setArp } from "./arp-change.ts";
import { listArp } from "./arp-list.ts";
import { looseMac } from "./ether.ts";
import { runTool, ToolExit } from "./fail.ts";
import { hostError, resolveHost } from "./names.ts";
import { ARP_HARDWARE, ARP_USAGE, ARP_VERSION } from "./texts.ts";

/** -1, as a process's status. */
const FAILED = 255;
const E_OPTERR = 3;
const SIOCGIFHWADDR = 0x8927;
const SA_DATA_LENGTH = 14;
const ETHER = "ether";
/** Hardware types by what is known of them. */
const ARP_TYPES = new Set("ether ash ax25 netrom rose arcnet dlci fddi hippi irda x25 eui64".split(" "));
const TYPES_WITHOUT_ARP = new Set(
  "unspec loop slip cslip slip6 cslip6 adaptive ppp tunnel sit hdlc lapb frad".split(" "),
);
const flag = (name: string, value: string) => ({ name, argument: "none", value }) as const;
const LONG = [
  flag("verbose", "v"),
  flag("version", "V"),
  flag("all", "a"),
  flag("delete", "d"),
  flag("file", "f"),
  flag("numeric", "n"),
  flag("set", "s"),
  { name: "protocol", argument: "required", value: "A" } as const,
  { name: "hw-type", argument: "required", value: "H" } as const,
  { name: "device", argument: "required", value: "i" } as const,
  flag("help", "h"),
  flag("use-device", "D"),
  flag("symbolic", "N"),
];

/** Of a deletion: flags that the kernel does not look at. */
const WORDS_WITHOUT_EFFECT = new Set(["temp", "trail", "auto"]);

class Options {
  verbose = false;
  numeric = false;
  bsd = false;
  /** `-a` was given, also when `-e` came after it. */
  all = false;
  useDevice = false;
  device: string | undefined;
  family = "inet";
  /** The type of `-H`. */
  hardware: string | undefined;
  /** `s`, `d` or `f`; a listing when undefined. */
  action: string | undefined;
}

/** Of `-A`. */
const FAMILIES: readonly string[] = "inet inet6 unix unspec ax25 netrom rose ipx ddp ec ash x25".split(" ");

export function main(process: Process): Promise<number> {
  return runTool(process, () => run(process));
}

function run(process: Process): number {
  const parsed = getopt(process.argv, "A:H:adfp:nsei:t:vh?DNV", LONG);
  const options = new Options();
  for (const { option, argument } of parsed.options) {
    if (option === "V") throw new ToolExit(0, "", ARP_VERSION);
    if (option === "h") throw new ToolExit(0, ARP_HARDWARE, ARP_USAGE);
    if (option === "?") throw usage(parsed.errors[0]);
    if (option === "N") process.stderr.write("arp: -N not yet supported.\n");
    apply(options, option, argument ?? "");
  }
  check(options);
  const words = parsed.operands;
  if (options.action === "s") return set(process, options, words);
  if (options.action === "d") return remove(process, options, words);
  if (options.action === "f") return setFromFile(process, options, words[0] ?? "/etc/ethers");
  const host = words.length > 0 ? { name: words[0], address: lookup(process, words[0]) } : undefined;
  process.stdout.write(listArp(process, { ...options, host }));
  return 0;
}

function usage(error?: string): ToolExit {
  return new ToolExit(E_OPTERR, `${error === undefined ? "" : `${error}\n`}${ARP_USAGE}${ARP_HARDWARE}`);
}

function apply(options: Options, option: string, argument: string): void {
  if (option === "v") options.verbose = true;
  else if (option === "n") options.numeric = true;
  else if (option === "a") {
    options.bsd = true;
    options.all = true;
    options.action = undefined;
  } else if (option === "e") options.bsd = false;
  else if (option === "D") options.useDevice = true;
  else if (option === "i") options.device = argument;
  else if (option === "A" || option === "p") {
    if (!FAMILIES.includes(argument))
      throw new ToolExit(FAILED, `arp: ${argument}: unknown address family.\n`);
    options.family = argument;
  } else if (option === "H" || option === "t") options.hardware = hardwareType(argument);
  else if ("sdf".includes(option)) options.action = option;
}

function hardwareType(name: string): string {
  if (ARP_TYPES.has(name) || TYPES_WITHOUT_ARP.has(name)) return name;
  throw new ToolExit(FAILED, `arp: ${name}: unknown hardware type.\n`);
}

/** What is known, but cannot be had, is refused when all options have been read. */
function check({ family, hardware }: Options): void {
  if (family !== "inet") throw new ToolExit(FAILED, `arp: ${family}: kernel only supports 'inet'.\n`);
  if (hardware !== undefined && !ARP_TYPES.has(hardware))
    throw new ToolExit(FAILED, `arp: ${hardware}: hardware type without ARP support.\n`);
}

function lookup(process: Process, name: string): Ipv4Address {
  const address = resolveHost(process.sys, name);
  if (typeof address === "string") throw new ToolExit(FAILED, hostError(name, address));
  return address;
}

function hardwareOf(
  process: Process,
  options: Options,
  word: string | undefined,
  host: Ipv4Address,
): HardwareAddress {
  if (word === undefined) throw new ToolExit(FAILED, "arp: need hardware address\n");
  if (options.useDevice) return hardwareOfDevice(process, options, word);
  if ((options.hardware ?? ETHER) !== ETHER)
    throw new ToolExit(FAILED, `arp: ${options.hardware}: addresses of this type are not supported here.\n`);
  const address = looseMac(word, host);
  if (!address) throw new ToolExit(FAILED, "arp: invalid hardware address\n");
  return { type: ARPHRD_ETHER, bytes: address.toBytes() };
}

/** The address of a device, or of that of an alias: `SIOCGIFHWADDR`. */
function hardwareOfDevice(process: Process, options: Options, name: string): HardwareAddress {
  const answer = makeIfreq(name);
  const error = interfaceIoctl(process.sys, SIOCGIFHWADDR, answer);
  if (error < 0)
    throw new ToolExit(FAILED, `arp: cant get HW-Address for \`${name}': ${strerror(-error)}.\n`);
  const type = new DataView(answer.buffer).getUint16(IFNAMSIZ, true);
  if (options.hardware !== undefined && (type !== ARPHRD_ETHER || options.hardware !== ETHER))
    throw new ToolExit(FAILED, "arp: protocol type mismatch.\n");
  const bytes = answer.subarray(IFNAMSIZ + 2);
  if (options.verbose) {
    const text =
      type === ARPHRD_ETHER
        ? `ether \`${hex(bytes, 6, ":")}'`
        : `unspec \`${hex(bytes, 16, "-").toUpperCase()}'`;
    process.stderr.write(`arp: device \`${name}' has HW address ${text}.\n`);
  }
  return { type, bytes: bytes.subarray(0, SA_DATA_LENGTH) };
}

function hex(bytes: Uint8Array, length: number, separator: string): string {
  return Array.from(bytes.subarray(0, length), (byte) => byte.toString(16).padStart(2, "0")).join(separator);
}

/** A device that is named stays the device of what comes after it in a file. */
function set(process: Process, options: Options, words: readonly string[]): number {
  if (words.length === 0) throw new ToolExit(FAILED, "arp: need host name\n");
  const address = lookup(process, words[0]);
  const hardware = hardwareOf(process, options, words[1], address);
  let permanent = true;
  let published = false;
  let dontPublish = false;
  let netmask: number | undefined;
  for (let i = 2; i < words.length; i++) {
    const word = words[i];
    if (word === "temp") permanent = false;
    else if (word === "pub") published = true;
    else if (word === "priv") published = false;
    else if (word === "dontpub") dontPublish = true;
    else if (word === "trail" || word === "auto") continue;
    else if (word === "dev" && words[i + 1] !== undefined) options.device = words[++i];
    else if (word === "netmask" && words[i + 1] !== undefined) netmask = readNetmask(process, words[++i]);
    else throw usage();
  }
  if (options.verbose) process.stderr.write("arp: SIOCSARP()\n");
  const result = setArp(process.sys, {
    address,
    hardware,
    permanent,
    published,
    dontPublish,
    netmask,
    device: options.device,
  });
  if (result >= 0) return 0;
  throw new ToolExit(FAILED, `SIOCSARP: ${strerror(-result)}\n`);
}

/** A mask of all bits is the same as none. */
function readNetmask(process: Process, word: string): number | undefined {
  const mask = lookup(process, word);
  return mask === 0xffff_ffff ? undefined : mask;
}

function remove(process: Process, options: Options, words: readonly string[]): number {
  if (words.length === 0) throw new ToolExit(FAILED, "arp: need host name\n");
  const address = lookup(process, words[0]);
  let onlyPublished = false;
  let onlyPrivate = false;
  let dontPublish = false;
  let netmask: number | undefined;
  let { device } = options;
  for (let i = 1; i < words.length; i++) {
    const word = words[i];
    if (options.verbose) process.stderr.write(`args=${word}\n`);
    if (word === "pub") onlyPublished = true;
    else if (word === "priv") onlyPrivate = true;
    else if (word === "dontpub") dontPublish = true;
    else if (word === "dev" && words[i + 1] !== undefined) device = words[++i];
    else if (word === "netmask" && words[i + 1] !== undefined) netmask = readNetmask(process, words[++i]);
    else if (!WORDS_WITHOUT_EFFECT.has(word)) throw usage();
  }
  const attempts = onlyPublished === onlyPrivate ? [false, true] : [onlyPublished];
  for (const published of attempts) {
    const what = published ? "pub" : "dontpub";
    if (options.verbose) process.stderr.write(`arp: SIOCDARP(${what})\n`);
    const result = deleteArp(process.sys, { address, device, published, dontPublish, netmask });
    if (result >= 0) return 0;
    if (result !== -ENOENT && result !== -ENXIO)
      throw new ToolExit(FAILED, `SIOCDARP(${what}): ${strerror(-result)}\n`);
  }
  throw new ToolExit(FAILED, "", `No ARP entry for ${words[0]}\n`);
}

function setFromFile(process: Process, options: Options, path: string): number {
  const content = readTextFile(process.sys, process.resolve(path));
  // a directory can be opened, and has no lines
  const text = content === -EISDIR ? "" : content;
  if (typeof text === "number") throw new ToolExit(FAILED, `arp: cannot open etherfile ${path} !\n`);
  for (const [index, whole] of (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).entries()) {
    if (options.verbose) process.stderr.write(`>> ${whole}`);
    const line = whole.replace("\n", "");
    if (line === "" || line.startsWith("#")) continue;
    const words = line.split(/\s+/).filter(Boolean);
    const place = `on line ${index + 1} of etherfile ${path} !\n`;
    if (words.length < 2) {
      process.stderr.write(`arp: format error ${place}`);
      continue;
    }
    try {
      set(process, options, words);
    } catch (error) {
      if (!(error instanceof ToolExit) || error.status === E_OPTERR) throw error;
      process.stderr.write(`${error.error}arp: cannot set entry ${place}`);
    }
  }
  return 0;
}
