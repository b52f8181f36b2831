/** Groups of a neighbour's states, and what an update of it may do. Source: `include/net/neighbour.h`. */
import {
  NUD_DELAY,
  NUD_INCOMPLETE,
  NUD_NOARP,
  NUD_PERMANENT,
  NUD_PROBE,
  NUD_REACHABLE,
  NUD_STALE,
} from "../../../netlink/neigh.ts";

/** A timer runs in these states. */
export const NUD_IN_TIMER = NUD_INCOMPLETE | NUD_REACHABLE | NUD_DELAY | NUD_PROBE;
/** The link-layer address is known. */
export const NUD_VALID = NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE | NUD_PROBE | NUD_STALE | NUD_DELAY;
/** Packets go out without asking. */
export const NUD_CONNECTED = NUD_PERMANENT | NUD_NOARP | NUD_REACHABLE;

/** What an update may do: a known link-layer address is replaced. */
export const NEIGH_UPDATE_F_OVERRIDE = 0x1;
/** An address that differs makes the entry stale, and is not taken. */
export const NEIGH_UPDATE_F_WEAK_OVERRIDE = 0x2;
/** {@link NEIGH_UPDATE_F_ISROUTER} says whether it is a router from now on. */
export const NEIGH_UPDATE_F_OVERRIDE_ISROUTER = 0x4;
export const NEIGH_UPDATE_F_ISROUTER = 0x8;
/** As if a packet had been sent: it is asked for. */
export const NEIGH_UPDATE_F_USE = 0x10000000;
/** The entry is kept reachable by the kernel. */
export const NEIGH_UPDATE_F_MANAGED = 0x20000000;
/** Another control plane keeps the entry. */
export const NEIGH_UPDATE_F_EXT_LEARNED = 0x40000000;
/** The administrator's word: entries that no packet may change are changed, too. */
export const NEIGH_UPDATE_F_ADMIN = 0x80000000 | 0;

/** `NTF_MANAGED` beside the flags that `ndm_flags` has room for. */
export const NTF_MANAGED = 0x100;
