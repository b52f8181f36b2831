/** IPv4 packets in the kernel's log. Source: `net/netfilter/nf_log_syslog.c` (`dump_ipv4_packet`). */
import type { SkBuff } from "../../core/skbuff.ts";
import { logTransport } from "./nf-log-transport.ts";

const NF_LOG_IPOPT = 0x04;
const IPPROTO_ICMP = 1;
/** Longest of the headers that an ICMP error carries. */
const ICMP_ERRORS = new Set([3, 4, 5, 11, 12]);
/** Bytes that a message of a type must have to be told of further. */
const ICMP_LENGTHS: ReadonlyMap<number, number> = new Map([
  [0, 4],
  [3, 28],
  [4, 28],
  [5, 28],
  [8, 4],
  [11, 28],
  [12, 28],
  [13, 20],
  [14, 20],
]);

const be16 = (bytes: Uint8Array, at: number): number => (bytes[at] << 8) | bytes[at + 1];
const address = (bytes: Uint8Array, at: number): string =>
  `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;

/** @param at where the header is */
export function logIpv4(skb: SkBuff, at: number, flags: number, outer = true): string {
  const { bytes, tail } = skb;
  if (at + 20 > tail) return "TRUNCATED";
  const tos = bytes[at + 1];
  let text = `SRC=${address(bytes, at + 12)} DST=${address(bytes, at + 16)} `;
  text += `LEN=${be16(bytes, at + 2)} TOS=0x${(tos & 0x1e).toString(16).padStart(2, "0").toUpperCase()} `;
  text += `PREC=0x${(tos & 0xe0).toString(16).padStart(2, "0").toUpperCase()} TTL=${bytes[at + 8]} ID=${be16(bytes, at + 4)} `;
  const fragment = be16(bytes, at + 6);
  if ((fragment & 0x8000) !== 0) text += "CE ";
  if ((fragment & 0x4000) !== 0) text += "DF ";
  if ((fragment & 0x2000) !== 0) text += "MF ";
  if ((fragment & 0x1fff) !== 0) text += `FRAG:${fragment & 0x1fff} `;
  const header = (bytes[at] & 15) * 4;
  if ((flags & NF_LOG_IPOPT) !== 0 && header > 20) text += options(bytes, at + 20, at + header);
  const protocol = bytes[at + 9];
  const part = fragment & 0x1fff;
  if (protocol === IPPROTO_ICMP) return text + icmp(skb, at + header, part, flags, outer);
  return text + logTransport(skb, protocol, at + header, part, flags);
}

function options(bytes: Uint8Array, from: number, to: number): string {
  let hex = "";
  for (let i = from; i < to; i++) hex += bytes[i].toString(16).padStart(2, "0").toUpperCase();
  return `OPT (${hex}) `;
}

function icmp(skb: SkBuff, at: number, part: number, flags: number, outer: boolean): string {
  const { bytes, tail } = skb;
  let text = "PROTO=ICMP ";
  if (part !== 0) return text;
  if (at + 8 > tail) return `${text}INCOMPLETE [${tail - at} bytes] `;
  const type = bytes[at];
  const code = bytes[at + 1];
  text += `TYPE=${type} CODE=${code} `;
  const needed = ICMP_LENGTHS.get(type);
  if (needed !== undefined && tail - at < needed) return `${text}INCOMPLETE [${tail - at} bytes] `;
  if (type === 8 || type === 0) return `${text}ID=${be16(bytes, at + 4)} SEQ=${be16(bytes, at + 6)} `;
  if (type === 12) text += `PARAMETER=${bytes[at + 4]} `;
  if (type === 5) text += `GATEWAY=${address(bytes, at + 4)} `;
  if (ICMP_ERRORS.has(type) && outer) text += `[${logIpv4(skb, at + 8, flags, false)}] `;
  if (type === 3 && code === 4) text += `MTU=${be16(bytes, at + 6)} `;
  return text;
}
