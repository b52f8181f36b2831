/**
 * Who knocks at a listener, until the handshake is over.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_conn_request`), `net/ipv4/tcp_minisocks.c` (`tcp_check_req`),
 * `net/ipv4/inet_connection_sock.c` (`reqsk_timer_handler`).
 */
import { read16, read32 } from "../../../packet/bytes.ts";
import {
  TCP_ACK,
  TCP_ACKNOWLEDGEMENT,
  TCP_FLAGS,
  TCP_RST,
  TCP_SEQUENCE,
  TCP_SYN,
  TCP_WINDOW,
  tcpHeaderLength,
} from "../../../packet/tcp.ts";
import { KERN_INFO } from "../../core/printk/log-level.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { RequestSock, requestHooks } from "../inet-connection-sock.ts";
import { ecnOfRequest, ectOf } from "../input/tcp-ecn.ts";
import { fullSpace, initialWindow, selectInitialWindow } from "../input/tcp-window.ts";
import type { Ends } from "../sock-common.ts";
import { MIB } from "../tcp-mib.ts";
import { parseOptions, ReceivedOptions } from "../tcp-options.ts";
import { after, before } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import { TCP_LISTEN, TCP_TIMEOUT_INIT, TCPOLEN_TSTAMP_ALIGNED, US_PER_MS } from "../tcp-states.ts";
import { sendPlainAck, sendReset, sendSynAck } from "./tcp-answer.ts";
import { checkCookie, cookieSequence, readCookieTimestamp } from "./tcp-cookies.ts";
import { clampMss } from "./tcp-establish.ts";
import { createChild } from "./tcp-minisocks.ts";

const NS_PER_US = 1000;
const RTAX_INITRWND = 14;
const COOKIE_VALID_US = 120_000_000;
const options = new ReceivedOptions();

function listenDrop(listener: TcpSock): void {
  listener.sk.drops++;
  listener.count(MIB.ListenDrops);
}

/** Says once that a port is flooded (`tcp_syn_flood_action`). @returns whether to answer with a cookie */
function floodAction(listener: TcpSock): boolean {
  const { accept, tcp } = listener;
  const cookies = tcp.sysctls.syncookies !== 0;
  tcp.mib.values[cookies ? MIB.TCPReqQFullDoCookies : MIB.TCPReqQFullDrop]++;
  if (accept !== null && !accept.floodTold && tcp.sysctls.syncookies !== 2) {
    accept.floodTold = true;
    const { log } = listener.net.machine;
    const what = cookies ? "Sending cookies" : "Dropping request";
    const address = listener.localIsAny && listener.family === 10 ? "[::]" : listener.localText;
    if (log.netRatelimit())
      log.print(
        KERN_INFO,
        `request_sock_TCP: Possible SYN flooding on port ${address}:${listener.localPort}. ${what}.`,
      );
  }
  return cookies;
}

