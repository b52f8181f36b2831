/** What stands in the braces of a table. */
import type { Command, CommandOp } from "../command.ts";
import { type Loc, NftError } from "../source.ts";
import { type BlockRule, parseChainBlock } from "./chain.ts";
import { parseDirective } from "./directives.ts";
import { parseObjectSpec } from "./object.ts";
import { parseSetSpec } from "./set.ts";
import type { TokenStream } from "./stream.ts";

interface Common {
  readonly family: number;
  readonly table: string;
  readonly tableLoc: Loc;
}

const NOT_BUILT = new Set(["flowtable", "ct", "secmark", "synproxy"]);

/** The table, its chains, objects and sets, and then the rules: rules may name what comes behind them. */
export function parseTableBlock(s: TokenStream, op: CommandOp, common: Common, first: Loc): Command[] {
  s.expect("{");
  let tableFlags: number | undefined;
  let comment: string | undefined;
  const chains: Command[] = [];
  const objects: Command[] = [];
  const sets: Command[] = [];
  const rules: Command[] = [];
  for (;;) {
    s.skipSeparators();
    if (s.is("}")) break;
    if (parseDirective(s)) continue;
    const { token } = s;
    if (NOT_BUILT.has(token.text)) throw new NftError(`${token.text} is not supported here`, token.loc);
    switch (token.text) {
      case "flags": {
        s.next();
        const flag = s.identifier();
        if (flag.text !== "dormant") throw new NftError("unknown table option", flag.loc);
        tableFlags = 1;
        break;
      }
      case "comment":
        s.next();
        comment = s.quoted().text;
        break;
      case "chain": {
        s.next();
        const name = s.name();
        s.expect("{");
        const { spec, rules: list } = parseChainBlock(s, common.family);
        s.expect("}");
        const named = { ...common, name: name.text, nameLoc: name.loc };
        chains.push({ op: "add", obj: "chain", ...named, chain: spec, loc: name.loc });
        for (const rule of list) rules.push(ruleCommand(rule, named));
        break;
      }
      case "set":
      case "map": {
        s.next();
        const name = s.name();
        const set = parseSetSpec(s, token.text === "map");
        sets.push({
          op: "add",
          obj: token.text,
          ...common,
          name: name.text,
          nameLoc: name.loc,
          set,
          loc: name.loc,
        });
        break;
      }
      case "counter":
      case "quota":
      case "limit": {
        s.next();
        const name = s.name();
        const object = parseObjectSpec(s, token.text);
        objects.push({
          op: "add",
          obj: token.text,
          ...common,
          name: name.text,
          nameLoc: name.loc,
          object,
          loc: name.loc,
        });
        break;
      }
      default:
        return s.fail();
    }
    s.endStatement();
  }
  s.expect("}");
  const table: Command = { op, obj: "table", ...common, tableFlags, comment, loc: s.locFrom(first) };
  return [table, ...chains, ...objects, ...sets, ...rules];
}

function ruleCommand(rule: BlockRule, named: Omit<Command, "op" | "obj" | "loc">): Command {
  return { op: "add", obj: "rule", ...named, rule, loc: rule.loc };
}
