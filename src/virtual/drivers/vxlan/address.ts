/**
 * An address of the network below a tunnel: `union vxlan_addr`.
 *
 * Source: `drivers/net/vxlan/vxlan_private.h`.
 */
import { type AttributeTable, readU32 } from "../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import {
  formatIpv4,
  IN6ADDR_ANY,
  Ipv6Address,
  ipv4,
  ipv4FromBytes,
  ipv4ToBytes,
} from "../../../packet/address.ts";

export const AF_INET = 2;
export const AF_INET6 = 10;

/** An address of either family. */
export class TunnelAddress {
  /** {@link AF_INET} or {@link AF_INET6} */
  readonly family: number;
  readonly v4: number;
  readonly v6: Ipv6Address;

  constructor(family: number, v4: number, v6: Ipv6Address) {
    this.family = family;
    this.v4 = v4;
    this.v6 = v6;
  }

  static any(family: number): TunnelAddress {
    return family === AF_INET6 ? ANY6 : ANY4;
  }

  /** @returns undefined when the length is that of neither family */
  static fromAttribute(table: AttributeTable, type: number): TunnelAddress | undefined {
    const length = table.length(type);
    return length === 4 || length === 16
      ? TunnelAddress.fromBytes(length === 4 ? AF_INET : AF_INET6, table.bytes, table.offset(type))
      : undefined;
  }

  static fromBytes(family: number, bytes: Uint8Array, at: number): TunnelAddress {
    return family === AF_INET
      ? new TunnelAddress(AF_INET, ipv4FromBytes(bytes, at), IN6ADDR_ANY)
      : new TunnelAddress(AF_INET6, 0, Ipv6Address.fromBytes(bytes, at));
  }

  get isAny(): boolean {
    return this.family === AF_INET ? this.v4 === 0 : this.v6.isUnspecified;
  }

  get isMulticast(): boolean {
    return this.family === AF_INET ? this.v4 >>> 28 === 0xe : this.v6.isMulticast;
  }

  get isLinkLocal(): boolean {
    return this.family === AF_INET6 && this.v6.isLinkLocal;
  }

  equals(other: TunnelAddress): boolean {
    return this.family === other.family && this.v4 === other.v4 && this.v6.equals(other.v6);
  }

  /** Whether the address is the one at `at`. */
  equalsBytes(bytes: Uint8Array, at: number): boolean {
    if (this.family !== AF_INET) return this.v6.equalsBytes(bytes, at);
    return (
      this.v4 >>> 24 === bytes[at] &&
      ((this.v4 >>> 16) & 0xff) === bytes[at + 1] &&
      ((this.v4 >>> 8) & 0xff) === bytes[at + 2] &&
      (this.v4 & 0xff) === bytes[at + 3]
    );
  }

  write(writer: MessageWriter, type: number): void {
    if (this.family === AF_INET) ipv4ToBytes(ipv4(this.v4), writer.bytes, writer.attribute(type, 4));
    else this.v6.toBytes(writer.bytes, writer.attribute(type, 16));
  }

  toString(): string {
    return this.family === AF_INET ? formatIpv4(ipv4(this.v4)) : this.v6.toString();
  }
}

const ANY4 = new TunnelAddress(AF_INET, 0, IN6ADDR_ANY);
const ANY6 = new TunnelAddress(AF_INET6, 0, IN6ADDR_ANY);
export const LOOPBACK6 = new TunnelAddress(AF_INET6, 0, new Ipv6Address(0, 0, 0, 1));

/** A 32-bit number of an attribute that must be just as long. */
export function exact32(table: AttributeTable, type: number): number | undefined {
  return table.length(type) === 4 ? readU32(table.bytes, table.offset(type)) : undefined;
}
