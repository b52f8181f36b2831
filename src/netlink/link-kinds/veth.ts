/**
 * `IFLA_INFO_DATA` of kind "veth": one attribute holds the peer's `struct ifinfomsg` followed by its own `IFLA_*` attributes
 * (`include/uapi/linux/veth.h`).
 */
import { type AttributeTable, NLA_HDRLEN } from "../attribute.ts";
import { IFINFOMSG_LEN, type LinkHeader, readLinkHeader } from "../link.ts";

export const VETH_INFO_PEER = 1;
export const VETH_INFO_MAX = 1;

/**
 * Reads the peer's part of a request.
 * @param data the table of `IFLA_INFO_DATA`, maximum {@link VETH_INFO_MAX}
 * @param peer receives the peer's attributes
 * @returns the peer's header; undefined when there is no peer part or it is too short for a header
 */
export function readVethPeer(data: AttributeTable, peer: AttributeTable): LinkHeader | undefined {
  const start = data.offset(VETH_INFO_PEER);
  const length = data.length(VETH_INFO_PEER);
  if (length < IFINFOMSG_LEN) {
    peer.clear();
    return undefined;
  }
  peer.parse(data.bytes, start + IFINFOMSG_LEN, start + length);
  return readLinkHeader(data.bytes, start);
}

/** Offset of the peer's attribute in the message, for an extended ack; 0 when there is none. */
export function vethPeerOffset(data: AttributeTable): number {
  return Math.max(0, data.offset(VETH_INFO_PEER) - NLA_HDRLEN);
}
