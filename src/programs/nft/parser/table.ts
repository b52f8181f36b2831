/** What stands in the braces of a table. */
import type { Command, CommandOp } from "../command.ts";
import { type Loc, NftError } from "../errors/source.ts";
import { type BlockRule, parseChainSpec } from "./chain.ts";
import { parseDirective } from "./directives.ts";
import { parseFlowtable } from "./flowtable.ts";
import { parseObjectBlock } from "./object.ts";
import { parseCtKind, parseMoreObject } from "./object-more.ts";
import { parseSetSpec } from "./set.ts";
import type { TokenStream } from "./stream.ts";

interface Common {
  readonly family: number;
  readonly table: string;
  readonly tableLoc: Loc;
}

const TABLE_FLAGS: Readonly<Record<string, number | undefined>> = { dormant: 1, owner: 2 };

/** The table, its chains, objects and sets, and then the rules: rules may name what comes behind them. */
export function parseTableBlock(s: TokenStream, op: CommandOp, common: Common, first: Loc): Command[] {
  s.enter(s.expect("{").loc);
  let tableFlags: number | undefined;
  let comment: string | undefined;
  const inside = { ...common, inside: true, unsent: op === "create" };
  const chains: Command[] = [];
  const objects: Command[] = [];
  const sets: Command[] = [];
  const flowtables: Command[] = [];
  const rules: Command[] = [];
  s.block(() => {
    if (parseDirective(s)) return;
    const { token } = s;
    switch (token.text) {
      case "flags": {
        s.next();
        const flag = s.string();
        const bit = TABLE_FLAGS[flag.text];
        if (bit === undefined) throw new NftError(`unknown table option ${flag.text}`, flag.loc);
        tableFlags = (tableFlags ?? 0) | bit;
        break;
      }
      case "comment":
        s.next();
        comment = s.text();
        break;
      case "chain": {
        s.next();
        const name = s.string();
        const { spec, rules: list } = parseChainSpec(s);
        s.endStatement();
        const named = { ...inside, name: name.text, nameLoc: name.loc };
        chains.push({ op: "add", obj: "chain", ...named, chain: spec, loc: name.loc });
        for (const rule of list) rules.push(ruleCommand(rule, named));
        return;
      }
      case "set":
      case "map": {
        s.next();
        const name = s.string();
        const set = parseSetSpec(s, token.text === "map", name.loc);
        s.endStatement();
        sets.push({
          op: "add",
          obj: token.text,
          ...inside,
          name: name.text,
          nameLoc: name.loc,
          set,
          loc: name.loc,
        });
        return;
      }
      case "flowtable": {
        s.next();
        const name = s.string();
        const flowtable = parseFlowtable(s);
        s.endStatement();
        const named = { ...inside, name: name.text, nameLoc: name.loc };
        flowtables.push({ op: "add", obj: "flowtable", ...named, flowtable, loc: name.loc });
        return;
      }
      case "counter":
      case "quota":
      case "limit": {
        s.next();
        const { text: kind } = token;
        const [name, object] = s.within(kind, () => [s.string(), parseObjectBlock(s, kind)]);
        s.endStatement();
        objects.push({
          op: "add",
          obj: token.text,
          ...inside,
          name: name.text,
          nameLoc: name.loc,
          object,
          loc: name.loc,
        });
        return;
      }
      case "secmark":
      case "synproxy": {
        const obj = s.next().text;
        const [name, object] = s.within(obj, () => {
          const word = s.string();
          return [word, parseMoreObject(s, obj, word.loc)];
        });
        s.endStatement();
        const named = { ...inside, name: name.text, nameLoc: name.loc };
        objects.push({ op: "add", obj, ...named, object, loc: name.loc });
        return;
      }
      case "ct": {
        const obj = parseCtKind(s, false);
        const name = s.string();
        const object = parseMoreObject(s, obj, name.loc);
        s.endStatement();
        objects.push({
          op: "add",
          obj,
          ...inside,
          name: name.text,
          nameLoc: name.loc,
          object,
          loc: name.loc,
        });
        return;
      }
      default:
        return s.fail();
    }
    s.endStatement();
  });
  s.expect("}");
  s.leave();
  const table: Command = { op, obj: "table", ...common, tableFlags, comment, loc: s.locFrom(first) };
  return [table, ...chains, ...objects, ...sets, ...flowtables, ...rules];
}

function ruleCommand(rule: BlockRule, named: Omit<Command, "op" | "obj" | "loc">): Command {
  return { op: "add", obj: "rule", ...named, rule, loc: rule.loc };
}
