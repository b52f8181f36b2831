/** News about a neighbour: from its answers, from other protocols, from the administrator. Source: `net/core/neighbour.c` (`__neigh_update`). */
import { EINVAL, EPERM } from "../../../errno.ts";
import {
  NTF_EXT_LEARNED,
  NTF_ROUTER,
  NUD_FAILED,
  NUD_INCOMPLETE,
  NUD_NOARP,
  NUD_PERMANENT,
  NUD_PROBE,
  NUD_REACHABLE,
  NUD_STALE,
} from "../../../netlink/neigh.ts";
import { smallCopy } from "../lib/shared-bytes.ts";
import type { ExtendedAck } from "../rtnetlink/rtnetlink.ts";
import {
  NEIGH_UPDATE_F_ADMIN,
  NEIGH_UPDATE_F_EXT_LEARNED,
  NEIGH_UPDATE_F_ISROUTER,
  NEIGH_UPDATE_F_MANAGED,
  NEIGH_UPDATE_F_OVERRIDE,
  NEIGH_UPDATE_F_OVERRIDE_ISROUTER,
  NEIGH_UPDATE_F_USE,
  NEIGH_UPDATE_F_WEAK_OVERRIDE,
  NTF_MANAGED,
  NUD_CONNECTED,
  NUD_IN_TIMER,
  NUD_VALID,
} from "./neigh-states.ts";
import type { Neighbour } from "./neighbour.ts";

/**
 * Takes over news about a neighbour (`__neigh_update`).
 * @param lladdr its link-layer address, or null to keep the one it has; it is copied
 * @param state the new `NUD_*`
 * @param flags `NEIGH_UPDATE_F_*`
 * @returns 0 or a negative error
 */
export function updateNeigh(
  neigh: Neighbour,
  lladdr: Uint8Array | null,
  state: number,
  flags: number,
  portid = 0,
  extack: ExtendedAck | null = null,
): number {
  const old = neigh.nudState;
  if (neigh.dead) return extack?.fail(-EPERM, "Neighbor entry is now dead") ?? -EPERM;
  const admin = (flags & NEIGH_UPDATE_F_ADMIN) !== 0;
  if (!admin && (old & (NUD_NOARP | NUD_PERMANENT)) !== 0) return -EPERM;
  let notify = admin && updateFlags(neigh, flags);
  if ((flags & (NEIGH_UPDATE_F_USE | NEIGH_UPDATE_F_MANAGED)) !== 0) {
    neigh.nudState = old & ~NUD_PERMANENT;
    return finishUpdate(neigh, flags & ~NEIGH_UPDATE_F_OVERRIDE_ISROUTER, portid, notify, 0);
  }
  if ((state & NUD_VALID) === 0) {
    neigh.stopTimer();
    neigh.nudState = state;
    // whatever flags have changed
    notify = (old & NUD_VALID) !== 0;
    if ((old & (NUD_INCOMPLETE | NUD_PROBE)) !== 0 && (state & NUD_FAILED) !== 0) {
      neigh.invalidate();
      notify = true;
    }
    return finishUpdate(neigh, flags & ~NEIGH_UPDATE_F_OVERRIDE_ISROUTER, portid, notify, 0);
  }
  return updateValid(neigh, lladdr, state, flags, portid, extack, notify);
}

/** The news have a link-layer address, or confirm the one that is known. */
function updateValid(
  neigh: Neighbour,
  lladdr: Uint8Array | null,
  wanted: number,
  flags: number,
  portid: number,
  extack: ExtendedAck | null,
  flagsChanged: boolean,
): number {
  const old = neigh.nudState;
  const wasValid = (old & NUD_VALID) !== 0;
  let state = wanted;
  let notify = flagsChanged;
  let address = neigh.ha;
  if (neigh.dev.addressLength > 0) {
    if (lladdr === null && !wasValid) {
      if (extack !== null) extack.message = "No link layer address given";
      return finishUpdate(neigh, flags & ~NEIGH_UPDATE_F_OVERRIDE_ISROUTER, portid, notify, -EINVAL);
    }
    if (lladdr !== null && (!wasValid || !sameAddress(lladdr, neigh.ha, neigh.dev.addressLength)))
      address = lladdr;
  }
  const now = neigh.machine.now();
  if ((state & NUD_CONNECTED) !== 0) neigh.confirmed = now;
  let routerFlags = flags;
  if (wasValid) {
    if (address !== neigh.ha && (flags & NEIGH_UPDATE_F_OVERRIDE) === 0) {
      routerFlags &= ~NEIGH_UPDATE_F_OVERRIDE_ISROUTER;
      if ((flags & NEIGH_UPDATE_F_WEAK_OVERRIDE) === 0 || (old & NUD_CONNECTED) === 0)
        return finishUpdate(neigh, routerFlags, portid, notify, 0);
      address = neigh.ha;
      state = NUD_STALE;
    } else if (address === neigh.ha && state === NUD_STALE && (flags & NEIGH_UPDATE_F_ADMIN) === 0)
      state = old;
  }
  if (state !== old || address !== neigh.ha) neigh.updated = now;
  if (state !== old) {
    neigh.stopTimer();
    if ((state & NUD_PROBE) !== 0) neigh.probes = 0;
    if ((state & NUD_IN_TIMER) !== 0)
      neigh.arm(now + ((state & NUD_REACHABLE) !== 0 ? neigh.parms.reachableTime(neigh.machine) : 0));
    neigh.nudState = state;
    notify = true;
  }
  if (address !== neigh.ha) {
    neigh.ha = smallCopy(address.subarray(0, neigh.ha.length));
    if ((state & NUD_CONNECTED) === 0) neigh.confirmed = now - 2 * neigh.parms.values.baseReachableTime;
    notify = true;
  }
  if (state !== old && !wasValid) neigh.flushQueue();
  return finishUpdate(neigh, routerFlags, portid, notify, 0);
}

/** What the administrator says of flags. @returns whether one changed */
function updateFlags(neigh: Neighbour, flags: number): boolean {
  const wanted =
    ((flags & NEIGH_UPDATE_F_EXT_LEARNED) !== 0 ? NTF_EXT_LEARNED : 0) |
    ((flags & NEIGH_UPDATE_F_MANAGED) !== 0 ? NTF_MANAGED : 0);
  const mask = NTF_EXT_LEARNED | NTF_MANAGED;
  if ((neigh.flags & mask) === wanted) return false;
  neigh.flags = (neigh.flags & ~mask) | wanted;
  return true;
}

/** Whether it is a router, the garbage collection, and who is told of it. @returns `error` */
function finishUpdate(
  neigh: Neighbour,
  flags: number,
  portid: number,
  changed: boolean,
  error: number,
): number {
  let notify = changed;
  if ((flags & NEIGH_UPDATE_F_OVERRIDE_ISROUTER) !== 0) {
    const router = (flags & NEIGH_UPDATE_F_ISROUTER) !== 0 ? NTF_ROUTER : 0;
    if ((neigh.flags & NTF_ROUTER) !== router) {
      neigh.flags = (neigh.flags & ~NTF_ROUTER) | router;
      notify = true;
    }
  }
  neigh.table.updateCollectable(neigh);
  if ((neigh.flags & NTF_MANAGED) !== 0 && notify) neigh.table.manage(neigh);
  if (notify) neigh.table.notify(neigh, portid);
  return error;
}

function sameAddress(a: Uint8Array, b: Uint8Array, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false;
  return true;
}
