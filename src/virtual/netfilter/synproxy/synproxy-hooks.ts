/**
 * What happens to connections whose handshake was answered for the server, on their way out: the server's answer completes both
 * handshakes, and each end gets the numbers and time stamps that it knows.
 *
 * Source: `net/netfilter/nf_synproxy_core.c` (`ipv4_synproxy_hook`, `ipv6_synproxy_hook`, `nf_synproxy_ipv4_init`).
 */
import * as n from "../../../netlink/nf-tables-expressions.ts";
import { read32 } from "../../../packet/bytes.ts";
import { IPPROTO_TCP } from "../../../packet/ipv4.ts";
import * as t from "../../../packet/tcp.ts";
import type { Net } from "../../core/net.ts";
import { consumeSkb, type SkBuff } from "../../core/skbuff.ts";
import { initSeqAdj } from "../conntrack/conntrack-seqadj.ts";
import { ctinfoDirection, IPCT_SEQADJ, IPCT_SYNPROXY } from "../conntrack/conntrack-status.ts";
import { netCt } from "../conntrack/conntrack-table.ts";
import { findTransport, transportProtocol } from "../conntrack/conntrack-tuples.ts";
import { type NfConn, nfCtGet } from "../conntrack/nf-conn.ts";
import type { NfConnSynproxy } from "../conntrack/nf-conn-synproxy.ts";
import {
  TCP_CONNTRACK_CLOSE,
  TCP_CONNTRACK_SYN_RECV,
  TCP_CONNTRACK_SYN_SENT,
} from "../conntrack/proto/conntrack-proto-tcp-state.ts";
import { nfRegisterNetHooks, nfUnregisterNetHooks } from "../core.ts";
import * as nf from "../hook-numbers.ts";
import type { NfHookFn, NfHookOps, NfPassFn } from "../net-nf.ts";
import { synproxyReceiveAck } from "./synproxy-core.ts";
import { makeTemplate, synproxyNet } from "./synproxy-net.ts";
import { SynproxyOptions } from "./synproxy-options.ts";
import { sendClientAck, sendServerAck } from "./synproxy-send.ts";
import { adjustStamps } from "./synproxy-stamps.ts";

const opts = new SynproxyOptions();
const HANDSHAKE = n.NF_SYNPROXY_OPT_MSS | n.NF_SYNPROXY_OPT_WSCALE | n.NF_SYNPROXY_OPT_SACK_PERM;

const hook: NfHookFn = (skb, { pf, net }) => {
  const ct = nfCtGet(skb);
  if (ct === null) return nf.NF_ACCEPT;
  const { synproxy, tcp: state } = ct;
  if (synproxy === null || state === null || cameOverLoopback(skb)) return nf.NF_ACCEPT;
  const tcp = findTransport(skb, skb.networkHeader, pf);
  if (tcp < 0 || transportProtocol !== IPPROTO_TCP) return nf.NF_ACCEPT;
  if (tcp + t.TCP_HLEN > skb.tail) return nf.NF_DROP;
  let verdict = nf.NF_ACCEPT;
  if (state.state === TCP_CONNTRACK_CLOSE) verdict = closed(net, skb, tcp, ct, synproxy, pf);
  else if (state.state === TCP_CONNTRACK_SYN_SENT) verdict = asked(net, skb, tcp, ct, synproxy, pf);
  else if (state.state === TCP_CONNTRACK_SYN_RECV) verdict = answered(net, skb, tcp, ct, synproxy, pf);
  if (verdict === nf.NF_ACCEPT) adjustStamps(skb, tcp, ctinfoDirection(skb.ctinfo), synproxy.tsoff);
  return verdict;
};

type Step = (net: Net, skb: SkBuff, tcp: number, ct: NfConn, synproxy: NfConnSynproxy, pf: number) => number;

/** `nf_is_loopback_packet` */
function cameOverLoopback({ dev, skbIif }: SkBuff): boolean {
  return dev !== null && skbIif !== 0 && dev.isLoopback;
}

/** The connection was closed: refused by the server, or the client opens it again. */
const closed: Step = (net, skb, tcp, ct, synproxy, pf) => {
  const flags = skb.bytes[tcp + t.TCP_FLAGS];
  const original = ctinfoDirection(skb.ctinfo) === 0;
  if ((flags & t.TCP_RST) !== 0 && !original) {
    // the client knows nothing of the server's numbers yet
    initSeqAdj(ct, 1, (synproxy.isn - read32(skb.bytes, tcp + t.TCP_SEQUENCE) + 1) | 0);
    return nf.NF_ACCEPT;
  }
  if ((flags & (t.TCP_SYN | t.TCP_ACK)) !== t.TCP_SYN || !original) return nf.NF_ACCEPT;
  synproxy.tsoff = 0;
  synproxyNet(net).connReopened++;
  return asked(net, skb, tcp, ct, synproxy, pf);
};

