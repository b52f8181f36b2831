/**
 * Requests about chains.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nf_tables_newchain`, `nf_tables_addchain`, `nf_tables_updchain`, `nf_tables_delchain`).
 */
import { EBUSY, EEXIST, EINVAL, EMFILE, ENOENT, EOPNOTSUPP } from "../../../../errno.ts";
import {
  MessageWriter,
  NLM_F_EXCL,
  NLM_F_MULTI,
  NLM_F_NONREC,
  NLM_F_REPLACE,
} from "../../../../netlink/message.ts";
import {
  NF_ACCEPT,
  NF_DROP,
  NFT_CHAIN_BASE,
  NFT_CHAIN_BINDING,
  NFT_MSG_DESTROYCHAIN,
  NFT_MSG_NEWCHAIN,
  NFTA_CHAIN_COUNTERS,
  NFTA_CHAIN_FLAGS,
  NFTA_CHAIN_HANDLE,
  NFTA_CHAIN_HOOK,
  NFTA_CHAIN_ID,
  NFTA_CHAIN_NAME,
  NFTA_CHAIN_POLICY,
  NFTA_CHAIN_TABLE,
  NFTA_CHAIN_USERDATA,
} from "../../../../netlink/nf-tables.ts";
import { NftCtx } from "../context.ts";
import { be64 } from "../data.ts";
import { type NftRequest, notifyChange } from "../message.ts";
import { inOrder, type NftTable } from "../table/table.ts";
import { findTable, lookupTable } from "../table/table-api.ts";
import { NftBaseChain, NftChain } from "./chain.ts";
import { deleteChain, deleteRule } from "./chain-delete.ts";
import { fillChain } from "./chain-dump.ts";
import { type ParsedHook, parseChainCounters, parseChainHook } from "./chain-hook.ts";
import { registerChain, unregisterChain } from "./chain-register.ts";

/** A chain by its number; undefined: there is none. */
export function chainByHandle(table: NftTable, handle: number): NftChain | undefined {
  for (const chain of table.chains.values()) if (chain.handle === handle) return chain;
  return undefined;
}

/** Listeners are told of the chain as it is now, whatever the batch does to it behind this. */
function notifyNew(ctx: NftCtx, chain: NftChain) {
  const { nft } = ctx;
  const now = { name: chain.name, policy: chain.base?.policy ?? NF_ACCEPT };
  return (portid: number, seq: number, flags: number): void => {
    const { name, base } = chain;
    const policy = base?.policy ?? NF_ACCEPT;
    chain.name = now.name;
    if (base !== null) base.policy = now.policy;
    notifyChange(nft, portid, flags, (writer) =>
      fillChain(writer, nft, chain, portid, seq, NFT_MSG_NEWCHAIN, 0),
    );
    chain.name = name;
    if (base !== null) base.policy = policy;
  };
}

/** `nf_tables_newchain` */
export function newChain(request: NftRequest): number {
  const { tb, nft, family } = request;
  const table = lookupTable(request, NFTA_CHAIN_TABLE);
  if (typeof table === "number") return table;
  const ctx = new NftCtx(nft, family, table, null, request);
  let attr = NFTA_CHAIN_NAME;
  let chain: NftChain | undefined;
  if (tb.has(NFTA_CHAIN_HANDLE)) {
    attr = NFTA_CHAIN_HANDLE;
    chain = chainByHandle(table, be64(tb, attr));
    if (chain === undefined) return ctx.bad(-ENOENT, tb, attr);
  } else if (tb.has(NFTA_CHAIN_NAME)) chain = table.chains.get(tb.string(NFTA_CHAIN_NAME));
  else if (!tb.has(NFTA_CHAIN_ID)) return -EINVAL;
  const policy = parsePolicy(ctx, request, chain);
  if (policy < 0) return policy;
  const flags = tb.has(NFTA_CHAIN_FLAGS) ? tb.be32(NFTA_CHAIN_FLAGS) : (chain?.flags ?? 0);
  if ((flags & ~(NFT_CHAIN_BASE | NFT_CHAIN_BINDING)) !== 0) return -EOPNOTSUPP;
  if (chain === undefined) return addChain(ctx, request, policy, flags);
  if ((chain.flags & NFT_CHAIN_BINDING) !== 0) return -EINVAL;
  if ((ctx.flags & NLM_F_EXCL) !== 0) return ctx.bad(-EEXIST, tb, attr);
  if ((ctx.flags & NLM_F_REPLACE) !== 0) return -EOPNOTSUPP;
  return updateChain(ctx, request, chain, policy, attr);
}

