/**
 * ARP and RARP.
 */
import {
  ARP_HARDWARE_LENGTH,
  ARP_HLEN,
  ARP_OPERATION,
  ARP_PROTOCOL_LENGTH,
  ARP_PROTOCOL_TYPE,
} from "../../../packet/arp.ts";
import { ETH_P_IP } from "../../../packet/ethernet.ts";
import { type Dissector, tokenText } from "./dissector.ts";
import { forcedPrint } from "./dump.ts";
import { ETHER_TYPES } from "./tables.ts";

const ETH_P_TRAIL = 0x1000;

const HARDWARE: ReadonlyMap<number, string> = new Map([
  [1, "Ethernet"],
  [6, "TokenRing"],
  [7, "ArcNet"],
  [15, "FrameRelay"],
  [17, "Strip"],
  [24, "IEEE 1394"],
  [32, "Infiniband"],
]);

const OPERATIONS: ReadonlyMap<number, string> = new Map([
  [1, "Request"],
  [2, "Reply"],
  [3, "Reverse Request"],
  [4, "Reverse Reply"],
  [8, "Inverse Request"],
  [9, "Inverse Reply"],
  [10, "NACK Reply"],
]);

/** The addresses of a packet with any lengths. */
interface Fields {
  readonly protocolType: number;
  readonly hardwareLength: number;
  readonly protocolLength: number;
  readonly senderHardware: number;
  readonly senderProtocol: number;
  readonly targetHardware: number;
  readonly targetProtocol: number;
}

type OperationPrinter = (d: Dissector, f: Fields) => void;

const PRINTERS: ReadonlyMap<number, OperationPrinter> = new Map([
  [1, printRequest],
  [
    2,
    (d: Dissector, f: Fields) =>
      d.print(`${protocolAddress(d, f, f.senderProtocol)} is-at ${senderHardware(d, f)}`),
  ],
  [3, (d: Dissector, f: Fields) => d.print(`who-is ${targetHardware(d, f)} tell ${senderHardware(d, f)}`)],
  [
    4,
    (d: Dissector, f: Fields) =>
      d.print(`${targetHardware(d, f)} at ${protocolAddress(d, f, f.targetProtocol)}`),
  ],
  [8, (d: Dissector, f: Fields) => d.print(`who-is ${targetHardware(d, f)} tell ${senderHardware(d, f)}`)],
  [
    9,
    (d: Dissector, f: Fields) =>
      d.print(`${senderHardware(d, f)} at ${protocolAddress(d, f, f.senderProtocol)}`),
  ],
]);

/** Prints the packet at `at`. */
export function printArp(d: Dissector, at: number, length: number): void {
  d.protocol = "arp";
  d.need(at, ARP_HLEN);
  const hardwareLength = d.u8(at + ARP_HARDWARE_LENGTH);
  const protocolLength = d.u8(at + ARP_PROTOCOL_LENGTH);
  const senderHardware = at + ARP_HLEN;
  const senderProtocol = senderHardware + hardwareLength;
  const targetHardware = senderProtocol + protocolLength;
  const fields: Fields = {
    protocolType: d.u16(at + ARP_PROTOCOL_TYPE),
    hardwareLength,
    protocolLength,
    senderHardware,
    senderProtocol,
    targetHardware,
    targetProtocol: targetHardware + hardwareLength,
  };
  d.need(fields.targetProtocol, protocolLength);
  if (!d.options.link) d.print("ARP, ");
  if (!printTypes(d, d.u16(at), fields)) {
    d.print(`, length ${length}`);
    return;
  }
  const operation = d.u16(at + ARP_OPERATION);
  d.print(`${d.options.verbose > 0 ? ", " : ""}${tokenText(OPERATIONS, "Unknown (%d)", operation)} `);
  const printer = PRINTERS.get(operation);
  if (!printer) {
    forcedPrint(d, at);
    return;
  }
  printer(d, fields);
  d.print(`, length ${length}`);
}

/** Prints types and lengths when they are unusual or asked for. @returns whether the rest is to be printed */
function printTypes(d: Dissector, hardware: number, f: Fields): boolean {
  const usual = isIp(f) && f.protocolLength === 4 && f.hardwareLength !== 0;
  if (usual && d.options.verbose === 0) return true;
  d.print(`${tokenText(HARDWARE, "Unknown Hardware (%d)", hardware)} (len ${f.hardwareLength}), `);
  d.print(`${tokenText(ETHER_TYPES, "Unknown Protocol (0x%04x)", f.protocolType)} (len ${f.protocolLength})`);
  return d.options.verbose > 0;
}

function isIp(f: Fields): boolean {
  return f.protocolType === ETH_P_IP || f.protocolType === ETH_P_TRAIL;
}

function printRequest(d: Dissector, f: Fields): void {
  d.print(`who-has ${protocolAddress(d, f, f.targetProtocol)}`);
  let known = false;
  for (let i = 0; i < f.hardwareLength; i++) known ||= d.u8(f.targetHardware + i) !== 0;
  if (known) d.print(` (${targetHardware(d, f)})`);
  d.print(` tell ${protocolAddress(d, f, f.senderProtocol)}`);
}

function protocolAddress(d: Dissector, f: Fields, at: number): string {
  if (!isIp(f)) return "<wrong proto type>";
  return f.protocolLength === 4 ? d.ipv4(at) : "<wrong len>";
}

function senderHardware(d: Dissector, f: Fields): string {
  return hardwareAddress(d, f.senderHardware, f.hardwareLength);
}

function targetHardware(d: Dissector, f: Fields): string {
  return hardwareAddress(d, f.targetHardware, f.hardwareLength);
}

function hardwareAddress(d: Dissector, at: number, length: number): string {
  if (length === 0) return "<empty>";
  return length === 6 ? d.mac(at) : d.hex(at, length);
}