/** Somebody wants a connection (`tcp_conn_request`). The packet's data is at the TCP header; it stays the caller's. */
export function connectionRequest(listener: TcpSock, ends: Ends, skb: SkBuff, isn: number): void {
  const { accept, tcp } = listener;
  if (accept === null) return;
  const { sysctls } = tcp;
  let cookie = false;
  if (sysctls.syncookies === 2 || accept.requestsFull) {
    cookie = floodAction(listener);
    if (!cookie) return listenDrop(listener);
  }
  if (accept.full) {
    listener.count(MIB.ListenOverflows);
    return listenDrop(listener);
  }
  const request = new RequestSock(listener);
  copyEnds(request, ends);
  request.boundDevIf = listener.boundDevIf !== 0 || ends.scoped ? ends.ifindex : 0;
  request.mark = listener.sk.mark;
  const af = listener.familyOf(request);
  const dst = af.routeRequest(listener.net, request, request.mark);
  if (dst === null) return listenDrop(listener);
  readSyn(request, skb, cookie);
  const ect = ectOf(skb);
  request.ecnOk = ecnOfRequest(tcp, af, dst, skb.bytes[skb.data + TCP_FLAGS], ect);
  if (cookie) {
    request.sntIsn = cookieSequence(request);
    if (!request.timestampOk) request.ecnOk = false;
  } else if (isn !== 0) request.sntIsn = isn;
  else {
    const left = sysctls.maxSynBacklog - accept.requests.size;
    if (sysctls.syncookies === 0 && left < sysctls.maxSynBacklog >> 2) return listenDrop(listener);
    request.sntIsn = tcp.initialSequence(request);
  }
  request.tsOffset = request.timestampOk ? tcp.timestampOffset(request) : 0;
  request.hasCookie = cookie;
  openRwin(listener, request, af.advertisedMss(listener.net, dst), af.metric(dst, RTAX_INITRWND));
  request.sentAt = listener.now();
  if (!cookie) {
    accept.requests.add(request);
    tcp.hash.insert(request);
    armRequest(request);
  } else {
    accept.overflowAt = request.sentAt;
    listener.count(MIB.SyncookiesSent);
  }
  sendSynAck(request);
}

function copyEnds(request: RequestSock, ends: Ends): void {
  request.l0 = ends.l0;
  request.l1 = ends.l1;
  request.l2 = ends.l2;
  request.l3 = ends.l3;
  request.r0 = ends.r0;
  request.r1 = ends.r1;
  request.r2 = ends.r2;
  request.r3 = ends.r3;
  request.localPort = ends.localPort;
  request.remotePort = ends.remotePort;
}

/** `tcp_openreq_init` */
function readSyn(request: RequestSock, skb: SkBuff, cookie: boolean): void {
  const { bytes, data } = skb;
  const { sysctls } = request.listener.tcp;
  parseOptions(options, bytes, data, tcpHeaderLength(bytes, data), true);
  const plain = cookie && !options.sawTimestamp;
  request.rcvIsn = read32(bytes, data + TCP_SEQUENCE) | 0;
  request.mss = clampMss(request.listener, options.mss || 536);
  request.timestampOk = options.sawTimestamp && sysctls.timestamps !== 0;
  request.tsRecent = request.timestampOk ? options.tsVal : 0;
  request.sackOk = !plain && options.sackPermitted && sysctls.sack !== 0;
  request.sndWscale = !plain && sysctls.windowScaling !== 0 ? options.wscale : -1;
}

/** `tcp_openreq_init_rwin` */
function openRwin(listener: TcpSock, request: RequestSock, mss: number, segments: number): void {
  const full = fullSpace(listener);
  let clamp = listener.windowClamp;
  if (listener.rcvbufLocked && (clamp > full || clamp === 0)) clamp = full;
  request.advmss = clampMss(listener, mss);
  const usable = request.advmss - (request.timestampOk ? TCPOLEN_TSTAMP_ALIGNED : 0);
  selectInitialWindow(listener.tcp, full, usable, clamp, request.sndWscale >= 0, segments);
  request.rcvWnd = initialWindow.window;
  request.windowClamp = initialWindow.clamp;
  request.rcvWscale = initialWindow.scale;
}

function armRequest(request: RequestSock): void {
  const { machine } = request.listener.net;
  const most = request.listener.tcp.sysctls.rtoMaxMs * US_PER_MS;
  const timeout = Math.min(TCP_TIMEOUT_INIT * 2 ** request.timeouts, most);
  machine.modTimer(request.timer, machine.now() + timeout * NS_PER_US);
}

/** Forgets a request (`inet_csk_reqsk_queue_drop`). */
export function dropRequest(request: RequestSock): void {
  const { listener } = request;
  listener.net.machine.deleteTimer(request.timer);
  listener.tcp.hash.remove(request);
  listener.accept?.requests.delete(request);
}

