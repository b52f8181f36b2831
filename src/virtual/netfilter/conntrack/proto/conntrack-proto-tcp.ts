/**
 * Tracking TCP: the state of a connection as a third party sees it.
 *
 * Source: `net/netfilter/nf_conntrack_proto_tcp.c` (`nf_conntrack_tcp_packet`).
 */
import { read16, read32 } from "../../../../packet/bytes.ts";
import { IPPROTO_TCP } from "../../../../packet/ipv4.ts";
import {
  TCP_ACK,
  TCP_ACKNOWLEDGEMENT,
  TCP_CWR,
  TCP_ECE,
  TCP_FIN,
  TCP_FLAGS,
  TCP_HLEN,
  TCP_PSH,
  TCP_RST,
  TCP_SEQUENCE,
  TCP_SYN,
  TCP_URG,
  TCP_WINDOW,
  tcpHeaderLength,
} from "../../../../packet/tcp.ts";
import type { SkBuff } from "../../../core/skbuff.ts";
import { NF_ACCEPT, NF_DROP, NF_INET_PRE_ROUTING, NF_REPEAT } from "../../hook-numbers.ts";
import type { NfHookState } from "../../net-nf.ts";
import { nfChecksumOk } from "../conntrack-checksum.ts";
import { accountPacket, refreshAcct } from "../conntrack-refresh.ts";
import {
  ctinfoDirection,
  IPCT_ASSURED,
  IPCT_PROTOINFO,
  IPS_ASSURED,
  IPS_CONFIRMED,
  IPS_FIXED_TIMEOUT,
  IPS_SEEN_REPLY,
  IPS_SEQ_ADJUST,
} from "../conntrack-status.ts";
import { HZ } from "../net-ct.ts";
import type { NfConn } from "../nf-conn.ts";
import { invertPorts, portsToTuple, registerL4Proto } from "./conntrack-l4proto.ts";
import { tcpOptions } from "./conntrack-proto-tcp-options.ts";
import * as ct from "./conntrack-proto-tcp-state.ts";
import { NfCtTcp, NfCtTcpSide } from "./conntrack-proto-tcp-state.ts";
import {
  NFCT_TCP_IGNORE,
  NFCT_TCP_INVALID,
  segmentEnd,
  tcpBefore,
  tcpInWindow,
} from "./conntrack-proto-tcp-window.ts";

/** Kinds of segments (`enum tcp_bit_set`). */
const SYN_SET = 0;
const SYNACK_SET = 1;
const FIN_SET = 2;
const ACK_SET = 3;
const RST_SET = 4;
const NONE_SET = 5;

const NO = ct.TCP_CONNTRACK_NONE;
const SS = ct.TCP_CONNTRACK_SYN_SENT;
const SR = ct.TCP_CONNTRACK_SYN_RECV;
const ES = ct.TCP_CONNTRACK_ESTABLISHED;
const FW = ct.TCP_CONNTRACK_FIN_WAIT;
const CW = ct.TCP_CONNTRACK_CLOSE_WAIT;
const LA = ct.TCP_CONNTRACK_LAST_ACK;
const TW = ct.TCP_CONNTRACK_TIME_WAIT;
const CL = ct.TCP_CONNTRACK_CLOSE;
const S2 = ct.TCP_CONNTRACK_SYN_SENT2;
const IV = ct.TCP_CONNTRACK_MAX;
const IG = ct.TCP_CONNTRACK_IGNORE;

