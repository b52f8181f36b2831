/**
 * `struct in6_rtmsg` on x86-64, the argument of the ioctls that change routes of IPv6: offsets.
 *
 * Source: `include/uapi/linux/ipv6_route.h`.
 */

/** An address each. */
export const IN6_RTMSG_DST = 0;
export const IN6_RTMSG_SRC = 16;
export const IN6_RTMSG_GATEWAY = 32;
/** `RTN_*`; 0: unicast. */
export const IN6_RTMSG_TYPE = 48;
export const IN6_RTMSG_DST_LEN = 52;
export const IN6_RTMSG_SRC_LEN = 54;
export const IN6_RTMSG_METRIC = 56;
/** With the flag `RTF_EXPIRES`: what the route lives for, in hundredths of a second; 64 bits. */
export const IN6_RTMSG_INFO = 64;
/** `RTF_*` */
export const IN6_RTMSG_FLAGS = 72;
export const IN6_RTMSG_IFINDEX = 76;
export const IN6_RTMSG_LENGTH = 80;
