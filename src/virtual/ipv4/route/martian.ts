/**
 * What `log_martians` puts into the log: packets whose addresses cannot be where they came from or go to.
 *
 * Source: `net/ipv4/route.c` (`ip_handle_martian_source`, `martian_destination` of `ip_route_input_slow`).
 */
import { formatIpv4, ipv4 } from "../../../packet/address.ts";
import { KERN_WARNING } from "../../core/printk/log-level.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import type { InetDevice } from "../devinet/inet-device.ts";

/** Bytes in a line of `print_hex_dump`. */
const ROW = 16;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

/** @returns `reason`, for whoever drops the packet */
export function martianSource(
  skb: SkBuff,
  inDev: InetDevice,
  daddr: number,
  saddr: number,
  reason: number,
): number {
  if (!inDev.either("logMartians")) return reason;
  const { log } = inDev.net.net.machine;
  if (!log.netRatelimit()) return reason;
  const { dev } = inDev;
  const [to, from] = [formatIpv4(ipv4(daddr)), formatIpv4(ipv4(saddr))];
  log.print(KERN_WARNING, `IPv4: martian source ${to} from ${from}, on dev ${dev.name}`);
  for (let at = 0; at < dev.hardHeaderLength; at += ROW) {
    const start = skb.macHeader + at;
    const row = skb.bytes.subarray(start, start + Math.min(ROW, dev.hardHeaderLength - at));
    log.print(KERN_WARNING, `ll header: ${hex(at, 8)}: ${Array.from(row, (byte) => hex(byte, 2)).join(" ")}`);
  }
  return reason;
}

/** @returns `reason`, for whoever drops the packet */
export function martianDestination(inDev: InetDevice, daddr: number, saddr: number, reason: number): number {
  if (!inDev.either("logMartians")) return reason;
  const { log } = inDev.net.net.machine;
  if (!log.netRatelimit()) return reason;
  const [to, from] = [formatIpv4(ipv4(daddr)), formatIpv4(ipv4(saddr))];
  log.print(KERN_WARNING, `IPv4: martian destination ${to} from ${from}, dev ${inDev.dev.name}`);
  return reason;
}
