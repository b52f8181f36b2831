/** `describe`: what type an expression is of. Source: `src/expression.c` (`expr_describe`) of nftables 1.0.6. */
import type { Expr } from "./ast.ts";
import type { Command } from "./command.ts";
import type { NftContext } from "./context.ts";
import { type DataType, typeByName } from "./datatype.ts";
import { NftError } from "./source.ts";

export function describe(_ctx: NftContext, cmd: Command): string {
  const { expr } = cmd;
  if (expr === undefined) return "";
  const found = subject(expr);
  if (found === undefined) throw new NftError("this can not be described here", expr.loc);
  const [head, type, bits] = found;
  const base = type.base === "string" ? "string" : type.base === "bitmask" ? "bitmask" : "integer";
  const basetype = type.name === base ? "" : ` (basetype ${base === "bitmask" ? "bitmask, integer" : base})`;
  const size = bits % 8 === 0 && type.base === "string" ? `${bits / 8} characters` : `${bits} bits`;
  let text = `${head} (${type.description}) (${type.name})${basetype}, ${size}\n`;
  text = `${head}, datatype ${type.name} (${type.description})${basetype}, ${size}\n`;
  if (type.symbols === undefined) return text;
  text += "\npre-defined symbolic constants ";
  text += type.hex !== undefined || type.base === "bitmask" ? "(in hexadecimal):\n" : "(in decimal):\n";
  for (const [name, value] of type.symbols) {
    const number =
      type.hex !== undefined || type.base === "bitmask"
        ? `0x${value.toString(16).padStart(Math.ceil(type.bits / 4), "0")}`
        : value.toString();
    text += `\t${name.padEnd(30)}\t${number.padStart(type.hex !== undefined || type.base === "bitmask" ? 20 : 20)}\n`;
  }
  return text;
}

function subject(expr: Expr): readonly [string, DataType, number] | undefined {
  if (expr.k === "load") {
    const { load } = expr;
    return [`${load.kind} expression`, load.type, load.bits];
  }
  if (expr.k !== "symbol") return undefined;
  const type = typeByName(expr.text);
  return type === undefined ? undefined : ["datatype", type, type.bits];
}
