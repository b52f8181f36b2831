/**
 * Netfilter's netlink protocol: the header behind each message's, subsystems, batches and groups.
 *
 * Source: `include/uapi/linux/netfilter/nfnetlink.h`.
 */
import type { MessageWriter } from "./message.ts";

export const NETLINK_NETFILTER = 12;

export const NFNL_SUBSYS_NONE = 0;
export const NFNL_SUBSYS_CTNETLINK = 1;
export const NFNL_SUBSYS_CTNETLINK_EXP = 2;
export const NFNL_SUBSYS_QUEUE = 3;
export const NFNL_SUBSYS_ULOG = 4;
export const NFNL_SUBSYS_OSF = 5;
export const NFNL_SUBSYS_IPSET = 6;
export const NFNL_SUBSYS_ACCT = 7;
export const NFNL_SUBSYS_CTNETLINK_TIMEOUT = 8;
export const NFNL_SUBSYS_CTHELPER = 9;
export const NFNL_SUBSYS_NFTABLES = 10;
export const NFNL_SUBSYS_NFT_COMPAT = 11;
export const NFNL_SUBSYS_HOOK = 12;
export const NFNL_SUBSYS_COUNT = 13;

/** Types of their own: a batch's first and last message. */
export const NFNL_MSG_BATCH_BEGIN = 0x10;
export const NFNL_MSG_BATCH_END = 0x11;
/** The generation that a batch expects (`NFNL_BATCH_GENID`), network byte order. */
export const NFNL_BATCH_GENID = 1;
export const NFNL_BATCH_MAX = 1;

export const NFNLGRP_CONNTRACK_NEW = 1;
export const NFNLGRP_CONNTRACK_UPDATE = 2;
export const NFNLGRP_CONNTRACK_DESTROY = 3;
export const NFNLGRP_CONNTRACK_EXP_NEW = 4;
export const NFNLGRP_CONNTRACK_EXP_UPDATE = 5;
export const NFNLGRP_CONNTRACK_EXP_DESTROY = 6;
export const NFNLGRP_NFTABLES = 7;
export const NFNLGRP_ACCT_QUOTA = 8;
export const NFNLGRP_NFTRACE = 9;

/** Length of `struct nfgenmsg`. */
export const NFGENMSG_LEN = 4;
export const NFNETLINK_V0 = 0;

/** Writes `struct nfgenmsg`. @param resource host byte order */
export function writeNfgenmsg(writer: MessageWriter, family: number, resource: number): void {
  const at = writer.reserve(NFGENMSG_LEN);
  writer.bytes[at] = family;
  writer.bytes[at + 1] = NFNETLINK_V0;
  writer.bytes[at + 2] = resource >>> 8;
  writer.bytes[at + 3] = resource;
}

/** A message's type: its subsystem and its number there. */
export const nfnlType = (subsystem: number, message: number): number => (subsystem << 8) | message;
