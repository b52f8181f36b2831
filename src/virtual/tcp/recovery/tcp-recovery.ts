/**
 * What duplicate and selective acknowledgements mean: the states between "open" and "loss", and the way back.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_fastretrans_alert`, `tcp_process_loss`, `tcp_try_undo_*`), RFC 6675, RFC 5682, RFC 4015.
 */

import { endReduction, enterCwr, setCaState } from "../congestion/tcp-cwnd.ts";
import { ecnWithdrawCwr } from "../input/tcp-ecn.ts";
import { probeFailed } from "../output/tcp-mtu-probe.ts";
import { armTimer } from "../output/tcp-rearm.ts";
import * as flag from "../tcp-flags.ts";
import { MIB } from "../tcp-mib.ts";
import { after, before } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  TCP_CA_CWR,
  TCP_CA_DISORDER,
  TCP_CA_LOSS,
  TCP_CA_OPEN,
  TCP_CA_RECOVERY,
  TCPCB_EVER_RETRANS,
  TCPCB_LOST,
} from "../tcp-states.ts";
import { enterRecovery, markLost } from "./tcp-loss.ts";
import { RACK_RECOVERY_THRESH, rackMarkLost } from "./tcp-rack.ts";
import { cutSegment } from "./tcp-retransmit.ts";
import { checkReordering } from "./tcp-sack.ts";
import { simpleRetransmit } from "./tcp-simple-retransmit.ts";

/** What is to be sent again after an acknowledgement. */
export const REXMIT_NONE = 0;
export const REXMIT_LOST = 1;
export const REXMIT_NEW = 2;

/** `tcp_any_retrans_done` */
function anyRetransmitted(tp: TcpSock): boolean {
  if (tp.retransOut !== 0) return true;
  const first = tp.queue.rtxHead;
  return first !== null && (first.sacked & TCPCB_EVER_RETRANS) !== 0;
}

/** What was retransmitted had only been late (`tcp_packet_delayed`). */
function packetDelayed(tp: TcpSock): boolean {
  if (tp.retransStamp === 0) return true;
  if (!tp.sawTstamp || tp.rcvTsecr === 0) return false;
  const stamp = (Math.floor(tp.retransStamp / 1000) + tp.tsOffset) | 0;
  return before(tp.rcvTsecr, stamp);
}

function mayUndo(tp: TcpSock): boolean {
  return tp.undoMarker !== 0 && (tp.undoRetrans === 0 || packetDelayed(tp));
}

/** `tcp_undo_cwnd_reduction` */
function undoReduction(tp: TcpSock, unmark: boolean): void {
  if (unmark) {
    for (let s = tp.queue.rtxHead; s !== null && s !== tp.queue.sendHead; s = s.next) s.sacked &= ~TCPCB_LOST;
    tp.lostOut = 0;
  }
  if (tp.priorSsthresh !== 0) {
    tp.sndCwnd = tp.ca.undoCwnd(tp);
    if (tp.priorSsthresh > tp.sndSsthresh) {
      tp.sndSsthresh = tp.priorSsthresh;
      ecnWithdrawCwr(tp);
    }
  }
  tp.sndCwndStamp = tp.mstamp;
  tp.undoMarker = 0;
  tp.rackAdvanced = true;
}

/** Without SACK, what follows may still be duplicates of before (`tcp_is_non_sack_preventing_reopen`). */
function holdsWithoutSack(tp: TcpSock): boolean {
  if (tp.sndUna !== tp.highSeq || tp.sackOk) return false;
  if (!anyRetransmitted(tp)) tp.retransStamp = 0;
  return true;
}

function undoRecovery(tp: TcpSock): boolean {
  if (mayUndo(tp)) {
    undoReduction(tp, false);
    tp.count(tp.caState === TCP_CA_LOSS ? MIB.TCPLossUndo : MIB.TCPFullUndo);
  } else if (tp.rackReoWndPersist > 0) tp.rackReoWndPersist--;
  if (holdsWithoutSack(tp)) return true;
  setCaState(tp, TCP_CA_OPEN);
  return false;
}

function undoByDsack(tp: TcpSock): boolean {
  if (tp.undoMarker === 0 || tp.undoRetrans !== 0) return false;
  tp.rackReoWndPersist = Math.min(RACK_RECOVERY_THRESH, tp.rackReoWndPersist + 1);
  undoReduction(tp, false);
  tp.count(MIB.TCPDSACKUndo);
  return true;
}

