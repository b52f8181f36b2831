/** What `uname -r` says: the release that the virtual kernel is compared with. */
export const KERNEL_RELEASE = "6.18.0";
