/**
 * Labels of IPv6 prefixes: `struct ifaddrlblmsg` and its attributes (`include/uapi/linux/if_addrlabel.h`).
 */
import { readU32 } from "./attribute.ts";
import type { MessageWriter } from "./message.ts";

export const IFAL_ADDRESS = 1;
export const IFAL_LABEL = 2;
export const IFAL_MAX = 2;

/** Length of `struct ifaddrlblmsg`. */
export const IFADDRLBLMSG_LEN = 12;

/** `struct ifaddrlblmsg`. */
export interface AddressLabelHeader {
  readonly family: number;
  readonly prefixLength: number;
  /** The device that it is for; 0: all. */
  readonly index: number;
  /** Of the table: raised with every change. */
  readonly seq: number;
}

/** Reads `struct ifaddrlblmsg`. */
export function readAddressLabelHeader(bytes: Uint8Array, offset: number): AddressLabelHeader {
  return {
    family: bytes[offset],
    prefixLength: bytes[offset + 2],
    index: readU32(bytes, offset + 4),
    seq: readU32(bytes, offset + 8),
  };
}

/** Writes `struct ifaddrlblmsg`. */
export function writeAddressLabelHeader(writer: MessageWriter, header: AddressLabelHeader): void {
  const at = writer.reserve(IFADDRLBLMSG_LEN);
  writer.put32(at, (header.family & 0xff) | ((header.prefixLength & 0xff) << 16));
  writer.put32(at + 4, header.index);
  writer.put32(at + 8, header.seq);
}