/** The server is asked; or the client, who has not heard of it, sends again. */
const asked: Step = (net, skb, tcp, ct, synproxy, pf) => {
  if (!opts.parse(skb, tcp)) return nf.NF_DROP;
  const flags = skb.bytes[tcp + t.TCP_FLAGS];
  if ((flags & (t.TCP_SYN | t.TCP_ACK)) === t.TCP_ACK && ctinfoDirection(skb.ctinfo) === 0) {
    // a keep-alive is one behind what comes next
    const verdict = synproxyReceiveAck({ net, skb, tcp, v4: pf === nf.NFPROTO_IPV4 }, 1);
    if (verdict === nf.NF_STOLEN) synproxyNet(net).cookieRetrans++;
    return verdict;
  }
  synproxy.isn = read32(skb.bytes, tcp + t.TCP_ACKNOWLEDGEMENT);
  if (opts.has(n.NF_SYNPROXY_OPT_TIMESTAMP)) synproxy.its = opts.tsecr;
  ct.noteEvent(IPCT_SYNPROXY);
  return nf.NF_ACCEPT;
};

/** The server answered: both ends are told, and its answer goes no further. */
const answered: Step = (net, skb, tcp, ct, synproxy, pf) => {
  const both = t.TCP_SYN | t.TCP_ACK;
  if ((skb.bytes[tcp + t.TCP_FLAGS] & both) !== both) return nf.NF_ACCEPT;
  if (!opts.parse(skb, tcp)) return nf.NF_DROP;
  const { tsval, tsecr, wscale } = opts;
  const options = opts.options & ~HANDSHAKE;
  if ((options & n.NF_SYNPROXY_OPT_TIMESTAMP) !== 0) {
    synproxy.tsoff = (tsval - synproxy.its) | 0;
    ct.noteEvent(IPCT_SYNPROXY);
  }
  const segment = { net, skb, tcp, v4: pf === nf.NFPROTO_IPV4 };
  const dir = ctinfoDirection(skb.ctinfo);
  const seq = read32(skb.bytes, tcp + t.TCP_SEQUENCE);
  opts.options = options;
  opts.tsval = tsecr;
  opts.tsecr = tsval;
  sendServerAck(segment, opts, ct.tcp?.seen0.maxwin ?? 0);
  initSeqAdj(ct, dir, (synproxy.isn - seq) | 0);
  ct.noteEvent(IPCT_SEQADJ);
  // what was sent may have brought others here meanwhile
  opts.options = options;
  opts.wscale = wscale;
  opts.tsval = tsval;
  opts.tsecr = tsecr;
  sendClientAck(segment, opts);
  consumeSkb(skb);
  return nf.NF_STOLEN;
};

/** Most packets are of other connections. */
const passes: NfPassFn = (skb) => {
  const ct = skb.nfct as NfConn | null;
  return ct === null || ct.synproxy === null;
};

function hooksOf(pf: number): NfHookOps[] {
  const priority = nf.NF_IP_PRI_CONNTRACK_CONFIRM - 1;
  return [nf.NF_INET_LOCAL_IN, nf.NF_INET_POST_ROUTING].map((hooknum) => ({
    pf,
    hooknum,
    priority,
    hook,
    passes,
  }));
}

function familiesOf(nfproto: number): readonly number[] {
  return nfproto === nf.NFPROTO_INET ? [nf.NFPROTO_IPV4, nf.NFPROTO_IPV6] : [nfproto];
}

/**
 * A rule answers handshakes (`nf_synproxy_ipv4_init`, `nf_synproxy_ipv6_init`).
 * @param nfproto `NFPROTO_IPV4`, `NFPROTO_IPV6`, or `NFPROTO_INET` for both
 * @returns 0 or a negative error
 */
export function nfSynproxyGet(net: Net, nfproto: number): number {
  const snet = synproxyNet(net);
  const { users } = snet;
  const families = familiesOf(nfproto);
  for (let i = 0; i < families.length; i++) {
    const present = users.get(families[i]);
    if (present !== undefined) {
      present.count++;
      continue;
    }
    const hooks = hooksOf(families[i]);
    const error = nfRegisterNetHooks(net, hooks);
    if (error < 0) {
      for (let done = 0; done < i; done++) putFamily(net, families[done]);
      return error;
    }
    users.set(families[i], { count: 1, hooks });
  }
  snet.template ??= makeTemplate(netCt(net));
  return 0;
}

function putFamily(net: Net, pf: number): void {
  const snet = synproxyNet(net);
  const present = snet.users.get(pf);
  if (present === undefined || --present.count > 0) return;
  nfUnregisterNetHooks(net, present.hooks);
  snet.users.delete(pf);
  if (snet.users.size > 0) return;
  snet.template?.put();
  snet.template = null;
}

/** The rule is gone (`nf_synproxy_ipv4_fini`, `nf_synproxy_ipv6_fini`). */
export function nfSynproxyPut(net: Net, nfproto: number): void {
  for (const pf of familiesOf(nfproto)) putFamily(net, pf);
}
