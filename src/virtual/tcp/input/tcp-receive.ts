/**
 * From a packet to the connection that it is for.
 *
 * Source: `net/ipv4/tcp_ipv4.c` (`tcp_v4_rcv`, `tcp_v4_do_rcv`, `tcp_add_backlog`).
 */
import { read16 } from "../../../packet/bytes.ts";
import {
  TCP_ACK,
  TCP_DESTINATION,
  TCP_FIN,
  TCP_FLAGS,
  TCP_HLEN,
  TCP_RST,
  TCP_SOURCE,
  TCP_SYN,
  tcpHeaderLength,
} from "../../../packet/tcp.ts";
import {
  SKB_DROP_REASON_NO_SOCKET,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_PKT_TOO_SMALL,
  SKB_DROP_REASON_SOCKET_BACKLOG,
  SKB_DROP_REASON_TCP_CSUM,
  SKB_DROP_REASON_TCP_FLAGS,
  SKB_DROP_REASON_TCP_RESET,
} from "../../core/drop-reason.ts";
import type { Net } from "../../core/net.ts";
import { consumeSkb, kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { sendReset } from "../handshake/tcp-answer.ts";
import {
  sendTimewaitAck,
  sequenceAfter,
  TW_ACK,
  TW_RST,
  TW_SYN,
  timewaitSegment,
} from "../handshake/tcp-minisocks.ts";
import { checkRequest, childByCookie, connectionRequest } from "../handshake/tcp-request.ts";
import { RequestSock } from "../inet-connection-sock.ts";
import { sendAck } from "../output/tcp-output.ts";
import type { Ends } from "../sock-common.ts";
import type { TcpFamily } from "../tcp-family.ts";
import { releaseHooks, releaseSock } from "../tcp-lock.ts";
import { MIB } from "../tcp-mib.ts";
import { tcpOf } from "../tcp-net.ts";
import { TCP_SKB_OVERHEAD } from "../tcp-segment.ts";
import { TcpSock } from "../tcp-sock.ts";
import { TCP_CLOSE, TCP_LISTEN } from "../tcp-states.ts";
import { TimewaitSock } from "../tcp-timewait-sock.ts";
import { receiveSegment } from "./tcp-input.ts";

/** How a family says whether a packet's checksum is right. */
export type ChecksumTest = (skb: SkBuff) => boolean;

/**
 * A segment for this host (`tcp_v4_rcv`). Takes it over; data is at the TCP header.
 * @param ends filled by the family, but for the ports
 * @param unicast it was sent to this host alone
 */
export function tcpReceive(
  net: Net,
  af: TcpFamily,
  ends: Ends,
  skb: SkBuff,
  unicast: boolean,
  checksumOk: ChecksumTest,
): void {
  const tcp = tcpOf(net);
  const mib = tcp.mib.values;
  mib[MIB.InSegs]++;
  const { bytes, data } = skb;
  const length = skb.tail - data;
  const header = length < TCP_HLEN ? 0 : tcpHeaderLength(bytes, data);
  if (!unicast) return kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, af.rcvPlace);
  if (header < TCP_HLEN || header > length) {
    mib[MIB.InErrs]++;
    return kfreeSkb(skb, SKB_DROP_REASON_PKT_TOO_SMALL, af.rcvPlace);
  }
  if (!checksumOk(skb)) {
    mib[MIB.InCsumErrors]++;
    mib[MIB.InErrs]++;
    return kfreeSkb(skb, SKB_DROP_REASON_TCP_CSUM, af.rcvPlace);
  }
  ends.remotePort = read16(bytes, data + TCP_SOURCE);
  ends.localPort = read16(bytes, data + TCP_DESTINATION);
  skb.cbIif = TCP_SKB_OVERHEAD + length - header;
  const given = skb.sk === null ? null : takeGiven(skb);
  if (given !== null) return deliver(given, af, ends, skb);
  const found = tcp.hash.lookup(ends, ends.ifindex);
  if (found instanceof TcpSock) return deliver(found, af, ends, skb);
  if (found instanceof RequestSock) return requestSegment(found, af, ends, skb);
  if (found instanceof TimewaitSock) return timewait(net, found, af, ends, skb);
  const listener = tcp.hash.lookupListener(ends);
  if (listener instanceof TcpSock) return deliver(listener, af, ends, skb);
  sendReset(net, af, ends, skb);
  kfreeSkb(skb, SKB_DROP_REASON_NO_SOCKET, af.rcvPlace);
}

/** The socket that a rule gave the segment to (`skb_steal_sock`). */
function takeGiven(skb: SkBuff): TcpSock | null {
  const { tp } = skb.sk as { readonly tp?: TcpSock };
  skb.sk = null;
  return tp instanceof TcpSock && !tp.destroyed && tp.state !== TCP_CLOSE ? tp : null;
}

/** Hands a segment to the connection, or leaves it for later when a system call works on that. */
function deliver(tp: TcpSock, af: TcpFamily, ends: Ends, skb: SkBuff): void {
  if (tp.state === TCP_LISTEN) {
    listenSegment(tp, af, ends, skb, 0);
    if (!tp.owned) releaseSock(tp);
    return;
  }
  if (tp.owned) return addBacklog(tp, skb);
  tp.owned = true;
  work(tp, skb);
  releaseSock(tp);
}

