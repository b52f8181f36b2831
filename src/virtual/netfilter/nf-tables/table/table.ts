/**
 * A table, and what a namespace has of them: `struct nft_table`, `struct nftables_pernet`.
 *
 * Source: `include/net/netfilter/nf_tables.h`, `net/netfilter/nf_tables_api.c`.
 */
import { NFT_TABLE_F_DORMANT } from "../../../../netlink/nf-tables.ts";
import type { Net } from "../../../core/net.ts";
import type { NftChain } from "../chain/chain.ts";
import type { NftObject } from "../object/object.ts";
import type { NftSet } from "../set/set.ts";
import type { Transaction } from "../transaction.ts";

/** What is left to be checked of jumps and hooks before a batch is good (`NFT_VALIDATE_*`). */
export const NFT_VALIDATE_SKIP = 0;
export const NFT_VALIDATE_NEED = 1;
export const NFT_VALIDATE_DO = 2;

/** One table, with its chains, sets and objects. */
export class NftTable {
  readonly net: Net;
  readonly family: number;
  readonly name: string;
  readonly handle: number;
  flags = 0;
  userdata: Uint8Array | undefined = undefined;
  /** Port id of the owner; 0 for none. */
  owner = 0;
  /** Chains, sets and objects in it. */
  use = 0;
  /** Handles of chains, rules, sets and objects are drawn from here. */
  nextHandle = 0;
  validateState: number;
  readonly chains = new Map<string, NftChain>();
  readonly sets = new Map<string, NftSet>();
  readonly objects = new Map<string, NftObject>();

  constructor(net: Net, family: number, name: string, handle: number) {
    this.net = net;
    this.family = family;
    this.name = name;
    this.handle = handle;
    this.validateState = existingNftNet(net)?.validateState ?? NFT_VALIDATE_SKIP;
  }

  get dormant(): boolean {
    return (this.flags & NFT_TABLE_F_DORMANT) !== 0;
  }

  drawHandle(): number {
    return ++this.nextHandle;
  }

  /** `nft_validate_state_update` */
  needsValidation(): void {
    if (this.validateState === NFT_VALIDATE_SKIP) this.validateState = NFT_VALIDATE_NEED;
  }
}

/** The tables of a namespace, in the order in which they were made. */
export class NftNet {
  /** Of the last chain without a name. */
  chainNumber = 0;
  readonly net: Net;
  tables: NftTable[] = [];
  nextTableHandle = 0;
  /** Generation of the rules, told by every dump (`base_seq`). */
  baseSeq = 1;
  /** `NFT_VALIDATE_DO` while a batch that failed as a whole is read again. */
  validateState: number = NFT_VALIDATE_SKIP;
  /** The batch is undone only to be read again. */
  readsAgain = false;
  /** The batch that is being read; null between batches. */
  transaction: Transaction | null = null;

  constructor(net: Net) {
    this.net = net;
  }

  table(family: number, name: string): NftTable | undefined {
    return this.tables.find((table) => table.family === family && table.name === name);
  }

  tableByHandle(family: number, handle: number): NftTable | undefined {
    return this.tables.find((table) => table.family === family && table.handle === handle);
  }
}

const KEY = Symbol("nf_tables");

/** The state of a namespace, made with its first use. */
export function nftNet(net: Net): NftNet {
  let state = net.getGeneric(KEY) as NftNet | undefined;
  if (state === undefined) {
    state = new NftNet(net);
    net.setGeneric(KEY, state);
  }
  return state;
}

/** The state of a namespace in which nobody has asked for it: undefined. */
export function existingNftNet(net: Net): NftNet | undefined {
  return net.getGeneric(KEY) as NftNet | undefined;
}

/** In the order in which they were made. */
export function inOrder<T extends { readonly handle: number }>(things: Iterable<T>): T[] {
  return [...things].sort((a, b) => a.handle - b.handle);
}
