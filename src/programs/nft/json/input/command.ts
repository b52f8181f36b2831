/** Commands of JSON. Source: `src/parser_json.c` (`json_parse_cmd`) of nftables 1.0.6. */

import type { ChainSpec, Command, CommandOp, ObjectSpec, SetSpec, TypeSpec } from "../../command.ts";
import { typeByName } from "../../datatypes/index.ts";
import { INTERNAL } from "../../errors/source.ts";
import { FAMILIES, hookNumber, IPV4 } from "../../hooks.ts";
import { objectKind } from "../../object-kinds/kind.ts";
import { readElems } from "./expr.ts";
import {
  flagOf,
  isArray,
  isObject,
  type JsonReader,
  kindOf,
  numberOf,
  type Parsed,
  type ParsedObject,
  stringOf,
  stringsOf,
} from "./reader.ts";
import { readLimit, readStmt } from "./stmt.ts";

const loc = INTERNAL;

const OPS: readonly CommandOp[] = [
  "add",
  "replace",
  "create",
  "insert",
  "delete",
  "list",
  "reset",
  "flush",
  "rename",
];

function familyOf(r: JsonReader, object: ParsedObject, fallback: number): number {
  const name = stringOf(object, "family");
  if (name === undefined) return fallback;
  return Object.hasOwn(FAMILIES, name) ? FAMILIES[name] : r.fail(`Unknown family '${name}'.`);
}

interface Place {
  readonly op: CommandOp;
  readonly making: boolean;
}

type Read = (r: JsonReader, object: ParsedObject, place: Place) => Partial<Command>;

function chainSpec(r: JsonReader, object: ParsedObject, family: number): ChainSpec | undefined {
  const type = stringOf(object, "type");
  const hook = stringOf(object, "hook");
  const priority = numberOf(object, "prio");
  if (type === undefined && hook === undefined && priority === undefined) return undefined;
  if (type === undefined || hook === undefined || priority === undefined)
    return r.fail("Missing chain type, hook or priority.");
  if (!["filter", "nat", "route"].includes(type)) r.fail(`Invalid chain type '${type}'.`);
  if (hookNumber(family, hook) === undefined) r.fail(`Invalid chain hook '${hook}'.`);
  const policy = stringOf(object, "policy");
  if (policy !== undefined && policy !== "accept" && policy !== "drop") r.fail(`Unknown policy '${policy}'.`);
  const devices = stringsOf(object.dev);
  return {
    base: {
      type,
      typeLoc: loc,
      hook,
      hookLoc: loc,
      priority: { offset: priority, loc },
      devices,
      deviceLoc: loc,
      loc,
    },
    policy: policy === "accept" || policy === "drop" ? policy : undefined,
  };
}

const table: Read = (r, object, { op }) => {
  const handle = numberOf(object, "handle");
  if (op !== "delete" || handle === undefined) r.need(object, "name:s");
  return { table: stringOf(object, "name"), handle };
};

const chain: Read = (r, object, { op, making }) => {
  const handle = numberOf(object, "handle");
  r.need(object, "table:s");
  if (op !== "delete" || handle === undefined) r.need(object, "name:s");
  const family = familyOf(r, object, IPV4);
  if (op === "rename") r.need(object, "newname:s");
  return {
    name: stringOf(object, "name"),
    newName: stringOf(object, "newname"),
    handle: making ? undefined : handle,
    chain: making ? chainSpec(r, object, family) : undefined,
  };
};

const rule: Read = (r, object, { op }) => {
  r.need(object, "table:s chain:s");
  const name = stringOf(object, "chain");
  const handle = numberOf(object, "handle");
  if (op === "delete") return { name, handle: numberOf(r.need(object, "handle:i"), "handle") };
  if (op === "list") return { name };
  const { expr } = r.need(object, "expr:o");
  if (!isArray(expr)) return r.fail('Value of property "expr" must be an array.');
  const stmts = expr.map((each, i) =>
    r.within(`Parsing expr array at index ${i} failed.`, () => {
      if (!isObject(each))
        return r.fail(`Unexpected expr array element of type ${kindOf(each)}, expected object.`);
      return readStmt(r, each);
    }),
  );
  const index = numberOf(object, "index");
  // Behind which rule one is added only an index says.
  const place = op === "replace" ? { handle } : op === "insert" ? { position: handle } : {};
  return {
    name,
    index,
    ...(index === undefined ? place : {}),
    rule: { stmts, comment: stringOf(object, "comment") },
  };
};

function types(r: JsonReader, value: Parsed | undefined, what: string): TypeSpec {
  const found = stringsOf(value).map((name) => typeByName(name) ?? r.fail(`Invalid ${what} type '${name}'.`));
  if (found.length === 0) r.fail(`Invalid ${what} type.`);
  return { types: found, bits: found.map((type) => type.bits) };
}

const OBJECTS = new Set(["counter", "quota", "limit"]);
const SET_FLAGS = new Set(["constant", "interval", "timeout", "dynamic"]);

function seconds(object: ParsedObject, key: string): number | undefined {
  const value = numberOf(object, key);
  return value === undefined ? undefined : value * 1000;
}

