/** Steps of traced packets. Source: `src/netlink.c` (`netlink_events_trace_cb`) of nftables 1.0.6. */
import { AttributeTable } from "../../../netlink/attribute.ts";
import * as nft from "../../../netlink/nf-tables.ts";
import type { Expr } from "../ast.ts";
import type { NftContext } from "../context.ts";
import { numberOf } from "../datatypes/index.ts";
import { NOWHERE } from "../errors/source.ts";
import { payloadLoad } from "../fields/load.ts";
import { type Proto, protoByName, TRANSPORT } from "../fields/proto.ts";
import { familyName } from "../hooks.ts";
import { printRule } from "../list/print.ts";
import { printExpr, printStmt } from "../list/print-rule.ts";
import type { Message } from "../netlink/client.ts";
import { be64 } from "../read/objects.ts";
import { readVerdict } from "../read/sets.ts";
import type { EventReader } from "./events.ts";

const ETHER = 1;
/** Families of one protocol of the network, and it. */
const NETWORKS: Readonly<Record<number, string>> = { 2: "ip", 3: "arp", 10: "ip6" };

export function traceLine(ctx: NftContext, events: EventReader, message: Message): string {
  const { tb, family } = message;
  const id = tb.be32(nft.NFTA_TRACE_ID).toString(16).padStart(8, "0");
  const place = `${familyName(family)} ${tb.string(nft.NFTA_TRACE_TABLE)} ${tb.string(nft.NFTA_TRACE_CHAIN)}`;
  const head = `trace id ${id} ${place}`;
  let text = "";
  if (tb.has(nft.NFTA_TRACE_LL_HEADER) || tb.has(nft.NFTA_TRACE_NETWORK_HEADER))
    text += `${head} packet: ${packetText(ctx, message)} \n`;
  switch (tb.be32(nft.NFTA_TRACE_TYPE)) {
    case nft.NFT_TRACETYPE_RULE:
      return `${text}${head} ${ruleText(ctx, events, message)} (${verdictText(ctx, tb)})\n`;
    case nft.NFT_TRACETYPE_POLICY:
      return `${text}${head} policy ${tb.be32(nft.NFTA_TRACE_POLICY) === 0 ? "drop" : "accept"} \n`;
    case nft.NFT_TRACETYPE_RETURN:
      // The end of a chain by itself is not told.
      return isImplicit(tb)
        ? text
        : `${text}${head} ${ruleText(ctx, events, message)} (${verdictText(ctx, tb)})\n`;
    default:
      return text;
  }
}

function isImplicit(tb: AttributeTable): boolean {
  return !tb.has(nft.NFTA_TRACE_RULE_HANDLE);
}

function verdictText(ctx: NftContext, tb: AttributeTable): string {
  const verdict = tb.has(nft.NFTA_TRACE_VERDICT) ? readVerdict(wrapped(tb)) : undefined;
  return `verdict ${verdict === undefined ? "" : printExpr(verdict, ctx)}`;
}

/** The verdict stands in the message as it stands in data. */
function wrapped(tb: AttributeTable): AttributeTable {
  const start = tb.offset(nft.NFTA_TRACE_VERDICT);
  const length = tb.length(nft.NFTA_TRACE_VERDICT);
  const bytes = new Uint8Array(length + 4);
  bytes.set([(length + 4) & 255, (length + 4) >>> 8, nft.NFTA_DATA_VERDICT, 0]);
  bytes.set(tb.bytes.subarray(start, start + length), 4);
  return new AttributeTable(2).parse(bytes, 0);
}

function ruleText(ctx: NftContext, events: EventReader, { tb, family }: Message): string {
  const handle = be64(tb, nft.NFTA_TRACE_RULE_HANDLE);
  const rule = events.findRule(
    family,
    tb.string(nft.NFTA_TRACE_TABLE),
    tb.string(nft.NFTA_TRACE_CHAIN),
    handle,
  );
  return rule === undefined ? `unknown rule handle ${handle}` : `rule ${printRule(rule, ctx)}`;
}

/** Fields of the headers that are there, in the order in which nft shows them. */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
  ether: ["saddr", "daddr", "type"],
  ip: ["saddr", "daddr", "dscp", "ecn", "ttl", "id", "protocol", "length"],
  ip6: ["saddr", "daddr", "dscp", "ecn", "hoplimit", "flowlabel", "nexthdr", "length"],
  arp: ["operation"],
  tcp: ["sport", "dport", "flags", "window"],
  udp: ["sport", "dport", "length"],
  icmp: ["type", "code", "id", "sequence"],
  icmpv6: ["type", "code", "parameter-problem"],
};

