/** Statements of JSON. Source: `src/parser_json.c` (`json_parse_stmt`) of nftables 1.0.6. */

import type { LimitSpec, RelationalOp, Stmt } from "../../ast.ts";
import { INTERNAL } from "../../errors/source.ts";
import { NETMAP, natFlag } from "../../nat-flags.ts";
import { objectKind } from "../../object-kinds/kind.ts";
import { statementKind } from "../../statement-kinds/kind.ts";
import { readExpr, readKey, readVerdict } from "./expr.ts";
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

type Read = (r: JsonReader, value: Parsed, name: string) => Stmt;

const loc = INTERNAL;
const OPS: readonly string[] = ["==", "!=", "<", ">", "<=", ">="];
const MEGA = 1024 * 1024;
const BYTES: Readonly<Record<string, number>> = { bytes: 1, kbytes: 1024, mbytes: MEGA };
const UNITS: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86400,
  week: 604800,
};

const match: Read = (r, value) => {
  const object = r.need(value, "left:o right:o op:s");
  const text = stringOf(object, "op") ?? "";
  let op: RelationalOp = "";
  if (OPS.includes(text)) op = text as RelationalOp;
  else if (text === "!") op = "!=";
  else if (text !== "in") r.fail(`Unknown relational op '${text}'.`);
  const left = r.within("Invalid LHS of relational.", () => readExpr(r, object.left));
  const right = r.within("Invalid RHS of relational.", () => readExpr(r, object.right));
  // what is compared as a whole goes without an operator where that means the same
  const plain = op === "==" && !(left.k === "load" && left.load.type.base === "bitmask");
  return { s: "match", op: plain ? "" : op, left, right, loc };
};

function objectRef(r: JsonReader, kind: string, value: Parsed): Stmt | undefined {
  const named = typeof value === "string" || (isObject(value) && Object.hasOwn(value, "map"));
  return named ? { s: "objref", kind, name: readExpr(r, value), loc } : undefined;
}

const counter: Read = (r, value) => {
  if (value === null) return { s: "counter", packets: 0, bytes: 0, loc };
  const named = objectRef(r, "counter", value);
  if (named !== undefined) return named;
  const object = r.object(value);
  return {
    s: "counter",
    packets: numberOf(object, "packets") ?? 0,
    bytes: numberOf(object, "bytes") ?? 0,
    loc,
  };
};

/** What a limit's object says. */
export function readLimit(r: JsonReader, value: Parsed | undefined): LimitSpec {
  const object = r.need(value, "rate:i per:s");
  const per = stringOf(object, "per") ?? "";
  const unit = Object.hasOwn(UNITS, per) ? UNITS[per] : r.fail(`Invalid limit unit '${per}'.`);
  const rateUnit = stringOf(object, "rate_unit") ?? "packets";
  const over = flagOf(object, "inv");
  const rate = numberOf(object, "rate") ?? 0;
  const burst = numberOf(object, "burst");
  if (rateUnit === "packets") return { rate, unit, bytes: false, burst: burst ?? 5, over };
  const scale = BYTES[rateUnit] ?? r.fail(`Unexpected rate unit '${rateUnit}'.`);
  const burstScale = BYTES[stringOf(object, "burst_unit") ?? "bytes"] ?? 1;
  return { rate: rate * scale, unit, bytes: true, burst: (burst ?? 0) * burstScale, over };
}

const limit: Read = (r, value) =>
  objectRef(r, "limit", value) ?? { s: "limit", limit: readLimit(r, value), loc };

const quota: Read = (r, value) => {
  const named = objectRef(r, "quota", value);
  if (named !== undefined) return named;
  const object = r.need(value, "val:i");
  const unit = BYTES[stringOf(object, "val_unit") ?? "bytes"] ?? 1;
  const usedUnit = BYTES[stringOf(object, "used_unit") ?? "bytes"] ?? 1;
  return {
    s: "quota",
    bytes: (numberOf(object, "val") ?? 0) * unit,
    used: (numberOf(object, "used") ?? 0) * usedUnit,
    over: flagOf(object, "inv"),
    loc,
  };
};

const mangle: Read = (r, value) => {
  const object = r.need(value, "key:o value:o");
  const key = readExpr(r, object.key);
  if (key.k !== "load") return r.fail("Invalid mangle statement key.");
  return { s: "set", load: key.load, value: readExpr(r, object.value), loc };
};

const vmap: Read = (r, value) => {
  const object = r.need(value, "key:o data:o");
  return { s: "vmap", key: readExpr(r, object.key), data: readExpr(r, object.data), loc };
};

const LOG_FLAGS: Readonly<Record<string, number>> = {
  "tcp sequence": 1,
  "tcp options": 2,
  "ip options": 4,
  skuid: 8,
  ether: 32,
  all: 47,
};

const log: Read = (r, value) => {
  const object: ParsedObject = value === null ? {} : r.object(value);
  let flags = 0;
  for (const name of stringsOf(object.flags))
    flags |= LOG_FLAGS[name] ?? r.fail(`Invalid log flag '${name}'.`);
  return {
    s: "log",
    prefix: stringOf(object, "prefix"),
    level: stringOf(object, "level"),
    flags,
    group: numberOf(object, "group"),
    snaplen: numberOf(object, "snaplen"),
    threshold: numberOf(object, "queue-threshold"),
    loc,
  };
};

