/**
 * Segments that no connection sends: resets, SYN-ACKs, and what is left of connections.
 *
 * Source: `net/ipv4/tcp_ipv4.c` (`tcp_v4_send_reset`, `tcp_v4_send_ack`, `tcp_v4_send_synack`), RFC 9293, section 3.10.7.1.
 */
import { read32 } from "../../../packet/bytes.ts";
import {
  TCP_ACK,
  TCP_ACKNOWLEDGEMENT,
  TCP_CHECKSUM,
  TCP_ECE,
  TCP_FIN,
  TCP_FLAGS,
  TCP_HLEN,
  TCP_RST,
  TCP_SEQUENCE,
  TCP_SYN,
  tcpHeaderLength,
  writeTcp,
} from "../../../packet/tcp.ts";
import type { Net } from "../../core/net.ts";
import { allocSkb, CHECKSUM_PARTIAL, type SkBuff } from "../../core/skbuff.ts";
import type { RequestSock } from "../inet-connection-sock.ts";
import { type Ends, SockCommon } from "../sock-common.ts";
import type { AnswerSettings, TcpFamily } from "../tcp-family.ts";
import { MIB } from "../tcp-mib.ts";
import { tcpOf } from "../tcp-net.ts";
import { OutOptions, parseAuthOptions } from "../tcp-options.ts";
import { MAX_TCP_HEADER } from "../tcp-states.ts";
import { cookieTimestamp } from "./tcp-cookies.ts";

const options = new OutOptions();
const settings: AnswerSettings = { mark: 0, tos: 0, priority: 0 };
const nobody = new SockCommon(2, 0);

/** Sends a header with {@link options} to the other end of `sk`. */
function send(
  net: Net,
  af: TcpFamily,
  sk: SockCommon,
  flags: number,
  seq: number,
  ack: number,
  window: number,
): void {
  const length = TCP_HLEN + options.length;
  const skb = allocSkb(length, MAX_TCP_HEADER);
  const at = skb.put(length);
  writeTcp(skb.bytes, at, sk.localPort, sk.remotePort, seq, ack, length, flags, window);
  options.write(skb.bytes, at + TCP_HLEN);
  skb.transportHeader = at;
  skb.ipSummed = CHECKSUM_PARTIAL;
  skb.csumStart = at;
  skb.csumOffset = TCP_CHECKSUM;
  af.partialChecksum(sk, skb);
  tcpOf(net).mib.values[MIB.OutSegs]++;
  af.answer(net, sk, skb, settings);
}

/** Answers a segment that nobody wants, unless it is a reset itself or has broken options. The packet's data is at its TCP header. */
export function sendReset(net: Net, af: TcpFamily, ends: Ends, skb: SkBuff): void {
  const { bytes, data } = skb;
  const flags = bytes[data + TCP_FLAGS];
  if ((flags & TCP_RST) !== 0) return;
  if (!parseAuthOptions(bytes, data, tcpHeaderLength(bytes, data))) return;
  takeEnds(nobody, ends);
  options.clear();
  settings.mark = net.ipv4.sysctls.fwmarkReflect !== 0 ? skb.mark : 0;
  settings.tos = settings.priority = 0;
  tcpOf(net).mib.values[MIB.OutRsts]++;
  if ((flags & TCP_ACK) !== 0) {
    send(net, af, nobody, TCP_RST, read32(bytes, data + TCP_ACKNOWLEDGEMENT), 0, 0);
    return;
  }
  const payload = skb.tail - data - tcpHeaderLength(bytes, data);
  const control = (flags & TCP_SYN ? 1 : 0) + (flags & TCP_FIN ? 1 : 0);
  const ack = (read32(bytes, data + TCP_SEQUENCE) + payload + control) | 0;
  send(net, af, nobody, TCP_RST | TCP_ACK, 0, ack, 0);
}

function takeEnds(sk: SockCommon, ends: Ends): void {
  sk.l0 = ends.l0;
  sk.l1 = ends.l1;
  sk.l2 = ends.l2;
  sk.l3 = ends.l3;
  sk.r0 = ends.r0;
  sk.r1 = ends.r1;
  sk.r2 = ends.r2;
  sk.r3 = ends.r3;
  sk.localPort = ends.localPort;
  sk.remotePort = ends.remotePort;
  // the answer takes the way on which the segment came only where addresses count for a link alone
  sk.boundDevIf = ends.scoped ? ends.ifindex : 0;
}

/** An acknowledgement for a request, or by what is left of a connection (`tcp_v4_send_ack`). */
export function sendPlainAck(
  net: Net,
  af: TcpFamily,
  sk: SockCommon,
  seq: number,
  ack: number,
  window: number,
  tsVal: number,
  tsEcr: number,
  timestamp: boolean,
  mark: number,
): void {
  options.clear();
  options.timestamp = timestamp;
  options.tsVal = tsVal;
  options.tsEcr = tsEcr;
  settings.mark = mark;
  settings.tos = settings.priority = 0;
  send(net, af, sk, TCP_ACK, seq, ack, window);
}

/** The answer to a SYN (`tcp_make_synack`). */
export function sendSynAck(request: RequestSock): void {
  const { listener } = request;
  options.clear();
  options.mss = request.advmss;
  options.sackPermitted = request.sackOk;
  if (request.timestampOk) {
    options.timestamp = true;
    const stamp = request.hasCookie ? cookieTimestamp(request) : Math.floor(listener.now() / 1000);
    options.tsVal = (stamp + request.tsOffset) | 0;
    options.tsEcr = request.tsRecent;
  }
  if (request.sndWscale >= 0) options.wscale = request.rcvWscale;
  settings.mark = request.mark;
  settings.tos = 0;
  settings.priority = listener.sk.priority;
  const window = Math.min(request.rcvWnd, 65535);
  const af = listener.familyOf(request);
  const flags = TCP_SYN | TCP_ACK | (request.ecnOk ? TCP_ECE : 0);
  send(listener.net, af, request, flags, request.sntIsn, (request.rcvIsn + 1) | 0, window);
}
