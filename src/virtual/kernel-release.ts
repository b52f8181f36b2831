/** What `uname -r` says: the release that the virtual kernel is compared with. */
export const KERNEL_RELEASE = "6.18.0";

/** What the kernel calls itself (`uname(2)`, /proc/version). */
export const UNAME = {
  sysname: "Linux",
  release: KERNEL_RELEASE,
  version: "#1 SMP PREEMPT_DYNAMIC vethlab",
  machine: "x86_64",
} as const;
