/**
 * `struct ifreq`, `struct ifconf` and `struct in6_ifreq` on x86-64, the arguments of ioctls about devices and their addresses.
 *
 * Source: `include/uapi/linux/if.h`, `include/uapi/linux/ipv6.h`, `include/uapi/linux/sockios.h`.
 */
export const SIOCGIFCONF = 0x8912;
export const SIOCGIFFLAGS = 0x8913;
export const SIOCSIFFLAGS = 0x8914;
export const SIOCGIFADDR = 0x8915;
export const SIOCSIFADDR = 0x8916;
export const SIOCGIFDSTADDR = 0x8917;
export const SIOCSIFDSTADDR = 0x8918;
export const SIOCGIFBRDADDR = 0x8919;
export const SIOCSIFBRDADDR = 0x891a;
export const SIOCGIFNETMASK = 0x891b;
export const SIOCSIFNETMASK = 0x891c;
export const SIOCGIFMTU = 0x8921;
export const SIOCSIFMTU = 0x8922;
export const SIOCSIFNAME = 0x8923;
export const SIOCSIFHWADDR = 0x8924;
export const SIOCGIFHWADDR = 0x8927;
export const SIOCGIFINDEX = 0x8933;
export const SIOCSIFPFLAGS = 0x8934;
export const SIOCGIFPFLAGS = 0x8935;
export const SIOCDIFADDR = 0x8936;
export const SIOCGIFTXQLEN = 0x8942;
export const SIOCSIFTXQLEN = 0x8943;
export const SIOCGIFMAP = 0x8970;
export const SIOCSIFMAP = 0x8971;
/** The first of sixteen that a driver may give a meaning. */
export const SIOCDEVPRIVATE = 0x89f0;

/** The name, and after it the union: a `struct sockaddr`, flags, a number, another name … */
export const IFREQ_LENGTH = 40;
export const IFREQ_UNION = 16;
/** The address in the union's `struct sockaddr_in`, and its length. */
export const IFREQ_ADDRESS = IFREQ_UNION + 4;
export const SOCKADDR_LENGTH = 16;

/** A length in bytes, and a pointer to so many bytes of `struct ifreq`. */
export const IFCONF_LENGTH = 16;
export const IFCONF_POINTER = 8;

/** An address, and after it the length of its prefix and the device's index. */
export const IN6_IFREQ_LENGTH = 24;
export const IN6_IFREQ_PREFIX = 16;
export const IN6_IFREQ_INDEX = 20;
