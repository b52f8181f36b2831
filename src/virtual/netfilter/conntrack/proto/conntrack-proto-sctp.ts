/**
 * Tracking SCTP: the state of an association as a third party sees it in its chunks and verification tags.
 *
 * Source: `net/netfilter/nf_conntrack_proto_sctp.c`.
 */
import { read16, read32 } from "../../../../packet/bytes.ts";
import { crc32c } from "../../../../packet/crc32c.ts";
import { IPPROTO_SCTP } from "../../../../packet/ipv4.ts";
import { CHECKSUM_NONE, CHECKSUM_UNNECESSARY, type SkBuff } from "../../../core/skbuff.ts";
import { NF_ACCEPT, NF_INET_PRE_ROUTING } from "../../hook-numbers.ts";
import type { NfHookState } from "../../net-nf.ts";
import { refreshAcct } from "../conntrack-refresh.ts";
import {
  ctinfoDirection,
  IPCT_ASSURED,
  IPCT_PROTOINFO,
  IPS_ASSURED,
  IPS_CONFIRMED,
} from "../conntrack-status.ts";
import type { NfConn } from "../nf-conn.ts";
import { invertPorts, portsToTuple, registerL4Proto } from "./conntrack-l4proto.ts";
import * as sctp from "./conntrack-proto-sctp-state.ts";
import { NfCtSctp, sctpNewState } from "./conntrack-proto-sctp-state.ts";

const SCTP_HLEN = 12;
const SCTP_VTAG = 4;
const SCTP_CHECKSUM = 8;
const CHUNK_HLEN = 4;
/** Behind a chunk's header, INIT and INIT ACK have a fixed part of that length, which begins with the sender's tag. */
const INIT_LENGTH = 16;
/** The tag is the receiver's own, reflected. */
const CHUNK_FLAG_T = 1;

/** `sctp_error` */
function isBad(skb: SkBuff, offset: number, state: NfHookState): boolean {
  const { bytes, tail } = skb;
  if (offset + SCTP_HLEN > tail) return true;
  const checks = state.hook === NF_INET_PRE_ROUTING && (state.net.ct?.settings.checksum ?? 0) !== 0;
  if (!checks || skb.ipSummed !== CHECKSUM_NONE) return false;
  const at = offset + SCTP_CHECKSUM;
  // the sum is of a header whose own is 0, and is told with its lowest byte first
  const sum = crc32c(bytes, offset, tail, at, at + 4);
  for (let i = 0; i < 4; i++) if (bytes[at + i] !== ((sum >>> (8 * i)) & 0xff)) return true;
  skb.ipSummed = CHECKSUM_UNNECESSARY;
  return false;
}

/** Where the next chunk begins. Its length is not 0: see {@link chunkSet}. */
function nextChunk(bytes: Uint8Array, at: number): number {
  return at + ((read16(bytes, at + 2) + 3) & ~3);
}

const ALONE =
  (1 << sctp.SCTP_CID_INIT) | (1 << sctp.SCTP_CID_INIT_ACK) | (1 << sctp.SCTP_CID_SHUTDOWN_COMPLETE);
const FIRST = (1 << sctp.SCTP_CID_COOKIE_ECHO) | (1 << sctp.SCTP_CID_COOKIE_ACK);

/** The types of chunks below 32 as bits (`do_basic_checks`). @returns -1: no chunks, or not in an order that there may be */
function chunkSet(skb: SkBuff, offset: number): number {
  const { bytes, tail } = skb;
  let set = 0;
  let count = 0;
  let alone = false;
  for (let at = offset + SCTP_HLEN; at + CHUNK_HLEN <= tail; at = nextChunk(bytes, at)) {
    const type = bytes[at];
    const bit = type < 31 ? 1 << type : 0;
    if ((bit & ALONE) !== 0) alone = true;
    if (count > 0 && (alone || (bit & FIRST) !== 0)) return -1;
    if (read16(bytes, at + 2) === 0) return -1;
    set |= bit;
    count++;
  }
  return count === 0 ? -1 : set;
}

