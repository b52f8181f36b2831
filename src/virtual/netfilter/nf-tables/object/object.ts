/**
 * Stateful objects: named counters, quotas, limits.
 *
 * Source: `include/net/netfilter/nf_tables.h` (`struct nft_object`).
 */
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import type { NftCtx } from "../context.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { NftTable } from "../table/table.ts";

/** What an object of a kind does and counts. */
export interface NftObjectState {
  eval(regs: NftRegs, pkt: NftPktinfo): void;
  dump(writer: MessageWriter, reset: boolean): void;
  /** It is gone for good. */
  destroy?(): void;
  /** Takes over what a second request says of it; absent: it stays as it is. */
  update?(other: NftObjectState): void;
}

/** A kind of object, and how one is made of its attributes. */
export interface NftObjectType {
  /** `NFT_OBJECT_*` */
  readonly type: number;
  readonly maximum: number;
  init(ctx: NftCtx, tb: AttributeTable): NftObjectState | number;
}

/** An object by its name; what it counts is its {@link state}. */
export class NftObject {
  readonly table: NftTable;
  readonly name: string;
  readonly handle: number;
  readonly type: NftObjectType;
  state: NftObjectState;
  userdata: Uint8Array | undefined = undefined;
  /** Rules and elements that refer to it. */
  use = 0;

  constructor(table: NftTable, name: string, handle: number, type: NftObjectType, state: NftObjectState) {
    this.table = table;
    this.name = name;
    this.handle = handle;
    this.type = type;
    this.state = state;
  }
}

const types = new Map<number, NftObjectType>();

/** `nft_register_obj` */
export function registerObject(type: NftObjectType): void {
  types.set(type.type, type);
}

/** A kind by its number; undefined: it is not there. */
export function findObjectType(type: number): NftObjectType | undefined {
  return types.get(type);
}

/** Objects of different kinds may have one name (`nft_objname_hash`). */
export function objectKey(type: number, name: string): string {
  return `${type}/${name}`;
}
