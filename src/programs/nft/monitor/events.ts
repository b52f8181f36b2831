/** What listeners hear. Source: `src/monitor.c` of nftables 1.0.6. */

import { AttributeTable } from "../../../netlink/attribute.ts";
import { NLM_F_EXCL } from "../../../netlink/message.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import type { Elem } from "../ast.ts";
import type { NftContext } from "../context.ts";
import { eventJson } from "../json/events.ts";
import { echoJson } from "../json/input/echo.ts";
import type { Parsed } from "../json/input/reader.ts";
import { nftables } from "../json/text.ts";
import { loadCache } from "../netlink/cache.ts";
import type { Client, Message } from "../netlink/client.ts";
import type { ChainModel, ObjectModel, RuleModel, SetModel, TableModel } from "../netlink/model.ts";
import { readUserData, SET_ELEM_F_INTERVAL_OPEN, UDATA_SET_ELEM_FLAGS } from "../netlink/userdata.ts";
import { readChain, readObject, readTable } from "../read/objects.ts";
import { readRule } from "../read/rule.ts";
import { readElements, readSet } from "../read/sets.ts";
import { eventText, generationLine } from "./events-text.ts";

/** Something that was made or taken away. */
export type NftEvent = {
  readonly added: boolean;
  /** It was not allowed to be there before (`create`). */
  readonly created?: boolean;
} & (
  | { readonly what: "table"; readonly table: TableModel }
  | { readonly what: "chain"; readonly chain: ChainModel }
  | { readonly what: "rule"; readonly rule: RuleModel; readonly inserted: boolean }
  | { readonly what: "set"; readonly set: SetModel }
  | { readonly what: "element"; readonly set: SetModel; readonly elems: readonly Elem[] }
  | { readonly what: "object"; readonly object: ObjectModel }
);

/** Whether the element is the end in front of all intervals, which is not told (`netlink_event_ignore_range_event`). */
function isFirstEnd({ tb }: Message): boolean {
  for (const cursor = tb.cursor(nft.NFTA_SET_ELEM_LIST_ELEMENTS); cursor.next(); ) {
    const elem = new AttributeTable(12).parse(cursor.bytes, cursor.start, cursor.start + cursor.length);
    if ((elem.be32(nft.NFTA_SET_ELEM_FLAGS) & nft.NFT_SET_ELEM_INTERVAL_END) === 0) return false;
    const key = new AttributeTable(2).parseNested(elem, nft.NFTA_SET_ELEM_KEY);
    return key.payload(nft.NFTA_DATA_VALUE)?.every((byte) => byte === 0) === true;
  }
  return false;
}

/** Whether the element says that its interval goes on to the last value. */
function isOpen({ tb }: Message): boolean {
  const elem = new AttributeTable(12);
  for (const cursor = tb.cursor(nft.NFTA_SET_ELEM_LIST_ELEMENTS); cursor.next(); ) {
    elem.parse(cursor.bytes, cursor.start, cursor.start + cursor.length);
    const flags = readUserData(elem.payload(nft.NFTA_SET_ELEM_USERDATA)).get(UDATA_SET_ELEM_FLAGS);
    if (((flags?.[0] ?? 0) & SET_ELEM_F_INTERVAL_OPEN) !== 0) return true;
  }
  return false;
}

const APPENDED = 0x800;

/** Sets that were told of: rules and elements need them. */
export class EventReader {
  private sets: SetModel[];
  private readonly begins = new Map<SetModel, Message>();
  /** Rules that were there at the beginning: traces tell only of these. */
  private readonly rules: readonly RuleModel[];

  constructor(client: Client) {
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

  /** What a message tells, or undefined for what is not told. */
  read(message: Message): NftEvent | undefined {
    const event = this.told(message);
    return event && { ...event, created: event.added && (message.flags & NLM_F_EXCL) !== 0 };
  }

  private told(message: Message): NftEvent | undefined {
    switch (message.type) {
      case nft.NFT_MSG_NEWTABLE:
      case nft.NFT_MSG_DELTABLE:
        return { what: "table", added: message.type === nft.NFT_MSG_NEWTABLE, table: readTable(message) };
      case nft.NFT_MSG_NEWCHAIN:
      case nft.NFT_MSG_DELCHAIN:
        return { what: "chain", added: message.type === nft.NFT_MSG_NEWCHAIN, chain: readChain(message) };
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
      case nft.NFT_MSG_DELOBJ: {
        const object = readObject(message);
        const added = message.type === nft.NFT_MSG_NEWOBJ;
        return object === undefined ? undefined : { what: "object", added, object };
      }
      default:
        return undefined;
    }
  }

  /** What a rule that goes looked up is not told any more. */
  private rule(message: Message, added: boolean): NftEvent {
    const rule = readRule(message, (family, table, name) =>
      added ? this.find(family, table, name) : undefined,
    );
    return { what: "rule", added, rule, inserted: (message.flags & APPENDED) === 0 };
  }

  private set(message: Message, added: boolean): NftEvent | undefined {
    const set = readSet(message);
    if (!added) {
      const gone = this.find(set.family, set.table, set.name);
      this.sets = this.sets.filter((each) => each !== gone);
      return { what: "set", added, set };
    }
    this.sets.push(set);
    return (set.flags & nft.NFT_SET_ANONYMOUS) === 0 ? { what: "set", added, set } : undefined;
  }

  /** An interval comes as two elements, in either order: the first waits for the other (`netlink_event_range_cache`). */
  private withEnd(set: SetModel, message: Message): Elem[] {
    if (!set.interval || set.concat || (set.flags & nft.NFT_SET_ANONYMOUS) !== 0)
      return readElements(set, [message]);
    if (isFirstEnd(message)) return [];
    const other = this.begins.get(set);
    this.begins.delete(set);
    if (other !== undefined) return readElements(set, [other, message]);
    if (!isOpen(message)) this.begins.set(set, message);
    return isOpen(message) ? readElements(set, [message]) : [];
  }

  private elements(message: Message, added: boolean): NftEvent | undefined {
    const { tb, family } = message;
    const set = this.find(
      family,
      tb.string(nft.NFTA_SET_ELEM_LIST_TABLE),
      tb.string(nft.NFTA_SET_ELEM_LIST_SET),
    );
    if (set === undefined) return undefined;
    const elems = this.withEnd(set, message);
    if ((set.flags & nft.NFT_SET_ANONYMOUS) !== 0) {
      set.elems = [...set.elems, ...elems];
      return undefined;
    }
    return elems.length === 0 ? undefined : { what: "element", added, set, elems };
  }
}

/** What a batch did (`-e`): lines at once, or one object of JSON in the end. */
export class Echo {
  private readonly ctx: NftContext;
  private readonly reader: EventReader;
  private readonly events: NftEvent[] = [];

  constructor(ctx: NftContext, client: Client) {
    this.ctx = ctx;
    this.reader = new EventReader(client);
  }

  readonly take = (message: Message): void => {
    if (message.type === nft.NFT_MSG_NEWGEN && !this.ctx.json)
      this.ctx.process.stdout.write(generationLine(message));
    const event = this.reader.read(message);
    if (event === undefined) return;
    if (!this.ctx.json) this.ctx.process.stdout.write(eventText(event, this.ctx));
    else if (event.added) this.events.push(event);
  };

  /** @param root commands in JSON, if that is how they came */
  finish(root: Parsed | undefined): void {
    const { ctx, events } = this;
    if (root !== undefined && ctx.json) ctx.process.stdout.write(echoJson(root, events));
    else if (events.length > 0)
      ctx.process.stdout.write(nftables(events.map((event) => eventJson(event, ctx))));
  }
}
