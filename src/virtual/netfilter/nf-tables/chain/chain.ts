/**
 * Chains: `struct nft_chain`, `struct nft_base_chain`.
 *
 * Source: `include/net/netfilter/nf_tables.h`.
 */
import type { NetDevice } from "../../../core/dev/netdevice.ts";
import type { NftRule } from "../rule/rule.ts";
import { RuleIndex } from "../rule/rule-index.ts";
import type { NftTable } from "../table/table.ts";
import type { NftChainType } from "./chain-type.ts";

/** So often a list of rules is asked one by one before it gets an index: making one costs about as much. */
const PACKETS_BEFORE_INDEX = 32;

/** A chain of rules; {@link base} says where packets come to it. */
export class NftChain {
  readonly table: NftTable;
  name: string;
  readonly handle: number;
  flags = 0;
  userdata: Uint8Array | undefined = undefined;
  /** Rules in it and jumps to it. */
  use = 0;
  private list: NftRule[] = [];
  private index: RuleIndex | null = null;
  /** How many packets came since the rules changed, up to when there is an index. */
  private packets = 0;
  base: NftBaseChain | null = null;
  /** Gone from the table: the batch that still names it is being undone or told. */
  deleted = false;

  constructor(table: NftTable, name: string, handle: number) {
    this.table = table;
    this.name = name;
    this.handle = handle;
  }

  /** In the order in which they are asked. Who changes the list in place calls {@link rulesChanged}. */
  get rules(): NftRule[] {
    return this.list;
  }
  set rules(rules: NftRule[]) {
    this.list = rules;
    this.rulesChanged();
  }

  rulesChanged(): void {
    this.index = null;
    this.packets = 0;
  }

  /** What tells which rules need not be asked; null: each has to. An index is made when some packets have come. */
  ruleIndex(): RuleIndex | null {
    if (this.packets < PACKETS_BEFORE_INDEX && ++this.packets === PACKETS_BEFORE_INDEX)
      this.index = RuleIndex.make(this.list);
    return this.index;
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
