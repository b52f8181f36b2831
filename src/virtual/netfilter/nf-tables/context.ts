/**
 * What a request's handler works with: `struct nft_ctx`.
 *
 * Source: `include/net/netfilter/nf_tables.h`.
 */
import { type AttributeTable, NLA_HDRLEN } from "../../../netlink/attribute.ts";
import { ExtendedAck } from "../../../netlink/error.ts";
import type { Net } from "../../core/net.ts";
import type { NftChain } from "./chain/chain.ts";
import type { NftNet, NftTable } from "./table/table.ts";

/** Made for each request, when its table is found. */
export class NftCtx {
  readonly nft: NftNet;
  readonly family: number;
  readonly table: NftTable;
  chain: NftChain | null;
  readonly extack: ExtendedAck;
  /** Offset of the request's header: places in messages are told from there. */
  readonly origin: number;
  readonly flags: number;
  readonly portid: number;
  readonly seq: number;
  /** Words of registers that expressions before have written, as bits. */
  regInited = 0;
  /** Of a rule with matches or targets of xtables: what the program says of its protocol (`NFTA_RULE_COMPAT`). */
  ruleCompat: Uint8Array | undefined;

  constructor(
    nft: NftNet,
    family: number,
    table: NftTable,
    chain: NftChain | null,
    request?: {
      readonly extack: ExtendedAck;
      readonly message: { start: number; flags: number; seq: number };
      readonly portid: number;
    },
  ) {
    this.nft = nft;
    this.family = family;
    this.table = table;
    this.chain = chain;
    this.extack = request?.extack ?? new ExtendedAck();
    this.origin = request?.message.start ?? 0;
    this.flags = request?.message.flags ?? 0;
    this.portid = request?.portid ?? 0;
    this.seq = request?.message.seq ?? 0;
  }

  get net(): Net {
    return this.nft.net;
  }

  /** Sets the place of an error to an attribute, if it is there, and returns the error (`NL_SET_BAD_ATTR`). */
  bad(error: number, tb: AttributeTable, type: number): number {
    return badAttr(this.extack, error, tb, type, this.origin);
  }

  /** Remembers what a change needs to be undone, and what it tells when the batch is through. */
  change(change: Change): void {
    this.nft.transaction?.add(change, this.portid, this.seq, this.flags);
  }
}

/** One step of a batch. */
export interface Change {
  /** Puts back what was. Changes are undone in reverse order. */
  undo(): void;
  /** The batch is through: what the change leaves behind goes for good. */
  commit?(): void;
  /** Tells listeners, after all changes are made. */
  notify?(portid: number, seq: number, flags: number): void;
}

/** Points the error at an attribute (`NL_SET_BAD_ATTR`), where the message has it. @returns `error` */
export function badAttr(
  extack: ExtendedAck,
  error: number,
  tb: AttributeTable,
  type: number,
  origin: number,
): number {
  if (tb.has(type)) extack.offset = tb.offset(type) - NLA_HDRLEN - origin;
  return error;
}
