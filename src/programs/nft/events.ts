/** What listeners hear, as commands. Source: `src/monitor.c` of nftables 1.0.6. */

import * as nft from "../../netlink/nf-tables.ts";
import { NFT_SET_ANONYMOUS } from "../../netlink/nf-tables.ts";
import { loadCache } from "./cache.ts";
import type { Client, Message } from "./client.ts";
import type { NftContext } from "./context.ts";
import { familyName } from "./hooks.ts";
import type { RuleModel, SetModel } from "./model.ts";
import { printBase, printElements, printObject, printRule, printSet } from "./print.ts";
import { readChain, readObject, readTable } from "./read/objects.ts";
import { readRule } from "./read/rule.ts";
import { readElements, readSet } from "./read/sets.ts";

/** Sets that were told of: rules and elements need them. */
export class EventReader {
  private readonly ctx: NftContext;
  private sets: SetModel[];
  /** Rules that were there at the beginning: traces tell only of these. */
  private readonly rules: readonly RuleModel[];

  constructor(ctx: NftContext, client: Client) {
    this.ctx = ctx;
    const cache = loadCache(client, { elements: true, rules: true });
    this.sets = cache.sets;
    this.rules = cache.rules;
  }

  findRule(family: number, table: string, chain: string, handle: number): RuleModel | undefined {
    return this.rules.find(
      (rule) =>
        rule.handle === handle && rule.family === family && rule.table === table && rule.chain === chain,
    );
  }

  find(family: number, table: string, name: string): SetModel | undefined {
    return this.sets.find((set) => set.family === family && set.table === table && set.name === name);
  }

  /** A message as a line, or "" for what is not told. */
  line(message: Message): string {
    const { ctx } = this;
    const suffix = (handle: number): string => (ctx.handles ? ` # handle ${handle}` : "");
    switch (message.type) {
      case nft.NFT_MSG_NEWTABLE:
      case nft.NFT_MSG_DELTABLE: {
        const table = readTable(message);
        const verb = message.type === nft.NFT_MSG_NEWTABLE ? "add" : "delete";
        return `${verb} table ${familyName(table.family)} ${table.name}${suffix(table.handle)}\n`;
      }
      case nft.NFT_MSG_NEWCHAIN: {
        const chain = readChain(message);
        const base = chain.base === undefined ? "" : ` { ${printBase(chain, ctx)} }`;
        return `add chain ${familyName(chain.family)} ${chain.table} ${chain.name}${base}${suffix(chain.handle)}\n`;
      }
      case nft.NFT_MSG_DELCHAIN: {
        const chain = readChain(message);
        return `delete chain ${familyName(chain.family)} ${chain.table} ${chain.name}${suffix(chain.handle)}\n`;
      }
      case nft.NFT_MSG_NEWRULE:
      case nft.NFT_MSG_DELRULE:
        return this.rule(message, message.type === nft.NFT_MSG_NEWRULE);
      case nft.NFT_MSG_NEWSET:
      case nft.NFT_MSG_DELSET:
        return this.set(message, message.type === nft.NFT_MSG_NEWSET);
      case nft.NFT_MSG_NEWSETELEM:
      case nft.NFT_MSG_DELSETELEM:
        return this.elements(message, message.type === nft.NFT_MSG_NEWSETELEM);
      case nft.NFT_MSG_NEWOBJ:
      case nft.NFT_MSG_DELOBJ:
        return this.object(message, message.type === nft.NFT_MSG_NEWOBJ);
      default:
        return "";
    }
  }

  private rule(message: Message, added: boolean): string {
    const rule = readRule(message, (family, table, name) => this.find(family, table, name));
    const place = `${familyName(rule.family)} ${rule.table} ${rule.chain}`;
    if (!added) return `delete rule ${place} handle ${rule.handle}\n`;
    const verb = (message.flags & 0x800) !== 0 ? "add" : "insert";
    return `${verb} rule ${place} ${printRule(rule, this.ctx)}\n`;
  }

  private set(message: Message, added: boolean): string {
    const set = readSet(message);
    if (!added) {
      const kind = this.find(set.family, set.table, set.name)?.data === undefined ? "set" : "map";
      this.sets = this.sets.filter((each) => each !== this.find(set.family, set.table, set.name));
      return `delete ${kind} ${familyName(set.family)} ${set.table} ${set.name}\n`;
    }
    this.sets.push(set);
    if ((set.flags & NFT_SET_ANONYMOUS) !== 0) return "";
    const body = printSet(set, this.ctx, false)
      .split("\n")
      .slice(1, -2)
      .map((line) => line.trim())
      .join("; ");
    const kind = set.data === undefined ? "set" : "map";
    return `add ${kind} ${familyName(set.family)} ${set.table} ${set.name} { ${body};${body === "" ? "" : " "}} \n`;
  }

  private elements(message: Message, added: boolean): string {
    const { tb, family } = message;
    const table = tb.string(nft.NFTA_SET_ELEM_LIST_TABLE);
    const name = tb.string(nft.NFTA_SET_ELEM_LIST_SET);
    const set = this.find(family, table, name);
    if (set === undefined) return "";
    const elems = readElements(set, [message]);
    if ((set.flags & NFT_SET_ANONYMOUS) !== 0) {
      set.elems = [...set.elems, ...elems];
      return "";
    }
    if (elems.length === 0) return "";
    return `${added ? "add" : "delete"} element ${familyName(family)} ${table} ${name} ${printElements(set, elems, this.ctx)}\n`;
  }

  private object(message: Message, added: boolean): string {
    const object = readObject(message);
    if (object === undefined) return "";
    const place = `${object.spec.kind} ${familyName(object.family)} ${object.table} ${object.name}`;
    if (!added) return `delete ${place}\n`;
    const body = printObject(object, this.ctx)
      .split("\n")
      .slice(1, -2)
      .map((line) => line.trim())
      .join(" ");
    return `add ${place} { ${body} } \n`;
  }
}

/** Prints what a batch did (`-e`). */
export function echoPrinter(ctx: NftContext, client: Client): (message: Message) => void {
  const reader = new EventReader(ctx, client);
  return (message) => ctx.process.stdout.write(reader.line(message));
}
