/** Messages as `nft --debug=netlink` prints them. Source: `src/chain.c`, `src/set.c`, `src/set_elem.c`, `src/rule.c`, `src/object.c` of libnftnl 1.2.4. */
import { type AttributeCursor, AttributeTable } from "../../../netlink/attribute.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import * as n from "../../../netlink/nf-tables-expressions.ts";
import { familyName, hookName } from "../hooks.ts";
import type { Message } from "../netlink/client.ts";
import { objectKindByType } from "../object-kinds/kind.ts";
import { be64 } from "../read/objects.ts";
import { debugExpr } from "./expr.ts";
import { data, userdata } from "./words.ts";

/** The names stand outside of what is printed here. */
function chain({ family, tb }: Message): string {
  let text = `${familyName(family)} (null) (null) use 0`;
  if (tb.has(nft.NFTA_CHAIN_HOOK)) {
    const hook = new AttributeTable(4).parseNested(tb, nft.NFTA_CHAIN_HOOK);
    const name = hookName(family, hook.be32(nft.NFTA_HOOK_HOOKNUM));
    text += ` type ${tb.string(nft.NFTA_CHAIN_TYPE)} hook ${name} prio ${hook.be32(nft.NFTA_HOOK_PRIORITY) | 0} packets 0 bytes 0`;
    if (hook.has(nft.NFTA_HOOK_DEV)) text += ` dev ${hook.string(nft.NFTA_HOOK_DEV)}`;
  }
  return `${text}\n`;
}

function set({ tb }: Message): string {
  let text = `${tb.string(nft.NFTA_SET_NAME)} ${tb.string(nft.NFTA_SET_TABLE)} ${tb.be32(nft.NFTA_SET_FLAGS).toString(16)}`;
  if (tb.has(nft.NFTA_SET_TIMEOUT)) text += ` timeout ${be64(tb, nft.NFTA_SET_TIMEOUT)}ms`;
  if (tb.has(nft.NFTA_SET_GC_INTERVAL)) text += ` gc_interval ${tb.be32(nft.NFTA_SET_GC_INTERVAL)}ms`;
  if (tb.has(nft.NFTA_SET_POLICY)) text += ` policy ${tb.be32(nft.NFTA_SET_POLICY)}`;
  const desc = new AttributeTable(2).parseNested(tb, nft.NFTA_SET_DESC);
  if (desc.has(nft.NFTA_SET_DESC_SIZE)) text += ` size ${desc.be32(nft.NFTA_SET_DESC_SIZE)}`;
  // of elements that there are none of is told, too
  const meter = (tb.be32(nft.NFTA_SET_FLAGS) & METER) === METER;
  const head = `${tb.string(nft.NFTA_SET_NAME)} ${tb.string(nft.NFTA_SET_TABLE)}`;
  return meter ? `${text}\n${head} 0\n` : `${text}\n`;
}

const METER = nft.NFT_SET_ANONYMOUS | nft.NFT_SET_EVAL;

function element(cursor: AttributeCursor): string {
  const tb = new AttributeTable(12).parse(cursor.bytes, cursor.start, cursor.start + cursor.length);
  const end = data(tb, nft.NFTA_SET_ELEM_KEY_END, "");
  const key = `${data(tb, nft.NFTA_SET_ELEM_KEY, "")}${end === "" ? "" : ` - ${end}`}`;
  const flags = tb.be32(nft.NFTA_SET_ELEM_FLAGS);
  return `element ${key} : ${data(tb, nft.NFTA_SET_ELEM_DATA, "")}${flags} [end]${userdata(tb.payload(nft.NFTA_SET_ELEM_USERDATA))}`;
}

function elementsOf({ tb }: Message): string[] {
  const found: string[] = [];
  for (const cursor = tb.cursor(nft.NFTA_SET_ELEM_LIST_ELEMENTS); cursor.next(); )
    found.push(`\t${element(cursor)}`);
  return found;
}

