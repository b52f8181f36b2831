/** IPv6 packets in the kernel's log. Source: `net/netfilter/nf_log_syslog.c` (`dump_ipv6_packet`). */
import type { SkBuff } from "../../core/skbuff.ts";
import { logTransport } from "./nf-log-transport.ts";

const IPPROTO_ICMPV6 = 58;
const FRAGMENT = 44;
/** Extension headers that have a length. */
const EXTENSIONS: ReadonlyMap<number, string> = new Map([
  [0, "HOPOPTS"],
  [43, "ROUTING"],
  [60, "DSTOPTS"],
]);

const be16 = (bytes: Uint8Array, at: number): number => (bytes[at] << 8) | bytes[at + 1];

/** All eight words with all digits (`%pI6`). */
function address(bytes: Uint8Array, at: number): string {
  const words: string[] = [];
  for (let i = 0; i < 16; i += 2)
    words.push(
      be16(bytes, at + i)
        .toString(16)
        .padStart(4, "0"),
    );
  return words.join(":");
}

/** The line's part about the packet whose header is at `at`; `outer`: not one that an ICMPv6 error quotes. */
export function logIpv6(skb: SkBuff, at: number, flags: number, outer = true): string {
  const { bytes, tail } = skb;
  if (at + 40 > tail) return "TRUNCATED";
  const traffic = ((bytes[at] & 15) << 4) | (bytes[at + 1] >>> 4);
  const label = ((bytes[at + 1] & 15) << 16) | be16(bytes, at + 2);
  let text = `SRC=${address(bytes, at + 8)} DST=${address(bytes, at + 24)} `;
  text += `LEN=${be16(bytes, at + 4) + 40} TC=${traffic} HOPLIMIT=${bytes[at + 7]} FLOWLBL=${label} `;
  let next = bytes[at + 6];
  let position = at + 40;
  let part = 0;
  while (part === 0 && (next === FRAGMENT || EXTENSIONS.has(next))) {
    if (position + 8 > tail) return `${text}TRUNCATED`;
    if (next === FRAGMENT) {
      const field = be16(bytes, position + 2);
      part = field & 0xfff8;
      text += `FRAG:${part} ${(field & 1) !== 0 ? "INCOMPLETE " : ""}ID:${hex32(bytes, position + 4)} `;
      next = bytes[position];
      position += 8;
      continue;
    }
    next = bytes[position];
    position += (bytes[position + 1] + 1) * 8;
  }
  if (next === IPPROTO_ICMPV6) return text + icmp(skb, position, part, flags, outer);
  return text + logTransport(skb, next, position, part, flags);
}

function hex32(bytes: Uint8Array, at: number): string {
  return (be16(bytes, at) * 65536 + be16(bytes, at + 2)).toString(16).padStart(8, "0");
}

function icmp(skb: SkBuff, at: number, part: number, flags: number, outer: boolean): string {
  const { bytes, tail } = skb;
  let text = "PROTO=ICMPv6 ";
  if (part !== 0) return text;
  if (at + 4 > tail) return `${text}INCOMPLETE [${tail - at} bytes] `;
  const type = bytes[at];
  text += `TYPE=${type} CODE=${bytes[at + 1]} `;
  if (type === 128 || type === 129) return `${text}ID=${be16(bytes, at + 4)} SEQ=${be16(bytes, at + 6)} `;
  if (type === 4) text += `POINTER=${hex32(bytes, at + 4)} `;
  if (type >= 1 && type <= 4 && outer) text += `[${logIpv6(skb, at + 8, flags, false)}] `;
  if (type === 2) text += `MTU=${be16(bytes, at + 4) * 65536 + be16(bytes, at + 6)} `;
  return text;
}