/** No answer came to the SYN-ACK (`reqsk_timer_handler`). */
function requestTimer(request: RequestSock): void {
  const { listener } = request;
  const most = listener.synRetries || listener.tcp.sysctls.synackRetries;
  if (listener.state !== TCP_LISTEN || request.timeouts >= most) return dropRequest(request);
  retransmitSynAck(request);
  request.timeouts++;
  armRequest(request);
}

function retransmitSynAck(request: RequestSock): void {
  sendSynAck(request);
  request.listener.count(MIB.RetransSegs);
  request.listener.count(MIB.TCPSynRetrans);
}

function limited(request: RequestSock, counter: number): boolean {
  const { listener } = request;
  const now = listener.now();
  if (
    request.lastOowAckTime !== 0 &&
    now - request.lastOowAckTime < listener.tcp.sysctls.invalidRatelimit * 1000
  ) {
    listener.count(counter);
    return true;
  }
  request.lastOowAckTime = now;
  return false;
}

/** What is to become of a segment for a request. */
export interface RequestVerdict {
  /** The connection that it made. */
  child: TcpSock | null;
  /** The listener is to answer it with a reset. */
  reset: boolean;
}
const verdict: RequestVerdict = { child: null, reset: false };

/** A segment for a request (`tcp_check_req`). The packet stays the caller's. */
export function checkRequest(request: RequestSock, ends: Ends, skb: SkBuff): RequestVerdict {
  verdict.child = null;
  verdict.reset = false;
  const { listener } = request;
  const { bytes, data } = skb;
  const header = tcpHeaderLength(bytes, data);
  let flags = bytes[data + TCP_FLAGS] & (TCP_RST | TCP_SYN | TCP_ACK);
  const seq = read32(bytes, data + TCP_SEQUENCE) | 0;
  const payload = skb.tail - data - header;
  const endSeq = (seq + payload + (flags & TCP_SYN ? 1 : 0) + (bytes[data + TCP_FLAGS] & 1)) | 0;
  parseOptions(options, bytes, data, header, (flags & TCP_SYN) !== 0);
  const old = options.sawTimestamp && request.timestampOk && ((request.tsRecent - options.tsVal) | 0) > 0;
  if (seq === request.rcvIsn && flags === TCP_SYN && !old) {
    if (!limited(request, MIB.TCPACKSkippedSynRecv)) {
      retransmitSynAck(request);
      armRequest(request);
    }
    return verdict;
  }
  const ack = read32(bytes, data + TCP_ACKNOWLEDGEMENT) | 0;
  if ((flags & TCP_ACK) !== 0 && ack !== ((request.sntIsn + 1) | 0)) {
    verdict.reset = true;
    return verdict;
  }
  const start = (request.rcvIsn + 1) | 0;
  const inside =
    seq === request.rcvIsn || (!before(endSeq, start) && !after(seq, (start + request.rcvWnd) | 0));
  if (old || !inside) {
    if ((flags & TCP_RST) === 0 && !limited(request, MIB.TCPACKSkippedSynRecv)) sendRequestAck(request);
    if (old) listener.count(MIB.PAWSEstab);
    return verdict;
  }
  if (seq === request.rcvIsn) flags &= ~TCP_SYN;
  if ((flags & (TCP_RST | TCP_SYN)) !== 0) {
    listener.count(MIB.AttemptFails);
    embryonicReset(request, ends, skb, (flags & TCP_RST) === 0);
    return verdict;
  }
  if ((flags & TCP_ACK) === 0) return verdict;
  if (options.sawTimestamp && request.timestampOk && !after(seq, (request.rcvIsn + 1) | 0))
    request.tsRecent = options.tsVal;
  const child = becomeChild(request, skb);
  if (child === null) {
    if (listener.tcp.sysctls.abortOnOverflow === 0) request.acked = true;
    else embryonicReset(request, ends, skb, true);
    return verdict;
  }
  verdict.child = child;
  return verdict;
}

