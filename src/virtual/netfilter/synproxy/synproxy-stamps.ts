/** Time stamps of connections whose handshake was answered for the server. Source: `net/netfilter/nf_synproxy_core.c` (`synproxy_tstamp_adjust`). */
import { read16, read32, write16, write32 } from "../../../packet/bytes.ts";
import { replaceLong } from "../../../packet/checksum.ts";
import * as t from "../../../packet/tcp.ts";
import { CHECKSUM_PARTIAL, type SkBuff } from "../../core/skbuff.ts";

/**
 * Gives each end the stamps that it knows.
 * @param tcp where the segment's header is, which is there whole without options
 * @param dir of the packet in its connection
 * @param tsoff how much the server's stamps are ahead of those that the client knows
 */
export function adjustStamps(skb: SkBuff, tcp: number, dir: number, tsoff: number): void {
  if (tsoff === 0 || tcp + t.tcpHeaderLength(skb.bytes, tcp) > skb.tail) return;
  const relative = tcp - skb.networkHeader;
  skb.makeWritable();
  const header = skb.networkHeader + relative;
  const { bytes } = skb;
  const end = header + t.tcpHeaderLength(bytes, header);
  for (let at = header + t.TCP_HLEN; at < end; ) {
    const kind = bytes[at];
    if (kind === t.TCPOPT_EOL) return;
    if (kind === t.TCPOPT_NOP) {
      at++;
      continue;
    }
    const length = at + 1 < end ? bytes[at + 1] : 0;
    if (length < 2 || at + length > end) return;
    if (kind === t.TCPOPT_TIMESTAMP && length === t.TCPOLEN_TIMESTAMP) {
      if (dir === 1) add(skb, header, at + 2, -tsoff);
      else add(skb, header, at + 6, tsoff);
      return;
    }
    at += length;
  }
}

function add(skb: SkBuff, header: number, at: number, amount: number): void {
  const { bytes } = skb;
  const old = read32(bytes, at);
  const fresh = (old + amount) >>> 0;
  write32(bytes, at, fresh);
  // the sum of one that the device completes does not cover it yet
  if (skb.ipSummed === CHECKSUM_PARTIAL) return;
  const check = header + t.TCP_CHECKSUM;
  write16(bytes, check, replaceLong(read16(bytes, check), old, fresh));
}
