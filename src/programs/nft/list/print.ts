/** Tables and what is in them as text. Source: `src/rule.c` of nftables 1.0.6. */
import {
  NFT_SET_ANONYMOUS,
  NFT_SET_CONSTANT,
  NFT_SET_EVAL,
  NFT_SET_INTERVAL,
  NFT_SET_TIMEOUT,
  NFT_TABLE_F_OWNER,
} from "../../../netlink/nf-tables.ts";
import type { Elem } from "../ast.ts";
import type { KeyType } from "../compile/set-data.ts";
import type { NftContext } from "../context.ts";
import { printTime } from "../datatypes/duration.ts";
import { familyName, hookName, priorityText } from "../hooks.ts";
import type { Cache, ChainModel, ObjectModel, RuleModel, SetModel, TableModel } from "../netlink/model.ts";
import { printElem, printLimit, printQuota, printStmt } from "./print-rule.ts";

function handle(ctx: NftContext, number: number): string {
  return ctx.handles && number > 0 ? ` # handle ${number}` : "";
}

export function printRule(rule: RuleModel, ctx: NftContext): string {
  const parts = rule.stmts.map((stmt) => printStmt(stmt, ctx));
  if (rule.comment !== undefined) parts.push(`comment "${rule.comment}"`);
  return `${parts.join(" ")}${handle(ctx, rule.handle)}`;
}

/** The lines of a chain's own: type, hook, priority, policy. */
export function printBase(chain: ChainModel, ctx: NftContext): string {
  const { base, family } = chain;
  if (base === undefined) return "";
  const hook = hookName(family, base.hook);
  const quoted = base.devices.map((name) => `"${name}"`);
  const devices =
    quoted.length === 0
      ? ""
      : quoted.length === 1
        ? ` device ${quoted[0]}`
        : ` devices = { ${base.devices.join(", ")} }`;
  // a chain that is not there yet has the one that was written, if any
  const policy = base.policy < 0 ? "" : ` policy ${base.policy === 0 ? "drop" : "accept"};`;
  return `type ${base.type} hook ${hook}${devices} priority ${priorityText(base.priority, family, hook, ctx.numericPriority)};${policy}`;
}

export function printChain(chain: ChainModel, rules: readonly RuleModel[], ctx: NftContext): string {
  let text = `\tchain ${chain.name} {${handle(ctx, chain.handle)}\n`;
  if (chain.comment !== undefined) text += `\t\tcomment "${chain.comment}"\n`;
  if (chain.base !== undefined) text += `\t\t${printBase(chain, ctx)}\n`;
  for (const rule of rules) text += `\t\t${printRule(rule, ctx)}\n`;
  return `${text}\t}\n`;
}

function typeNames(key: KeyType): string {
  return key.types.map((type) => type.name).join(" . ");
}

const FIVE: ReadonlySet<string> = new Set(
  "nf_proto integer arp_op inet_proto inet_service tcp_flag mark iface_index classid uid gid ct_dir dccp_pkttype".split(
    " ",
  ),
);
const TWO: ReadonlySet<string> = new Set("ipv4_addr ll_addr ct_state ct_status pkt_type".split(" "));

/** How many elements stand on a line (`calculate_delim`). */
function perLineOf(set: SetModel): number {
  if (set.key.types.length > 1) return 1;
  const name = set.key.types[0].name;
  if (FIVE.has(name)) return 5;
  return TWO.has(name) ? 2 : 1;
}

export function printElements(set: SetModel, elems: readonly Elem[], ctx: NftContext): string {
  let text = "";
  elems.forEach((elem, i) => {
    if (i > 0) text += i % perLineOf(set) === 0 ? ",\n\t\t\t     " : ", ";
    text += printElem(elem, ctx);
  });
  return `{ ${text} }`;
}

const FLAGS: readonly (readonly [number, string])[] = [
  [NFT_SET_CONSTANT, "constant"],
  [NFT_SET_EVAL, "dynamic"],
  [NFT_SET_INTERVAL, "interval"],
  [NFT_SET_TIMEOUT, "timeout"],
];