/** The next state, by direction, kind of segment and state: NO SS SR ES FW CW LA TW CL S2. */
const NEXT: readonly (readonly (readonly number[])[])[] = [
  [
    [SS, SS, IG, IG, IG, IG, IG, SS, SS, S2],
    [IV, IV, SR, IV, IV, IV, IV, IV, IV, SR],
    [IV, IV, FW, FW, LA, LA, LA, TW, CL, IV],
    [ES, IV, ES, ES, CW, CW, TW, TW, CL, IV],
    [IV, CL, CL, CL, CL, CL, CL, CL, CL, CL],
    [IV, IV, IV, IV, IV, IV, IV, IV, IV, IV],
  ],
  [
    [IV, S2, IV, IV, IV, IV, IV, SS, IV, S2],
    [IV, SR, IG, IG, IG, IG, IG, IG, IG, SR],
    [IV, IV, FW, FW, LA, LA, LA, TW, CL, IV],
    [IV, IG, SR, ES, CW, CW, TW, TW, CL, IG],
    [IV, CL, CL, CL, CL, CL, CL, CL, CL, CL],
    [IV, IV, IV, IV, IV, IV, IV, IV, IV, IV],
  ],
];

/** Combinations of flags that make sense, without ECE, CWR and PSH (`tcp_valid_flags`). */
const VALID_FLAGS: ReadonlySet<number> = new Set([
  TCP_SYN,
  TCP_SYN | TCP_URG,
  TCP_SYN | TCP_ACK,
  TCP_RST,
  TCP_RST | TCP_ACK,
  TCP_FIN | TCP_ACK,
  TCP_FIN | TCP_ACK | TCP_URG,
  TCP_ACK,
  TCP_ACK | TCP_URG,
]);

/** `get_conntrack_index` */
function kindOf(flags: number): number {
  if ((flags & TCP_RST) !== 0) return RST_SET;
  if ((flags & TCP_SYN) !== 0) return (flags & TCP_ACK) !== 0 ? SYNACK_SET : SYN_SET;
  if ((flags & TCP_FIN) !== 0) return FIN_SET;
  return (flags & TCP_ACK) !== 0 ? ACK_SET : NONE_SET;
}

/** `tcp_error` */
function isBad(skb: SkBuff, tcp: number, state: NfHookState): boolean {
  const length = skb.tail - tcp;
  if (length < TCP_HLEN) return true;
  const header = tcpHeaderLength(skb.bytes, tcp);
  if (header < TCP_HLEN || header > length) return true;
  if (!VALID_FLAGS.has(skb.bytes[tcp + TCP_FLAGS] & ~(TCP_ECE | TCP_CWR | TCP_PSH))) return true;
  if (state.hook !== NF_INET_PRE_ROUTING || (state.net.ct?.settings.checksum ?? 0) === 0) return false;
  return !nfChecksumOk(skb, tcp, IPPROTO_TCP, state.pf);
}

/** The first packet of a connection (`tcp_new`). @returns false when it cannot begin one */
function begin(conn: NfConn, skb: SkBuff, tcp: number, headerEnd: number, kind: number): boolean {
  const first = NEXT[0][kind][NO];
  if (first >= ct.TCP_CONNTRACK_MAX) return false;
  if (first !== SS && conn.cnet.settings.tcpLoose === 0) return false;
  conn.tcp ??= new NfCtTcp();
  const { seen0: seen, seen1: other } = conn.tcp;
  const { bytes } = skb;
  const win = read16(bytes, tcp + TCP_WINDOW);
  seen.clear();
  other.clear();
  seen.end = segmentEnd(skb, tcp, headerEnd);
  seen.maxwin = win === 0 ? 1 : win;
  if (first === SS) {
    seen.maxend = seen.end;
    tcpOptions(bytes, tcp, headerEnd, seen);
  } else {
    seen.maxend = (seen.end + seen.maxwin) | 0;
    seen.flags = other.flags = ct.IP_CT_TCP_FLAG_SACK_PERM | ct.IP_CT_TCP_FLAG_BE_LIBERAL;
  }
  conn.tcp.state = NO;
  conn.tcp.lastIndex = NONE_SET;
  return true;
}

/** `nf_conntrack_tcp_established` */
function isEstablished(conn: NfConn): boolean {
  return conn.tcp?.state === ES && (conn.status & IPS_ASSURED) !== 0;
}

