/**
 * Where the bridge shows frames to netfilter: `NF_HOOK(NFPROTO_BRIDGE, …)`.
 *
 * Source: `net/bridge/br_input.c`, `br_forward.c`; `net/bridge/br_netfilter_hooks.c` (`br_nf_hook_thresh`).
 */

import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { nfHookThen, runHooks } from "../../netfilter/core.ts";
import { NFPROTO_BRIDGE } from "../../netfilter/hook-numbers.ts";
import type { NfOkFn } from "../../netfilter/net-nf.ts";

/**
 * What IP's rules see of bridged packets hooks itself in with the first frame of a namespace that has any hooks: `enable` is set by it.
 */
export const bridgeNetfilter: { enable: (net: Net) => void } = { enable: () => {} };

/** Runs a frame through the bridge's hooks, and goes on with `okfn`. Ask only where `net.nf` is there. */
export function bridgeHook(
  net: Net,
  hook: number,
  skb: SkBuff,
  indev: NetDevice | null,
  outdev: NetDevice | null,
  okfn: NfOkFn,
): number {
  const { nf } = net;
  if (nf !== null && !nf.bridgeEnabled) {
    nf.bridgeEnabled = true;
    bridgeNetfilter.enable(net);
  }
  return nfHookThen(net, NFPROTO_BRIDGE, hook, skb, indev, outdev, okfn);
}

/** The bridge's hooks behind those of IP (`br_nf_hook_thresh`). */
export function bridgeHookAfterIp(
  net: Net,
  hook: number,
  skb: SkBuff,
  indev: NetDevice | null,
  outdev: NetDevice | null,
  okfn: NfOkFn,
): number {
  const rest = net.nf?.bridge[hook]?.afterBridgeNetfilter();
  if (rest === undefined || rest.hooks.length === 0) return okfn(skb);
  const result = runHooks(rest, skb, indev, outdev, okfn);
  return result === 1 ? okfn(skb) : result;
}
