/**
 * Requests about rules.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nf_tables_newrule`, `nf_tables_delrule`, `nf_tables_getrule`, `nf_tables_dump_rules`).
 */
import { EEXIST, EINVAL, EMFILE, ENOENT, EOPNOTSUPP } from "../../../../errno.ts";
import {
  MessageWriter,
  NLM_F_APPEND,
  NLM_F_CREATE,
  NLM_F_EXCL,
  NLM_F_MULTI,
  NLM_F_REPLACE,
} from "../../../../netlink/message.ts";
import {
  NFT_CHAIN_BINDING,
  NFT_MSG_DESTROYRULE,
  NFT_MSG_GETRULE_RESET,
  NFT_MSG_NEWRULE,
  NFTA_RULE_CHAIN,
  NFTA_RULE_CHAIN_ID,
  NFTA_RULE_COMPAT,
  NFTA_RULE_EXPRESSIONS,
  NFTA_RULE_HANDLE,
  NFTA_RULE_ID,
  NFTA_RULE_POSITION,
  NFTA_RULE_POSITION_ID,
  NFTA_RULE_TABLE,
  NFTA_RULE_USERDATA,
} from "../../../../netlink/nf-tables.ts";
import type { NftChain } from "../chain/chain.ts";
import { deleteRule, deleteRules } from "../chain/chain-delete.ts";
import { NftCtx } from "../context.ts";
import { be64 } from "../data.ts";
import { parseExprs } from "../expr-parse.ts";
import { type NftRequest, notifyChange } from "../message.ts";
import { inOrder } from "../table/table.ts";
import { findTable, lookupTable } from "../table/table-api.ts";
import { validateChanged } from "../validate.ts";
import { NftRule } from "./rule.ts";
import { fillRule } from "./rule-dump.ts";

function ruleByHandle(chain: NftChain, handle: number): NftRule | undefined {
  return chain.rules.find((rule) => rule.handle === handle);
}

/** The chain that the request names or has just made. */
function requestedChain(ctx: NftCtx, { tb }: NftRequest): NftChain | number {
  if (tb.has(NFTA_RULE_CHAIN)) {
    const chain = ctx.table.chains.get(tb.string(NFTA_RULE_CHAIN));
    return chain ?? ctx.bad(-ENOENT, tb, NFTA_RULE_CHAIN);
  }
  if (!tb.has(NFTA_RULE_CHAIN_ID)) return -EINVAL;
  const chain = ctx.nft.transaction?.chainIds.get(tb.be32(NFTA_RULE_CHAIN_ID)) as NftChain | undefined;
  return chain !== undefined && chain.table === ctx.table ? chain : ctx.bad(-ENOENT, tb, NFTA_RULE_CHAIN_ID);
}

/** Where a new rule goes. */
interface Place {
  /** Handle of a rule that is replaced; undefined: draw one. */
  readonly replaced: NftRule | undefined;
  readonly beside: NftRule | undefined;
}

function placeOf(ctx: NftCtx, { tb }: NftRequest, chain: NftChain): Place | number {
  if (tb.has(NFTA_RULE_HANDLE)) {
    const rule = ruleByHandle(chain, be64(tb, NFTA_RULE_HANDLE));
    if (rule === undefined) return ctx.bad(-ENOENT, tb, NFTA_RULE_HANDLE);
    if ((ctx.flags & NLM_F_EXCL) !== 0) return ctx.bad(-EEXIST, tb, NFTA_RULE_HANDLE);
    if ((ctx.flags & NLM_F_REPLACE) === 0) return -EOPNOTSUPP;
    return { replaced: rule, beside: undefined };
  }
  if ((ctx.flags & NLM_F_CREATE) === 0 || (ctx.flags & NLM_F_REPLACE) !== 0) return -EINVAL;
  let beside: NftRule | undefined;
  if (tb.has(NFTA_RULE_POSITION)) {
    beside = ruleByHandle(chain, be64(tb, NFTA_RULE_POSITION));
    if (beside === undefined) return ctx.bad(-ENOENT, tb, NFTA_RULE_POSITION);
  } else if (tb.has(NFTA_RULE_POSITION_ID)) {
    const rule = ctx.nft.transaction?.ruleIds.get(tb.be32(NFTA_RULE_POSITION_ID)) as NftRule | undefined;
    beside = rule !== undefined && chain.rules.includes(rule) ? rule : undefined;
    if (beside === undefined) return ctx.bad(-ENOENT, tb, NFTA_RULE_POSITION_ID);
  }
  return { replaced: undefined, beside };
}

/** `nf_tables_newrule` */
export function newRule(request: NftRequest): number {
  const { tb, nft, family } = request;
  const table = lookupTable(request, NFTA_RULE_TABLE);
  if (typeof table === "number") return table;
  const ctx = new NftCtx(nft, family, table, null, request);
  const chain = requestedChain(ctx, request);
  if (typeof chain === "number") return chain;
  ctx.chain = chain;
  ctx.ruleCompat = tb.payload(NFTA_RULE_COMPAT);
  const place = placeOf(ctx, request, chain);
  if (typeof place === "number") return place;
  const handle = place.replaced?.handle ?? table.drawHandle();
  const exprs = parseExprs(ctx, tb.cursor(NFTA_RULE_EXPRESSIONS));
  if (typeof exprs === "number") return exprs;
  if (chain.use >= 0xffffffff) return -EMFILE;
  const rule = new NftRule(handle, exprs, tb.payload(NFTA_RULE_USERDATA)?.slice());
  if (tb.has(NFTA_RULE_ID)) nft.transaction?.ruleIds.set(tb.be32(NFTA_RULE_ID), rule);
  insertRule(ctx, chain, rule, place);
  return validateChanged(ctx);
}

