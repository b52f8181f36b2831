/** Commands. Source: `src/parser_bison.y` of nftables 1.0.6. */
import type { Command, CommandOp } from "../command.ts";
import { FAMILIES, IPV4 } from "../hooks.ts";
import { type Loc, NftError } from "../source.ts";
import { parseChainSpec } from "./chain.ts";
import { parseDirective } from "./directives.ts";
import { parseList, parseSet } from "./expr.ts";
import { parseObjectSpec } from "./object.ts";
import { parseRule } from "./rule.ts";
import { parseSetSpec } from "./set.ts";
import type { TokenStream } from "./stream.ts";
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
const OBJECTS: ReadonlySet<string> = new Set(["counter", "quota", "limit"]);
const PLURALS: ReadonlySet<string> = new Set([
  "tables",
  "chains",
  "sets",
  "maps",
  "counters",
  "quotas",
  "limits",
  "rules",
  "flowtables",
  "meters",
]);

export function parseCommands(s: TokenStream): Command[] {
  const commands: Command[] = [];
  for (;;) {
    s.skipSeparators();
    if (s.atEnd) return commands;
    if (parseDirective(s)) continue;
    // The end of the line belongs to the command.
    for (const cmd of parseCommand(s)) commands.push({ ...cmd, loc: { ...cmd.loc, end: cmd.loc.end + 1 } });
    if (!s.atEnd) s.endStatement();
  }
}

export interface Head {
  readonly op: CommandOp;
  readonly first: Loc;
}

function parseCommand(s: TokenStream): Command[] {
  const first = s.token.loc;
  let op: CommandOp = "add";
  const { token } = s;
  if (token.kind !== "word") return s.fail();
  if (OPS.has(token.text)) {
    op = token.text as CommandOp;
    s.next();
  }
  const head: Head = { op, first };
  if (op === "monitor") return [parseMonitor(s, head)];
  if (op === "describe") {
    const expr = parseList(s);
    return [{ op, obj: "expr", family: IPV4, expr, loc: s.locFrom(first) }];
  }
  if (s.token.kind !== "word") return s.fail();
  const kind = s.token.text;
  if (kind === "table") return parseTable(s, head);
  if (kind === "chain") return [parseChain(s, head)];
  if (kind === "set" || kind === "map") return [parseSetCommand(s, head)];
  if (kind === "element") return [parseElement(s, head)];
  if (OBJECTS.has(kind)) return [parseObject(s, head)];
  if (kind === "ruleset") {
    s.next();
    const family = familyIfAny(s);
    return [{ op, obj: "ruleset", family: family ?? 0, loc: s.locFrom(first) }];
  }
  if (PLURALS.has(kind)) return [parsePlural(s, head)];
  if (
    kind === "flowtable" ||
    kind === "ct" ||
    kind === "meter" ||
    kind === "hooks" ||
    kind === "secmark" ||
    kind === "synproxy"
  )
    throw new NftError(`${kind} is not supported here`, s.token.loc);
  if (kind === "rule") {
    s.next();
    return [parseRuleCommand(s, head)];
  }
  // Without a word for it, a rule is meant.
  if (op === "add" || op === "insert" || op === "replace" || op === "delete")
    return [parseRuleCommand(s, head)];
  return s.fail();
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
  const name = s.name();
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

/** Family, table and name. */
function parseNamed(s: TokenStream, op: CommandOp): Named {
  const family = parseFamily(s);
  const table = s.name();
  const common = { family, table: table.text, tableLoc: table.loc };
  const byHandle = op === "delete" ? handleIfAny(s) : undefined;
  if (byHandle !== undefined) return { ...common, ...byHandle };
  const name = s.name();
  return { ...common, name: name.text, nameLoc: name.loc };
}

function parseChain(s: TokenStream, { op, first }: Head): Command {
  s.next();
  const named = parseNamed(s, op);
  if (op === "rename") {
    const newName = s.name();
    return { op, obj: "chain", ...named, newName: newName.text, loc: s.locFrom(first) };
  }
  const chain = (op === "add" || op === "create") && s.is("{") ? parseChainSpec(s, named.family) : undefined;
  return { op, obj: "chain", ...named, chain, loc: s.locFrom(first) };
}

function parseSetCommand(s: TokenStream, { op, first }: Head): Command {
  const kind = s.next().text;
  const named = parseNamed(s, op);
  const set = op === "add" || op === "create" ? parseSetSpec(s, kind === "map") : undefined;
  return { op, obj: kind, ...named, set, loc: s.locFrom(first) };
}

function parseElement(s: TokenStream, { op, first }: Head): Command {
  s.next();
  const named = parseNamed(s, "add");
  const { elems } = parseSet(s);
  return { op, obj: "element", ...named, elements: elems, loc: s.locFrom(first) };
}

function parseObject(s: TokenStream, { op, first }: Head): Command {
  const kind = s.next().text as "counter" | "quota" | "limit";
  const named = parseNamed(s, op);
  const object = op === "add" || op === "create" ? parseObjectSpec(s, kind) : undefined;
  return { op, obj: kind, ...named, object, loc: s.locFrom(first) };
}

function parsePlural(s: TokenStream, { op, first }: Head): Command {
  const obj = s.next().text;
  if (s.accept("table")) {
    const family = parseFamily(s);
    const table = s.name();
    return { op, obj, family, table: table.text, tableLoc: table.loc, loc: s.locFrom(first) };
  }
  return { op, obj, family: familyIfAny(s) ?? 0, loc: s.locFrom(first) };
}

function parseRuleCommand(s: TokenStream, { op, first }: Head): Command {
  const family = parseFamily(s);
  const table = s.name();
  const chain = s.name();
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
  if (s.accept("position")) place = { position: s.number() };
  else if (s.accept("index")) place = { index: s.number() };
  else place = handleIfAny(s) ?? {};
  if (op === "delete") {
    if (place.handle === undefined) return s.fail();
    return { ...common, ...place, loc: s.locFrom(first) };
  }
  if (op === "replace" && place.handle === undefined) return s.fail();
  if (op !== "replace" && place.handle !== undefined)
    place = { position: place.handle, handleLoc: place.handleLoc };
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