function embryonicReset(request: RequestSock, ends: Ends, skb: SkBuff, answer: boolean): void {
  const { listener } = request;
  if (answer) sendReset(listener.net, listener.familyOf(request), ends, skb);
  dropRequest(request);
  listener.count(MIB.EmbryonicRsts);
}

function sendRequestAck(request: RequestSock): void {
  const { listener } = request;
  const tsVal = (Math.floor(listener.now() / 1000) + request.tsOffset) | 0;
  const window = Math.floor(request.rcvWnd / 2 ** request.rcvWscale);
  const af = listener.familyOf(request);
  sendPlainAck(
    listener.net,
    af,
    request,
    (request.sntIsn + 1) | 0,
    (request.rcvIsn + 1) | 0,
    window,
    tsVal,
    request.tsRecent,
    request.timestampOk,
    request.mark,
  );
}

/** The handshake is over: a connection, in the queue of those to be accepted. Null: there is no room. */
function becomeChild(request: RequestSock, skb: SkBuff): TcpSock | null {
  const { listener } = request;
  const { accept } = listener;
  if (accept === null || accept.full) {
    listener.count(MIB.ListenOverflows);
    listenDrop(listener);
    return null;
  }
  dropRequest(request);
  const child = createChild(request, read16(skb.bytes, skb.data + TCP_WINDOW));
  if (child === null) {
    listenDrop(listener);
    return null;
  }
  accept.push(child);
  listener.wakePending = true;
  return child;
}

/** Cookies are believed in for two minutes after the last was sent (`tcp_synq_no_recent_overflow`). */
function overflownLately(listener: TcpSock): boolean {
  const { accept } = listener;
  return accept !== null && accept.overflowAt >= 0 && listener.now() - accept.overflowAt <= COOKIE_VALID_US;
}

/** What the last segment of such a handshake tells of the first. @returns false: it can not be */
function takeCookieOptions(request: RequestSock, skb: SkBuff): boolean {
  const { bytes, data } = skb;
  parseOptions(options, bytes, data, tcpHeaderLength(bytes, data), false);
  if (!options.sawTimestamp) return true;
  const { tcp } = request.listener;
  request.timestampOk = true;
  request.tsRecent = options.tsVal;
  request.tsOffset = tcp.timestampOffset(request);
  return readCookieTimestamp(request, (options.tsEcr - request.tsOffset) | 0);
}

/** The last segment of a handshake whose state is in its number alone (`cookie_v4_check`). Null: it is not one. */
export function childByCookie(listener: TcpSock, ends: Ends, skb: SkBuff): TcpSock | null {
  if (listener.tcp.sysctls.syncookies === 0 || !overflownLately(listener)) return null;
  const request = new RequestSock(listener);
  copyEnds(request, ends);
  request.boundDevIf = listener.boundDevIf !== 0 || ends.scoped ? ends.ifindex : 0;
  request.mark = listener.sk.mark;
  const { bytes, data } = skb;
  request.rcvIsn = (read32(bytes, data + TCP_SEQUENCE) - 1) | 0;
  request.sntIsn = (read32(bytes, data + TCP_ACKNOWLEDGEMENT) - 1) | 0;
  const mss = checkCookie(request);
  if (mss === 0) {
    listener.count(MIB.SyncookiesFailed);
    return null;
  }
  listener.count(MIB.SyncookiesRecv);
  if (!takeCookieOptions(request, skb)) return null;
  const af = listener.familyOf(request);
  const dst = af.routeRequest(listener.net, request, request.mark);
  if (dst === null) return null;
  request.mss = mss;
  openRwin(listener, request, af.advertisedMss(listener.net, dst), 0);
  request.sentAt = listener.now();
  return becomeChild(request, skb);
}

/** Fills in what the timer of a request calls. */
export function initRequests(): void {
  requestHooks.timer = requestTimer;
}