function insertRule(ctx: NftCtx, chain: NftChain, rule: NftRule, place: Place): void {
  const { nft } = ctx;
  const { rules } = chain;
  const append = (ctx.flags & NLM_F_APPEND) !== 0;
  const { replaced, beside } = place;
  let index = append ? rules.length : 0;
  if (replaced !== undefined) {
    index = rules.indexOf(replaced);
    deleteRule(ctx, chain, replaced);
  } else if (beside !== undefined) index = rules.indexOf(beside) + (append ? 1 : 0);
  const { rules: left } = chain;
  chain.use++;
  if (index === left.length) left.push(rule);
  else left.splice(index, 0, rule);
  chain.rulesChanged();
  ctx.change({
    undo: () => {
      chain.rules.splice(chain.rules.indexOf(rule), 1);
      chain.rulesChanged();
      chain.use--;
      for (const expr of rule.exprs) {
        expr.deactivate();
        expr.destroy();
      }
    },
    notify: (portid, seq, flags) =>
      notifyChange(nft, portid, flags, (writer) =>
        fillRule(
          writer,
          nft,
          chain,
          rule,
          chain.rules[chain.rules.indexOf(rule) - 1],
          portid,
          seq,
          NFT_MSG_NEWRULE,
          flags & (NLM_F_APPEND | NLM_F_REPLACE) ? NLM_F_APPEND : 0,
          false,
        ),
      ),
  });
}

/** `nf_tables_delrule` */
export function delRule(request: NftRequest): number {
  const { tb, nft, family, message } = request;
  const table = lookupTable(request, NFTA_RULE_TABLE);
  if (typeof table === "number") return table;
  const ctx = new NftCtx(nft, family, table, null, request);
  if (!tb.has(NFTA_RULE_CHAIN)) {
    for (const chain of inOrder(table.chains.values())) {
      // that of a rule goes with it
      if ((chain.flags & NFT_CHAIN_BINDING) !== 0) continue;
      ctx.chain = chain;
      deleteRules(ctx, chain);
    }
    return 0;
  }
  const destroy = (message.type & 0xff) === NFT_MSG_DESTROYRULE;
  const chain = requestedChain(ctx, request);
  if (typeof chain === "number") return destroy && chain === -ENOENT ? 0 : chain;
  ctx.chain = chain;
  if (tb.has(NFTA_RULE_HANDLE)) {
    const rule = ruleByHandle(chain, be64(tb, NFTA_RULE_HANDLE));
    if (rule === undefined) return destroy ? 0 : ctx.bad(-ENOENT, tb, NFTA_RULE_HANDLE);
    deleteRule(ctx, chain, rule);
    return 0;
  }
  if (tb.has(NFTA_RULE_ID)) {
    const rule = nft.transaction?.ruleIds.get(tb.be32(NFTA_RULE_ID)) as NftRule | undefined;
    if (rule === undefined || !chain.rules.includes(rule)) return ctx.bad(-ENOENT, tb, NFTA_RULE_ID);
    deleteRule(ctx, chain, rule);
    return 0;
  }
  deleteRules(ctx, chain);
  return 0;
}

const replyWriter = new MessageWriter(8192);

/** `nf_tables_getrule` */
export function getRule(request: NftRequest): number {
  const { tb, nft, family, portid, message } = request;
  const table = findTable(request, NFTA_RULE_TABLE);
  if (typeof table === "number") return table;
  const ctx = new NftCtx(nft, family, table, null, request);
  const chain = requestedChain(ctx, request);
  if (typeof chain === "number") return chain;
  const rule = ruleByHandle(chain, be64(tb, NFTA_RULE_HANDLE));
  if (rule === undefined) return ctx.bad(-ENOENT, tb, NFTA_RULE_HANDLE);
  const reset = (message.type & 0xff) === NFT_MSG_GETRULE_RESET;
  const previous = chain.rules[chain.rules.indexOf(rule) - 1];
  replyWriter.reset();
  fillRule(replyWriter, nft, chain, rule, previous, portid, message.seq, NFT_MSG_NEWRULE, 0, reset);
  request.reply(replyWriter.message());
  return 0;
}

/** `nf_tables_dump_rules` */
export function dumpRules(request: NftRequest, writer: MessageWriter): number {
  const { nft, family, tb, portid, message } = request;
  const tableName = tb.has(NFTA_RULE_TABLE) ? tb.string(NFTA_RULE_TABLE) : undefined;
  const chainName = tb.has(NFTA_RULE_CHAIN) ? tb.string(NFTA_RULE_CHAIN) : undefined;
  const reset = (message.type & 0xff) === NFT_MSG_GETRULE_RESET;
  for (const table of nft.tables) {
    if (family !== 0 && table.family !== family) continue;
    if (tableName !== undefined && tableName !== table.name) continue;
    for (const chain of inOrder(table.chains.values())) {
      if (tableName !== undefined && chainName !== undefined && chainName !== chain.name) continue;
      let previous: NftRule | undefined;
      for (const rule of chain.rules) {
        fillRule(
          writer,
          nft,
          chain,
          rule,
          previous,
          portid,
          message.seq,
          NFT_MSG_NEWRULE,
          NLM_F_MULTI | NLM_F_APPEND,
          reset,
        );
        previous = rule;
      }
    }
  }
  return 0;
}
