/**
 * Functions that drop packets. The compiler moves a function into its caller, so that Linux's tracepoint names the caller. The
 * virtual kernel names the function of the source; these are the callers that it went into on the reference machine.
 */
const INLINED_INTO: Readonly<Record<string, string>> = {
  ip_protocol_deliver_rcu: "ip_local_deliver_finish",
  ipv6_hop_jumbo: "ip6_parse_tlv",
  ipv6_hop_ioam: "ip6_parse_tlv",
  ipv6_hop_calipso: "ip6_parse_tlv",
  ip6_frag_queue: "ipv6_frag_rcv",
  packet_snd: "packet_sendmsg",
  __udp6_lib_mcast_deliver: "__udp6_lib_rcv",
  __udp4_lib_mcast_deliver: "__udp4_lib_rcv",
};

/**
 * Linux keeps the pieces of a reassembled packet as they came, and those of a datagram as its socket cut it, of which those of IPv4 have
 * no protocol yet: it tells of each when the whole is dropped or cut. Here a whole is one packet.
 */
const PIECES = /(skb_release_data|___pskb_trim)$|^0 NOT_SPECIFIED ip_do_fragment$/;
/** The pieces of IPv6 that are not sent because the one before was dropped. */
const PIECE6 = "34525 NOT_SPECIFIED ip6_fragment";
/**
 * No device of a node has a queue: drops there are of others, on the same processor. What a closed socket had is dropped when its memory
 * is freed, and so in the batch after.
 */
const FOREIGN = / QDISC_DROP | QUEUE_PURGE | udp_destruct_common$/;

/** Lines `protocol reason function`. */
export function normalisePlaces(drops: readonly string[]): string[] {
  const wholes = drops
    .filter((line) => !PIECES.test(line) && !FOREIGN.test(line))
    .filter((line, i, all) => line !== PIECE6 || i === 0 || !all[i - 1]?.startsWith("34525 "));
  return wholes.map((line) => {
    const [protocol, reason, place = ""] = line.split(" ");
    return `${protocol} ${reason} ${INLINED_INTO[place] ?? place}`;
  });
}
