/** Levels of messages: `include/linux/kern_levels.h`. */
export const KERN_EMERG = 0;
export const KERN_ALERT = 1;
export const KERN_CRIT = 2;
export const KERN_ERR = 3;
export const KERN_WARNING = 4;
export const KERN_NOTICE = 5;
export const KERN_INFO = 6;
export const KERN_DEBUG = 7;

/** Facilities of `syslog(3)`: the kernel's, and that of processes that write to /dev/kmsg without one. */
export const LOG_KERN = 0;
export const LOG_USER = 1;