function undoLoss(tp: TcpSock, byFrto: boolean): boolean {
  if (!byFrto && !mayUndo(tp)) return false;
  undoReduction(tp, true);
  tp.count(MIB.TCPLossUndo);
  if (byFrto) tp.count(MIB.TCPSpuriousRTOs);
  tp.retransmits = 0;
  if (holdsWithoutSack(tp)) return true;
  if (byFrto || tp.sackOk) setCaState(tp, TCP_CA_OPEN);
  return true;
}

function undoPartial(tp: TcpSock, priorUna: number): boolean {
  if (tp.undoMarker === 0 || !packetDelayed(tp)) return false;
  checkReordering(tp, priorUna, true);
  if (tp.retransOut !== 0) return true;
  if (!anyRetransmitted(tp)) tp.retransStamp = 0;
  undoReduction(tp, true);
  tp.count(MIB.TCPPartialUndo);
  keepOpen(tp);
  return true;
}

/** `tcp_try_keep_open` */
export function keepOpen(tp: TcpSock): void {
  const state = tp.sackedOut + tp.lostOut > 0 || anyRetransmitted(tp) ? TCP_CA_DISORDER : TCP_CA_OPEN;
  if (tp.caState === state) return;
  setCaState(tp, state);
  tp.highSeq = tp.sndNxt;
}

function tryToOpen(tp: TcpSock, ece: boolean): void {
  if (!anyRetransmitted(tp)) tp.retransStamp = 0;
  if (ece) enterCwr(tp);
  if (tp.caState !== TCP_CA_CWR) keepOpen(tp);
}

/** Without SACK, duplicates count as segments that arrived (`tcp_add_reno_sack`). */
function addRenoSack(tp: TcpSock, count: number): void {
  if (count === 0) return;
  const before = tp.sackedOut;
  tp.sackedOut = Math.min(tp.sackedOut + count, Math.max(0, tp.packetsOut - Math.max(tp.lostOut, 1)));
  const more = tp.sackedOut - before;
  if (more > 0) tp.delivered += more;
}

function newRenoMarkLost(tp: TcpSock, advanced: boolean): void {
  const first = tp.queue.rtxHead;
  if (first === null || (first.sacked & TCPCB_LOST) !== 0) return;
  const enough = tp.caState < TCP_CA_RECOVERY && tp.sackedOut >= tp.reordering;
  if (!enough && !(tp.caState === TCP_CA_RECOVERY && advanced)) return;
  if (first.pcount > 1 && first.length > first.gsoSize) cutSegment(tp, first, first.gsoSize, first.gsoSize);
  markLost(tp, first);
}

/** What is lost by what is known now (`tcp_identify_packet_loss`). @returns the flags of the acknowledgement */
function identifyLoss(tp: TcpSock, flags: number): number {
  if (tp.queue.rtxEmpty) return flags;
  if (!tp.sackOk) {
    newRenoMarkLost(tp, (flags & flag.SND_UNA_ADVANCED) !== 0);
    return flags;
  }
  const before = tp.retransOut;
  let result = flags;
  if (rackMarkLost(tp)) result &= ~flag.SET_XMIT_TIMER;
  if (before > tp.retransOut) result |= flag.LOST_RETRANS;
  return result;
}

/** In the state "loss" (`tcp_process_loss`). @returns `REXMIT_*` */
function processLoss(tp: TcpSock, flags: number, dupacks: number): number {
  const recovered = !before(tp.sndUna, tp.highSeq);
  const advanced = (flags & flag.SND_UNA_ADVANCED) !== 0;
  if (advanced && undoLoss(tp, false)) return REXMIT_NONE;
  if (tp.frto) {
    if ((flags & flag.ORIG_SACK_ACKED) !== 0 && undoLoss(tp, true)) return REXMIT_NONE;
    if (after(tp.sndNxt, tp.highSeq)) {
      if ((flags & flag.DATA_SACKED) !== 0 || dupacks > 0) tp.frto = false;
    } else if (advanced && !recovered) {
      tp.highSeq = tp.sndNxt;
      if (tp.queue.sendHead !== null && after(tp.wndEnd, tp.sndNxt)) return REXMIT_NEW;
      tp.frto = false;
    }
  }
  if (recovered) {
    undoRecovery(tp);
    return REXMIT_NONE;
  }
  if (!tp.sackOk) {
    if (after(tp.sndNxt, tp.highSeq) && dupacks > 0) addRenoSack(tp, dupacks);
    else if (advanced) tp.sackedOut = 0;
  }
  return REXMIT_LOST;
}

