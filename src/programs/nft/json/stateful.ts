/** Counters and the like as JSON: in rules, in elements and by name. Source: `src/json.c` of nftables 1.0.6. */
import type { LimitSpec, Stmt } from "../ast.ts";
import type { Json } from "./text.ts";

type Of<S extends Stmt["s"]> = Stmt & { readonly s: S };
type JsonObject = Record<string, Json | undefined>;

const UNITS: Readonly<Record<number, string>> = {
  1: "second",
  60: "minute",
  3600: "hour",
  86400: "day",
  604800: "week",
};

/** A number of bytes and its unit (`get_rate`). */
function scaled(bytes: number): readonly [number, string] {
  const mega = 1024 * 1024;
  if (bytes > 0 && bytes % mega === 0) return [bytes / mega, "mbytes"];
  return bytes > 0 && bytes % 1024 === 0 ? [bytes / 1024, "kbytes"] : [bytes, "bytes"];
}

function limit({ rate, unit, bytes, burst, over }: LimitSpec): JsonObject {
  const per = UNITS[unit] ?? "second";
  const inv = over ? true : undefined;
  if (!bytes) return { rate, burst, per, inv };
  const [amount, rate_unit] = scaled(rate);
  const [most, burst_unit] = scaled(burst);
  return { rate: amount, burst: most, per, inv, rate_unit, burst_unit };
}

/** Of a named object the keys stand in another order. */
export function limitObject({ rate, unit, bytes, burst, over }: LimitSpec): JsonObject {
  const per = UNITS[unit] ?? "second";
  const inv = over ? true : undefined;
  if (!bytes) return { rate, per, burst, inv };
  const [amount, rate_unit] = scaled(rate);
  const [most, burst_unit] = scaled(burst);
  if (burst === 0) return { rate: amount, per, inv, rate_unit };
  return { rate: amount, per, inv, rate_unit, burst: most, burst_unit };
}

function quota(stmt: Of<"quota">): JsonObject {
  const [val, val_unit] = scaled(stmt.bytes);
  const [used, used_unit] = scaled(stmt.used);
  const inv = stmt.over ? true : undefined;
  if (stmt.used === 0) return { quota: { val, val_unit, inv } };
  return { quota: { val, val_unit, inv, used, used_unit } };
}

/** undefined for a statement of another kind. @param stateless without what was counted */
export function statefulJson(stmt: Stmt, stateless: boolean): JsonObject | undefined {
  switch (stmt.s) {
    case "counter":
      return { counter: stateless ? null : { packets: stmt.packets, bytes: stmt.bytes } };
    case "limit":
      return { limit: limit(stmt.limit) };
    case "quota":
      return quota(stmt);
    case "connlimit":
      return { "ct count": { val: stmt.count, inv: stmt.over ? true : undefined } };
    default:
      return undefined;
  }
}
