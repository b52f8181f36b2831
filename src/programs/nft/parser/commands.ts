/** Commands. Mistakes are noted in the stream. Source: `src/parser_bison.y` of nftables 1.0.6. */
import type { Command, CommandOp } from "../command.ts";
import { type Loc, NftError } from "../errors/source.ts";
import { FAMILIES, IPV4 } from "../hooks.ts";
import { parseChainSpec } from "./chain.ts";
import { parseDirective } from "./directives.ts";
import { parsePrimary, parseSet } from "./expr.ts";
import { parseFlowtable } from "./flowtable.ts";
import { parseObjectSpec } from "./object.ts";
import { parseCtKind, parseMoreObject } from "./object-more.ts";
import { parseRule } from "./rule.ts";
import { parseSetSpec } from "./set.ts";
import { ParseEnd, type TokenStream } from "./stream.ts";
import { parseTableBlock } from "./table.ts";

const OPS: ReadonlySet<string> = new Set([
  "add",
  "create",
  "insert",
  "replace",
  "delete",
  "list",
  "reset",
  "flush",
  "rename",
  "get",
  "monitor",
  "describe",
]);
export function parseCommands(s: TokenStream): Command[] {
  const commands: Command[] = [];
  try {
    for (;;) {
      s.skipSeparators();
      if (s.atEnd) return commands;
      s.recovering(() => commands.push(...parseLine(s)));
    }
  } catch (error) {
    if (!(error instanceof ParseEnd)) throw error;
    return commands;
  }
}

function parseLine(s: TokenStream): Command[] {
  if (parseDirective(s)) return [];
  const made = parseCommand(s);
  // The end of the line belongs to the command, not to what stands in its braces.
  s.endCommand();
  const [cmd, ...inside] = made;
  return [{ ...cmd, loc: { ...cmd.loc, end: cmd.loc.end + 1 } }, ...inside];
}

export interface Head {
  readonly op: CommandOp;
  readonly first: Loc;
}

/** What stands behind a verb; of the words that are not listed, `expecting` is told. */
interface Verb {
  readonly objects: ReadonlySet<string>;
  readonly expecting?: string;
  /** Without a word for it, a rule is meant. */
  readonly orRule?: true;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));
const MADE = "table chain set map element flowtable counter quota limit secmark synproxy ct";
const ADD: Verb = { objects: words(`${MADE} rule`), orRule: true };

const VERBS: Readonly<Record<string, Verb>> = {
  add: ADD,
  create: { objects: words(MADE) },
  insert: { objects: words("rule"), expecting: "rule" },
  replace: { objects: words("rule"), expecting: "rule" },
  delete: { objects: words(`${MADE} rule`) },
  list: {
    objects: words(
      `${MADE} tables chains sets maps counters quotas limits flowtables ruleset meter meters hooks secmarks synproxys`,
    ),
  },
  reset: {
    objects: words("counter counters quotas quota"),
    expecting: "counter or counters or quotas or quota",
  },
  flush: { objects: words("table chain set map meter ruleset") },
  rename: { objects: words("chain"), expecting: "chain" },
  get: { objects: words("element"), expecting: "element" },
};

const NOT_BUILT = words("hooks");

function parseCommand(s: TokenStream): Command[] {
  const first = s.token.loc;
  let op: CommandOp = "add";
  if (!s.isWord()) return s.fail();
  if (OPS.has(s.token.text)) op = s.next().text as CommandOp;
  const head: Head = { op, first };
  if (op === "monitor") return [parseMonitor(s, head)];
  if (op === "describe") {
    const expr = parsePrimary(s);
    return [{ op, obj: "expr", family: IPV4, expr, loc: s.locFrom(first) }];
  }
  if (op === "list" || op === "reset") return s.within(op, () => parseObjectOf(s, head));
  return parseObjectOf(s, head);
}

function parseObjectOf(s: TokenStream, head: Head): Command[] {
  const { op, first } = head;
  const verb = VERBS[op] ?? ADD;
  const kind = s.isWord() && verb.objects.has(s.token.text) ? s.token.text : undefined;
  const isFamily = Object.hasOwn(FAMILIES, s.token.text);
  if (kind === undefined && first === s.token.loc && s.isKeyword && !isFamily) return s.fail();
  if (kind === undefined) return verb.orRule ? [parseRuleCommand(s, head)] : s.fail(verb.expecting);
  if (NOT_BUILT.has(kind)) throw new NftError(`${kind} is not supported here`, s.token.loc);
  return parseObjectCommand(s, head, kind);
}