const seenOptions = new NfCtTcpSide();

/** A SYN out of order may be right where this host has missed something: what it says is kept (`TCP_CONNTRACK_IGNORE`). */
function annotate(
  tcp: NfCtTcp,
  skb: SkBuff,
  at: number,
  headerEnd: number,
  kind: number,
  dir: number,
  old: number,
): void {
  const { bytes } = skb;
  tcp.lastIndex = kind;
  tcp.lastDir = dir;
  tcp.lastSeq = read32(bytes, at + TCP_SEQUENCE) | 0;
  tcp.lastEnd = segmentEnd(skb, at, headerEnd);
  tcp.lastWin = read16(bytes, at + TCP_WINDOW);
  if (kind === SYN_SET && dir === 0) {
    seenOptions.clear();
    tcpOptions(bytes, at, headerEnd, seenOptions);
    tcp.lastFlags = seenOptions.flags & (ct.IP_CT_TCP_FLAG_WINDOW_SCALE | ct.IP_CT_TCP_FLAG_SACK_PERM);
    tcp.lastScale = (seenOptions.flags & ct.IP_CT_TCP_FLAG_WINDOW_SCALE) !== 0 ? seenOptions.scale : 0;
    if (old === LA) tcp.lastFlags |= ct.IP_CT_EXP_CHALLENGE_ACK;
  }
  if (old === SS && kind === ACK_SET && dir === 1) tcp.lastAck = read32(bytes, at + TCP_ACKNOWLEDGEMENT) | 0;
}

/** The answer to a SYN that was ignored: the ends are in step, and this host follows them. */
function resynchronise(tcp: NfCtTcp, dir: number): void {
  const sender = tcp.seen(tcp.lastDir);
  sender.end = sender.maxend = tcp.lastEnd;
  sender.maxwin = tcp.lastWin === 0 ? 1 : tcp.lastWin;
  sender.scale = tcp.lastScale;
  tcp.lastFlags &= ~ct.IP_CT_EXP_CHALLENGE_ACK;
  sender.flags = tcp.lastFlags;
  tcp.seen(dir).forget();
}

/** What a RST does beside its state. */
const RST_INVALID = 1;
const RST_STAYS = 2;
const RST_IN_WINDOW = 3;
const RST_CHECK = 0;

/** `tcp_can_early_drop` */
function isClosing(state: number): boolean {
  return state >= FW && state <= CL;
}

function judgeReset(conn: NfConn, tcp: NfCtTcp, skb: SkBuff, at: number, dir: number, old: number): number {
  // it may be another connection of the same ends already: what is known says nothing of that
  if (isClosing(old)) return RST_IN_WINDOW;
  const { bytes } = skb;
  const seq = read32(bytes, at + TCP_SEQUENCE) | 0;
  const peer = tcp.seen(1 - dir);
  let stays = false;
  // what is known may be too old where a SYN was let through
  if ((peer.flags & ct.IP_CT_TCP_FLAG_MAXACK_SET) !== 0 && tcp.lastIndex !== SYN_SET) {
    if (seq === 0 && !isEstablished(conn)) return RST_CHECK;
    if (tcpBefore(seq, peer.maxack) && conn.cnet.settings.tcpIgnoreInvalidRst === 0) return RST_INVALID;
    if (!isEstablished(conn) || seq === peer.maxack) return RST_CHECK;
    if (tcp.lastIndex === ACK_SET && tcp.lastDir === dir && seq === tcp.lastEnd) return RST_CHECK;
    // not quite right: the receiver may ask back
    stays = true;
  }
  const answered = (conn.status & IPS_SEEN_REPLY) !== 0 && tcp.lastIndex === SYN_SET && tcp.lastDir !== dir;
  const ignoredAck = (conn.status & IPS_ASSURED) === 0 && tcp.lastIndex === ACK_SET;
  const ack = read32(bytes, at + TCP_ACKNOWLEDGEMENT) | 0;
  if ((answered || ignoredAck) && ack === tcp.lastEnd) return stays ? RST_STAYS | 4 : RST_IN_WINDOW;
  if (old === SS && tcp.lastIndex === ACK_SET && tcp.lastDir === 1 && seq === tcp.lastAck)
    return stays ? RST_STAYS | 4 : RST_IN_WINDOW;
  return stays ? RST_STAYS : RST_CHECK;
}

