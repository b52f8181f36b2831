/**
 * Checks that go over all of a table's rules: jumps must not lead in a circle or too deep, and expressions must be reached only from
 * hooks where they make sense.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nft_chain_validate`, `nft_table_validate`, `nf_tables_validate`).
 */
import { EMLINK, EOPNOTSUPP } from "../../../errno.ts";
import type { NftChain } from "./chain/chain.ts";
import { NftCtx } from "./context.ts";
import { NFT_JUMP_STACK_SIZE } from "./regs.ts";
import { NFT_VALIDATE_DO, NFT_VALIDATE_SKIP, type NftNet } from "./table/table.ts";

/** A walk from one base chain: where it hangs decides what is allowed in all chains below it. */
export class ValidateCtx {
  readonly ctx: NftCtx;
  readonly hooks: number;
  readonly typeName: string | null;
  readonly family: number;
  level = 0;
  /** Chains that were found good at a depth: what was as deep before need not be looked at again. */
  private readonly seen = new Map<NftChain, number>();

  constructor(ctx: NftCtx, chain: NftChain) {
    this.ctx = ctx;
    this.family = ctx.family;
    this.hooks = chain.base === null ? 0 : 1 << chain.base.hook;
    this.typeName = chain.base?.type.name ?? null;
  }

  /** An expression makes sense at these hooks only (`nft_chain_validate_hooks`). @returns 0 or -EOPNOTSUPP */
  onlyFrom(hooks: number): number {
    return this.typeName === null || (this.hooks & ~hooks) === 0 ? 0 : -EOPNOTSUPP;
  }

  /** `nft_chain_validate` @returns 0 or a negative error: -EMLINK for a circle or more than 16 jumps on the way */
  chain(chain: NftChain): number {
    if (this.level === NFT_JUMP_STACK_SIZE) return -EMLINK;
    const depth = this.seen.get(chain);
    if (depth !== undefined && depth >= this.level) return 0;
    for (const rule of chain.rules) {
      for (const expr of rule.exprs) {
        const error = expr.validate(this);
        if (error < 0) return error;
      }
    }
    this.seen.set(chain, this.level);
    return 0;
  }

  /** Follows a jump. */
  jump(chain: NftChain): number {
    this.level++;
    const error = this.chain(chain);
    this.level--;
    return error;
  }
}

/** `nft_table_validate` */
function validateTable(ctx: NftCtx): number {
  for (const chain of ctx.table.chains.values()) {
    if (chain.base === null) continue;
    const error = new ValidateCtx(ctx, chain).chain(chain);
    if (error < 0) return error;
  }
  return 0;
}

/**
 * A batch is read again because it turned out bad: looks at the table after each message. What is bad stays until the batch is undone, and
 * so all that follow in the table fail, too.
 */
export function validateChanged(ctx: NftCtx): number {
  if (ctx.table.validateState !== NFT_VALIDATE_DO) return 0;
  const error = validateTable(ctx);
  if (error < 0) ctx.nft.transaction?.keep();
  return error;
}

/**
 * Before a batch is through. When a table turns out bad, the batch is undone and read again with each rule checked at once, so that
 * the one to blame is told.
 * @returns whether all is good
 */
export function validateAll(nft: NftNet): boolean {
  for (const table of nft.tables) {
    if (table.validateState === NFT_VALIDATE_SKIP) continue;
    table.validateState = NFT_VALIDATE_DO;
    if (validateTable(new NftCtx(nft, table.family, table, null)) < 0) return false;
    table.validateState = NFT_VALIDATE_SKIP;
  }
  return true;
}
