/**
 * Hanging base chains into the packets' way, and taking them out.
 *
 * Source: `net/netfilter/nf_tables_api.c` (`nf_tables_register_hook`, `nf_tables_unregister_hook`).
 */
import type { NftChain } from "./chain.ts";

/** @returns 0 or a negative error */
export function registerChain(chain: NftChain): number {
  const { base } = chain;
  if (base === null || base.unregister !== null || chain.table.dormant) return 0;
  const unregister = base.type.register(chain, base);
  if (typeof unregister === "number") return unregister;
  base.unregister = unregister;
  return 0;
}

/** No packet comes to the chain any more; nothing for one that hangs nowhere. */
export function unregisterChain(chain: NftChain): void {
  const { base } = chain;
  if (base?.unregister == null) return;
  base.unregister();
  base.unregister = null;
}
