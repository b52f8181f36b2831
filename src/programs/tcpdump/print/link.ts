/**
 * Link types other than Ethernet: cooked captures of `-i any` (SLL2, SLL), raw IP, BSD loopback.
 */
import {
  DLT_EN10MB,
  DLT_IPV4,
  DLT_IPV6,
  DLT_LINUX_SLL,
  DLT_LINUX_SLL2,
  DLT_LOOP,
  DLT_NULL,
  DLT_RAW,
} from "../../../packet/capture.ts";
import { ETH_P_802_2, ETH_P_802_3 } from "../../../packet/ethernet.ts";
import { type Dissector, hex, tokenText } from "./dissector.ts";
import { defaultPrint } from "./dump.ts";
import { printEthernetPacket } from "./ethernet.ts";
import { printIp } from "./ip.ts";
import { printIp6 } from "./ip6.ts";
import { printLlc } from "./llc.ts";
import { ETHER_TYPES } from "./tables.ts";

const SLL_HLEN = 16;
const SLL2_HLEN = 20;

const PACKET_TYPES: ReadonlyMap<number, string> = new Map([
  [0, "In"],
  [1, "B"],
  [2, "M"],
  [3, "P"],
  [4, "Out"],
]);

type LinkPrinter = (d: Dissector, at: number, length: number) => void;

/** The name of an interface index: that of the device here, or undefined. */
export type InterfaceName = (index: number) => string | undefined;

/** The printer of a link type; undefined for one that is not supported. */
export function linkPrinter(linkType: number, interfaceName: InterfaceName): LinkPrinter | undefined {
  if (linkType === DLT_EN10MB) return printEthernetPacket;
  if (linkType === DLT_LINUX_SLL2) return (d, at, length) => printSll2(d, at, length, interfaceName);
  if (linkType === DLT_LINUX_SLL) return printSll;
  if (linkType === DLT_RAW || linkType === DLT_IPV4 || linkType === DLT_IPV6) return printRaw;
  return linkType === DLT_NULL || linkType === DLT_LOOP
    ? (d, at, length) => printLoop(d, at, length, linkType === DLT_LOOP)
    : undefined;
}

function printRaw(d: Dissector, at: number, length: number): void {
  d.protocol = "raw";
  if (length === 0) {
    d.truncated();
    return;
  }
  if (d.options.link) d.print("ip: ");
  const version = d.u8(at) & 0xf0;
  if (version === 0x40) printIp(d, at, length);
  else if (version === 0x60) printIp6(d, at, length);
  else d.print(`unknown ip ${version >>> 4}`);
}

function printLoop(d: Dissector, at: number, length: number, bigEndian: boolean): void {
  d.protocol = "null";
  d.need(at, 4);
  d.linkHeaderLength = 4;
  const raw = d.u32(at);
  const little = bigEndian || raw <= 0xffff ? raw : ((raw >>> 24) | ((raw >>> 8) & 0xff00)) >>> 0;
  const name = little === 2 ? "IPv4" : FAMILIES_INET6.has(little) ? "IPv6" : undefined;
  const header = (): void => {
    d.print(d.options.quiet > 0 ? `${name ?? "unknown"}` : `AF ${name ?? "unknown"} (${little})`);
    d.print(`, length ${length}: `);
  };
  if (d.options.link) header();
  if (name === "IPv4") printIp(d, at + 4, length - 4);
  else if (name === "IPv6") printIp6(d, at + 4, length - 4);
  else {
    if (!d.options.link) header();
    defaultPrint(d, at + 4);
  }
}

/** `AF_INET6` of Linux, the BSDs and macOS. */
const FAMILIES_INET6 = new Set([10, 24, 28, 30]);

function printSll(d: Dissector, at: number, length: number): void {
  d.protocol = "sll";
  if (!d.has(at, SLL_HLEN)) {
    d.truncated();
    d.linkHeaderLength = d.end - at;
    return;
  }
  d.linkHeaderLength = SLL_HLEN;
  const type = d.u16(at + 14);
  const header = (): void => {
    d.print(`${tokenText(PACKET_TYPES, "?", d.u16(at)).padStart(3)} `);
    d.print(`${cookedAddress(d, at + 4, at + 6)}${typeText(d, type, length)}`);
  };
  if (d.options.link) header();
  printCooked(d, at + SLL_HLEN, length - SLL_HLEN, type, header);
}

function printSll2(d: Dissector, at: number, length: number, interfaceName: InterfaceName): void {
  d.protocol = "sll2";
  if (!d.has(at, SLL2_HLEN)) {
    d.truncated();
    d.linkHeaderLength = d.end - at;
    return;
  }
  d.linkHeaderLength = SLL2_HLEN;
  const index = d.u32(at + 4);
  const type = d.u16(at);
  d.print(`${(interfaceName(index) ?? "?").padEnd(5)} `);
  d.print(`${tokenText(PACKET_TYPES, "?", d.u8(at + 10)).padEnd(3)} `);
  const header = (): void =>
    d.print(`ifindex ${index} ${cookedAddress2(d, at + 11, at + 12)}${typeText(d, type, length)}`);
  if (d.options.link) header();
  printCooked(d, at + SLL2_HLEN, length - SLL2_HLEN, type, header);
}

function cookedAddress(d: Dissector, lengthAt: number, at: number): string {
  return d.u16(lengthAt) === 6 ? `${d.mac(at)} ` : "";
}

function cookedAddress2(d: Dissector, lengthAt: number, at: number): string {
  return d.u8(lengthAt) === 6 ? `${d.mac(at)} ` : "";
}

/** The type and length of a cooked packet; nothing when quiet. */
function typeText(d: Dissector, type: number, length: number): string {
  if (d.options.quiet > 0) return "";
  const text =
    type === ETH_P_802_3
      ? "802.3"
      : type === ETH_P_802_2
        ? "802.2"
        : `ethertype ${tokenText(ETHER_TYPES, "Unknown", type)} (0x${hex(type, 4)})`;
  return `${text}, length ${length}: `;
}

function printCooked(d: Dissector, at: number, length: number, type: number, header: () => void): void {
  if (type === ETH_P_802_2) {
    d.linkHeaderLength += printLlc(d, at, length, -1);
    return;
  }
  const printer = d.printers.etherType.get(type);
  if (printer) {
    d.nested(() => printer(d, at, length));
    return;
  }
  if (!d.options.link) header();
  defaultPrint(d, at);
}