/** An association is not begun by these. */
const NEVER_FIRST =
  (1 << sctp.SCTP_CID_ABORT) | (1 << sctp.SCTP_CID_SHUTDOWN_COMPLETE) | (1 << sctp.SCTP_CID_COOKIE_ACK);
/** Packets with these have rules of their own for the tag. */
const OWN_TAG_RULE =
  (1 << sctp.SCTP_CID_INIT) |
  (1 << sctp.SCTP_CID_SHUTDOWN_COMPLETE) |
  (1 << sctp.SCTP_CID_COOKIE_ECHO) |
  (1 << sctp.SCTP_CID_ABORT) |
  (1 << sctp.SCTP_CID_SHUTDOWN_ACK) |
  (1 << sctp.SCTP_CID_HEARTBEAT) |
  (1 << sctp.SCTP_CID_HEARTBEAT_ACK);

/** The first packet of an association (`sctp_new`). @returns false when it cannot begin one */
function begin(ct: NfConn, skb: SkBuff, offset: number): boolean {
  const { bytes, tail } = skb;
  const info = new NfCtSctp();
  ct.sctp = info;
  const vtag = read32(bytes, offset + SCTP_VTAG) | 0;
  for (let at = offset + SCTP_HLEN; at + CHUNK_HLEN <= tail; at = nextChunk(bytes, at)) {
    const type = bytes[at];
    const state = sctpNewState(0, sctp.SCTP_CONNTRACK_NONE, type);
    if (state === sctp.SCTP_CONNTRACK_NONE || state === sctp.SCTP_CONNTRACK_MAX) return false;
    if (type === sctp.SCTP_CID_INIT) {
      if (vtag !== 0 || at + CHUNK_HLEN + INIT_LENGTH > tail) return false;
      info.vtag1 = read32(bytes, at + CHUNK_HLEN) | 0;
    } else if (type === sctp.SCTP_CID_HEARTBEAT) info.vtag0 = vtag;
    else info.vtag1 = vtag;
  }
  return true;
}

/** What becomes of a chunk. */
const CHUNK_TAKEN = 0;
const CHUNK_INVALID = 1;
/** The packet is let pass, and does not keep the connection. */
const CHUNK_IGNORED = 2;

/** The tag of a heartbeat, which tells of a peer that began anew. @param bars the packet may not be let pass with another tag */
function judgeHeartbeat(info: NfCtSctp, answer: boolean, dir: number, vtag: number, bars: boolean): number {
  if (info.vtag(dir) === 0) {
    info.setVtag(dir, vtag);
    return CHUNK_TAKEN;
  }
  if (vtag === info.vtag(dir)) {
    info.heartbeatFailed = false;
    return CHUNK_TAKEN;
  }
  if (bars) return CHUNK_INVALID;
  if (!answer) {
    info.heartbeatFailed = true;
    info.lastDir = dir;
    return CHUNK_IGNORED;
  }
  if (!info.heartbeatFailed || info.lastDir === dir) return CHUNK_INVALID;
  info.heartbeatFailed = false;
  info.setVtag(dir, vtag);
  info.setVtag(1 - dir, 0);
  return CHUNK_TAKEN;
}

/** The rules of RFC 9260, 8.5.1, for the tag. */
function judgeTag(
  info: NfCtSctp,
  type: number,
  flags: number,
  dir: number,
  vtag: number,
  bars: boolean,
): number {
  switch (type) {
    case sctp.SCTP_CID_INIT:
      return vtag === 0 ? CHUNK_TAKEN : CHUNK_INVALID;
    case sctp.SCTP_CID_ABORT:
    case sctp.SCTP_CID_SHUTDOWN_COMPLETE:
      return vtag === info.vtag((flags & CHUNK_FLAG_T) === 0 ? dir : 1 - dir) ? CHUNK_TAKEN : CHUNK_INVALID;
    case sctp.SCTP_CID_COOKIE_ECHO:
      return vtag === info.vtag(dir) ? CHUNK_TAKEN : CHUNK_INVALID;
    case sctp.SCTP_CID_HEARTBEAT:
    case sctp.SCTP_CID_HEARTBEAT_ACK:
      return judgeHeartbeat(info, type === sctp.SCTP_CID_HEARTBEAT_ACK, dir, vtag, bars);
    default:
      return CHUNK_TAKEN;
  }
}

