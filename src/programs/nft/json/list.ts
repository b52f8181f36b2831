/** `nft -j list`. Source: `src/json.c` (`do_command_list_json`) of nftables 1.0.6. */
import { NFT_SET_ANONYMOUS } from "../../../netlink/nf-tables.ts";
import type { Evaluated } from "../apply/pending.ts";
import type { Command } from "../command.ts";
import type { NftContext } from "../context.ts";
import { mine, missing, resetObjects, shownAs } from "../list/list.ts";
import { loadCache } from "../netlink/cache.ts";
import type { Client } from "../netlink/client.ts";
import type { Cache } from "../netlink/model.ts";
import { chainJson, objectJson, ruleJson, setJson, tableItems, tableJson } from "./object.ts";
import { type Json, METAINFO, nftables } from "./text.ts";

export function listJson(ctx: NftContext, client: Client, cmd: Command, text: Evaluated): string {
  const there = loadCache(client, {
    family: cmd.family,
    table: cmd.table,
    rules: cmd.obj === "ruleset" || cmd.obj === "table" || cmd.obj === "chain",
    elements: cmd.obj !== "tables" && cmd.obj !== "chains",
  });
  const cache = text.pending.apply(there, text.cache, cmd);
  return nftables([METAINFO, ...items(ctx, cmd, cache)]);
}

function items(ctx: NftContext, cmd: Command, cache: Cache): Json[] {
  switch (cmd.obj) {
    case "ruleset":
      return cache.tables.flatMap((table) => tableItems(table, cache, ctx));
    case "tables":
      return cache.tables.map(tableJson);
    case "table": {
      const table = cache.tables.find(({ family, name }) => family === cmd.family && name === cmd.table);
      if (table === undefined) throw missing(cmd, cache);
      return tableItems(table, cache, ctx);
    }
    case "chain": {
      const chain = cache.chains.find(mine(cmd));
      if (chain === undefined) throw missing(cmd, cache);
      const rules = cache.rules.filter((rule) => rule.family === chain.family && rule.chain === chain.name);
      return [chainJson(chain), ...rules.map((rule) => ruleJson(rule, ctx))];
    }
    case "set":
    case "map":
    case "meter": {
      const set = cache.sets.find(shownAs(cmd));
      if (set === undefined) throw missing(cmd, cache);
      return [setJson(set, ctx)];
    }
    case "counter":
    case "quota":
    case "limit":
    case "ct helper":
    case "ct timeout":
    case "ct expectation":
    case "secmark":
    case "synproxy": {
      const object = cache.objects.find((each) => mine(cmd)(each) && each.spec.kind === cmd.obj);
      if (object === undefined) throw missing(cmd, cache);
      return [objectJson(object)];
    }
    default:
      return plural(ctx, cmd, cache);
  }
}

function plural(ctx: NftContext, cmd: Command, cache: Cache): Json[] {
  switch (cmd.obj) {
    case "chains":
      return cache.chains.map(chainJson);
    case "sets":
    case "maps":
      return cache.sets
        .filter(
          (set) => (set.flags & NFT_SET_ANONYMOUS) === 0 && (set.data !== undefined) === (cmd.obj === "maps"),
        )
        .map((set) => setJson(set, ctx));
    case "meters":
      return cache.sets.filter((set) => set.meter !== undefined).map((set) => setJson(set, ctx));
    default:
      if (cmd.table !== undefined && cache.tables.length === 0) throw missing(cmd, cache);
      return cache.objects.filter(({ spec }) => `${spec.kind}s` === cmd.obj).map(objectJson);
  }
}

/** `nft -j reset`. */
export function resetJson(client: Client, cmd: Command): string {
  return nftables([METAINFO, ...resetObjects(client, cmd).map(objectJson)]);
}
