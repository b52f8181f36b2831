/**
 * The segments that a handshake answered for somebody else takes: the client's SYN-ACK, the server's SYN, and once the server answered
 * an ACK for either.
 *
 * Source: `net/netfilter/nf_synproxy_core.c` (`synproxy_send_client_synack`, `synproxy_send_server_syn` and their kin of both families).
 */
import { NF_SYNPROXY_OPT_ECN } from "../../../netlink/nf-tables-expressions.ts";
import { read16, read32, write16, write32 } from "../../../packet/bytes.ts";
import { foldSum, pseudoSumIpv6At } from "../../../packet/checksum.ts";
import { ETH_P_IP, ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import { IPPROTO_TCP, IPV4_HLEN } from "../../../packet/ipv4.ts";
import * as t from "../../../packet/tcp.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import type { Net } from "../../core/net.ts";
import {
  allocSkb,
  CHECKSUM_PARTIAL,
  kfreeSkb,
  type SkBuff,
  type SkbConntrack,
  setNfct,
} from "../../core/skbuff.ts";
import { ipLocalOut } from "../../ipv4/ip/ip-output.ts";
import { Flow6 } from "../../ipv6/flow6.ts";
import { ip6LocalOut } from "../../ipv6/ip/ip6-output.ts";
import { ip6RouteOutput } from "../../ipv6/route/ip6-route.ts";
import { IP_CT_ESTABLISHED_REPLY, IP_CT_NEW } from "../conntrack/conntrack-status.ts";
import { leaveSumOpen } from "../reject/nf-reject-tcp.ts";
import { ipRouteMeHarder } from "../reroute.ts";
import type { SynproxyOptions } from "./synproxy-options.ts";

const IPV6_HLEN = 40;
const IP_DF = 0x40;
const flow6 = new Flow6();

/** The segment that is answered. */
export interface SynproxySegment {
  readonly net: Net;
  readonly skb: SkBuff;
  /** Where its header is. */
  readonly tcp: number;
  readonly v4: boolean;
}

/** What is sent beside addresses, ports and options. */
interface Answer {
  /** To whoever sent the segment; else on to whom it was for. */
  readonly back: boolean;
  readonly seq: number;
  readonly ack: number;
  readonly flags: number;
  readonly window: number;
  readonly nfct: SkbConntrack | null;
  readonly ctinfo: number;
}

/** The IP header, without sums and lengths that sending fills in (`synproxy_build_ip`). */
function buildIp({ net, skb, v4 }: SynproxySegment, out: Uint8Array, at: number, back: boolean): void {
  const { bytes, networkHeader: header } = skb;
  const length = v4 ? 4 : 16;
  const place = v4 ? 12 : 8;
  const first = header + place + (back ? length : 0);
  const second = header + place + (back ? 0 : length);
  out.set(bytes.subarray(first, first + length), at + place);
  out.set(bytes.subarray(second, second + length), at + place + length);
  if (v4) {
    out[at] = 0x45;
    out[at + 6] = IP_DF;
    out[at + 8] = net.ipv4.sysctls.ipDefaultTtl;
    out[at + 9] = IPPROTO_TCP;
  } else {
    out[at] = 0x60;
    out[at + 6] = IPPROTO_TCP;
    out[at + 7] = net.ipv6.all.hopLimit;
  }
}

function send(segment: SynproxySegment, opts: SynproxyOptions, answer: Answer): void {
  const { skb: old, tcp, v4, net } = segment;
  const hlen = v4 ? IPV4_HLEN : IPV6_HLEN;
  const length = t.TCP_HLEN + opts.size;
  const skb = allocSkb(hlen + length);
  const at = skb.put(hlen + length);
  const th = at + hlen;
  const { bytes: out } = skb;
  out.fill(0, at, skb.tail);
  buildIp(segment, out, at, answer.back);
  const { bytes } = old;
  write16(out, th, read16(bytes, tcp + (answer.back ? 2 : 0)));
  write16(out, th + 2, read16(bytes, tcp + (answer.back ? 0 : 2)));
  write32(out, th + t.TCP_SEQUENCE, answer.seq >>> 0);
  write32(out, th + t.TCP_ACKNOWLEDGEMENT, answer.ack >>> 0);
  out[th + t.TCP_DATA_OFFSET] = (length / 4) << 4;
  out[th + t.TCP_FLAGS] = answer.flags;
  write16(out, th + t.TCP_WINDOW, answer.window);
  opts.write(out, th + t.TCP_HLEN);
  skb.networkHeader = at;
  skb.transportHeader = th;
  if (v4) send4(net, skb, length, answer);
  else send6(net, skb, length, answer);
}

/** The packet belongs to a connection, or begins one like a template. */
function attach(skb: SkBuff, { nfct, ctinfo }: Answer): void {
  if (nfct === null) return;
  nfct.use++;
  setNfct(skb, nfct, ctinfo);
}

/** `synproxy_send_tcp` */
function send4(net: Net, skb: SkBuff, length: number, answer: Answer): void {
  leaveSumOpen(skb, length);
  skb.protocol = ETH_P_IP;
  if (ipRouteMeHarder(net, skb) < 0 || skb.dst === null)
    return kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "synproxy_send_tcp");
  attach(skb, answer);
  ipLocalOut(skb);
}

