/**
 * `struct rtentry` on x86-64, the argument of the ioctls that change routes of IPv4: offsets and flags.
 *
 * Source: `include/uapi/linux/route.h`, `include/uapi/linux/sockios.h`.
 */
export const SIOCADDRT = 0x890b;
export const SIOCDELRT = 0x890c;

/** A `struct sockaddr` each: the family, and the address four bytes after it. */
export const RTENTRY_DST = 8;
export const RTENTRY_GATEWAY = 24;
export const RTENTRY_GENMASK = 40;
export const RTENTRY_FLAGS = 56;
/** One more than the metric; 0 is none. */
export const RTENTRY_METRIC = 80;
/** Pointer to the name of the device. */
export const RTENTRY_DEV = 88;
export const RTENTRY_MTU = 96;
export const RTENTRY_WINDOW = 104;
export const RTENTRY_IRTT = 112;
/** The name that the pointer refers to follows (see `Socket.ioctl`). */
export const RTENTRY_LENGTH = 120;

export const RTF_UP = 0x1;
export const RTF_GATEWAY = 0x2;
export const RTF_HOST = 0x4;
export const RTF_REINSTATE = 0x8;
export const RTF_DYNAMIC = 0x10;
export const RTF_MODIFIED = 0x20;
export const RTF_MTU = 0x40;
export const RTF_WINDOW = 0x80;
export const RTF_IRTT = 0x100;
export const RTF_REJECT = 0x200;
