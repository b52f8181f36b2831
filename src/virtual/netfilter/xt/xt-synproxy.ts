/** `SYNPROXY`: handshakes are answered for a server. Source: `net/ipv4/netfilter/ipt_SYNPROXY.c`, `net/ipv6/netfilter/ip6t_SYNPROXY.c`. */
import { IPPROTO_TCP } from "../../../packet/ipv4.ts";
import {
  TCP_ACK,
  TCP_FIN,
  TCP_FLAGS,
  TCP_HLEN,
  TCP_RST,
  TCP_SYN,
  tcpHeaderLength,
} from "../../../packet/tcp.ts";
import { nfChecksumOk } from "../conntrack/conntrack-checksum.ts";
import { nfCtNetnsGet, nfCtNetnsPut } from "../conntrack/conntrack-hooks.ts";
import { NF_DROP, NF_INET_FORWARD, NF_INET_LOCAL_IN, NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { synproxyAnswer, synproxyReceiveAck } from "../synproxy/synproxy-core.ts";
import { nfSynproxyGet, nfSynproxyPut } from "../synproxy/synproxy-hooks.ts";
import type { SynproxyInfo } from "../synproxy/synproxy-options.ts";
import { hasTransport } from "./headers.ts";
import { XT_CONTINUE, type XtCheck, XtTarget, type XtType } from "./x-tables.ts";

const KINDS = TCP_SYN | TCP_ACK | TCP_FIN | TCP_RST;

class Synproxy extends XtTarget {
  private readonly par: XtCheck;
  private readonly said: SynproxyInfo;

  constructor(par: XtCheck) {
    super();
    this.par = par;
    this.said = { options: par.info.u8(0), wscale: par.info.u8(1), mss: par.info.u16(2) };
  }

  target(pkt: NftPktinfo): number {
    const { skb, thoff: tcp, net, pf } = pkt;
    if (!hasTransport(pkt, TCP_HLEN) || !nfChecksumOk(skb, tcp, IPPROTO_TCP, pf)) return NF_DROP;
    const length = tcpHeaderLength(skb.bytes, tcp);
    if (length < TCP_HLEN || tcp + length > skb.tail) return NF_DROP;
    const segment = { net, skb, tcp, v4: pf === NFPROTO_IPV4 };
    const kind = skb.bytes[tcp + TCP_FLAGS] & KINDS;
    if (kind === TCP_SYN) return synproxyAnswer(segment, this.said);
    return kind === TCP_ACK ? synproxyReceiveAck(segment, 0) : XT_CONTINUE;
  }

  override destroy(): void {
    const { net, family } = this.par;
    nfSynproxyPut(net, family);
    nfCtNetnsPut(net, family);
  }
}

function check(par: XtCheck): XtTarget | number {
  const error = nfCtNetnsGet(par.net, par.family);
  if (error < 0) return error;
  const hooks = nfSynproxyGet(par.net, par.family);
  if (hooks === 0) return new Synproxy(par);
  nfCtNetnsPut(par.net, par.family);
  return hooks;
}

export const SYNPROXY_TARGETS: readonly XtType<XtTarget>[] = [NFPROTO_IPV4, NFPROTO_IPV6].map((family) => ({
  name: "SYNPROXY",
  revision: 0,
  family,
  size: 4,
  hooks: (1 << NF_INET_LOCAL_IN) | (1 << NF_INET_FORWARD),
  protocols: [IPPROTO_TCP],
  check,
}));