/** @param hidden whether the next header says by itself what it is */
function fieldsText(ctx: NftContext, proto: Proto, bytes: Uint8Array, hidden: boolean): string[] {
  const texts: string[] = [];
  for (const name of SHOWN[proto.name] ?? proto.fields.map((field) => field.name)) {
    if (hidden && name === proto.key) continue;
    const field = proto.fields.find((each) => each.name === name);
    if (field === undefined || field.offset + field.length > bytes.length * 8) continue;
    const first = Math.floor(field.offset / 8);
    const end = Math.ceil((field.offset + field.length) / 8);
    const number =
      (numberOf(bytes.subarray(first, end), "big") >> BigInt(end * 8 - field.offset - field.length)) &
      ((1n << BigInt(field.length)) - 1n);
    const left: Expr = { k: "load", load: payloadLoad(proto, field), loc: NOWHERE };
    const right: Expr = { k: "value", type: field.type, bits: field.length, value: number, loc: NOWHERE };
    const op = field.type.base === "bitmask" ? "==" : "";
    texts.push(printStmt({ s: "match", op, left, right, loc: NOWHERE }, ctx));
  }
  return texts;
}

/** Bytes of headers, by protocol. */
const HEADER_LENGTHS: Readonly<Record<string, number>> = {
  ether: 14,
  ip: 20,
  ip6: 40,
  tcp: 20,
  udp: 8,
  icmp: 8,
  icmpv6: 8,
};

/** Bytes that belong to no field. */
function raw(base: string, bytes: Uint8Array, from: number): string {
  const rest = bytes.subarray(from);
  return `@${base},${from * 8},${rest.length * 8} 0x${numberOf(rest, "big").toString(16)}`;
}

function packetText(ctx: NftContext, message: Message): string {
  const { tb, family } = message;
  const parts: string[] = [];
  for (const [attr, name] of [
    [nft.NFTA_TRACE_IIF, "iif"],
    [nft.NFTA_TRACE_OIF, "oif"],
  ] as const) {
    if (!tb.has(attr)) continue;
    const device = ctx.interfaceName(tb.be32(attr));
    parts.push(`${name} ${device === undefined ? tb.be32(attr) : `"${device}"`}`);
  }
  const bytesAt = (attr: number): Uint8Array => tb.payload(attr) ?? new Uint8Array();
  const link = bytesAt(nft.NFTA_TRACE_LL_HEADER);
  const network = bytesAt(nft.NFTA_TRACE_NETWORK_HEADER);
  const transport = bytesAt(nft.NFTA_TRACE_TRANSPORT_HEADER);
  const headers = headersOf(message, link, network, transport);
  const add = (proto: Proto | undefined, bytes: Uint8Array, base: string, hidden: boolean): void => {
    if (bytes.length === 0) return;
    if (proto === undefined) {
      parts.push(raw(base, bytes, 0));
      return;
    }
    parts.push(...fieldsText(ctx, proto, bytes, hidden));
    const length = HEADER_LENGTHS[proto.name] ?? bytes.length;
    if (bytes.length > length) parts.push(raw(base, bytes, length));
  };
  add(headers.link, link, "ll", headers.network !== undefined);
  // families of more than one protocol say which one, as the next header alone does not
  const single = familyName(family) === "ip" || familyName(family) === "ip6";
  add(headers.network, network, "nh", single && headers.transport !== undefined);
  add(headers.transport, transport, "th", false);
  return parts.join(" ");
}

/** What each header is: by family, kind of device and the header before it. */
function headersOf(
  { tb, family }: Message,
  link: Uint8Array,
  network: Uint8Array,
  transport: Uint8Array,
): Record<"link" | "network" | "transport", Proto | undefined> {
  const ether = familyName(family) === "bridge" || tb.be16(nft.NFTA_TRACE_IIFTYPE) === ETHER;
  const linkProto = ether ? protoByName("ether") : undefined;
  const nfproto = tb.be32(nft.NFTA_TRACE_NFPROTO);
  const byFamily = protoByName(NETWORKS[nfproto] ?? "");
  const type = link.length >= 14 ? ((link[12] ?? 0) << 8) | (link[13] ?? 0) : 0;
  const networkProto = byFamily ?? protoByName(linkProto?.inner?.get(type) ?? "");
  const found = network.length > 0 ? networkProto : undefined;
  const inner = found?.inner?.get(network[found.name === "ip" ? 9 : 6] ?? 0);
  const above = transport.length > 0 ? protoByName(inner ?? "") : undefined;
  return { link: linkProto, network: found, transport: above?.base === TRANSPORT ? above : undefined };
}