function parsePolicy(ctx: NftCtx, { tb }: NftRequest, chain: NftChain | undefined): number {
  if (!tb.has(NFTA_CHAIN_POLICY)) return chain?.base?.policy ?? NF_ACCEPT;
  if (chain !== undefined ? chain.base === null : !tb.has(NFTA_CHAIN_HOOK))
    return ctx.bad(-EOPNOTSUPP, tb, NFTA_CHAIN_POLICY);
  const policy = tb.be32(NFTA_CHAIN_POLICY);
  return policy === NF_DROP || policy === NF_ACCEPT ? policy : -EINVAL;
}

function makeBase(hook: ParsedHook, policy: number): NftBaseChain {
  const base = new NftBaseChain(hook.type, hook.hooknum, hook.priority, policy);
  base.devices = [...hook.devices];
  return base;
}

/** `nf_tables_addchain` */
function addChain(ctx: NftCtx, request: NftRequest, policy: number, flags: number): number {
  const { tb } = request;
  const { table } = ctx;
  const handle = table.nextHandle + 1;
  const name = tb.has(NFTA_CHAIN_NAME) ? tb.string(NFTA_CHAIN_NAME) : `__chain${++ctx.nft.chainNumber}`;
  const chain = new NftChain(table, name, handle);
  chain.userdata = tb.payload(NFTA_CHAIN_USERDATA)?.slice();
  if (tb.has(NFTA_CHAIN_HOOK)) {
    const hook = parseChainHook(ctx, tb, undefined);
    if (typeof hook === "number") return hook;
    if ((flags & NFT_CHAIN_BINDING) !== 0) return -EOPNOTSUPP;
    chain.base = makeBase(hook, policy);
    chain.flags = NFT_CHAIN_BASE;
    if (tb.has(NFTA_CHAIN_COUNTERS)) {
      const counter = parseChainCounters(tb);
      if (typeof counter === "number") return counter;
      chain.base.counter = counter;
    }
  } else {
    if ((flags & NFT_CHAIN_BASE) !== 0) return -EINVAL;
    chain.flags = flags & NFT_CHAIN_BINDING;
    if (!tb.has(NFTA_CHAIN_NAME) && chain.flags === 0) return -EINVAL;
  }
  const error = registerChain(chain);
  if (error < 0) return error;
  if (table.use >= 0xffffffff) return -EMFILE;
  table.nextHandle = handle;
  table.use++;
  table.chains.set(name, chain);
  const id = tb.has(NFTA_CHAIN_ID) ? tb.be32(NFTA_CHAIN_ID) : 0;
  if (id !== 0) ctx.nft.transaction?.chainIds.set(id, chain);
  ctx.change({
    undo: () => {
      table.chains.delete(name);
      table.use--;
      unregisterChain(chain);
    },
    notify: notifyNew(ctx, chain),
  });
  return 0;
}

