/**
 * Packets in the kernel's log.
 *
 * Source: `net/netfilter/nf_log_syslog.c`.
 */

import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import { logIpv4 } from "./nf-log-ipv4.ts";
import { logIpv6 } from "./nf-log-ipv6.ts";

/** `nf_log_packet` @param level of the message; `flags` are `NF_LOG_*` */
export function nfLogPacket(
  net: Net,
  pf: number,
  _hook: number,
  skb: SkBuff,
  input: NetDevice | null,
  output: NetDevice | null,
  level: number,
  flags: number,
  prefix: string,
): void {
  // Other namespaces may not fill the log of all (`nf_log_all_netns`).
  if (net !== net.machine.initNet) return;
  let text = `${prefix}IN=${input?.name ?? ""} OUT=${output?.name ?? ""} `;
  if (input !== null) text += macHeader(skb, input, flags);
  if (pf === NFPROTO_IPV4) text += logIpv4(skb, skb.networkHeader, flags);
  else if (pf === NFPROTO_IPV6) text += logIpv6(skb, skb.networkHeader, flags);
  if (skb.mark !== 0 && pf !== 0) text += `MARK=0x${(skb.mark >>> 0).toString(16)} `;
  net.machine.log.print(level, text);
}

/** `NF_LOG_MACDECODE` */
const MACDECODE = 0x20;

function macHeader(skb: SkBuff, dev: NetDevice, flags: number): string {
  const length = skb.networkHeader - skb.macHeader;
  const hex: string[] = [];
  for (let i = 0; i < length; i++) hex.push(skb.bytes[skb.macHeader + i].toString(16).padStart(2, "0"));
  if ((flags & MACDECODE) !== 0 && length === 14) {
    const part = (from: number, to: number): string => hex.slice(from, to).join(":");
    return `MACSRC=${part(6, 12)} MACDST=${part(0, 6)} MACPROTO=${hex[12]}${hex[13]} `;
  }
  if (dev.isLoopback || length <= 0) return dev.isLoopback && length > 0 ? `MAC=${hex.join(":")} ` : "MAC= ";
  return `MAC=${hex.join(":")} `;
}
