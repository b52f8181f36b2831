/** TCP, UDP and others in the kernel's log. Source: `net/netfilter/nf_log_syslog.c` (`nf_log_dump_tcp_header`, `nf_log_dump_udp_header`). */
import { IPPROTO_AH, IPPROTO_ESP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE } from "../../../packet/ipv4.ts";
import type { SkBuff } from "../../core/skbuff.ts";

const NF_LOG_TCPSEQ = 0x01;
const NF_LOG_TCPOPT = 0x02;

const be16 = (bytes: Uint8Array, at: number): number => (bytes[at] << 8) | bytes[at + 1];
const be32 = (bytes: Uint8Array, at: number): number => be16(bytes, at) * 65536 + be16(bytes, at + 2);
const upper = (value: number, digits: number): string =>
  value.toString(16).toUpperCase().padStart(digits, "0");

/** @param part offset of the fragment: only the first has a header */
export function logTransport(skb: SkBuff, protocol: number, at: number, part: number, flags: number): string {
  const { bytes, tail } = skb;
  switch (protocol) {
    case IPPROTO_TCP:
      return tcp(skb, at, part, flags);
    case IPPROTO_UDP:
    case IPPROTO_UDPLITE: {
      const text = protocol === IPPROTO_UDP ? "PROTO=UDP " : "PROTO=UDPLITE ";
      if (part !== 0) return text;
      if (at + 8 > tail) return `${text}INCOMPLETE [${tail - at} bytes] `;
      return `${text}SPT=${be16(bytes, at)} DPT=${be16(bytes, at + 2)} LEN=${be16(bytes, at + 4)} `;
    }
    case IPPROTO_AH:
    case IPPROTO_ESP: {
      const text = protocol === IPPROTO_AH ? "PROTO=AH " : "PROTO=ESP ";
      const spi = protocol === IPPROTO_AH ? at + 4 : at;
      if (part !== 0) return text;
      if (spi + 4 > tail) return `${text}INCOMPLETE [${tail - at} bytes] `;
      return `${text}SPI=0x${be32(bytes, spi).toString(16)} `;
    }
    default:
      return `PROTO=${protocol} `;
  }
}

const FLAGS: readonly (readonly [number, string])[] = [
  [0x80, "CWR "],
  [0x40, "ECE "],
  [0x20, "URG "],
  [0x10, "ACK "],
  [0x08, "PSH "],
  [0x04, "RST "],
  [0x02, "SYN "],
  [0x01, "FIN "],
];

function tcp(skb: SkBuff, at: number, part: number, flags: number): string {
  const { bytes, tail } = skb;
  let text = "PROTO=TCP ";
  if (part !== 0) return text;
  if (at + 20 > tail) return `${text}INCOMPLETE [${tail - at} bytes] `;
  text += `SPT=${be16(bytes, at)} DPT=${be16(bytes, at + 2)} `;
  if ((flags & NF_LOG_TCPSEQ) !== 0) text += `SEQ=${be32(bytes, at + 4)} ACK=${be32(bytes, at + 8)} `;
  text += `WINDOW=${be16(bytes, at + 14)} RES=0x${upper(bytes[at + 12] & 15, 2)} `;
  for (const [bit, name] of FLAGS) if ((bytes[at + 13] & bit) !== 0) text += name;
  text += `URGP=${be16(bytes, at + 18)} `;
  const end = Math.min(at + (bytes[at + 12] >>> 4) * 4, tail);
  if ((flags & NF_LOG_TCPOPT) === 0 || end <= at + 20) return text;
  let hex = "";
  for (let i = at + 20; i < end; i++) hex += upper(bytes[i], 2);
  return `${text}OPT (${hex}) `;
}