/** `synproxy_send_tcp_ipv6` */
function send6(net: Net, skb: SkBuff, length: number, answer: Answer): void {
  const { bytes, networkHeader: header, transportHeader: th } = skb;
  write16(bytes, th + t.TCP_CHECKSUM, foldSum(pseudoSumIpv6At(bytes, header + 8, IPPROTO_TCP, length)));
  skb.ipSummed = CHECKSUM_PARTIAL;
  skb.csumStart = th;
  skb.csumOffset = t.TCP_CHECKSUM;
  skb.protocol = ETH_P_IPV6;
  const flow = flow6.reset().setFromHeader(bytes, header);
  flow.protocol = IPPROTO_TCP;
  flow.sourcePort = read16(bytes, th);
  flow.destinationPort = read16(bytes, th + 2);
  const route = ip6RouteOutput(net, flow, 0);
  if (route.error !== 0) return kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "synproxy_send_tcp_ipv6");
  skb.dst = route;
  attach(skb, answer);
  ip6LocalOut(skb, null);
}

const seqOf = ({ skb, tcp }: SynproxySegment): number => read32(skb.bytes, tcp + t.TCP_SEQUENCE);
const ackOf = ({ skb, tcp }: SynproxySegment): number => read32(skb.bytes, tcp + t.TCP_ACKNOWLEDGEMENT);
const windowOf = ({ skb, tcp }: SynproxySegment): number => read16(skb.bytes, tcp + t.TCP_WINDOW);

/** Answers the client's SYN: with a window of nothing, for the server is still to be asked. */
export function sendClientSynack(segment: SynproxySegment, opts: SynproxyOptions, cookie: number): void {
  send(segment, opts, {
    back: true,
    seq: cookie,
    ack: seqOf(segment) + 1,
    flags: t.TCP_SYN | t.TCP_ACK | (opts.has(NF_SYNPROXY_OPT_ECN) ? t.TCP_ECE : 0),
    window: 0,
    nfct: segment.skb.nfct,
    ctinfo: IP_CT_ESTABLISHED_REPLY,
  });
}

/**
 * Opens to the server as the client would have. What is acknowledged tells the hook behind which number the client was answered with.
 * @param recvSeq the first number of the client's data
 */
export function sendServerSyn(
  segment: SynproxySegment,
  opts: SynproxyOptions,
  recvSeq: number,
  template: SkbConntrack | null,
): void {
  send(segment, opts, {
    back: false,
    seq: recvSeq - 1,
    ack: ackOf(segment) - 1,
    flags: t.TCP_SYN | (opts.has(NF_SYNPROXY_OPT_ECN) ? t.TCP_ECE | t.TCP_CWR : 0),
    window: windowOf(segment),
    nfct: template,
    ctinfo: IP_CT_NEW,
  });
}

/** Completes the server's handshake. @param maxWindow the client's greatest, as connection tracking saw it */
export function sendServerAck(segment: SynproxySegment, opts: SynproxyOptions, maxWindow: number): void {
  send(segment, opts, {
    back: true,
    seq: ackOf(segment),
    ack: seqOf(segment) + 1,
    flags: t.TCP_ACK,
    window: maxWindow & 0xffff,
    nfct: null,
    ctinfo: 0,
  });
}

/** Tells the client of the server's window: now it may send. */
export function sendClientAck(segment: SynproxySegment, opts: SynproxyOptions): void {
  send(segment, opts, {
    back: false,
    seq: seqOf(segment) + 1,
    ack: ackOf(segment),
    flags: t.TCP_ACK,
    window: windowOf(segment) >> opts.wscale,
    nfct: segment.skb.nfct,
    ctinfo: IP_CT_ESTABLISHED_REPLY,
  });
}
