/**
 * Deleting rules and chains.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nft_delrule`, `nft_delrule_by_chain`, `nft_delchain`).
 */
import { NFT_MSG_DELCHAIN, NFT_MSG_DELRULE, NFT_MSG_DELSET } from "../../../../netlink/nf-tables.ts";
import type { NftCtx } from "../context.ts";
import type { NftExpr } from "../expr.ts";
import { notifyChange } from "../message.ts";
import type { NftRule } from "../rule/rule.ts";
import { fillRule } from "../rule/rule-dump.ts";
import { fillSet } from "../set/set-dump.ts";
import type { NftNet } from "../table/table.ts";
import type { NftChain } from "./chain.ts";
import { fillChain } from "./chain-dump.ts";
import { registerChain, unregisterChain } from "./chain-register.ts";

/** Sets without a name go with their rule (`__nf_tables_unbind_set`). */
function notifySets(nft: NftNet, rule: NftRule, portid: number, seq: number, flags: number): void {
  for (const { boundSet: set, boundRules } of rule.exprs) {
    if (set?.anonymous === true)
      notifyChange(nft, portid, flags, (writer) => fillSet(writer, nft, set, portid, seq, NFT_MSG_DELSET, 0));
    for (const inner of boundRules) notifySets(nft, inner, portid, seq, flags);
  }
}

function dropExpr(expr: NftExpr): void {
  expr.deactivate();
  expr.dropBound();
}

function restoreExpr(expr: NftExpr): void {
  expr.activate();
  expr.restoreBound();
}

/** Takes a rule out of its chain (`nft_delrule`). */
export function deleteRule(ctx: NftCtx, chain: NftChain, rule: NftRule): void {
  const { nft } = ctx;
  const before = chain.rules;
  const index = before.indexOf(rule);
  const previous = before[index - 1];
  chain.rules = before.filter((other) => other !== rule);
  chain.use--;
  for (const expr of rule.exprs) dropExpr(expr);
  ctx.change({
    undo: () => {
      chain.rules = before;
      chain.use++;
      for (const expr of rule.exprs) restoreExpr(expr);
    },
    commit: () => {
      for (const expr of rule.exprs) expr.destroy();
    },
    notify: (portid, seq, flags) => {
      notifyChange(nft, portid, flags, (writer) =>
        fillRule(writer, nft, chain, rule, previous, portid, seq, NFT_MSG_DELRULE, 0, false),
      );
      notifySets(nft, rule, portid, seq, flags);
    },
  });
}

/** All rules of a chain, all at once: one list is copied, not one for each. */
export function deleteRules(ctx: NftCtx, chain: NftChain): void {
  const { nft } = ctx;
  const rules = chain.rules;
  if (rules.length === 0) return;
  chain.rules = [];
  chain.use -= rules.length;
  for (const rule of rules) for (const expr of rule.exprs) dropExpr(expr);
  ctx.change({
    undo: () => {
      chain.rules = rules;
      chain.use += rules.length;
      for (const rule of rules) for (const expr of rule.exprs) restoreExpr(expr);
    },
    commit: () => {
      for (const rule of rules) for (const expr of rule.exprs) expr.destroy();
    },
    notify: (portid, seq, flags) => {
      for (const rule of rules) {
        notifyChange(nft, portid, flags, (writer) =>
          fillRule(writer, nft, chain, rule, undefined, portid, seq, NFT_MSG_DELRULE, 0, false),
        );
        notifySets(nft, rule, portid, seq, flags);
      }
    },
  });
}

/** `nft_delchain` */
export function deleteChain(ctx: NftCtx, chain: NftChain): void {
  const { nft } = ctx;
  const { table } = chain;
  table.chains.delete(chain.name);
  table.use--;
  chain.deleted = true;
  const registered = chain.base?.unregister != null;
  unregisterChain(chain);
  ctx.change({
    undo: () => {
      table.chains.set(chain.name, chain);
      table.use++;
      chain.deleted = false;
      if (registered) registerChain(chain);
    },
    notify: (portid, seq, flags) =>
      notifyChange(nft, portid, flags, (writer) =>
        fillChain(writer, nft, chain, portid, seq, NFT_MSG_DELCHAIN, 0),
      ),
  });
}
