/**
 * IPv4's use of a packet's control block (`struct inet_skb_parm`): `skb.cbFlags` holds {@link IPSKB_FORWARDED} and friends, `cbIif` the
 * device it came in on, `cbA` the length of the options, `cbB` the largest fragment that it was made of, `cbC` the next stop of a source
 * route ({@link IPOPT_SRR_HIT}).
 */
export const IPSKB_FORWARDED = 1 << 0;
export const IPSKB_FRAG_COMPLETE = 1 << 3;
/** It was sent another way behind the hook of routing's end, and does not come there again. */
export const IPSKB_REROUTED = 1 << 4;
export const IPSKB_DOREDIRECT = 1 << 5;
export const IPSKB_FRAG_PMTU = 1 << 6;

/** What the options of a received packet hold (`struct ip_options`); valid with {@link IPOPT_COMPILED}. */
export const IPOPT_COMPILED = 1 << 8;
export const IPOPT_HAS_SRR = 1 << 9;
export const IPOPT_HAS_RR = 1 << 10;
export const IPOPT_HAS_TS = 1 << 11;
export const IPOPT_HAS_CIPSO = 1 << 12;
/** `is_changed`: the header's checksum is no longer right, and is mended when the packet is forwarded. */
export const IPOPT_CHANGED = 1 << 13;
export const IPOPT_STRICT = 1 << 14;
/** `srr_is_hit` */
export const IPOPT_SRR_HIT = 1 << 15;
export const IPOPT_RR_NEEDADDR = 1 << 16;
export const IPOPT_TS_NEEDADDR = 1 << 17;
