/**
 * Handshakes that are answered for a server: it hears of a client when that one has proved that it is there.
 *
 * Source: `net/netfilter/nf_synproxy_core.c`, `net/netfilter/nft_synproxy.c` (`nft_synproxy_eval_v4`).
 */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import { read16, read32 } from "../../../packet/bytes.ts";
import * as t from "../../../packet/tcp.ts";
import { consumeSkb } from "../../core/skbuff.ts";
import { type CookieEnds, initCookie, readCookie } from "../../tcp/handshake/tcp-cookies.ts";
import { tcpOf } from "../../tcp/tcp-net.ts";
import { NF_DROP, NF_STOLEN } from "../hook-numbers.ts";
import { synproxyNet } from "./synproxy-net.ts";
import { type SynproxyInfo, SynproxyOptions } from "./synproxy-options.ts";
import { type SynproxySegment, sendClientSynack, sendServerSyn } from "./synproxy-send.ts";

const NS_PER_MS = 1_000_000;
const opts = new SynproxyOptions();
const ends = { l0: 0, l1: 0, l2: 0, l3: 0, r0: 0, r1: 0, r2: 0, r3: 0, localPort: 0, remotePort: 0 };

/** Who a cookie of a client's segment is for; used again. */
function endsOf({ skb, tcp, v4 }: SynproxySegment): CookieEnds {
  const { bytes, networkHeader: header } = skb;
  const word = (at: number): number => read32(bytes, header + at) | 0;
  ends.r0 = v4 ? 0 : word(8);
  ends.r1 = v4 ? 0 : word(12);
  ends.r2 = v4 ? 0xffff : word(16);
  ends.r3 = v4 ? word(12) : word(20);
  ends.l0 = v4 ? 0 : word(24);
  ends.l1 = v4 ? 0 : word(28);
  ends.l2 = v4 ? 0xffff : word(32);
  ends.l3 = v4 ? word(16) : word(36);
  ends.remotePort = read16(bytes, tcp);
  ends.localPort = read16(bytes, tcp + 2);
  return ends;
}

/**
 * Answers a client's SYN with a cookie.
 * @param segment a SYN, with all of its header there
 * @param info what the rule says
 * @returns a verdict: the packet is gone, or its header is broken
 */
export function synproxyAnswer(segment: SynproxySegment, info: SynproxyInfo): number {
  const { net, skb, tcp } = segment;
  if (!opts.parse(skb, tcp)) return NF_DROP;
  synproxyNet(net).synReceived++;
  const both = t.TCP_ECE | t.TCP_CWR;
  if ((skb.bytes[tcp + t.TCP_FLAGS] & both) === both) opts.options |= n.NF_SYNPROXY_OPT_ECN;
  const { mss } = opts;
  opts.answer(info, Math.floor(net.machine.now() / NS_PER_MS));
  const isn = read32(skb.bytes, tcp + t.TCP_SEQUENCE) | 0;
  sendClientSynack(segment, opts, initCookie(tcpOf(net), endsOf(segment), isn, mss));
  consumeSkb(skb);
  return NF_STOLEN;
}

/**
 * A client's ACK: with a right cookie, the server is asked (`synproxy_recv_client_ack`).
 * @param ahead how much the first number of its data is ahead of the segment's
 * @returns a verdict: the packet is gone, or to be dropped
 */
export function synproxyReceiveAck(segment: SynproxySegment, ahead: number): number {
  const { net, skb, tcp } = segment;
  if (!opts.parse(skb, tcp)) return NF_DROP;
  const counts = synproxyNet(net);
  const seq = read32(skb.bytes, tcp + t.TCP_SEQUENCE);
  const sent = read32(skb.bytes, tcp + t.TCP_ACKNOWLEDGEMENT) - 1;
  const mss = readCookie(tcpOf(net), endsOf(segment), (seq - 1) | 0, sent | 0);
  if (mss === 0) {
    counts.cookieInvalid++;
    return NF_DROP;
  }
  counts.cookieValid++;
  opts.mss = mss;
  opts.options |= n.NF_SYNPROXY_OPT_MSS;
  if (opts.has(n.NF_SYNPROXY_OPT_TIMESTAMP)) opts.recall();
  sendServerSyn(segment, opts, seq + ahead, counts.template);
  consumeSkb(skb);
  return NF_STOLEN;
}
