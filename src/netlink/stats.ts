/**
 * Statistics of links, one kind of them at a time: `struct if_stats_msg` and its attributes (`include/uapi/linux/if_link.h`).
 */
export const IFLA_STATS_LINK_64 = 1;
export const IFLA_STATS_LINK_XSTATS = 2;
export const IFLA_STATS_LINK_XSTATS_SLAVE = 3;
export const IFLA_STATS_LINK_OFFLOAD_XSTATS = 4;
export const IFLA_STATS_AF_SPEC = 5;

/** Inside {@link IFLA_STATS_LINK_OFFLOAD_XSTATS}. */
export const IFLA_OFFLOAD_XSTATS_HW_S_INFO = 2;
export const IFLA_OFFLOAD_XSTATS_L3_STATS = 3;
/** Inside {@link IFLA_OFFLOAD_XSTATS_L3_STATS} of {@link IFLA_OFFLOAD_XSTATS_HW_S_INFO}. */
export const IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST = 1;
export const IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED = 2;

/** Length of `struct if_stats_msg`. */
export const IF_STATS_MSG_LEN = 12;

/** The bit of a filter mask that asks for an attribute. */
export function statsBit(attribute: number): number {
  return 1 << (attribute - 1);
}