function parseObjectCommand(s: TokenStream, head: Head, kind: string): Command[] {
  switch (kind) {
    case "table":
      return parseTable(s, head);
    case "chain":
      return parseChain(s, head);
    case "set":
    case "map":
    case "meter":
      return [parseSetCommand(s, head)];
    case "element":
      return [parseElement(s, head)];
    case "rule":
      s.next();
      return [parseRuleCommand(s, head)];
    case "counter":
    case "quota":
    case "limit":
      return [s.within(kind, () => parseObject(s, head))];
    case "secmark":
    case "synproxy":
      return [s.within(kind, () => parseNamedObject(s, head))];
    case "flowtable":
      return [parseFlowtableCommand(s, head)];
    case "ct":
      return [parseCtCommand(s, head)];
    default:
      return [parsePlural(s, head)];
  }
}

function familyIfAny(s: TokenStream): number | undefined {
  const { token } = s;
  if (token.kind !== "word" || !Object.hasOwn(FAMILIES, token.text)) return undefined;
  s.next();
  return FAMILIES[token.text];
}

export function parseFamily(s: TokenStream): number {
  return familyIfAny(s) ?? IPV4;
}

function handleIfAny(s: TokenStream): { handle: number; handleLoc: Loc } | undefined {
  if (!s.is("handle")) return undefined;
  s.next();
  const handleLoc = s.token.loc;
  return { handle: s.number(), handleLoc };
}

function parseTable(s: TokenStream, { op, first }: Head): Command[] {
  s.next();
  const family = parseFamily(s);
  const byHandle = op === "delete" ? handleIfAny(s) : undefined;
  if (byHandle !== undefined) return [{ op, obj: "table", family, ...byHandle, loc: s.locFrom(first) }];
  const name = s.string();
  const common = { family, table: name.text, tableLoc: name.loc };
  if ((op === "add" || op === "create") && s.is("{")) return parseTableBlock(s, op, common, first);
  return [{ op, obj: "table", ...common, loc: s.locFrom(first) }];
}

interface Named {
  readonly family: number;
  readonly table: string;
  readonly tableLoc: Loc;
  readonly name?: string;
  readonly nameLoc?: Loc;
  readonly handle?: number;
  readonly handleLoc?: Loc;
}

/** Objects whose name may be left out for a handle, which is told. */
const OF_HANDLES = words("chain set counter quota limit secmark synproxy");

/** Family, table and name. */
function parseNamed(s: TokenStream, op: CommandOp, kind = ""): Named {
  const family = parseFamily(s);
  const table = s.string();
  const common = { family, table: table.text, tableLoc: table.loc };
  const byHandle = op === "delete" && kind !== "map" ? handleIfAny(s) : undefined;
  if (byHandle !== undefined) return { ...common, ...byHandle };
  if (op === "delete" && OF_HANDLES.has(kind) && (!s.isWord() || s.isKeyword)) s.fail("handle or string");
  const name = s.string();
  return { ...common, name: name.text, nameLoc: name.loc };
}

function parseChain(s: TokenStream, { op, first }: Head): Command[] {
  s.next();
  const named = parseNamed(s, op, "chain");
  if (op === "rename") {
    const newName = s.string();
    return [{ op, obj: "chain", ...named, newName: newName.text, loc: s.locFrom(first) }];
  }
  const block = (op === "add" || op === "create") && s.is("{") ? parseChainSpec(s) : undefined;
  const chain: Command = { op, obj: "chain", ...named, chain: block?.spec, loc: s.locFrom(first) };
  const rules = block?.rules.map(
    (rule): Command => ({
      op: "add",
      obj: "rule",
      ...named,
      inside: true,
      unsent: op === "create",
      rule,
      loc: rule.loc,
    }),
  );
  return [chain, ...(rules ?? [])];
}

function parseSetCommand(s: TokenStream, { op, first }: Head): Command {
  const kind = s.next().text;
  const named = parseNamed(s, op, kind);
  const set = op === "add" || op === "create" ? parseSetSpec(s, kind === "map") : undefined;
  return { op, obj: kind, ...named, set, loc: s.locFrom(first) };
}

function parseElement(s: TokenStream, { op, first }: Head): Command {
  s.next();
  const named = parseNamed(s, "add");
  s.variable();
  if (!s.is("{")) s.fail("'{' or '$'");
  const { elems } = parseSet(s);
  return { op, obj: "element", ...named, elements: elems, loc: s.locFrom(first) };
}

function parseFlowtableCommand(s: TokenStream, { op, first }: Head): Command {
  const obj = s.next().text;
  const named = parseNamed(s, op, obj);
  const made = op === "add" || op === "create";
  if (made && !s.is("{")) s.fail("'{'");
  const flowtable = made ? parseFlowtable(s) : undefined;
  return { op, obj, ...named, flowtable, loc: s.locFrom(first) };
}

