/**
 * Types of base chains: filter, nat, route.
 *
 * Source: `include/net/netfilter/nf_tables.h` (`struct nft_chain_type`), `net/netfilter/nf_tables_api.c`.
 */
import type { NftBaseChain, NftChain } from "./chain.ts";

export const NFT_CHAIN_T_DEFAULT = 0;
export const NFT_CHAIN_T_ROUTE = 1;
export const NFT_CHAIN_T_NAT = 2;

/** One type in one family. */
export interface NftChainType {
  readonly name: string;
  readonly family: number;
  readonly type: number;
  /** Hooks that it may be in, as bits. */
  readonly hookMask: number;
  /** Hangs the chain into the packets' way. @returns how it is taken out again, or a negative error */
  register(chain: NftChain, base: NftBaseChain): (() => void) | number;
}

const types = new Map<number, NftChainType[]>();

/** `nft_register_chain_type` */
export function registerChainType(type: NftChainType): void {
  const list = types.get(type.family) ?? [];
  if (list.some(({ name }) => name === type.name)) return;
  list.push(type);
  types.set(type.family, list);
}

/** A type by its name in rules (`filter`); undefined: the family has none of it. */
export function findChainType(family: number, name: string): NftChainType | undefined {
  return types.get(family)?.find((type) => type.name === name);
}

/** The first type of a family, for chains that name none. */
export function defaultChainType(family: number): NftChainType | undefined {
  return types.get(family)?.find(({ type }) => type === NFT_CHAIN_T_DEFAULT);
}
