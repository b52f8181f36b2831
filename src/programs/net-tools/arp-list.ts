/** Listings of `arp`. */
import { ATF_COM, ATF_DONTPUB, ATF_PERM, ATF_PUBL } from "../../ioctl/arpreq.ts";
import { formatIpv4, type Ipv4Address, parseIpv4 } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import { readLines } from "../lib/read-file.ts";
import { hostName, pad } from "./names.ts";

const ATF_USETRAILERS = 0x10;

/** Names of the hardware types that devices here have. */
const TYPE_NAMES: Readonly<Record<number, string>> = { 1: "ether", 772: "loop" };

/** What is listed, and how. */
export interface ArpListOptions {
  readonly numeric: boolean;
  readonly verbose: boolean;
  /** `-a`: the style of BSD. */
  readonly bsd: boolean;
  readonly all: boolean;
  readonly device: string | undefined;
  /** `-H`: only entries of this hardware type. */
  readonly hardware: string | undefined;
  readonly host: { readonly name: string; readonly address: Ipv4Address } | undefined;
}

interface Entry {
  readonly address: Ipv4Address;
  readonly type: string;
  readonly flags: number;
  readonly hardware: string;
  readonly mask: string;
  readonly device: string;
}

/** Address, type, flags, hardware address (empty where the device has none), mask and device. */
const LINE = /^(\S+) +(0x\S+) +(0x\S+) +(\S*?) +(\S+) +(\S+)$/;

function parseEntry(line: string): Entry | undefined {
  const [, ip, type, flags, hardware, mask, device] = LINE.exec(line) ?? [];
  const address = device === undefined ? undefined : parseIpv4(ip);
  if (address === undefined) return undefined;
  return {
    address,
    type: TYPE_NAMES[Number(type)] ?? "",
    flags: Number(flags),
    hardware,
    mask: mask === "*" ? "" : mask,
    device,
  };
}

/** `arp` without -s, -d and -f. @returns what it prints */
export function listArp(process: Process, options: ArpListOptions): string {
  let text = "";
  let entries = 0;
  let shown = 0;
  for (const line of readLines(process.sys, "/proc/net/arp", 1)) {
    const entry = parseEntry(line);
    if (!entry) continue;
    entries++;
    if (options.device !== undefined && entry.device !== options.device) continue;
    if (options.hardware !== undefined && options.hardware !== entry.type) continue;
    if (options.host && entry.address !== options.host.address) continue;
    if (shown === 0 && !options.bsd)
      text += "Address                  HWtype  HWaddress           Flags Mask            Iface\n";
    shown++;
    const name = options.numeric ? undefined : hostName(process.sys, entry.address);
    text += options.bsd ? showBsd(entry, name) : showLinux(entry, name);
  }
  if (options.verbose) text += `Entries: ${entries}\tSkipped: ${entries - shown}\tFound: ${shown}\n`;
  if (shown > 0) return text;
  if (options.host && !options.all)
    return `${text}${options.host.name} (${formatIpv4(options.host.address)}) -- no entry\n`;
  return options.host || options.device !== undefined || options.hardware !== undefined
    ? `${text}arp: in ${entries} entries no match found.\n`
    : text;
}

function showLinux(entry: Entry, name: string | undefined): string {
  const { flags } = entry;
  const hardware =
    flags & ATF_COM
      ? [entry.type || "ether", entry.hardware]
      : flags & ATF_PUBL
        ? ["*", "<from_interface>"]
        : ["", "(incomplete)"];
  const letters = `${flags & ATF_COM ? "C" : ""}${flags & ATF_PERM ? "M" : ""}${flags & ATF_PUBL ? "P" : ""}${flags & ATF_USETRAILERS ? "T" : ""}${flags & ATF_DONTPUB ? "!" : ""}`;
  const address = (name ?? formatIpv4(entry.address)).slice(0, 23);
  return `${pad(address, 23)}  ${pad(hardware[0], 8)}${pad(hardware[1], 20)}${pad(letters, 6)}${pad(entry.mask, 15)} ${entry.device}\n`;
}

function showBsd(entry: Entry, name: string | undefined): string {
  const { flags } = entry;
  const at =
    flags & ATF_COM
      ? `${entry.hardware} [${entry.type || "ether"}] `
      : flags & ATF_PUBL
        ? "<from_interface> "
        : "<incomplete> ";
  const words = `${flags & ATF_PERM ? "PERM " : ""}${flags & ATF_PUBL ? "PUB " : ""}${flags & ATF_DONTPUB ? "DONTPUB " : ""}${flags & ATF_USETRAILERS ? "TRAIL " : ""}`;
  return `${name ?? "?"} (${formatIpv4(entry.address)}) at ${at}${words}on ${entry.device}\n`;
}
