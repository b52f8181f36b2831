/** What `--debug=netlink` prints, and when. Source: `src/netlink.c` (`netlink_dump_*`), `src/cache.c` of nftables 1.0.6. */
import { NFT_MSG_NEWRULE } from "../../../netlink/nf-tables.ts";
import type { Command } from "../command.ts";
import type { NftContext } from "../context.ts";
import type { Client, Message } from "../netlink/client.ts";
import { debugRule, debugSent, toldElements } from "./message.ts";

/** Messages of batches are printed from now on. */
export function debugBatches(ctx: NftContext, client: Client): void {
  if (ctx.debug) client.sent = (message) => ctx.process.stdout.write(debugSent(message));
}

function told(messages: readonly Message[]): string {
  if (messages[0]?.type !== NFT_MSG_NEWRULE) return toldElements(messages);
  return messages.map((message) => debugRule(message, true)).join("");
}

/** Runs a part in which everything that the kernel tells of is printed. */
export function debugTold<T>(ctx: NftContext, client: Client, part: () => T): T {
  if (!ctx.debug) return part();
  client.seen = (messages) => ctx.process.stdout.write(told(messages));
  try {
    return part();
  } finally {
    client.seen = undefined;
  }
}

/** Whether Debian's nft asks for all rules and elements in order to list something. */
export function asksForAll(ctx: NftContext, { obj }: Command): boolean {
  return ctx.debug && obj !== "chains" && obj !== "set" && obj !== "map";
}
