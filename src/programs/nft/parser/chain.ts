/** What stands in the braces of a chain. */
import type { ChainPriority, ChainSpec, RuleSpec } from "../command.ts";
import { type Loc, NftError } from "../errors/source.ts";
import { parseDirective } from "./directives.ts";
import { parseRule } from "./rule.ts";
import type { TokenStream } from "./stream.ts";

export interface ChainBlock {
  readonly spec: ChainSpec;
  readonly rules: readonly BlockRule[];
}

/** A chain's block with its braces. */
export function parseChainSpec(s: TokenStream): ChainBlock {
  s.enter(s.expect("{").loc);
  const block = parseChainBlock(s);
  s.expect("}");
  s.leave();
  return block;
}

export interface BlockRule extends RuleSpec {
  readonly loc: Loc;
}

function parseChainBlock(s: TokenStream): ChainBlock {
  let base: ChainSpec["base"];
  let policy: "accept" | "drop" | undefined;
  let policyLoc: Loc | undefined;
  let comment: string | undefined;
  const rules: BlockRule[] = [];
  s.block(() => {
    if (parseDirective(s)) return;
    if (s.is("type")) base = parseBase(s);
    else if (s.is("policy") || s.is("flags")) {
      const { loc } = s.token;
      if (s.next().text === "flags") {
        s.expect("offload");
        throw new NftError("offload is not supported here", s.token.loc);
      }
      policy = parsePolicy(s);
      policyLoc = s.locFrom(loc);
    } else if (s.is("comment") && (s.ahead(1).kind !== "punct" || s.ahead(1).text === "$")) {
      s.next();
      comment = s.text();
    } else {
      const { loc } = s.token;
      const rule = parseRule(s);
      const end = s.locFrom(loc);
      s.endStatement();
      rules.push({ ...rule, loc: end });
      return;
    }
    s.endStatement();
  });
  return { spec: { base, policy, policyLoc, comment }, rules };
}

/** The word, or a variable with its text. */
function parsePolicy(s: TokenStream): "accept" | "drop" {
  s.variable();
  const { text } = s.token;
  if ((text !== "accept" && text !== "drop") || (s.token.kind === "quoted" && !s.isGiven))
    return s.fail("accept or drop or '$'");
  s.next();
  return text;
}

const TYPES: ReadonlySet<string> = new Set(["filter", "nat", "route"]);
const HOOKS: ReadonlySet<string> = new Set([
  "prerouting",
  "input",
  "forward",
  "output",
  "postrouting",
  "ingress",
  "egress",
]);

function parseBase(s: TokenStream): ChainSpec["base"] {
  const first = s.expect("type").loc;
  const type = s.string();
  s.expect("hook");
  const hook = s.string();
  const { names: devices, loc: deviceLoc } = parseDevices(s);
  const { loc } = s.expect("priority");
  const priority = parsePriority(s, loc);
  if (!TYPES.has(type.text)) throw new NftError("unknown chain type", type.loc);
  if (!HOOKS.has(hook.text)) throw new NftError("unknown chain hook", hook.loc);
  return {
    type: type.text,
    typeLoc: type.loc,
    hook: hook.text,
    hookLoc: hook.loc,
    priority,
    devices,
    deviceLoc,
    loc: s.locFrom(first),
  };
}

/** `device NAME`, `devices = { NAME, … }` */
export function parseDevices(s: TokenStream): { readonly names: string[]; readonly loc: Loc } {
  const start = s.token.loc;
  if (s.accept("device")) {
    s.variable();
    const { text } = s.quoted();
    return { names: [text], loc: s.locFrom(start) };
  }
  if (!s.accept("devices")) return { names: [], loc: start };
  s.expect("=");
  s.variable();
  const open = s.expect("{").loc;
  s.enter(open);
  const names: string[] = [];
  do {
    s.skipNewlines();
    if (s.is("}")) break;
    s.variable();
    names.push(s.quoted().text);
    s.skipNewlines();
  } while (s.accept(","));
  s.expect("}");
  s.leave();
  return { names, loc: s.locFrom(open) };
}

export function parsePriority(s: TokenStream, first: Loc): ChainPriority {
  s.variable();
  if (s.token.kind === "number") return { offset: s.number(), loc: s.locFrom(first) };
  if (s.accept("-")) return { offset: -s.number(), loc: s.locFrom(first) };
  if (!s.isWord()) s.fail();
  if (s.isKeyword) s.fail();
  const name = s.identifier().text;
  const offset = s.accept("+") ? s.number() : s.accept("-") ? -s.number() : 0;
  return { name, offset, loc: s.locFrom(first) };
}