const reject: Read = (r, value) => {
  if (value === null) return { s: "reject", kind: "default", loc };
  const object = r.object(value);
  const type = stringOf(object, "type");
  const code = object.expr === undefined ? undefined : readExpr(r, object.expr);
  if (type === "tcp reset") return { s: "reject", kind: "tcp", loc };
  if (type === "icmp" || type === "icmpv6" || type === "icmpx") return { s: "reject", kind: type, code, loc };
  return type === undefined
    ? { s: "reject", kind: "default", loc }
    : r.fail(`Unknown reject type '${type}'.`);
};

/** What it is that is translated to, beside a plain address. */
const TYPE_FLAGS: ReadonlySet<string> = new Set(["interval", "prefix", "concat"]);

const nat: Read = (r, value, name) => {
  const object: ParsedObject = value === null ? {} : r.object(value);
  let flags = 0;
  for (const flag of stringsOf(object.flags))
    flags |= (flag === "netmap" ? NETMAP : natFlag(flag)) ?? r.fail(`Unknown nat flag '${flag}'.`);
  const kinds = stringsOf(object.type_flags);
  for (const kind of kinds) if (!TYPE_FLAGS.has(kind)) r.fail(`Unknown nat type flag '${kind}'.`);
  const family = stringOf(object, "family");
  return {
    s: "nat",
    keyLoc: loc,
    kind: name as "snat" | "dnat" | "masquerade" | "redirect",
    family: family === "ip" || family === "ip6" ? family : undefined,
    addr: object.addr === undefined ? undefined : readExpr(r, object.addr),
    port: object.port === undefined ? undefined : readExpr(r, object.port),
    flags: flags & ~NETMAP,
    prefix: kinds.includes("prefix"),
    pair: kinds.includes("concat"),
    loc,
  };
};

const dynset: Read = (r, value) => {
  const object = r.need(value, "op:s elem:o set:s");
  const op = stringOf(object, "op");
  if (op !== "add" && op !== "update" && op !== "delete") return r.fail(`Unknown set statement op '${op}'.`);
  const set = stringOf(object, "set") ?? "";
  if (!set.startsWith("@")) r.fail("Illegal set reference in set statement.");
  const { key, timeout } = readKey(r, object.elem ?? null);
  const stmts = isArray(object.stmt) ? object.stmt.map((each) => readStmt(r, each)) : [];
  return { s: "dynset", op, set: set.slice(1), setLoc: loc, key, timeout, stmts, loc };
};

const READERS: Readonly<Record<string, Read>> = {
  match,
  counter,
  mangle,
  quota,
  limit,
  vmap,
  log,
  reject,
  set: dynset,
  snat: nat,
  dnat: nat,
  masquerade: nat,
  redirect: nat,
  dup: (r, value) => {
    const object = r.need(value, "addr:o");
    const dev = object.dev === undefined ? undefined : readExpr(r, object.dev);
    return { s: "dup", to: readExpr(r, object.addr), dev, loc };
  },
  fwd: (r, value) => {
    const object = r.need(value, "dev:o");
    const family = stringOf(object, "family");
    const addr = object.addr === undefined ? undefined : readExpr(r, object.addr);
    const known = family === "ip" || family === "ip6" ? family : undefined;
    return { s: "fwd", family: known, addr, dev: readExpr(r, object.dev), loc };
  },
  reset: (r, value) => {
    const option = readExpr(r, value);
    return option.k === "load"
      ? { s: "reset", load: option.load, loc }
      : r.fail("Illegal TCP optstrip argument");
  },
  "ct count": (r, value) => {
    const object = r.need(value, "val:i");
    return { s: "connlimit", count: numberOf(object, "val") ?? 0, over: flagOf(object, "inv"), loc };
  },
  "ct helper": (r, value, name) => objectRef(r, name, value) ?? r.fail(`Invalid ${name}.`),
  "ct timeout": (r, value, name) => objectRef(r, name, value) ?? r.fail(`Invalid ${name}.`),
  "ct expectation": (r, value, name) => objectRef(r, name, value) ?? r.fail(`Invalid ${name}.`),
  notrack: () => ({ s: "notrack", loc }),
};

export function readStmt(r: JsonReader, value: Parsed): Stmt {
  if (!isObject(value)) return r.fail(`Unexpected statement type ${kindOf(value)}.`);
  const entries = Object.entries(value);
  if (entries.length !== 1) return r.fail("Expected exactly one property.");
  const [[name, body]] = entries;
  const verdict = readVerdict(r, name, body ?? null);
  if (verdict !== undefined) return { s: "verdict", verdict, loc };
  const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  const kind = statementKind(name);
  if (kind !== undefined) {
    const named = objectKind(name) === undefined ? undefined : objectRef(r, name, body ?? null);
    return named ?? { s: "kind", body: kind.fromJson(r, body ?? null, { fromJson: readStmt }), loc };
  }
  return read === undefined ? r.fail(`Unknown statement object '${name}'.`) : read(r, body ?? null, name);
}
