/**
 * Ethernet frames: the line of `-e`, 802.1Q tags, and the way to the payload's printer.
 */
import { ETH_HLEN, ETH_P_8021AD, ETH_P_8021Q, ETH_P_QINQ1 } from "../../../packet/ethernet.ts";
import { VLAN_DEI, VLAN_HLEN, VLAN_PRIO_SHIFT, VLAN_VID_MASK } from "../../../packet/vlan.ts";
import { type Dissector, hex, tokenText } from "./dissector.ts";
import { defaultPrint } from "./dump.ts";
import { printLlc } from "./llc.ts";
import { ETHER_TYPES } from "./tables.ts";

/** Types up to here are lengths. */
const MAX_LENGTH = 1500;
const ETH_P_QINQ2 = 0x9200;

/** A frame of the link type EN10MB. */
export function printEthernetPacket(d: Dissector, at: number, length: number): void {
  printEthernet(d, at, length, true);
}

/** A frame; `outermost` ones set the link header's length for dumps. */
export function printEthernet(d: Dissector, at: number, length: number, outermost = false): void {
  d.protocol = "ether";
  if (!d.has(at, ETH_HLEN) || length < ETH_HLEN) {
    d.truncated();
    if (outermost) d.linkHeaderLength = Math.min(length, d.end - at);
    return;
  }
  if (d.options.link) d.print(`${addresses(d, at)}, `);
  let header = ETH_HLEN;
  let type = d.u16(at + 12);
  const account = (): void => {
    if (outermost) d.linkHeaderLength = header;
  };
  account();
  while (isTag(type)) {
    if (!d.has(at + header, VLAN_HLEN) || length < header + VLAN_HLEN) {
      d.protocol = "vlan";
      d.truncated();
      header = length;
      account();
      return;
    }
    if (d.options.link) d.print(`${typeText(d, type)}, ${header === ETH_HLEN ? `length ${length}: ` : ""}`);
    const tci = d.u16(at + header);
    type = d.u16(at + header + 2);
    if (d.options.link) d.print(`${tagText(tci)}, `);
    header += VLAN_HLEN;
    account();
  }
  if (d.options.link) printInner(d, type, length, header > ETH_HLEN);
  const payload = at + header;
  if (type <= MAX_LENGTH) {
    const llc = printLlc(d, payload, length - header, at);
    if (outermost) d.linkHeaderLength = header + llc;
    return;
  }
  const printer = d.printers.etherType.get(type);
  if (printer) {
    d.nested(() => printer(d, payload, length - header));
    return;
  }
  if (!d.options.link) {
    d.print(`${addresses(d, at)}, `);
    printInner(d, type, length, false);
  }
  defaultPrint(d, payload);
}

function isTag(type: number): boolean {
  return type === ETH_P_8021Q || type === ETH_P_8021AD || type === ETH_P_QINQ1 || type === ETH_P_QINQ2;
}

function tagText(tci: number): string {
  return `vlan ${tci & VLAN_VID_MASK}, p ${tci >>> VLAN_PRIO_SHIFT}${(tci & VLAN_DEI) !== 0 ? ", DEI" : ""}`;
}

function addresses(d: Dissector, at: number): string {
  return `${d.mac(at + 6)} > ${d.mac(at)}`;
}

function typeText(d: Dissector, type: number): string {
  return d.options.quiet > 0
    ? tokenText(ETHER_TYPES, "Unknown Ethertype (0x%04x)", type)
    : `ethertype ${tokenText(ETHER_TYPES, "Unknown", type)} (0x${hex(type, 4)})`;
}

/** The innermost type, with the length unless a tag has shown it. */
function printInner(d: Dissector, type: number, length: number, tagged: boolean): void {
  if (type <= MAX_LENGTH) {
    d.print(tagged ? "802.3" : `802.3, length ${type}: `);
    return;
  }
  d.print(`${typeText(d, type)}, ${tagged ? "" : `length ${length}: `}`);
}