export function printSet(set: SetModel, ctx: NftContext, elements = true): string {
  const kind = set.meter !== undefined ? "meter" : set.data === undefined ? "set" : "map";
  let text = `\t${kind} ${set.name} {${handle(ctx, set.handle)}\n`;
  const ranges = typeof set.data === "object" && "types" in set.data && set.data.interval === true;
  const key =
    set.typeOf?.key === undefined || ranges ? `type ${typeNames(set.key)}` : `typeof ${set.typeOf.key}`;
  let data = "";
  if (set.data === "verdict") data = " : verdict";
  else if (set.data !== undefined && "object" in set.data) data = ` : ${set.data.object}`;
  else if (set.data !== undefined)
    data = ` : ${ranges ? "interval " : ""}${set.typeOf?.data ?? typeNames(set.data)}`;
  text += `\t\t${key}${data}\n`;
  if (set.policy === 1) text += "\t\tpolicy memory\n";
  if (set.size > 0) text += `\t\tsize ${set.size}\n`;
  const flags = FLAGS.filter(([bit]) => (set.flags & bit) !== 0).map(([, name]) => name);
  // A time-out says itself that there are some.
  const said = set.timeout > 0 && flags.length === 1 && flags[0] === "timeout";
  if (flags.length > 0 && !said) text += `\t\tflags ${flags.join(",")}\n`;
  for (const stmt of set.stmts) text += `\t\t${printStmt(stmt, ctx.asStateless())}\n`;
  if (set.autoMerge === true) text += "\t\tauto-merge\n";
  if (set.timeout > 0) text += `\t\ttimeout ${printTime(set.timeout, ctx.numericTime)}\n`;
  if (set.gcInterval > 0) text += `\t\tgc-interval ${printTime(set.gcInterval, ctx.numericTime)}\n`;
  if (set.comment !== undefined) text += `\t\tcomment "${set.comment}"\n`;
  const shown = elements && !ctx.terse && !(set.meter !== undefined && ctx.stateless);
  if (shown && set.elems.length > 0) text += `\t\telements = ${printElements(set, set.elems, ctx)}\n`;
  return `${text}\t}\n`;
}

export function printObject(object: ObjectModel, ctx: NftContext): string {
  const { spec } = object;
  let text = `\t${spec.kind} ${object.name} {${handle(ctx, object.handle)}\n`;
  if (spec.comment !== undefined) text += `\t\tcomment "${spec.comment}"\n`;
  if (spec.kind === "counter") {
    if (!ctx.stateless) text += `\t\tpackets ${spec.packets} bytes ${spec.bytes}\n`;
  } else if (spec.kind === "quota") text += `\t\t${printQuota(spec, ctx.stateless)}\n`;
  else if (spec.kind === "limit") text += `\t\t${printLimit(spec.limit)}\n`;
  else for (const line of spec.body.lines()) text += `\t\t${line}\n`;
  return `${text}\t}\n`;
}

const of = (table: TableModel) => (each: { readonly family: number; readonly table: string }) =>
  each.family === table.family && each.table === table.name;

export function printTableHead(table: TableModel, ctx: NftContext): string {
  let text = `table ${familyName(table.family)} ${table.name} {${handle(ctx, table.handle)}`;
  const owned = (table.flags & NFT_TABLE_F_OWNER) !== 0;
  if (owned) text += `${ctx.handles ? "" : " #"} progname ${ctx.programName(table.owner ?? 0)}`;
  text += "\n";
  const flags = [(table.flags & 1) !== 0 ? "dormant" : "", owned ? "owner" : ""].filter(
    (name) => name !== "",
  );
  if (flags.length > 0) text += `\tflags ${flags.join(",")}\n`;
  if (table.comment !== undefined) text += `\tcomment "${table.comment}"\n`;
  return text;
}

/** A whole table: objects, sets, chains, with a blank line between them. */
export function printTable(table: TableModel, cache: Cache, ctx: NftContext): string {
  const parts: string[] = [];
  for (const object of cache.objects.filter(of(table))) parts.push(printObject(object, ctx));
  for (const set of cache.sets.filter(of(table)))
    if ((set.flags & NFT_SET_ANONYMOUS) === 0) parts.push(printSet(set, ctx));
  for (const chain of cache.chains.filter(of(table))) {
    const rules = cache.rules.filter((rule) => of(table)(rule) && rule.chain === chain.name);
    parts.push(printChain(chain, rules, ctx));
  }
  const head = printTableHead(table, ctx);
  const gap = table.flags !== 0 && parts.length > 0 ? "\n" : "";
  return `${head}${gap}${parts.join("\n")}}\n`;
}