/** A FIN or RST that does not fit shortens a life that would be long otherwise (`nf_tcp_handle_invalid`). */
function handleInvalid(conn: NfConn, tcp: NfCtTcp, dir: number, kind: number): void {
  if ((conn.status & (IPS_ASSURED | IPS_FIXED_TIMEOUT)) !== IPS_ASSURED) return;
  if (kind !== RST_SET && kind !== FIN_SET) return;
  if (tcp.lastDir === dir || (tcp.lastIndex !== FIN_SET && tcp.lastIndex !== RST_SET)) {
    tcp.lastIndex = kind;
    tcp.lastDir = dir;
    return;
  }
  const expires = conn.cnet.table.expires(conn);
  if (expires < 120 * HZ) return;
  const timeout = timeoutsOf(conn)[ct.TCP_CONNTRACK_UNACK];
  if (expires > timeout) conn.timeout = (conn.cnet.jiffies() + timeout) | 0;
}

function timeoutsOf(conn: NfConn): readonly number[] {
  return conn.timeoutPolicy?.timeouts ?? conn.cnet.settings.tcpTimeouts;
}

function timeoutFor(conn: NfConn, tcp: NfCtTcp, state: number, kind: number): number {
  const timeouts = timeoutsOf(conn);
  const usual = timeouts[state];
  const retrans = timeouts[ct.TCP_CONNTRACK_RETRANS];
  if (tcp.retrans >= conn.cnet.settings.tcpMaxRetrans && usual > retrans) return retrans;
  if (kind === RST_SET) return timeouts[CL];
  const unacknowledged = (tcp.seen0.flags | tcp.seen1.flags) & ct.IP_CT_TCP_FLAG_DATA_UNACKNOWLEDGED;
  if (unacknowledged !== 0 && usual > timeouts[ct.TCP_CONNTRACK_UNACK])
    return timeouts[ct.TCP_CONNTRACK_UNACK];
  return tcp.lastWin === 0 && usual > retrans ? retrans : usual;
}

