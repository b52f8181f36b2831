/** `conntrack -S`: counters of each processor. */
import { AttributeTable } from "../../netlink/attribute.ts";
import * as cta from "../../netlink/ctnetlink.ts";
import type { MessageReader } from "../../netlink/message.ts";
import { NFGENMSG_LEN } from "../../netlink/nfnetlink.ts";

const FIELDS: readonly (readonly [number, string])[] = [
  [cta.CTA_STATS_FOUND, "found"],
  [cta.CTA_STATS_INVALID, "invalid"],
  [cta.CTA_STATS_INSERT, "insert"],
  [cta.CTA_STATS_INSERT_FAILED, "insert_failed"],
  [cta.CTA_STATS_DROP, "drop"],
  [cta.CTA_STATS_EARLY_DROP, "early_drop"],
  [cta.CTA_STATS_ERROR, "error"],
  [cta.CTA_STATS_SEARCH_RESTART, "search_restart"],
  [cta.CTA_STATS_CLASH_RESOLVE, "clash_resolve"],
  [cta.CTA_STATS_CHAIN_TOOLONG, "chaintoolong"],
];

const table = new AttributeTable(cta.CTA_STATS_MAX);

/** One processor's line. */
export function statsText(message: MessageReader): string {
  const { bytes, body, end } = message;
  table.parse(bytes, body + NFGENMSG_LEN, end);
  const cpu = (bytes[body + 2] << 8) | bytes[body + 3];
  let text = `cpu=${String(cpu).padEnd(4)}\t`;
  for (const [type, name] of FIELDS) if (table.has(type)) text += `${name}=${table.be32(type)} `;
  return `${text}\n`;
}
