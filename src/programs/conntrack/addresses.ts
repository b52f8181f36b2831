/** Addresses on conntrack's command line. */
import { type Ipv4Address, ipv4ToBytes, parseIpv6 } from "../../packet/address.ts";
import { inetAton } from "../lib/resolver.ts";
import { wrong } from "./failure.ts";
import { parseNumber } from "./numbers.ts";

/** An address with the length of its network, bits. */
export interface Network {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** An address to translate to, which may have a port; without an address any translation will do. */
export interface NatOption {
  readonly address: Uint8Array | undefined;
  readonly port: number | undefined;
}

function ipv4Bytes(address: Ipv4Address): Uint8Array {
  const bytes = new Uint8Array(4);
  ipv4ToBytes(address, bytes, 0);
  return bytes;
}

function parseAddress(text: string): Uint8Array | undefined {
  const v4 = inetAton(text);
  return v4 === undefined ? parseIpv6(text)?.toBytes() : ipv4Bytes(v4);
}

export const isWhole = ({ bytes, length }: Network): boolean => length === bytes.length * 8;

/** An address that may have no length behind it, of the option with that name. */
export function parseWhole(name: string, text: string, see: SeeAddress): Network {
  const bytes = addressOf(text, see);
  if (text.includes("/")) wrong(`CIDR notation unavailable for \`--${name}'`);
  return { text, bytes, length: bytes.length * 8 };
}

/** Is told each address before what stands behind it is looked at, and complains of another family's. */
export type SeeAddress = (bytes: Uint8Array) => void;

/** The address in front of a length; a complaint names both. */
function addressOf(text: string, see: SeeAddress): Uint8Array {
  const bytes = parseAddress(text.split("/", 1)[0]) ?? wrong(`Invalid IP address \`${text}'`);
  see(bytes);
  return bytes;
}

/** `ADDRESS[/LENGTH]` */
export function parseNetwork(text: string, see: SeeAddress): Network {
  const slash = text.indexOf("/");
  const bytes = addressOf(text, see);
  const bits = bytes.length * 8;
  const length = slash < 0 ? bits : parseNumber(text.slice(slash + 1));
  const digits = slash < 0 || /^\d*$/.test(text.slice(slash + 1));
  if (!digits || length < 0 || length > bits) return wrong("Invalid netmask");
  return { text, bytes, length };
}

/** An address apart from a port behind it: IPv6's with one is in brackets. */
function splitPort(text: string): readonly [string, string | undefined] {
  const closing = text.indexOf("]");
  const bracket = text.startsWith("[");
  if (bracket && closing < 0) wrong("No closing ']' around IPv6 address");
  const behind = bracket ? closing + 1 : text.indexOf(":");
  if (text[behind] !== ":" || (!bracket && text.indexOf(":", behind + 1) >= 0)) return [text, undefined];
  const port = text.slice(behind + 1);
  if (port === "") wrong("No port specified after `:'");
  return [bracket ? text.slice(1, closing) : text.slice(0, behind), port];
}

/** `ADDRESS[:PORT]` of the option with that name. */
export function parseNat(name: string, text: string, see: SeeAddress): NatOption {
  const [address, port] = splitPort(text);
  if (port !== undefined && !(/^\d+$/.test(port) && Number(port) <= 0xffff)) wrong(`Invalid port \`${port}'`);
  const { bytes } = parseWhole(name, address, see);
  return { address: bytes, port: port === undefined ? undefined : Number(port) };
}