/** `nf_conntrack_tcp_packet` */
function tcpPacket(conn: NfConn, skb: SkBuff, at: number, ctinfo: number, hook: NfHookState): number {
  if (isBad(skb, at, hook)) return -NF_ACCEPT;
  const { bytes } = skb;
  const kind = kindOf(bytes[at + TCP_FLAGS]);
  const headerEnd = at + tcpHeaderLength(bytes, at);
  if ((conn.status & IPS_CONFIRMED) === 0 && !begin(conn, skb, at, headerEnd, kind)) return -NF_ACCEPT;
  conn.tcp ??= new NfCtTcp();
  const { tcp } = conn;
  const dir = ctinfoDirection(ctinfo);
  let old = tcp.state;
  let state = NEXT[dir][kind][old];
  let inWindow = false;
  if (state === SS || state === IG) {
    const reopens =
      state === SS &&
      old >= TW &&
      (((tcp.seen0.flags | tcp.seen1.flags) & ct.IP_CT_TCP_FLAG_CLOSE_INIT) !== 0 ||
        (tcp.lastDir === dir && tcp.lastIndex === RST_SET));
    if (reopens) return conn.cnet.table.kill(conn) ? -NF_REPEAT : NF_DROP;
    if (state === IG || old >= TW) {
      const answersIgnored =
        kind === SYNACK_SET &&
        tcp.lastIndex === SYN_SET &&
        tcp.lastDir !== dir &&
        (read32(bytes, at + TCP_ACKNOWLEDGEMENT) | 0) === tcp.lastEnd;
      if (!answersIgnored) {
        annotate(tcp, skb, at, headerEnd, kind, dir, old);
        return NF_ACCEPT;
      }
      old = SS;
      state = SR;
      resynchronise(tcp, dir);
    }
  } else if (state === IV) return -NF_ACCEPT;
  else if (state === TW) {
    const challenge =
      old === LA &&
      kind === ACK_SET &&
      tcp.lastDir !== dir &&
      tcp.lastIndex === SYN_SET &&
      (tcp.lastFlags & ct.IP_CT_EXP_CHALLENGE_ACK) !== 0;
    if (challenge) {
      tcp.lastFlags &= ~ct.IP_CT_EXP_CHALLENGE_ACK;
      return NF_ACCEPT;
    }
  } else if (state === S2) tcp.lastFlags |= ct.IP_CT_TCP_SIMULTANEOUS_OPEN;
  else if (state === SR) {
    if (dir === 1 && kind === ACK_SET && (tcp.lastFlags & ct.IP_CT_TCP_SIMULTANEOUS_OPEN) !== 0) state = ES;
  } else if (state === CL && kind === RST_SET) {
    const reset = judgeReset(conn, tcp, skb, at, dir, old);
    if (reset === RST_INVALID) return -NF_ACCEPT;
    if ((reset & 3) === RST_STAYS) state = old;
    inWindow = reset === RST_IN_WINDOW || (reset & 4) !== 0;
  }
  if (!inWindow) {
    const liberal = conn.cnet.settings.tcpBeLiberal;
    const seqadj = (conn.status & IPS_SEQ_ADJUST) === 0 ? null : conn.seqadj;
    const fits = tcpInWindow(tcp, dir, kind === ACK_SET, skb, at, headerEnd, liberal, seqadj);
    if (fits === NFCT_TCP_IGNORE) return NF_ACCEPT;
    if (fits === NFCT_TCP_INVALID) {
      handleInvalid(conn, tcp, dir, kind);
      return -NF_ACCEPT;
    }
  }
  return enterState(conn, tcp, skb, ctinfo, kind, old, state);
}

function enterState(
  conn: NfConn,
  tcp: NfCtTcp,
  skb: SkBuff,
  ctinfo: number,
  kind: number,
  old: number,
  state: number,
): number {
  const dir = ctinfoDirection(ctinfo);
  tcp.lastIndex = kind;
  tcp.lastDir = dir;
  tcp.state = state;
  if (old !== state && state === FW) tcp.seen(dir).flags |= ct.IP_CT_TCP_FLAG_CLOSE_INIT;
  let timeout = timeoutFor(conn, tcp, state, kind);
  if (state !== old) conn.noteEvent(IPCT_PROTOINFO);
  if ((conn.status & IPS_SEEN_REPLY) === 0) {
    // refused at once: gone at once
    if (kind === RST_SET) {
      accountPacket(conn, ctinfo, skb);
      conn.cnet.table.kill(conn);
      return NF_ACCEPT;
    }
    // who asks again and again does not keep it alive
    if (kind === SYN_SET && old === SS) return NF_ACCEPT;
    if (state === ES) timeout = Math.min(timeout, timeoutsOf(conn)[ct.TCP_CONNTRACK_UNACK]);
  } else if ((conn.status & IPS_ASSURED) === 0 && (old === SR || old === ES) && state === ES) {
    conn.status |= IPS_ASSURED;
    conn.noteEvent(IPCT_ASSURED);
  }
  refreshAcct(conn, ctinfo, skb, timeout);
  return NF_ACCEPT;
}

registerL4Proto({
  protonum: IPPROTO_TCP,
  allowClash: false,
  startsWithPorts: true,
  toTuple: portsToTuple,
  invert: invertPorts,
  packet: tcpPacket,
});
