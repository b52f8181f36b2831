/** `-j -e`: commands in JSON are echoed as they came, with the handles of what they made. Source: `src/parser_json.c` (`json_events_cb`). */
import type { NftEvent } from "../../monitor/events.ts";
import { type Json, jsonText } from "../text.ts";
import { isObject, type Parsed } from "./reader.ts";

const MAKING = ["add", "create", "insert", "replace"];

function handleOf(event: NftEvent): number {
  switch (event.what) {
    case "table":
      return event.table.handle;
    case "chain":
      return event.chain.handle;
    case "rule":
      return event.rule.handle;
    case "object":
      return event.object.handle;
    default:
      return event.set.handle;
  }
}

/** The kind of an object of JSON that an event is about. */
function kindOf(event: NftEvent): string {
  if (event.what === "object") return event.object.spec.kind;
  return event.what === "set" && event.set.data !== undefined ? "map" : event.what;
}

/** Elements have no handle. @param events of what was made, in the order of the commands */
export function echoJson(root: Parsed, events: readonly NftEvent[]): string {
  const left = events.filter((event) => event.added && event.what !== "element");
  const commands = isObject(root) && Array.isArray(root.nftables) ? (root.nftables as Parsed[]) : [];
  const items = commands.map((command): Json => {
    if (!isObject(command)) return command as Json;
    const op = MAKING.find((each) => Object.hasOwn(command, each));
    const holder = op === undefined ? command : command[op];
    if (!isObject(holder)) return command as Json;
    const [kind] = Object.keys(holder);
    const body = holder[kind];
    const at = left.findIndex((event) => kindOf(event) === kind);
    if (at < 0 || !isObject(body)) return command as Json;
    const [event] = left.splice(at, 1);
    const { handle: _, ...rest } = body;
    const made = { [kind]: { ...rest, handle: handleOf(event) } } as Json;
    return op === undefined ? made : { [op]: made };
  });
  return jsonText({ nftables: items });
}
