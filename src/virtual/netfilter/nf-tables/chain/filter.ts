/** Chains of type filter. Source: `net/netfilter/nft_chain_filter.c`. */

import type { NetDevice } from "../../../core/dev/netdevice.ts";
import type { Net } from "../../../core/net.ts";
import type { NetdevNotifier } from "../../../core/notifier.ts";
import { nfRegisterNetHook, nfUnregisterNetHook } from "../../core.ts";
import {
  NF_ARP_IN,
  NF_ARP_OUT,
  NF_INET_FORWARD,
  NF_INET_INGRESS,
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NF_INET_PRE_ROUTING,
  NF_NETDEV_EGRESS,
  NF_NETDEV_INGRESS,
  NFPROTO_ARP,
  NFPROTO_BRIDGE,
  NFPROTO_INET,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
  NFPROTO_NETDEV,
} from "../../hook-numbers.ts";
import type { NfHookOps } from "../../net-nf.ts";
import type { NftBaseChain, NftChain } from "./chain.ts";
import { NFT_CHAIN_T_DEFAULT, type NftChainType } from "./chain-type.ts";
import { chainHook, chainPasses } from "./run.ts";

const mask = (...hooks: number[]): number => hooks.reduce((bits, hook) => bits | (1 << hook), 0);

const INET_HOOKS = mask(
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_FORWARD,
  NF_INET_PRE_ROUTING,
  NF_INET_POST_ROUTING,
);

/** At one place for the whole namespace. */
function registerPlain(chain: NftChain, base: NftBaseChain): (() => void) | number {
  const { net, family } = chain.table;
  const ops: NfHookOps = {
    hook: chainHook(chain, base),
    passes: chainPasses(chain, base),
    pf: family,
    hooknum: base.hook,
    priority: base.priority,
  };
  const error = nfRegisterNetHook(net, ops);
  return error < 0 ? error : () => nfUnregisterNetHook(net, ops);
}

/** Whether a chain's name of a device means this one: a star at the end stands for anything. */
function names(pattern: string, dev: NetDevice): boolean {
  return pattern.endsWith("*") ? dev.name.startsWith(pattern.slice(0, -1)) : dev.name === pattern;
}

/** At each device that the chain names and that is there, and at those that come. */
function registerAtDevices(chain: NftChain, base: NftBaseChain): (() => void) | number {
  const { net, family } = chain.table;
  const bound = new Map<NetDevice, NfHookOps>();
  const hook = chainHook(chain, base, true);
  const bind = (dev: NetDevice): number => {
    const ops: NfHookOps = { hook, pf: family, hooknum: base.hook, priority: base.priority, dev };
    const error = nfRegisterNetHook(net, ops);
    if (error === 0) bound.set(dev, ops);
    return error;
  };
  const unbindAll = (): void => {
    for (const ops of bound.values()) nfUnregisterNetHook(net, ops);
    bound.clear();
  };
  for (const dev of net.devices.values()) {
    if (!base.devices.some((pattern) => names(pattern, dev))) continue;
    const error = bind(dev);
    if (error === 0) continue;
    unbindAll();
    return error;
  }
  const watch = {
    matches: (dev: NetDevice): boolean =>
      dev.net === net && base.devices.some((pattern) => names(pattern, dev)),
    bind: (dev: NetDevice): void => {
      if (!bound.has(dev)) bind(dev);
    },
    unbind: (dev: NetDevice): void => {
      const ops = bound.get(dev);
      if (ops === undefined) return;
      nfUnregisterNetHook(net, ops);
      bound.delete(dev);
    },
  };
  const watches = watchesOf(net);
  watches.add(watch);
  return () => {
    watches.delete(watch);
    unbindAll();
  };
}

/** Chains that wait for devices. */
interface DeviceWatch {
  matches(dev: NetDevice): boolean;
  bind(dev: NetDevice): void;
  unbind(dev: NetDevice): void;
}

const NONE: ReadonlySet<DeviceWatch> = new Set();
const WATCHES = Symbol("chains at devices");

function watchesOf(net: Net): Set<DeviceWatch> {
  let watches = net.getGeneric(WATCHES) as Set<DeviceWatch> | undefined;
  if (watches === undefined) {
    watches = new Set();
    net.setGeneric(WATCHES, watches);
  }
  return watches;
}

/** A device came, went, or has another name (`nf_tables_netdev_event`). */
export const deviceNotifier: NetdevNotifier = (event, dev) => {
  const there = event !== "NETDEV_UNREGISTER";
  if (there && event !== "NETDEV_REGISTER" && event !== "NETDEV_CHANGENAME") return 0;
  const watches = dev.net.getGeneric(WATCHES) as Set<DeviceWatch> | undefined;
  for (const watch of watches ?? NONE) {
    if (there && watch.matches(dev)) watch.bind(dev);
    else watch.unbind(dev);
  }
  return 0;
};

function registerInet(chain: NftChain, base: NftBaseChain): (() => void) | number {
  return base.hook === NF_INET_INGRESS ? registerAtDevices(chain, base) : registerPlain(chain, base);
}

function filterType(family: number, hookMask: number, register: NftChainType["register"]): NftChainType {
  return { name: "filter", family, type: NFT_CHAIN_T_DEFAULT, hookMask, register };
}

export const FILTER_TYPES: readonly NftChainType[] = [
  filterType(NFPROTO_IPV4, INET_HOOKS, registerPlain),
  filterType(NFPROTO_IPV6, INET_HOOKS, registerPlain),
  filterType(NFPROTO_INET, INET_HOOKS | mask(NF_INET_INGRESS), registerInet),
  filterType(NFPROTO_ARP, mask(NF_ARP_IN, NF_ARP_OUT), registerPlain),
  filterType(NFPROTO_BRIDGE, INET_HOOKS, registerPlain),
  filterType(NFPROTO_NETDEV, mask(NF_NETDEV_INGRESS, NF_NETDEV_EGRESS), registerAtDevices),
];
