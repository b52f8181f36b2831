/** `describe`: what type an expression is of. Source: `src/expression.c` (`expr_describe`) of nftables 1.0.6. */
import type { Expr } from "../ast.ts";
import type { Command } from "../command.ts";
import type { NftContext } from "../context.ts";
import { type DataType, ETHERTYPE, INTEGER, typeByName } from "../datatypes/index.ts";
import { NftError } from "../errors/source.ts";

/** Types whose values are told in hexadecimal; those of bits are, too. */
const HEXADECIMAL: ReadonlySet<string> = new Set([
  "arp_op",
  "dscp",
  "ether_type",
  "iface_type",
  "dccp_pkttype",
]);

/** Types whose names are the machine's own. */
const FROM_FILES: ReadonlySet<string> = new Set(["devgroup", "realm", "uid", "gid"]);

export function describe(_ctx: NftContext, cmd: Command): string {
  const { expr } = cmd;
  if (expr === undefined) return "";
  const found = subject(expr);
  if (found === undefined) throw new NftError("this can not be described here", expr.loc);
  if (found === "unknown") return "symbol expression, datatype invalid (invalid)";
  const { head, type, bits, raw, named } = found;
  const base = type.base === "string" ? "string" : type.base === "bitmask" ? "bitmask" : "integer";
  const basetype =
    (type.name === base && raw !== true) || type.name === "verdict"
      ? ""
      : ` (basetype ${base === "bitmask" ? "bitmask, integer" : base})`;
  const size = bits % 8 === 0 && type.base === "string" ? `${bits / 8} characters` : `${bits} bits`;
  const text = `${head}datatype ${type.name} (${type.description})${basetype}, ${size}\n`;
  return type.symbols === undefined || FROM_FILES.has(type.name)
    ? text
    : text + constantsOf(type, type.symbols, named === true);
}

/** @param named the type itself was asked for */
function constantsOf(type: DataType, symbols: ReadonlyMap<string, bigint>, named: boolean): string {
  const hexadecimal = type.base === "bitmask" || HEXADECIMAL.has(type.name);
  const digits = 2 * Math.ceil(type.bits / 8);
  let text = `\npre-defined symbolic constants ${hexadecimal ? "(in hexadecimal)" : "(in decimal)"}:\n`;
  for (const [name, value] of symbols) {
    // these stand in memory as they do in packets
    const shown = type === ETHERTYPE && named ? ((value & 0xffn) << 8n) | (value >> 8n) : value;
    const number = hexadecimal
      ? `0x${shown.toString(16).padStart(digits, "0")}`
      : shown.toString().padStart(20);
    text += `\t${name.padEnd(30)}\t${number}\n`;
  }
  return text;
}

interface Subject {
  readonly head: string;
  readonly type: DataType;
  readonly bits: number;
  /** Bytes of no field: integers that stand on integers. */
  readonly raw?: boolean;
  readonly named?: boolean;
}

function subject(expr: Expr): Subject | "unknown" | undefined {
  if (expr.k === "hash") return { head: "hash expression, ", type: INTEGER, bits: 32 };
  if (expr.k === "load") {
    const { load } = expr;
    const kind = load.kind === "symhash" ? "hash" : load.kind;
    const raw = load.kind === "payload" && load.field === undefined;
    return { head: `${kind} expression, `, type: load.type, bits: load.bits, raw };
  }
  if (expr.k !== "symbol") return undefined;
  const type = typeByName(expr.text);
  return type === undefined ? "unknown" : { head: "", type, bits: type.bits, named: true };
}