/** What is expected of objects that are made without braces. */
const WITHOUT_BRACES = { counter: "end of file or newline or semicolon", quota: "number", limit: "rate" };

function parseObject(s: TokenStream, { op, first }: Head): Command {
  const kind = s.next().text as "counter" | "quota" | "limit";
  const named = parseNamed(s, op, kind);
  if (op === "create" && (s.is("{") || (kind === "limit" && !s.is("rate")))) s.fail(WITHOUT_BRACES[kind]);
  const object = op === "add" || op === "create" ? parseObjectSpec(s, kind) : undefined;
  return { op, obj: kind, ...named, object, loc: s.locFrom(first) };
}

function parseNamedObject(s: TokenStream, { op, first }: Head): Command {
  const obj = s.next().text;
  const named = parseNamed(s, op, obj);
  const made = op === "add" || op === "create";
  const object = made ? parseMoreObject(s, obj, named.nameLoc ?? first, op === "create") : undefined;
  return { op, obj, ...named, object, loc: s.locFrom(first) };
}

function parseCtCommand(s: TokenStream, { op, first }: Head): Command {
  const obj = parseCtKind(s, op === "list");
  if (obj === "ct helpers") {
    s.expect("table");
    const family = parseFamily(s);
    const table = s.string();
    return { op, obj, family, table: table.text, tableLoc: table.loc, loc: s.locFrom(first) };
  }
  const named = parseNamed(s, "add");
  const made = op === "add" || op === "create";
  const object = made ? parseMoreObject(s, obj, named.nameLoc ?? first) : undefined;
  return { op, obj, ...named, object, loc: s.locFrom(first) };
}

/** Those that may be listed of one table. */
const OF_TABLE = words("sets counters quotas limits secmarks synproxys");

function parsePlural(s: TokenStream, { op, first }: Head): Command {
  const obj = s.next().text;
  if (OF_TABLE.has(obj) && s.accept("table")) {
    const family = parseFamily(s);
    const table = s.string();
    return { op, obj, family, table: table.text, tableLoc: table.loc, loc: s.locFrom(first) };
  }
  return { op, obj, family: familyIfAny(s) ?? 0, loc: s.locFrom(first) };
}

/** Where a new rule goes. */
function parsePlace(s: TokenStream): Partial<Command> {
  const word = s.next();
  const at = s.token.loc;
  const number = s.number();
  if (word.text === "handle") return { position: number, handleLoc: at };
  const handleLoc = s.locFrom(word.loc);
  return word.text === "index" ? { index: number, handleLoc } : { position: number, handleLoc };
}

function parseRuleCommand(s: TokenStream, { op, first }: Head): Command {
  const family = parseFamily(s);
  const table = s.string();
  const chain = s.string();
  const common = {
    op,
    obj: "rule",
    family,
    table: table.text,
    tableLoc: table.loc,
    name: chain.text,
    nameLoc: chain.loc,
  };
  let place: Partial<Command> = {};
  if (op === "delete" || op === "replace") place = handleIfAny(s) ?? s.fail("handle");
  else if (s.is("position") || s.is("index") || s.is("handle")) place = parsePlace(s);
  if (op === "delete") return { ...common, ...place, loc: s.locFrom(first) };
  const rule = parseRule(s);
  return { ...common, ...place, rule, loc: s.locFrom(first) };
}

const EVENTS: ReadonlySet<string> = new Set(["new", "destroy", "trace"]);
const MONITORED: ReadonlySet<string> = new Set([
  "tables",
  "chains",
  "rules",
  "sets",
  "elements",
  "ruleset",
  "trace",
]);

const FORMATS: ReadonlySet<string> = new Set(["json", "vm"]);

/** `monitor [EVENT] [OBJECTS] [json]` */
function parseMonitor(s: TokenStream, { op, first }: Head): Command {
  let event = "";
  let obj = "all";
  if (s.isWord() && !MONITORED.has(s.token.text) && !FORMATS.has(s.token.text)) {
    const word = s.identifier();
    if (!EVENTS.has(word.text)) throw new NftError(`invalid event ${word.text}`, word.loc);
    event = word.text;
  }
  if (MONITORED.has(s.token.text)) obj = s.next().text;
  const vm = s.accept("vm") !== undefined;
  const json = s.accept("json") !== undefined || (vm && s.fail("json"));
  if (!s.atSeparator) return s.fail("end of file or newline or semicolon");
  if (obj === "trace") event = obj;
  return { op, obj, family: 0, event, json, loc: s.locFrom(first) };
}
