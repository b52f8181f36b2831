/** Tables, chains and objects of messages. */
import { AttributeTable } from "../../../netlink/attribute.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import type { Message } from "../netlink/client.ts";
import type { ChainModel, ObjectModel, TableModel } from "../netlink/model.ts";
import { readUserData, UDATA_COMMENT, udataText } from "../netlink/userdata.ts";
import { objectKindByType } from "../object-kinds/kind.ts";

export function be64(tb: AttributeTable, type: number): number {
  const value = tb.payload(type);
  if (value === undefined || value.length < 8) return 0;
  return value.reduce((sum, byte) => sum * 256 + byte, 0);
}

export function readTable({ family, tb }: Message): TableModel {
  return {
    family,
    name: tb.string(nft.NFTA_TABLE_NAME),
    handle: be64(tb, nft.NFTA_TABLE_HANDLE),
    flags: tb.be32(nft.NFTA_TABLE_FLAGS),
    owner: tb.be32(nft.NFTA_TABLE_OWNER),
    comment: udataText(readUserData(tb.payload(nft.NFTA_TABLE_USERDATA)), UDATA_COMMENT),
  };
}

export function readChain({ family, tb }: Message): ChainModel {
  const common = {
    family,
    table: tb.string(nft.NFTA_CHAIN_TABLE),
    name: tb.string(nft.NFTA_CHAIN_NAME),
    handle: be64(tb, nft.NFTA_CHAIN_HANDLE),
    comment: udataText(readUserData(tb.payload(nft.NFTA_CHAIN_USERDATA)), UDATA_COMMENT),
    bound: (tb.be32(nft.NFTA_CHAIN_FLAGS) & nft.NFT_CHAIN_BINDING) !== 0,
  };
  if (!tb.has(nft.NFTA_CHAIN_HOOK)) return common;
  const hook = new AttributeTable(4).parseNested(tb, nft.NFTA_CHAIN_HOOK);
  const devices: string[] = [];
  for (const cursor = hook.cursor(nft.NFTA_HOOK_DEVS); cursor.next(); ) devices.push(cursor.string());
  if (devices.length === 0 && hook.has(nft.NFTA_HOOK_DEV)) devices.push(hook.string(nft.NFTA_HOOK_DEV));
  return {
    ...common,
    base: {
      type: tb.string(nft.NFTA_CHAIN_TYPE),
      hook: hook.be32(nft.NFTA_HOOK_HOOKNUM),
      priority: hook.be32(nft.NFTA_HOOK_PRIORITY) | 0,
      policy: tb.be32(nft.NFTA_CHAIN_POLICY),
      devices,
    },
  };
}

/** undefined for a kind that is not known here. */
export function readObject({ family, tb }: Message): ObjectModel | undefined {
  const data = new AttributeTable(8).parseNested(tb, nft.NFTA_OBJ_DATA);
  const comment = udataText(readUserData(tb.payload(nft.NFTA_OBJ_USERDATA)), UDATA_COMMENT);
  const common = {
    family,
    table: tb.string(nft.NFTA_OBJ_TABLE),
    name: tb.string(nft.NFTA_OBJ_NAME),
    handle: be64(tb, nft.NFTA_OBJ_HANDLE),
  };
  switch (tb.be32(nft.NFTA_OBJ_TYPE)) {
    case n.NFT_OBJECT_COUNTER: {
      const packets = be64(data, nft.NFTA_COUNTER_PACKETS);
      return {
        ...common,
        spec: { kind: "counter", packets, bytes: be64(data, nft.NFTA_COUNTER_BYTES), comment },
      };
    }
    case n.NFT_OBJECT_QUOTA: {
      const over = (data.be32(n.NFTA_QUOTA_FLAGS) & n.NFT_QUOTA_F_INV) !== 0;
      const used = be64(data, n.NFTA_QUOTA_CONSUMED);
      return {
        ...common,
        spec: { kind: "quota", bytes: be64(data, n.NFTA_QUOTA_BYTES), used, over, comment },
      };
    }
    case n.NFT_OBJECT_LIMIT:
      return { ...common, spec: { kind: "limit", limit: readLimit(data), comment } };
    default: {
      const kind = objectKindByType(tb.be32(nft.NFTA_OBJ_TYPE));
      return kind && { ...common, spec: { kind: kind.name, body: kind.read(data), comment } };
    }
  }
}

export function readLimit(tb: AttributeTable): {
  rate: number;
  unit: number;
  bytes: boolean;
  burst: number;
  over: boolean;
} {
  return {
    rate: be64(tb, n.NFTA_LIMIT_RATE),
    unit: be64(tb, n.NFTA_LIMIT_UNIT),
    bytes: tb.be32(n.NFTA_LIMIT_TYPE) === n.NFT_LIMIT_PKT_BYTES,
    burst: tb.be32(n.NFTA_LIMIT_BURST),
    over: (tb.be32(n.NFTA_LIMIT_FLAGS) & n.NFT_LIMIT_F_INV) !== 0,
  };
}
