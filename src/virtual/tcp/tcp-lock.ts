/**
 * While a system call works on a connection, its segments and timers wait.
 *
 * Source: `net/core/sock.c` (`lock_sock`, `release_sock`, `__sk_add_backlog`).
 */
import type { SkBuff } from "../core/skbuff.ts";
import type { TcpSock } from "./tcp-sock.ts";

/** What is done when the call is over; set by who knows how. */
export const releaseHooks = {
  receive: (_tp: TcpSock, _skb: SkBuff): void => {},
  acknowledge: (_tp: TcpSock): void => {},
  deferred: (_tp: TcpSock): void => {},
  wake: (_tp: TcpSock): void => {},
};

/** Segments and timers wait from now on, until `releaseSock` handles them. */
export function lockSock(tp: TcpSock): void {
  tp.owned = true;
}

/** Works off what came meanwhile, then lets go and tells who waits. */
export function releaseSock(tp: TcpSock): void {
  tp.inRelease = true;
  for (let skb = tp.backlog.shift(); skb !== null; skb = tp.backlog.shift()) releaseHooks.receive(tp, skb);
  tp.backlogBytes = 0;
  tp.inRelease = false;
  if (tp.ackDeferred) releaseHooks.acknowledge(tp);
  if (tp.deferred !== 0) releaseHooks.deferred(tp);
  tp.owned = false;
  if (tp.wakePending || tp.wakeOutPending) releaseHooks.wake(tp);
}