function setSpec(r: JsonReader, object: ParsedObject, map: boolean): SetSpec {
  const key = types(r, r.need(object, "type:o").type, "set");
  let data: SetSpec["data"];
  let named: string | undefined;
  if (map) {
    const kind = r.need(object, "map:o").map;
    if (kind === "verdict") data = "verdict";
    else if (typeof kind === "string" && OBJECTS.has(kind)) named = kind;
    else data = types(r, kind, "map");
  }
  const flags = new Set(stringsOf(object.flags));
  for (const flag of flags) if (!SET_FLAGS.has(flag)) r.fail(`Invalid set flag '${flag}'.`);
  const stmts = isArray(object.stmt) ? object.stmt.map((each) => readStmt(r, each)) : [];
  return {
    map,
    key,
    data,
    object: named,
    flags,
    timeout: seconds(object, "timeout"),
    gcInterval: seconds(object, "gc-interval"),
    size: numberOf(object, "size"),
    policy: stringOf(object, "policy"),
    autoMerge: flagOf(object, "auto-merge"),
    stmts,
    comment: stringOf(object, "comment"),
    loc,
    elements: object.elem === undefined ? undefined : readElems(r, object.elem),
  };
}

const set =
  (map: boolean): Read =>
  (r, object, { op, making }) => {
    const handle = numberOf(object, "handle");
    r.need(object, "table:s");
    if (op !== "delete" || handle === undefined) r.need(object, "name:s");
    return {
      name: stringOf(object, "name"),
      handle: making ? undefined : handle,
      set: making ? setSpec(r, object, map) : undefined,
    };
  };

const element: Read = (r, object) => {
  r.need(object, "table:s name:s elem:o");
  return { name: stringOf(object, "name"), elements: readElems(r, object.elem) };
};

function spec(r: JsonReader, object: ParsedObject, kind: string): ObjectSpec {
  const comment = stringOf(object, "comment");
  const bytes = numberOf(object, "bytes") ?? 0;
  if (kind === "counter") return { kind, packets: numberOf(object, "packets") ?? 0, bytes, comment };
  if (kind === "quota")
    return { kind, bytes, used: numberOf(object, "used") ?? 0, over: flagOf(object, "inv"), comment };
  const more = objectKind(kind);
  if (more !== undefined) return { kind: more.name, body: more.fromJson(r, object), comment };
  return { kind: "limit", limit: readLimit(r, object), comment };
}

const named =
  (kind: string): Read =>
  (r, object, { op, making }) => {
    const handle = numberOf(object, "handle");
    r.need(object, "table:s");
    if (op !== "delete" || handle === undefined) r.need(object, "name:s");
    return {
      name: stringOf(object, "name"),
      handle: making ? undefined : handle,
      object: making ? spec(r, object, kind) : undefined,
    };
  };

const READERS: Readonly<Record<string, Read>> = {
  table,
  chain,
  rule,
  set: set(false),
  map: set(true),
  element,
  counter: named("counter"),
  quota: named("quota"),
  limit: named("limit"),
  "ct helper": named("ct helper"),
  "ct timeout": named("ct timeout"),
  "ct expectation": named("ct expectation"),
  secmark: named("secmark"),
  synproxy: named("synproxy"),
};
const PLURALS = [
  "ruleset",
  "tables",
  "chains",
  "sets",
  "maps",
  "counters",
  "quotas",
  "limits",
  "flowtables",
  "ct helpers",
  "meters",
];

/** One object and what is to be done with it. */
function readObject(r: JsonReader, op: CommandOp, value: Parsed): Command {
  const object = r.object(value);
  const making = op === "add" || op === "create" || op === "insert" || op === "replace";
  for (const [kind, body] of Object.entries(object)) {
    const all = (op === "list" || op === "reset" || op === "flush") && PLURALS.includes(kind);
    if (!all && !Object.hasOwn(READERS, kind)) continue;
    const fields: ParsedObject = isObject(body) ? body : all ? {} : r.object(body);
    const family = familyOf(r, fields, all ? 0 : IPV4);
    const common = {
      op,
      obj: kind,
      family,
      table: stringOf(fields, "table"),
      loc,
      tableLoc: loc,
      nameLoc: loc,
      handleLoc: loc,
    };
    return all ? common : { ...common, ...READERS[kind](r, fields, { op, making }) };
  }
  return r.fail(`Unknown object passed to ${op} command.`);
}

function readCommand(r: JsonReader, object: ParsedObject): Command {
  for (const op of OPS) if (Object.hasOwn(object, op)) return readObject(r, op, object[op] ?? null);
  // Without a word for it, it is added.
  return readObject(r, "add", object);
}

function checkMetainfo(r: JsonReader, value: Parsed | undefined): void {
  r.within("Metainfo verification failed.", () => {
    const object = r.object(value);
    const version = numberOf(object, "json_schema_version");
    if (version !== undefined && version > 1)
      r.fail(`Schema version ${version} not supported, maximum supported version is 1\n`);
  });
}

export function readCommands(r: JsonReader, root: Parsed): Command[] {
  const { nftables } = r.need(root, "nftables:o");
  if (!isArray(nftables)) return r.fail('Value of property "nftables" must be an array.');
  const commands: Command[] = [];
  for (const [i, value] of nftables.entries()) {
    if (!isObject(value))
      return r.fail(`Unexpected command array element of type ${kindOf(value)}, expected object.`);
    if (Object.hasOwn(value, "metainfo")) checkMetainfo(r, value.metainfo);
    else commands.push(r.within(`Parsing command array at index ${i} failed.`, () => readCommand(r, value)));
  }
  return commands;
}
