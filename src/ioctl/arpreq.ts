/**
 * `struct arpreq`, the argument of the ioctls that change neighbours of IPv4: offsets and flags.
 *
 * Source: `include/uapi/linux/if_arp.h`, `include/uapi/linux/sockios.h`.
 */
export const SIOCDARP = 0x8953;
export const SIOCSARP = 0x8955;

/** A `struct sockaddr`: the family, and the address four bytes after it. */
export const ARPREQ_PA = 0;
/** A `struct sockaddr` of a hardware address: the type (`ARPHRD_*`), and the address two bytes after it. */
export const ARPREQ_HA = 16;
export const ARPREQ_HA_LENGTH = 14;
export const ARPREQ_FLAGS = 32;
/** A `struct sockaddr`. */
export const ARPREQ_NETMASK = 36;
/** The name of a device; none when it is empty. */
export const ARPREQ_DEV = 52;
export const ARPREQ_LENGTH = 68;

/** The hardware address is known. */
export const ATF_COM = 0x2;
export const ATF_PERM = 0x4;
/** This host answers in its place. */
export const ATF_PUBL = 0x8;
export const ATF_NETMASK = 0x20;
export const ATF_DONTPUB = 0x40;
