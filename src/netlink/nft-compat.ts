/**
 * Matches and targets of xtables inside nf_tables: their attributes, and the messages that ask whether the kernel has one.
 *
 * Values of `include/uapi/linux/netfilter/nf_tables_compat.h`.
 */

/** Of `match` and of `target` alike. */
export const NFTA_XT_NAME = 1;
export const NFTA_XT_REV = 2;
export const NFTA_XT_INFO = 3;
export const NFTA_XT_MAX = 3;

export const NFNL_MSG_COMPAT_GET = 0;
export const NFTA_COMPAT_NAME = 1;
export const NFTA_COMPAT_REV = 2;
export const NFTA_COMPAT_TYPE = 3;
export const NFTA_COMPAT_MAX = 3;
/** What `NFTA_COMPAT_TYPE` asks for. */
export const COMPAT_TYPE_MATCH = 0;
export const COMPAT_TYPE_TARGET = 1;