function work(tp: TcpSock, skb: SkBuff): void {
  const why = receiveSegment(tp, skb);
  if (why === 0) return;
  resetFor(tp, skb);
  kfreeSkb(skb, why, tp.af.doRcvPlace);
}

const resetEnds = { value: null as Ends | null };

/** Answers a segment of a connection with a reset. */
function resetFor(tp: TcpSock, skb: SkBuff): void {
  const ends = resetEnds.value;
  if (ends === null) return;
  ends.l0 = tp.l0;
  ends.l1 = tp.l1;
  ends.l2 = tp.l2;
  ends.l3 = tp.l3;
  ends.r0 = tp.r0;
  ends.r1 = tp.r1;
  ends.r2 = tp.r2;
  ends.r3 = tp.r3;
  ends.localPort = read16(skb.bytes, skb.data + TCP_DESTINATION);
  ends.remotePort = tp.remotePort;
  ends.ifindex = tp.boundDevIf;
  ends.scoped = tp.boundDevIf !== 0;
  sendReset(tp.net, tp.af, ends, skb);
}

/** `tcp_add_backlog` */
function addBacklog(tp: TcpSock, skb: SkBuff): void {
  const limit = tp.sk.rcvbuf + (tp.sk.sndbuf >> 1) + 65536;
  if (tp.backlogBytes + tp.sk.rmemAlloc > limit) {
    tp.count(MIB.TCPBacklogDrop);
    return kfreeSkb(skb, SKB_DROP_REASON_SOCKET_BACKLOG, tp.af.rcvPlace);
  }
  tp.backlogBytes += skb.cbIif;
  tp.backlog.push(skb);
}

/** A segment for a listener (`tcp_rcv_state_process` in LISTEN). */
function listenSegment(tp: TcpSock, af: TcpFamily, ends: Ends, skb: SkBuff, isn: number): void {
  const flags = skb.bytes[skb.data + TCP_FLAGS];
  if ((flags & TCP_ACK) !== 0) {
    const child = (flags & (TCP_SYN | TCP_RST)) === 0 ? childByCookie(tp, ends, skb) : null;
    if (child !== null) return firstSegment(child, skb);
    sendReset(tp.net, af, ends, skb);
    return kfreeSkb(skb, SKB_DROP_REASON_TCP_FLAGS, af.doRcvPlace);
  }
  if ((flags & TCP_RST) !== 0) return kfreeSkb(skb, SKB_DROP_REASON_TCP_RESET, af.doRcvPlace);
  if ((flags & TCP_SYN) === 0 || (flags & TCP_FIN) !== 0)
    return kfreeSkb(skb, SKB_DROP_REASON_TCP_FLAGS, af.doRcvPlace);
  connectionRequest(tp, ends, skb, isn);
  consumeSkb(skb);
}

/** The segment that made a connection is its first (`tcp_child_process`). */
function firstSegment(child: TcpSock, skb: SkBuff): void {
  child.owned = true;
  work(child, skb);
  releaseSock(child);
}

function requestSegment(request: RequestSock, af: TcpFamily, ends: Ends, skb: SkBuff): void {
  const { listener } = request;
  const { child, reset } = checkRequest(request, ends, skb);
  if (child !== null) firstSegment(child, skb);
  else {
    if (reset) sendReset(listener.net, af, ends, skb);
    kfreeSkb(skb, reset ? SKB_DROP_REASON_TCP_FLAGS : SKB_DROP_REASON_NOT_SPECIFIED, af.rcvPlace);
  }
  if (!listener.owned) releaseSock(listener);
}

function timewait(net: Net, tw: TimewaitSock, af: TcpFamily, ends: Ends, skb: SkBuff): void {
  const what = timewaitSegment(tw, skb);
  if (what === TW_SYN) {
    const listener = tcpOf(net).hash.lookupListener(ends);
    if (listener instanceof TcpSock) {
      const isn = sequenceAfter(tw);
      tw.end();
      listenSegment(listener, af, ends, skb, isn);
      if (!listener.owned) releaseSock(listener);
      return;
    }
    sendTimewaitAck(tw);
  } else if (what === TW_ACK) sendTimewaitAck(tw);
  else if (what === TW_RST) {
    sendReset(net, af, ends, skb);
    tw.end();
  }
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, af.rcvPlace);
}

/** Fills in what releasing a socket does with waiting segments. `scratch` is used for answers to segments of nobody. */
export function initReceive(scratch: Ends): void {
  resetEnds.value = scratch;
  releaseHooks.receive = work;
  releaseHooks.acknowledge = (tp) => {
    tp.ackDeferred = false;
    sendAck(tp);
  };
  releaseHooks.wake = (tp) => {
    const { wakePending, wakeOutPending } = tp;
    tp.wakePending = tp.wakeOutPending = false;
    if (wakePending) tp.sk.wake();
    if (wakeOutPending) tp.sk.wakeOut();
  };
}
