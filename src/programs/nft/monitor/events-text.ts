/** What listeners hear, as commands. Source: `src/monitor.c` of nftables 1.0.6. */
import {
  NFT_TABLE_F_DORMANT,
  NFTA_GEN_ID,
  NFTA_GEN_PROC_NAME,
  NFTA_GEN_PROC_PID,
} from "../../../netlink/nf-tables.ts";
import type { NftContext } from "../context.ts";
import { familyName } from "../hooks.ts";
import { printBase, printElements, printObject, printRule, printSet } from "../list/print.ts";
import type { Message } from "../netlink/client.ts";
import type { NftEvent } from "./events.ts";

/** The lines of a block on one line; what the line of its name says behind the brace comes first. */
function inside(block: string, end: string): string {
  const [head, ...lines] = block.split("\n");
  const suffix = head.slice(head.indexOf("{") + 1).trim();
  const body = lines
    .slice(0, -2)
    .map((line) => `${line.trim()}${end}`)
    .join(" ");
  return suffix === "" ? body : `${suffix} ${body}`;
}

/** How a command begins that would do it. */
export function eventVerb(event: NftEvent): string {
  if (!event.added) return "delete";
  if (event.created === true) return "create";
  return event.what === "rule" && event.inserted ? "insert" : "add";
}

export function eventText(event: NftEvent, ctx: NftContext): string {
  const verb = eventVerb(event);
  const suffix = (handle: number): string => (ctx.handles ? ` # handle ${handle}` : "");
  switch (event.what) {
    case "table": {
      const { table } = event;
      const flags = event.added && table.flags & NFT_TABLE_F_DORMANT ? " { flags dormant; }" : "";
      return `${verb} table ${familyName(table.family)} ${table.name}${flags}${suffix(table.handle)}\n`;
    }
    case "chain": {
      const { chain } = event;
      const place = `${familyName(chain.family)} ${chain.table} ${chain.name}`;
      if (!event.added) return `delete chain ${place}\n`;
      const base = chain.base === undefined ? "" : ` { ${printBase(chain, ctx)} }`;
      return `${verb} chain ${place}${base}${suffix(chain.handle)}\n`;
    }
    case "rule": {
      const { rule } = event;
      const place = `${familyName(rule.family)} ${rule.table} ${rule.chain}`;
      if (!event.added) return `delete rule ${place} handle ${rule.handle}\n`;
      return `${verb} rule ${place} ${printRule(rule, ctx)}\n`;
    }
    case "set": {
      const { set } = event;
      const place = `${set.data === undefined ? "set" : "map"} ${familyName(set.family)} ${set.table} ${set.name}`;
      return event.added
        ? `${verb} ${place} { ${inside(printSet(set, ctx, false), ";")} } \n`
        : `delete ${place}\n`;
    }
    case "element": {
      const { set } = event;
      const place = `${familyName(set.family)} ${set.table} ${set.name}`;
      return `${verb} element ${place} ${printElements(set, event.elems, ctx)}\n`;
    }
    default: {
      const { object } = event;
      const place = `${object.spec.kind} ${familyName(object.family)} ${object.table} ${object.name}`;
      return event.added
        ? `${verb} ${place} { ${inside(printObject(object, ctx), "body" in object.spec ? ";" : "")} } \n`
        : `delete ${place}\n`;
    }
  }
}

/** A new generation, and who made it. */
export function generationLine({ tb }: Message): string {
  const pid = tb.has(NFTA_GEN_PROC_PID) ? tb.be32(NFTA_GEN_PROC_PID) : 0;
  const by = pid === 0 ? "" : ` by process ${pid} (${tb.string(NFTA_GEN_PROC_NAME)})`;
  return `# new generation ${tb.be32(NFTA_GEN_ID)}${by}\n`;
}
