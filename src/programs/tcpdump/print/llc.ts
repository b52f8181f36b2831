/**
 * IEEE 802.2 LLC after an 802.3 length: enough to name what comes, spanning tree included; payloads are dumped.
 */
import { type Dissector, hex, tokenText } from "./dissector.ts";
import { defaultPrint, forcedPrint } from "./dump.ts";
import { printStp } from "./stp.ts";

const SAPS: ReadonlyMap<number, string> = new Map([
  [0x00, "Null"],
  [0x02, "802.1B I"],
  [0x03, "802.1B G"],
  [0x06, "IP"],
  [0x04, "SNA"],
  [0x05, "SNA"],
  [0x0e, "ProWay NM"],
  [0x42, "STP"],
  [0x4e, "RS511"],
  [0x7e, "ISO8208"],
  [0x8e, "ProWay"],
  [0xaa, "SNAP"],
  [0xe0, "IPX"],
  [0xf0, "NetBeui"],
  [0xfe, "OSI"],
]);

const UNNUMBERED: ReadonlyMap<number, string> = new Map([
  [0x03, "ui"],
  [0x63, "ua"],
  [0x43, "disc"],
  [0x0f, "dm"],
  [0x6f, "sabme"],
  [0xe3, "test"],
  [0xaf, "xid"],
  [0x87, "frmr"],
]);

const SUPERVISORY = ["Receiver Ready", "Receiver not Ready", "Reject", "unknown"];
const UI = 0x03;
const POLL = 0x10;

/**
 * Prints from the destination service access point on; `ethernet` is where the frame's addresses stand, -1 without any.
 * @returns the bytes of LLC header
 */
export function printLlc(d: Dissector, at: number, length: number, ethernet: number): number {
  d.protocol = "llc";
  if (!d.has(at, 3) || length < 3) {
    d.truncated();
    forcedPrint(d, at);
    return Math.max(0, d.end - at);
  }
  const dsapField = d.u8(at);
  const ssapField = d.u8(at + 1);
  const unnumbered = (d.u8(at + 2) & 0x03) === 0x03;
  if (!unnumbered && !d.has(at, 4)) {
    d.truncated();
    return d.end - at;
  }
  const control = unnumbered ? d.u8(at + 2) : d.u8(at + 2) | (d.u8(at + 3) << 8);
  const headerLength = unnumbered ? 3 : 4;
  const dsap = dsapField & ~1;
  const ssap = ssapField & ~1;
  if (ssapField === 0xff && dsapField === 0xff && d.options.link) d.print("IPX 802.3: ");
  if (d.options.link) {
    d.print(`LLC, dsap ${sap(dsap)} (0x${hex(dsap, 2)}) ${dsapField & 1 ? "Group" : "Individual"}, `);
    d.print(`ssap ${sap(ssap)} (0x${hex(ssap, 2)}) ${ssapField & 1 ? "Response" : "Command"}`);
    d.print(`, ctrl 0x${unnumbered ? hex(control, 2) : hex(control, 4)}: `);
  }
  if (dsap === 0xaa && ssap === 0xaa && control === UI) return printSnap(d, at + 3, length - 3, ethernet) + 3;
  if (dsap === 0x42 && ssap === 0x42 && control === UI) {
    printStp(d, at + 3, length - 3);
    return 3;
  }
  if (dsap === 0x06 && ssap === 0x06 && control === UI) {
    d.nested(() => d.printers.etherType.get(0x0800)?.(d, at + 4, length - 4));
    return 4;
  }
  printPlain(d, at, length, ethernet, { dsap, ssap, ssapField, control, unnumbered });
  return headerLength;
}

interface Control {
  readonly dsap: number;
  readonly ssap: number;
  readonly ssapField: number;
  readonly control: number;
  readonly unnumbered: boolean;
}

function sap(value: number): string {
  return SAPS.get(value) ?? "Unknown";
}

function printPlain(d: Dissector, at: number, length: number, ethernet: number, c: Control): void {
  if (!d.options.link) {
    if (c.ssap === c.dsap) {
      d.print(
        `${d.mac(ethernet + 6)} > ${d.mac(ethernet)} ${tokenText(SAPS, "Unknown DSAP 0x%02x", c.dsap)} `,
      );
    } else {
      if (ethernet >= 0) d.print(`${d.mac(ethernet + 6)} `);
      d.print(`${tokenText(SAPS, "Unknown SSAP 0x%02x", c.ssap)} > `);
      if (ethernet >= 0) d.print(`${d.mac(ethernet)} `);
      d.print(`${tokenText(SAPS, "Unknown DSAP 0x%02x", c.dsap)} `);
    }
  }
  const response = (c.ssapField & 1) !== 0;
  if (c.unnumbered) {
    const name = tokenText(UNNUMBERED, "%02x", c.control & ~POLL);
    d.print(`Unnumbered, ${name}, Flags [${flagText(response, (c.control & POLL) !== 0)}], length ${length}`);
    defaultPrint(d, at);
    return;
  }
  const flags = flagText(response, (c.control & 0x0100) !== 0);
  const receive = c.control >>> 9;
  const supervisory = (c.control & 0x03) === 0x01;
  if (supervisory) d.print(`Supervisory, ${SUPERVISORY[(c.control >>> 2) & 3]}, rcv seq ${receive}, `);
  else d.print(`Information, send seq ${(c.control >>> 1) & 0x7f}, rcv seq ${receive}, `);
  d.print(`Flags [${flags}], length ${length}`);
  if (!supervisory) defaultPrint(d, at);
}

function flagText(response: boolean, poll: boolean): string {
  if (poll) return response ? "Final" : "Poll";
  return response ? "Response" : "Command";
}

const SNAP_OUI_ETHERNET = 0x000000;
const OUI_NAMES: ReadonlyMap<number, string> = new Map([
  [0x000000, "Ethernet"],
  [0x00000c, "Cisco"],
  [0x0000f8, "Cisco bridged"],
  [0x0080c2, "Ethernet bridged"],
  [0x080007, "Appletalk"],
]);

function printSnap(d: Dissector, at: number, length: number, ethernet: number): number {
  d.protocol = "snap";
  if (!d.has(at, 5) || length < 5) {
    d.truncated();
    return Math.max(0, d.end - at);
  }
  const oui = d.u24(at);
  const type = d.u16(at + 3);
  if (d.options.link) {
    const known = oui === SNAP_OUI_ETHERNET ? `, ethertype ${snapType(type)}` : `, pid Unknown`;
    d.print(
      `oui ${OUI_NAMES.get(oui) ?? "Unknown"} (0x${hex(oui, 6)})${known} (0x${hex(type, 4)}), length ${length - 5}: `,
    );
  }
  const printer = oui === SNAP_OUI_ETHERNET ? d.printers.etherType.get(type) : undefined;
  if (printer) {
    d.nested(() => printer(d, at + 5, length - 5));
    return 5;
  }
  if (!d.options.link) {
    const name = OUI_NAMES.get(oui) ?? "Unknown";
    const what =
      oui === SNAP_OUI_ETHERNET
        ? `ethertype ${snapType(type)}`
        : `oui ${name} (0x${hex(oui, 6)}), pid Unknown`;
    d.print(
      `${d.mac(ethernet + 6)} > ${d.mac(ethernet)} SNAP, ${what} (0x${hex(type, 4)}), length ${length - 5}: `,
    );
  }
  defaultPrint(d, at - 3);
  return 5;
}

function snapType(type: number): string {
  return type === 0x0800 ? "IPv4" : type === 0x86dd ? "IPv6" : type === 0x0806 ? "ARP" : "Unknown";
}