/** An INIT or its answer tells the tag that the other direction's packets have to have. @returns false: it does not fit */
function learnTag(info: NfCtSctp, skb: SkBuff, at: number, type: number, dir: number): boolean {
  if (at + CHUNK_HLEN + INIT_LENGTH > skb.tail) return false;
  const tag = read32(skb.bytes, at + CHUNK_HLEN) | 0;
  const other = 1 - dir;
  if (type === sctp.SCTP_CID_INIT) {
    if (info.init0 && info.init1) info.init0 = info.init1 = false;
    if (dir === 0) info.init0 = true;
    else info.init1 = true;
  } else {
    const known = info.vtag(other);
    const asked = other === 0 ? info.init0 : info.init1;
    if (!asked && known !== 0 && known !== tag) return false;
    // both began at once
    if (info.init0 && info.init1 && known !== tag) return false;
  }
  info.setVtag(other, tag);
  return true;
}

function enterState(ct: NfConn, info: NfCtSctp, old: number, state: number): void {
  info.state = state;
  if (old === state) return;
  ct.noteEvent(IPCT_PROTOINFO);
  if (state !== sctp.SCTP_CONNTRACK_ESTABLISHED || (ct.status & IPS_ASSURED) !== 0) return;
  ct.status |= IPS_ASSURED;
  ct.noteEvent(IPCT_ASSURED);
}

/** `nf_conntrack_sctp_packet` */
function sctpPacket(ct: NfConn, skb: SkBuff, offset: number, ctinfo: number, hook: NfHookState): number {
  if (isBad(skb, offset, hook)) return -NF_ACCEPT;
  const set = chunkSet(skb, offset);
  if (set < 0) return -NF_ACCEPT;
  const confirmed = (ct.status & IPS_CONFIRMED) !== 0;
  if (!confirmed && ((set & NEVER_FIRST) !== 0 || !begin(ct, skb, offset))) return -NF_ACCEPT;
  ct.sctp ??= new NfCtSctp();
  const { sctp: info } = ct;
  const { bytes, tail } = skb;
  const dir = ctinfoDirection(ctinfo);
  const vtag = read32(bytes, offset + SCTP_VTAG) | 0;
  if ((set & OWN_TAG_RULE) === 0 && vtag !== info.vtag(dir)) return -NF_ACCEPT;
  let state: number = sctp.SCTP_CONNTRACK_NONE;
  let ignore = false;
  for (let at = offset + SCTP_HLEN; at + CHUNK_HLEN <= tail; at = nextChunk(bytes, at)) {
    const type = bytes[at];
    const bars = ignore || (set & (1 << sctp.SCTP_CID_DATA)) !== 0;
    const judged = judgeTag(info, type, bytes[at + 1], dir, vtag, bars);
    if (judged === CHUNK_INVALID) return -NF_ACCEPT;
    if (judged === CHUNK_IGNORED) {
      ignore = true;
      continue;
    }
    const old = info.state;
    state = sctpNewState(dir, old, type);
    if (state === sctp.SCTP_CONNTRACK_MAX) return -NF_ACCEPT;
    const tells = type === sctp.SCTP_CID_INIT || type === sctp.SCTP_CID_INIT_ACK;
    if (tells && !learnTag(info, skb, at, type, dir)) return -NF_ACCEPT;
    // who asks again and again does not keep it alive
    const again = state === sctp.SCTP_CONNTRACK_CLOSED && old === sctp.SCTP_CONNTRACK_CLOSED;
    if (type === sctp.SCTP_CID_INIT && again && confirmed) ignore = true;
    enterState(ct, info, old, state);
  }
  if (ignore) return NF_ACCEPT;
  const timeouts = ct.timeoutPolicy?.timeouts ?? ct.cnet.settings.sctpTimeouts;
  refreshAcct(ct, ctinfo, skb, timeouts[state]);
  return NF_ACCEPT;
}

registerL4Proto({
  protonum: IPPROTO_SCTP,
  allowClash: false,
  startsWithPorts: true,
  toTuple: portsToTuple,
  invert: invertPorts,
  packet: sctpPacket,
});
