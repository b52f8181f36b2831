/** What listeners hear, as JSON. Source: `src/json.c` (`monitor_print_*_json`) of nftables 1.0.6. */
import type { NftContext } from "../context.ts";
import { familyName } from "../hooks.ts";
import type { NftEvent } from "../monitor/events.ts";
import { eventVerb } from "../monitor/events-text.ts";
import { elemJson } from "./expr.ts";
import { chainJson, objectJson, ruleJson, setJson, tableJson } from "./object.ts";
import type { Json } from "./text.ts";

function body(event: NftEvent, ctx: NftContext): Json {
  switch (event.what) {
    case "table":
      return tableJson(event.table);
    case "chain":
      return chainJson(event.chain);
    case "rule":
      return ruleJson(event.rule, ctx);
    case "set":
      return setJson(event.set, ctx, false);
    case "element": {
      const { family, table, name } = event.set;
      const elem = { set: event.elems.map((each) => elemJson(each, ctx)) };
      return { element: { family: familyName(family), table, name, elem } };
    }
    default:
      return objectJson(event.object);
  }
}

export function eventJson(event: NftEvent, ctx: NftContext): Json {
  return { [eventVerb(event)]: body(event, ctx) };
}
