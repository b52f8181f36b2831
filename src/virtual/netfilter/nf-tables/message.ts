/**
 * Framing of nf_tables' messages, and telling them to listeners.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nfnl_msg_put`, `nft_base_seq`, `nft_notify_enqueue`).
 */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import {
  type MessageReader,
  MessageWriter,
  NLM_F_CREATE,
  NLM_F_ECHO,
  NLM_F_EXCL,
} from "../../../netlink/message.ts";
import type { SockOwner } from "../../core/sock/sock.ts";
import { NFNL_SUBSYS_NFTABLES, NFNLGRP_NFTABLES, nfnetlinkHasListeners, nfnetlinkSend } from "./nfnl.ts";
import type { NftNet } from "./table/table.ts";

/** A request as nf_tables' handlers see it. */
export interface NftRequest {
  readonly nft: NftNet;
  /** `nfgen_family` */
  readonly family: number;
  readonly portid: number;
  /** The process that asks. */
  readonly owner: SockOwner | null;
  readonly message: MessageReader;
  readonly extack: ExtendedAck;
  /** The message's attributes. */
  readonly tb: AttributeTable;
  reply(message: Uint8Array): void;
}

/** Starts a message with `struct nfgenmsg`. */
export function beginMessage(
  writer: MessageWriter,
  nft: NftNet,
  type: number,
  family: number,
  portid: number,
  seq: number,
  flags: number,
): void {
  writer.begin((NFNL_SUBSYS_NFTABLES << 8) | type, flags, seq, portid);
  const at = writer.reserve(4);
  writer.bytes[at] = family;
  writer.bytes[at + 1] = 0;
  writer.bytes[at + 2] = (nft.baseSeq >>> 8) & 255;
  writer.bytes[at + 3] = nft.baseSeq & 255;
}

const writer = new MessageWriter(8192);

const NLMSG_FLAGS = 6;

/** Listeners hear whether it had to be new. */
function addFlags(message: Uint8Array, flags: number): void {
  message[NLMSG_FLAGS] |= flags & 0xff;
  message[NLMSG_FLAGS + 1] |= flags >>> 8;
}

/**
 * Tells listeners of a change, and who made it if it asked for that (`NLM_F_ECHO`).
 * @param fill writes the message, from its beginning to its end
 */
export function notifyChange(
  nft: NftNet,
  portid: number,
  requestFlags: number,
  fill: (writer: MessageWriter) => void,
): void {
  const echo = (requestFlags & NLM_F_ECHO) !== 0;
  if (!echo && !nfnetlinkHasListeners(nft.net, NFNLGRP_NFTABLES)) return;
  writer.reset();
  fill(writer);
  addFlags(writer.bytes, requestFlags & (NLM_F_CREATE | NLM_F_EXCL));
  nfnetlinkSend(nft.net, writer.message(), portid, NFNLGRP_NFTABLES, echo);
}
