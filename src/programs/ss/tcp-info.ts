/** `struct tcp_info` in the words of `ss -i`. Source: `include/uapi/linux/tcp.h`, behaviour of iproute2 6.1. */

const TIMESTAMPS = 1;
const SACK = 2;
const WSCALE = 4;
const ECN = 8;
const ECN_SEEN = 16;
const SYN_DATA = 32;

/** A double of C's `%g`: six digits, without zeros at the end. */
function general(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Bits per second as ss writes rates. */
function rate(value: number): string {
  if (!Number.isFinite(value) || value <= 0) return "0bps";
  return `${Math.round(value)}bps`;
}

/** The words, each with a blank before it. */
export function tcpInfoText(info: Uint8Array, congestion: string | undefined): string {
  const bytes = new Uint8Array(256);
  bytes.set(info.subarray(0, 256));
  const view = new DataView(bytes.buffer);
  const u32 = (at: number) => view.getUint32(at, true);
  const u64 = (at: number) => Number(view.getBigUint64(at, true));
  const options = bytes[5];
  let text = "";
  if (options & TIMESTAMPS) text += " ts";
  if (options & SACK) text += " sack";
  if (options & ECN) text += " ecn";
  if (options & ECN_SEEN) text += " ecnseen";
  if (options & SYN_DATA) text += " fastopen";
  if (congestion !== undefined && congestion !== "") text += ` ${congestion}`;
  if (options & WSCALE) text += ` wscale:${bytes[6] & 15},${bytes[6] >>> 4}`;
  const rto = u32(8);
  if (rto !== 0 && rto !== 3_000_000) text += ` rto:${general(rto / 1000)}`;
  if (bytes[4] !== 0) text += ` backoff:${bytes[4]}`;
  const rtt = u32(68);
  if (rtt !== 0) text += ` rtt:${general(rtt / 1000)}/${general(u32(72) / 1000)}`;
  const ato = u32(12);
  if (ato !== 0) text += ` ato:${general(ato / 1000)}`;
  const sndMss = u32(16);
  if (sndMss !== 0) text += ` mss:${sndMss}`;
  const pmtu = u32(60);
  if (pmtu !== 0) text += ` pmtu:${pmtu}`;
  if (u32(20) !== 0) text += ` rcvmss:${u32(20)}`;
  if (u32(84) !== 0) text += ` advmss:${u32(84)}`;
  const cwnd = u32(80);
  if (cwnd !== 0) text += ` cwnd:${cwnd}`;
  const ssthresh = u32(76);
  if (ssthresh < 0xffff) text += ` ssthresh:${ssthresh}`;
  for (const [name, at] of [
    ["bytes_sent", 200],
    ["bytes_retrans", 208],
    ["bytes_acked", 120],
    ["bytes_received", 128],
  ] as const)
    if (u64(at) !== 0) text += ` ${name}:${u64(at)}`;
  for (const [name, at] of [
    ["segs_out", 136],
    ["segs_in", 140],
    ["data_segs_out", 156],
    ["data_segs_in", 152],
  ] as const)
    if (u32(at) !== 0) text += ` ${name}:${u32(at)}`;
  if (rtt > 0 && sndMss > 0 && cwnd > 0) text += ` send ${rate((cwnd * sndMss * 8e6) / rtt)}`;
  for (const [name, at] of [
    ["lastsnd", 44],
    ["lastrcv", 52],
    ["lastack", 56],
  ] as const)
    if (u32(at) !== 0) text += ` ${name}:${u32(at)}`;
  const pacing = u64(104);
  if (pacing !== 0 && view.getBigUint64(104, true) !== 0xffff_ffff_ffff_ffffn)
    text += ` pacing_rate ${rate(pacing * 8)}`;
  const delivery = u64(160);
  if (delivery !== 0) text += ` delivery_rate ${rate(delivery * 8)}`;
  if (u32(192) !== 0) text += ` delivered:${u32(192)}`;
  if (bytes[7] & 1) text += " app_limited";
  if (u64(168) !== 0) text += ` busy:${Math.floor(u64(168) / 1000)}ms`;
  for (const [name, at] of [
    ["rwnd", 176],
    ["sndbuf", 184],
  ] as const)
    if (u64(at) !== 0)
      text += ` ${name}_limited:${Math.floor(u64(at) / 1000)}ms(${((100 * u64(at)) / u64(168)).toFixed(1)}%)`;
  if (u32(24) !== 0) text += ` unacked:${u32(24)}`;
  if (u32(36) !== 0 || u32(100) !== 0) text += ` retrans:${u32(36)}/${u32(100)}`;
  if (u32(32) !== 0) text += ` lost:${u32(32)}`;
  if (u32(28) !== 0) text += ` sacked:${u32(28)}`;
  if (u32(216) !== 0) text += ` dsack_dups:${u32(216)}`;
  if (u32(88) !== 3 && u32(88) !== 0) text += ` reordering:${u32(88)}`;
  if (u32(220) !== 0) text += ` reord_seen:${u32(220)}`;
  if (u32(92) !== 0) text += ` rcv_rtt:${general(u32(92) / 1000)}`;
  if (u32(96) !== 0) text += ` rcv_space:${u32(96)}`;
  if (u32(228) !== 0) text += ` rcv_ssthresh:${u32(64)}`;
  else if (u32(64) !== 0) text += ` rcv_ssthresh:${u32(64)}`;
  if (u32(144) !== 0) text += ` notsent:${u32(144)}`;
  if (u32(148) !== 0 && u32(148) !== 0xffffffff) text += ` minrtt:${general(u32(148) / 1000)}`;
  if (u32(224) !== 0) text += ` rcv_ooopack:${u32(224)}`;
  if (u32(228) !== 0) text += ` snd_wnd:${u32(228)}`;
  return text;
}
