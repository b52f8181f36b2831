/** Flags of `mount(2)` and `umount2(2)`. Source: `include/uapi/linux/mount.h`, `include/linux/fs.h`. */

export const MS_BIND = 0x1000;
export const MS_REC = 0x4000;
export const MS_PRIVATE = 1 << 18;
export const MS_SLAVE = 1 << 19;
export const MS_SHARED = 1 << 20;

export const MNT_DETACH = 2;