function sentElements(message: Message): string {
  const { tb } = message;
  const list = elementsOf(message).join("");
  return `${tb.string(nft.NFTA_SET_ELEM_LIST_SET)} ${tb.string(nft.NFTA_SET_ELEM_LIST_TABLE)} 0\n${list}\n`;
}

/** Elements that the kernel told of; undefined where there are none. */
export function toldElements(messages: readonly Message[]): string {
  const list = messages.flatMap(elementsOf);
  const [first] = messages;
  if (first === undefined || list.length === 0) return "";
  const { tb, family } = first;
  const head = `${familyName(family)} ${tb.string(nft.NFTA_SET_ELEM_LIST_TABLE)} @${tb.string(nft.NFTA_SET_ELEM_LIST_SET)}`;
  return `${head}\n${list.map((line) => `${line}\n`).join("")}`;
}

/** @param told whether the kernel told of it: then it has a handle and a place */
export function debugRule({ family, tb }: Message, told: boolean): string {
  let text = `${familyName(family)} ${tb.string(nft.NFTA_RULE_TABLE)}`;
  if (tb.has(nft.NFTA_RULE_CHAIN)) text += ` ${tb.string(nft.NFTA_RULE_CHAIN)}`;
  if (told) {
    text += ` ${be64(tb, nft.NFTA_RULE_HANDLE)}`;
    if (tb.has(nft.NFTA_RULE_POSITION)) text += ` ${be64(tb, nft.NFTA_RULE_POSITION)}`;
  }
  text += "\n";
  const expr = new AttributeTable(2);
  for (const cursor = tb.cursor(nft.NFTA_RULE_EXPRESSIONS); cursor.next(); ) {
    expr.parse(cursor.bytes, cursor.start, cursor.start + cursor.length);
    text += `  ${debugExpr(expr)}\n`;
  }
  return `${text}${userdata(tb.payload(nft.NFTA_RULE_USERDATA))}\n`;
}

const OBJECTS: ReadonlyMap<number, (tb: AttributeTable) => string> = new Map([
  [1, (tb) => `counter pkts ${be64(tb, nft.NFTA_COUNTER_PACKETS)} bytes ${be64(tb, nft.NFTA_COUNTER_BYTES)}`],
  [2, (tb) => `quota bytes ${be64(tb, n.NFTA_QUOTA_BYTES)} flags ${tb.be32(n.NFTA_QUOTA_FLAGS)}`],
  [
    4,
    (tb) =>
      `limit rate ${be64(tb, n.NFTA_LIMIT_RATE)} unit ${be64(tb, n.NFTA_LIMIT_UNIT)} burst ${tb.be32(n.NFTA_LIMIT_BURST)} type ${tb.be32(n.NFTA_LIMIT_TYPE)} flags ${tb.be32(n.NFTA_LIMIT_FLAGS)}`,
  ],
]);

function object({ tb }: Message): string {
  const inner = new AttributeTable(8).parseNested(tb, nft.NFTA_OBJ_DATA);
  const type = tb.be32(nft.NFTA_OBJ_TYPE);
  const text = (OBJECTS.get(type) ?? objectKindByType(type)?.debug)?.(inner) ?? "";
  return `table (null) name (null) use 0 [ ${text} ]\n`;
}

const SENT: ReadonlyMap<number, (message: Message) => string> = new Map([
  [nft.NFT_MSG_NEWCHAIN, chain],
  [nft.NFT_MSG_NEWSET, set],
  [nft.NFT_MSG_NEWSETELEM, sentElements],
  [nft.NFT_MSG_DELSETELEM, sentElements],
  [nft.NFT_MSG_NEWRULE, (message) => debugRule(message, false)],
  [nft.NFT_MSG_NEWOBJ, object],
]);

/** A message of a batch; those that only name something are not printed. */
export function debugSent(message: Message): string {
  if (message.type === nft.NFT_MSG_DELSETELEM && !message.tb.has(nft.NFTA_SET_ELEM_LIST_ELEMENTS)) return "";
  return SENT.get(message.type)?.(message) ?? "";
}