/** `nf_tables_updchain` */
function updateChain(
  ctx: NftCtx,
  request: NftRequest,
  chain: NftChain,
  policy: number,
  attr: number,
): number {
  const { tb } = request;
  const { base } = chain;
  if (tb.has(NFTA_CHAIN_HOOK)) {
    if (base === null) return ctx.bad(-EEXIST, tb, attr);
    const hook = parseChainHook(ctx, tb, chain);
    if (typeof hook === "number") return hook;
    if (hook.type !== base.type || hook.hooknum !== base.hook || hook.priority !== base.priority)
      return ctx.bad(-EEXIST, tb, attr);
    if (hook.devices.length > 0 && !sameNames(hook.devices, base.devices)) return -EOPNOTSUPP;
  }
  const rename = tb.has(NFTA_CHAIN_HANDLE) && tb.has(NFTA_CHAIN_NAME);
  if (rename && ctx.table.chains.has(tb.string(NFTA_CHAIN_NAME)))
    return ctx.bad(-EEXIST, tb, NFTA_CHAIN_NAME);
  let counter = base?.counter ?? null;
  if (tb.has(NFTA_CHAIN_COUNTERS)) {
    if (base === null) return -EOPNOTSUPP;
    const parsed = parseChainCounters(tb);
    if (typeof parsed === "number") return parsed;
    counter = parsed;
  }
  const old = { name: chain.name, policy: base?.policy ?? 0, counter: base?.counter ?? null };
  const apply = (name: string, newPolicy: number, newCounter: typeof counter): void => {
    if (name !== chain.name) {
      ctx.table.chains.delete(chain.name);
      chain.name = name;
      ctx.table.chains.set(name, chain);
    }
    if (base === null) return;
    base.policy = newPolicy;
    base.counter = newCounter;
  };
  apply(rename ? tb.string(NFTA_CHAIN_NAME) : chain.name, policy, counter);
  ctx.change({ undo: () => apply(old.name, old.policy, old.counter), notify: notifyNew(ctx, chain) });
  return 0;
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

/** `nf_tables_delchain` */
export function delChain(request: NftRequest): number {
  const { tb, nft, family, message } = request;
  const table = lookupTable(request, NFTA_CHAIN_TABLE);
  if (typeof table === "number") return table;
  const ctx = new NftCtx(nft, family, table, null, request);
  const attr = tb.has(NFTA_CHAIN_HANDLE) ? NFTA_CHAIN_HANDLE : NFTA_CHAIN_NAME;
  const chain =
    attr === NFTA_CHAIN_HANDLE
      ? chainByHandle(table, be64(tb, attr))
      : table.chains.get(tb.string(NFTA_CHAIN_NAME));
  if (chain === undefined) {
    if ((message.type & 0xff) === NFT_MSG_DESTROYCHAIN) return 0;
    return ctx.bad(-ENOENT, tb, attr);
  }
  if ((chain.flags & NFT_CHAIN_BINDING) !== 0) return -EOPNOTSUPP;
  if (tb.has(NFTA_CHAIN_HOOK)) return -EOPNOTSUPP;
  if ((message.flags & NLM_F_NONREC) !== 0 && chain.use > 0) return -EBUSY;
  ctx.chain = chain;
  for (const rule of [...chain.rules]) deleteRule(ctx, chain, rule);
  // Jumps to it that are left.
  if (chain.use > 0) return ctx.bad(-EBUSY, tb, attr);
  deleteChain(ctx, chain);
  return 0;
}

const replyWriter = new MessageWriter(4096);

/** `nf_tables_getchain` */
export function getChain(request: NftRequest): number {
  const { tb, nft, family, portid, message } = request;
  const table = findTable(request, NFTA_CHAIN_TABLE);
  if (typeof table === "number") return table;
  const chain = table.chains.get(tb.string(NFTA_CHAIN_NAME));
  if (chain === undefined)
    return new NftCtx(nft, family, table, null, request).bad(-ENOENT, tb, NFTA_CHAIN_NAME);
  replyWriter.reset();
  fillChain(replyWriter, nft, chain, portid, message.seq, NFT_MSG_NEWCHAIN, 0);
  request.reply(replyWriter.message());
  return 0;
}

/** `nf_tables_dump_chains` */
export function dumpChains(request: NftRequest, writer: MessageWriter): number {
  const { nft, family, portid, message } = request;
  for (const table of nft.tables) {
    if (family !== 0 && table.family !== family) continue;
    for (const chain of inOrder(table.chains.values()))
      fillChain(writer, nft, chain, portid, message.seq, NFT_MSG_NEWCHAIN, NLM_F_MULTI);
  }
  return 0;
}
