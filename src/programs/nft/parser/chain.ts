/** What stands in the braces of a chain. */
import type { ChainSpec, RuleSpec } from "../command.ts";
import { hookNumber, priorityByName } from "../hooks.ts";
import { type Loc, NftError } from "../source.ts";
import { parseRule } from "./rule.ts";
import type { TokenStream } from "./stream.ts";

/** Of `add chain`: no rules. */
export function parseChainSpec(s: TokenStream, family: number): ChainSpec {
  s.expect("{");
  const { spec, rules } = parseChainBlock(s, family);
  if (rules.length > 0) throw new NftError("syntax error", rules[0].loc);
  s.expect("}");
  return spec;
}

export interface BlockRule extends RuleSpec {
  readonly loc: Loc;
}

export function parseChainBlock(s: TokenStream, family: number): { spec: ChainSpec; rules: BlockRule[] } {
  let base: ChainSpec["base"];
  let policy: "accept" | "drop" | undefined;
  let comment: string | undefined;
  const rules: BlockRule[] = [];
  for (;;) {
    s.skipSeparators();
    if (s.is("}")) return { spec: { base, policy, comment }, rules };
    if (s.is("type") && s.ahead(2).text === "hook") base = parseBase(s, family);
    else if (s.is("policy") || (s.is("flags") && s.ahead(1).text === "offload")) {
      if (s.next().text === "flags") throw new NftError("offload is not supported here", s.token.loc);
      if (!s.is("accept") && !s.is("drop")) s.fail();
      policy = s.next().text as "accept" | "drop";
    } else if (s.is("comment") && s.ahead(1).kind !== "punct") {
      s.next();
      comment = s.quoted().text;
    } else {
      const { loc } = s.token;
      const rule = parseRule(s);
      rules.push({ ...rule, loc: s.locFrom(loc) });
    }
    s.endStatement();
  }
}

function parseBase(s: TokenStream, family: number): ChainSpec["base"] {
  s.expect("type");
  const type = s.identifier();
  s.expect("hook");
  const hook = s.identifier();
  if (!["filter", "nat", "route"].includes(type.text)) throw new NftError("unknown chain type", type.loc);
  if (hookNumber(family, hook.text) === undefined) throw new NftError("unknown chain hook", hook.loc);
  const devices = parseDevices(s);
  const { loc } = s.expect("priority");
  const priority = parsePriority(s, family, hook.text, loc);
  return { type: type.text, typeLoc: type.loc, hook: hook.text, hookLoc: hook.loc, priority, devices };
}

function parseDevices(s: TokenStream): string[] {
  if (s.accept("device")) return [s.quoted().text];
  if (!s.accept("devices")) return [];
  s.expect("=");
  s.expect("{");
  const names: string[] = [];
  do {
    s.skipNewlines();
    if (s.is("}")) break;
    names.push(s.quoted().text);
    s.skipNewlines();
  } while (s.accept(","));
  s.expect("}");
  return names;
}

function parsePriority(s: TokenStream, family: number, hook: string, first: Loc): number {
  if (s.accept("-")) return -s.number();
  s.accept("+");
  if (s.token.kind === "number") return s.number();
  const name = s.identifier();
  const value = priorityByName(name.text, family, hook);
  let distance = 0;
  if (s.accept("+")) distance = s.number();
  else if (s.accept("-")) distance = -s.number();
  if (value === undefined)
    throw new NftError("invalid priority expression value in this context.", s.locFrom(first));
  return value + distance;
}