/** The peer forgot what it had told to have (`tcp_check_sack_reneging`). */
function reneged(tp: TcpSock, flags: number): boolean {
  if ((flags & flag.SACK_RENEGING) === 0 || (flags & flag.SND_UNA_ADVANCED) === 0) return false;
  armTimer(tp, 1, Math.max(tp.srttUs >> 4, 10_000));
  return true;
}

/** What {@link fastretransAlert} found: the acknowledgement's flags, and what to send again. */
export const alertResult = { flags: 0, rexmit: REXMIT_NONE };

/** An acknowledgement that is not just progress (`tcp_fastretrans_alert`); fills {@link alertResult}. */
export function fastretransAlert(tp: TcpSock, priorUna: number, dupacks: number, flags: number): void {
  alertResult.flags = flags;
  alertResult.rexmit = REXMIT_NONE;
  if (tp.packetsOut === 0 && tp.sackedOut !== 0) tp.sackedOut = 0;
  const ece = (flags & flag.ECE) !== 0;
  if (ece) tp.priorSsthresh = 0;
  if (reneged(tp, flags)) {
    alertResult.flags &= ~flag.SET_XMIT_TIMER;
    return;
  }
  if (tp.caState === TCP_CA_OPEN) tp.retransStamp = 0;
  else if (!before(tp.sndUna, tp.highSeq) && leaveState(tp)) return;
  const advanced = (flags & flag.SND_UNA_ADVANCED) !== 0;
  if (tp.caState === TCP_CA_RECOVERY) {
    if (!advanced) {
      if (!tp.sackOk) addRenoSack(tp, dupacks);
    } else if (undoPartial(tp, priorUna) && tp.retransOut !== 0) return;
    if (undoByDsack(tp)) tryToOpen(tp, ece);
    alertResult.flags = identifyLoss(tp, flags);
    if (tp.caState !== TCP_CA_RECOVERY) {
      if (tp.lostOut === 0) return;
      enterRecovery(tp, ece);
    }
    alertResult.rexmit = REXMIT_LOST;
    return;
  }
  if (tp.caState === TCP_CA_LOSS) {
    alertResult.rexmit = processLoss(tp, flags, dupacks);
    alertResult.flags = identifyLoss(tp, flags);
    const open = (tp.caState as number) === TCP_CA_OPEN;
    if (!open && (alertResult.flags & flag.LOST_RETRANS) === 0) return;
  }
  inOpenState(tp, dupacks, advanced, ece);
}

/** Whatever is not recovery or loss. */
function inOpenState(tp: TcpSock, dupacks: number, advanced: boolean, ece: boolean): void {
  if (!tp.sackOk) {
    if (advanced) tp.sackedOut = 0;
    addRenoSack(tp, dupacks);
  }
  if (tp.caState <= TCP_CA_DISORDER) undoByDsack(tp);
  alertResult.flags = identifyLoss(tp, alertResult.flags);
  if (tp.lostOut === 0) {
    tryToOpen(tp, ece);
    return;
  }
  if (tp.caState < TCP_CA_CWR && probeFailed(tp)) return simpleRetransmit(tp);
  enterRecovery(tp, ece);
  alertResult.rexmit = REXMIT_LOST;
}

/** All that was under way when the state began is acknowledged. @returns whether that was all */
function leaveState(tp: TcpSock): boolean {
  if (tp.caState === TCP_CA_CWR) {
    if (tp.sndUna !== tp.highSeq) {
      endReduction(tp);
      setCaState(tp, TCP_CA_OPEN);
    }
    return false;
  }
  if (tp.caState !== TCP_CA_RECOVERY) return false;
  if (!tp.sackOk) tp.sackedOut = 0;
  if (undoRecovery(tp)) return true;
  endReduction(tp);
  return false;
}
