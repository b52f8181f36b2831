/**
 * Functions that drop packets. The compiler moves a function into its caller, so that Linux's tracepoint names the caller. The
 * virtual kernel names the function of the source; these are the callers that it went into on the reference machine.
 */
const INLINED_INTO: Readonly<Record<string, string>> = {
  ip_protocol_deliver_rcu: "ip_local_deliver_finish",
  ip6_frag_queue: "ipv6_frag_rcv",
  packet_snd: "packet_sendmsg",
  __udp4_lib_mcast_deliver: "__udp4_lib_rcv",
};

/** Lines `protocol reason function`. */
export function normalisePlaces(drops: readonly string[]): string[] {
  return drops.map((line) => {
    const [protocol, reason, place = ""] = line.split(" ");
    return `${protocol} ${reason} ${INLINED_INTO[place] ?? place}`;
  });
}
