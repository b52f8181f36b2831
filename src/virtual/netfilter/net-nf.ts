/**
 * The hooks of a namespace: `struct netns_nf`. A namespace without any has none of it, so that a packet's way costs one load and
 * a branch.
 *
 * Source: `include/net/netns/netfilter.h`, `include/linux/netfilter.h`.
 */

import type { NetDevice } from "../core/dev/netdevice.ts";
import type { Net } from "../core/net.ts";
import type { SkBuff } from "../core/skbuff.ts";
import {
  NF_ARP_NUMHOOKS,
  NF_BR_NUMHOOKS,
  NF_BR_PRI_BRNF,
  NF_INET_NUMHOOKS,
  NFPROTO_ARP,
  NFPROTO_BRIDGE,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
} from "./hook-numbers.ts";

/**
 * Where a packet is: `struct nf_hook_state`. Reused: valid during the call only. The sending socket is `skb.sk`.
 */
export class NfHookState {
  /** `NF_INET_*`, `NF_BR_*`, `NF_ARP_*` or `NF_NETDEV_*` */
  hook = 0;
  /** `NFPROTO_*` */
  pf = 0;
  in: NetDevice | null = null;
  out: NetDevice | null = null;
  net!: Net;
  /** What goes on with a packet that is let through. */
  okfn!: NfOkFn;
  /** A packet is there now: one that comes by meanwhile, sent by one of the hooks, takes {@link inner}. */
  busy = false;
  inner: NfHookState | null = null;
}

/** Goes on with a packet that no hook stopped. Takes it over. @returns 0 or a negative error */
export type NfOkFn = (skb: SkBuff) => number;

/** @returns a verdict: `NF_ACCEPT`, `NF_DROP` (with an error from `nfDropErr`), `NF_STOLEN` (it took the packet over), `NF_QUEUE` */
export type NfHookFn = (skb: SkBuff, state: NfHookState) => number;

/** @returns whether a hook would accept the packet and change nothing but its own counters, which are counted then */
export type NfPassFn = (skb: SkBuff) => boolean;

/** A hook: `struct nf_hook_ops`. The object's identity is what unregistering goes by. */
export interface NfHookOps {
  readonly hook: NfHookFn;
  /** `NFPROTO_*`; `NFPROTO_INET` registers for IPv4 and IPv6. */
  readonly pf: number;
  readonly hooknum: number;
  /** Lower ones run first; of equal ones, the last registered. */
  readonly priority: number;
  /** For `NFPROTO_NETDEV` and `NF_INET_INGRESS`: the device. */
  readonly dev?: NetDevice;
  /** It only leads from one list to another: the lists go when there is no other any more. */
  readonly passive?: true;
  /** Tells of most packets, without a look at the place, that the hook would let them go as they are. */
  readonly passes?: NfPassFn | undefined;
  /** What stands for this hook and that one, when that one follows at once: a call less for each packet. */
  readonly joined?: { readonly next: NfHookFn; readonly hook: NfHookFn } | undefined;
}

/** The hooks of one place (`struct nf_hook_entries`): replaced, never changed in place. */
export class NfHookEntries {
  /** In the order in which they run. */
  readonly ops: readonly NfHookOps[];
  /** What is called, in that order. */
  readonly hooks: readonly NfHookFn[];
  /** Of each of them, {@link NfHookOps.passes}. */
  readonly passes: readonly (NfPassFn | null)[];
  readonly state = new NfHookState();
  private behindBridge: NfHookEntries | null = null;

  constructor(net: Net, pf: number, hook: number, ops: readonly NfHookOps[]) {
    this.ops = ops;
    const called = joinedOps(ops);
    this.hooks = called.map(({ hook }) => hook);
    this.passes = called.map(({ passes }) => passes ?? null);
    this.state.net = net;
    this.state.pf = pf;
    this.state.hook = hook;
  }

  /** Those that are behind the bridge's hand-over to IP; maybe none. */
  afterBridgeNetfilter(): NfHookEntries {
    const { net, pf, hook } = this.state;
    this.behindBridge ??= new NfHookEntries(
      net,
      pf,
      hook,
      this.ops.filter(({ priority }) => priority > NF_BR_PRI_BRNF),
    );
    return this.behindBridge;
  }
}

/** What is called for them. */
function joinedOps(ops: readonly NfHookOps[]): NfHookOps[] {
  const called: NfHookOps[] = [];
  for (let i = 0; i < ops.length; i++) {
    const { joined } = ops[i];
    const joins = joined !== undefined && joined.next === ops[i + 1]?.hook;
    called.push(joins ? { ...ops[i], hook: joined.hook, passes: undefined } : ops[i]);
    if (joins) i++;
  }
  return called;
}

/** Lists of hooks by family and place; null where nobody is. */
export class NetNf {
  private readonly lists: ((NfHookEntries | null)[] | undefined)[] = [];
  readonly ipv4 = this.make(NFPROTO_IPV4, NF_INET_NUMHOOKS);
  readonly ipv6 = this.make(NFPROTO_IPV6, NF_INET_NUMHOOKS);
  readonly arp = this.make(NFPROTO_ARP, NF_ARP_NUMHOOKS);
  readonly bridge = this.make(NFPROTO_BRIDGE, NF_BR_NUMHOOKS);
  /** The bridge leads its frames through the lists of IP. */
  bridgeEnabled = false;
  /** How many hooks there are in all lists, without passive ones. */
  count = 0;

  private make(pf: number, hooks: number): (NfHookEntries | null)[] {
    const list = new Array<NfHookEntries | null>(hooks).fill(null);
    this.lists[pf] = list;
    return list;
  }

  /** The lists of a family, by hook; undefined for one that has none of its own. */
  of(pf: number): (NfHookEntries | null)[] | undefined {
    return this.lists[pf];
  }
}
