/**
 * Chains: `struct nft_chain`, `struct nft_base_chain`.
 *
 * Source: `include/net/netfilter/nf_tables.h`.
 */
import type { NetDevice } from "../../core/netdevice.ts";
import type { NftChainType } from "./chain-type.ts";
import type { NftRule } from "./rule.ts";
import type { NftTable } from "./table.ts";

export class NftChain {
  readonly table: NftTable;
  name: string;
  readonly handle: number;
  flags = 0;
  userdata: Uint8Array | undefined = undefined;
  /** Rules in it and jumps to it. */
  use = 0;
  rules: NftRule[] = [];
  base: NftBaseChain | null = null;
  /** Gone from the table: the batch that still names it is being undone or told. */
  deleted = false;

  constructor(table: NftTable, name: string, handle: number) {
    this.table = table;
    this.name = name;
    this.handle = handle;
  }
}

/** Packets and bytes that a base chain's policy has decided. */
export interface ChainCounter {
  packets: number;
  bytes: number;
}

/** What hangs a chain into the packets' way. */
export class NftBaseChain {
  readonly type: NftChainType;
  readonly hook: number;
  readonly priority: number;
  policy: number;
  counter: ChainCounter | null = null;
  /** Names of devices (families netdev, and inet's ingress). */
  devices: string[] = [];
  /** Takes it out of the packets' way again; null while it is not in it. */
  unregister: (() => void) | null = null;
  /** Those devices of {@link devices} that are there. */
  bound: NetDevice[] = [];

  constructor(type: NftChainType, hook: number, priority: number, policy: number) {
    this.type = type;
    this.hook = hook;
    this.priority = priority;
    this.policy = policy;
  }
}
