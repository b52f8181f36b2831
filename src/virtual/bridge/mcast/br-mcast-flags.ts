/** What snooping notes about a frame in `skb->cbFlags`, above the bits of `br-private.ts` and `br-vlan.ts`. */

/** It is a membership message: never sent by the groups' entries (`igmp`). */
export const CB_IGMP = 1 << 9;
/** Without an entry, only routers get it (`mrouters_only`). */
export const CB_MROUTERS_ONLY = 1 << 10;
/** Which membership message it is, as `br-mcast-stats.ts` numbers them from 1 on; 0: none. */
export const CB_COUNTED_SHIFT = 11;
export const CB_COUNTED_MASK = 31 << CB_COUNTED_SHIFT;
