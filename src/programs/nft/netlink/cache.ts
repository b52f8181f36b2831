/** Asking the kernel for what is there. Source: `src/cache.c` of nftables 1.0.6. */
import { isErrno } from "../../../errno.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import { readChain, readObject, readTable } from "../read/objects.ts";
import { readRule } from "../read/rule.ts";
import { readElements, readSet } from "../read/sets.ts";
import type { Client, Message } from "./client.ts";
import { inlineChains } from "./inline-chains.ts";
import type { Cache, SetModel } from "./model.ts";

export interface Wanted {
  readonly family?: number;
  readonly table?: string;
  readonly rules?: boolean;
  readonly elements?: boolean;
  /** The only set whose elements are wanted. */
  readonly set?: string;
}

function dump(client: Client, type: number, family: number): Message[] {
  const found = client.ask(type, family, true);
  return isErrno(found) ? [] : found;
}

export function loadElements(client: Client, set: SetModel): void {
  const found = client.ask(nft.NFT_MSG_GETSETELEM, set.family, true, (w) => {
    w.string(nft.NFTA_SET_ELEM_LIST_TABLE, set.table);
    w.string(nft.NFTA_SET_ELEM_LIST_SET, set.name);
  });
  if (isErrno(found)) return;
  client.seen?.(found);
  set.elems = readElements(set, found);
}

export function loadCache(client: Client, wanted: Wanted): Cache {
  const family = wanted.family ?? 0;
  const mine = (each: { readonly table: string }): boolean =>
    wanted.table === undefined || each.table === wanted.table;
  const tables = dump(client, nft.NFT_MSG_GETTABLE, family)
    .map(readTable)
    .filter(({ name }) => wanted.table === undefined || name === wanted.table);
  const chains = dump(client, nft.NFT_MSG_GETCHAIN, family).map(readChain).filter(mine);
  const sets = dump(client, nft.NFT_MSG_GETSET, family).map(readSet).filter(mine);
  if (wanted.elements === true)
    for (const set of sets)
      if (wanted.set === undefined || wanted.set === set.name) loadElements(client, set);
  const find = (fam: number, table: string, name: string): SetModel | undefined =>
    sets.find((set) => set.family === fam && set.table === table && set.name === name);
  const told =
    wanted.rules === true
      ? dump(client, nft.NFT_MSG_GETRULE, family).filter(({ tb }) =>
          mine({ table: tb.string(nft.NFTA_RULE_TABLE) }),
        )
      : [];
  client.seen?.(told);
  const rules = told.map((message) => readRule(message, find));
  const objects = dump(client, nft.NFT_MSG_GETOBJ, family)
    .map(readObject)
    .filter((object) => object !== undefined)
    .filter(mine);
  return inlineChains({ tables, chains, rules, sets, objects });
}
