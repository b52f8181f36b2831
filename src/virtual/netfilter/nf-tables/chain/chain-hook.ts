/**
 * Where a base chain wants to be: the attributes of `NFTA_CHAIN_HOOK`.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nft_chain_parse_hook`, `nf_tables_parse_netdev_hooks`, `nft_stats_alloc`).
 */
import { E2BIG, EEXIST, EINVAL, ENOENT, EOPNOTSUPP } from "../../../../errno.ts";
import { AttributeTable } from "../../../../netlink/attribute.ts";
import {
  NFTA_CHAIN_COUNTERS,
  NFTA_CHAIN_HOOK,
  NFTA_CHAIN_TYPE,
  NFTA_COUNTER_BYTES,
  NFTA_COUNTER_PACKETS,
  NFTA_DEVICE_NAME,
  NFTA_HOOK_DEV,
  NFTA_HOOK_DEVS,
  NFTA_HOOK_HOOKNUM,
  NFTA_HOOK_PRIORITY,
} from "../../../../netlink/nf-tables.ts";
import { NF_INET_INGRESS, NF_IP_PRI_CONNTRACK, NFPROTO_INET, NFPROTO_NETDEV } from "../../hook-numbers.ts";
import type { NftCtx } from "../context.ts";
import { be64 } from "../data.ts";
import type { ChainCounter, NftChain } from "./chain.ts";
import { defaultChainType, findChainType, NFT_CHAIN_T_NAT, type NftChainType } from "./chain-type.ts";

/** Most devices of one chain (`NFT_NETDEVICE_MAX`). */
const NFT_NETDEVICE_MAX = 256;
/** One above the highest hook (`NF_MAX_HOOKS`). */
const NF_MAX_HOOKS = 8;
const IFNAMSIZ = 16;

/** What a request wants; of a chain that is there already, what it has is taken where the request does not say. */
export interface ParsedHook {
  readonly type: NftChainType;
  readonly hooknum: number;
  readonly priority: number;
  readonly devices: readonly string[];
}

const hookTable = new AttributeTable(4);

/** `nft_chain_parse_hook`. @returns the place, or a negative error */
export function parseChainHook(
  ctx: NftCtx,
  tb: AttributeTable,
  chain: NftChain | undefined,
): ParsedHook | number {
  const hook = hookTable.parseNested(tb, NFTA_CHAIN_HOOK);
  const base = chain?.base ?? null;
  if (base === null && (!hook.has(NFTA_HOOK_HOOKNUM) || !hook.has(NFTA_HOOK_PRIORITY))) return -ENOENT;
  const hooknum = hook.has(NFTA_HOOK_HOOKNUM) ? hook.be32(NFTA_HOOK_HOOKNUM) : (base?.hook ?? 0);
  const priority = hook.has(NFTA_HOOK_PRIORITY) ? hook.be32(NFTA_HOOK_PRIORITY) | 0 : (base?.priority ?? 0);
  let type = base?.type ?? defaultChainType(ctx.family);
  if (tb.has(NFTA_CHAIN_TYPE)) {
    type = findChainType(ctx.family, tb.string(NFTA_CHAIN_TYPE));
    if (type === undefined) return ctx.bad(-ENOENT, tb, NFTA_CHAIN_TYPE);
  }
  if (type === undefined) return -EOPNOTSUPP;
  if (hooknum >= NF_MAX_HOOKS || (type.hookMask & (1 << hooknum)) === 0) return -EOPNOTSUPP;
  if (type.type === NFT_CHAIN_T_NAT && priority <= NF_IP_PRI_CONNTRACK) return -EOPNOTSUPP;
  const devices = parseDevices(ctx, hook, hooknum, base === null);
  if (typeof devices === "number") return devices;
  return { type, hooknum, priority, devices };
}

function atDevice(family: number, hooknum: number): boolean {
  return family === NFPROTO_NETDEV || (family === NFPROTO_INET && hooknum === NF_INET_INGRESS);
}

function parseDevices(
  ctx: NftCtx,
  hook: AttributeTable,
  hooknum: number,
  needed: boolean,
): string[] | number {
  if (!atDevice(ctx.family, hooknum))
    return hook.has(NFTA_HOOK_DEV) || hook.has(NFTA_HOOK_DEVS) ? -EOPNOTSUPP : [];
  if (hook.has(NFTA_HOOK_DEV)) return checked([hook.string(NFTA_HOOK_DEV)]);
  if (!hook.has(NFTA_HOOK_DEVS)) return needed ? -EINVAL : [];
  const names: string[] = [];
  for (const cursor = hook.cursor(NFTA_HOOK_DEVS); cursor.next(); ) {
    if (cursor.type !== NFTA_DEVICE_NAME) return -EINVAL;
    if (names.includes(cursor.string())) return -EEXIST;
    names.push(cursor.string());
    if (names.length === NFT_NETDEVICE_MAX) return -E2BIG;
  }
  return checked(names);
}

function checked(names: string[]): string[] | number {
  return names.every((name) => name !== "" && name.length < IFNAMSIZ) ? names : -EINVAL;
}

const counterTable = new AttributeTable(3);

/** `NFTA_CHAIN_COUNTERS`. @returns the counts, or `-EINVAL` */
export function parseChainCounters(tb: AttributeTable): ChainCounter | number {
  const counters = counterTable.parseNested(tb, NFTA_CHAIN_COUNTERS);
  if (!counters.has(NFTA_COUNTER_BYTES) || !counters.has(NFTA_COUNTER_PACKETS)) return -EINVAL;
  return {
    packets: be64(counters, NFTA_COUNTER_PACKETS),
    bytes: be64(counters, NFTA_COUNTER_BYTES),
  };
}
