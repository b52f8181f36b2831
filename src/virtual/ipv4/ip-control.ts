/**
 * IPv4's use of a packet's control block (`struct inet_skb_parm`): `skb.cbFlags` holds {@link IPSKB_FORWARDED} and friends, `cbIif` the
 * device it came in on, `cbA` the length of the options, `cbB` the largest fragment that it was made of, `cbC` what the options hold.
 */
export const IPSKB_FORWARDED = 1 << 0;
export const IPSKB_FRAG_COMPLETE = 1 << 3;
export const IPSKB_DOREDIRECT = 1 << 5;
export const IPSKB_FRAG_PMTU = 1 << 6;
