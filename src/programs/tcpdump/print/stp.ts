/**
 * Spanning tree: configuration, topology change and rapid messages as bridges of Linux send them.
 */
import { bitTokens, type Dissector, hex, tokenText } from "./dissector.ts";

const VERSIONS: ReadonlyMap<number, string> = new Map([
  [0, "STP"],
  [2, "Rapid STP"],
  [3, "Multiple STP"],
  [4, "SPB"],
]);
const TYPES: ReadonlyMap<number, string> = new Map([
  [0x00, "Config"],
  [0x02, "Rapid STP"],
  [0x80, "Topology Change"],
]);
const ROLES = ["Unknown", "Alternate", "Root", "Designated"];
const FLAGS: ReadonlyMap<number, string> = new Map([
  [0x01, "Topology change"],
  [0x02, "Proposal"],
  [0x10, "Learn"],
  [0x20, "Forward"],
  [0x40, "Agreement"],
  [0x80, "Topology change ACK"],
]);
const CONFIG_LENGTH = 35;

/** Prints the message at `at`. */
export function printStp(d: Dissector, at: number, length: number): void {
  d.protocol = "stp";
  if (length < 4) {
    d.invalid();
    return;
  }
  const protocol = d.u16(at);
  d.print(`STP 802.1${["d", "", "w", "s", "aq"][d.u8(at + 2)] ?? ""}`);
  if (protocol !== 0) {
    d.print(`, ${tokenText(VERSIONS, "Unknown STP protocol (0x%02x)", d.u8(at + 2))}`);
    d.print(`, Unknown STP protocol ID (0x${hex(protocol, 4)})`);
    return;
  }
  const type = d.u8(at + 3);
  d.print(`, ${tokenText(TYPES, "Unknown BPDU Type (0x%02x)", type)}`);
  if (type === 0x80) return;
  if (length < CONFIG_LENGTH) {
    d.invalid();
    return;
  }
  printConfig(d, at, length, type);
}

function printConfig(d: Dissector, at: number, length: number, type: number): void {
  const flags = d.u8(at + 4);
  d.print(`, Flags [${bitTokens(FLAGS, "none", flags)}]`);
  d.print(`, bridge-id ${bridgeId(d, at + 17)}.${hex(d.u16(at + 25), 4)}, length ${length}`);
  if (d.options.verbose === 0) return;
  d.print(`\n\tmessage-age ${seconds(d, at + 27)}s, max-age ${seconds(d, at + 29)}s`);
  d.print(`, hello-time ${seconds(d, at + 31)}s, forwarding-delay ${seconds(d, at + 33)}s`);
  d.print(`\n\troot-id ${bridgeId(d, at + 5)}, root-pathcost ${d.u32(at + 13)}`);
  if (type === 0x02) d.print(`, port-role ${ROLES[(flags >>> 2) & 3]}`);
}

function bridgeId(d: Dissector, at: number): string {
  return `${hex(d.u16(at), 4)}.${d.hex(at + 2, 6)}`;
}

function seconds(d: Dissector, at: number): string {
  return (d.u16(at) / 256).toFixed(2);
}
