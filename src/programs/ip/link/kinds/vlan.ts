/** `type vlan`, of iproute2 6.1. */
import { type AttributeTable, readU32 } from "../../../../netlink/attribute.ts";
import * as vlan from "../../../../netlink/link-kinds/vlan.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { type Arguments, parseUnsigned } from "../../arguments.ts";
import type { Ip } from "../../context.ts";
import { etherProtocolName, parseEtherProtocol } from "../../ether-protocols.ts";
import type { LinkKind } from "./kind.ts";

const USAGE = `Usage: ... vlan id VLANID
		[ protocol VLANPROTO ]
		[ reorder_hdr { on | off } ]
		[ gvrp { on | off } ]
		[ mvrp { on | off } ]
		[ loose_binding { on | off } ]
		[ bridge_binding { on | off } ]
		[ ingress-qos-map QOS-MAP ]
		[ egress-qos-map QOS-MAP ]

VLANID := 0-4095
VLANPROTO: [ 802.1Q | 802.1ad ]
QOS-MAP := [ QOS-MAP ] QOS-MAPPING
QOS-MAPPING := FROM:TO
`;

/** In the order in which they are shown. */
const FLAGS: readonly (readonly [string, number])[] = [
  ["REORDER_HDR", vlan.VLAN_FLAG_REORDER_HDR],
  ["GVRP", vlan.VLAN_FLAG_GVRP],
  ["MVRP", vlan.VLAN_FLAG_MVRP],
  ["LOOSE_BINDING", vlan.VLAN_FLAG_LOOSE_BINDING],
  ["BRIDGE_BINDING", vlan.VLAN_FLAG_BRIDGE_BINDING],
];

interface Parsed {
  readonly ip: Ip;
  readonly args: Arguments;
  readonly writer: MessageWriter;
  flags: number;
  mask: number;
}

function explain(ip: Ip): false {
  ip.complain(USAGE);
  return false;
}

/** Leaves the arguments behind its last word. @returns whether the command goes on */
type Word = (parsed: Parsed) => boolean;

function parseProtocol({ args, writer }: Parsed): boolean {
  const protocol = parseEtherProtocol(args.next()) ?? args.invalid("protocol is invalid");
  const at = writer.attribute(vlan.IFLA_VLAN_PROTOCOL, 2);
  writer.bytes[at] = protocol >>> 8;
  writer.bytes[at + 1] = protocol;
  args.advance();
  return true;
}

function parseId({ args, writer }: Parsed): boolean {
  args.next();
  writer.u16(vlan.IFLA_VLAN_ID, args.unsigned("id is invalid", 0xffff));
  args.advance();
  return true;
}

function flagWord(name: string, flag: number): Word {
  return (parsed) => {
    parsed.args.next();
    parsed.mask |= flag;
    parsed.flags = parsed.args.onOff(name) ? parsed.flags | flag : parsed.flags & ~flag;
    parsed.args.advance();
    return true;
  };
}

/** Pairs "FROM:TO" up to the first word without a colon. */
function mapWord(name: string, type: number): Word {
  return ({ args, writer }) => {
    args.next();
    const nest = writer.nest(type);
    for (; args.more && args.current.includes(":"); args.advance()) {
      const colon = args.current.indexOf(":");
      const word = args.current.slice(0, colon);
      const from = parseUnsigned(word);
      const to = parseUnsigned(args.current.slice(colon + 1));
      if (from === undefined || to === undefined) return args.invalid(`invalid ${name}`, word);
      const at = writer.attribute(vlan.IFLA_VLAN_QOS_MAPPING, 8);
      writer.put32(at, from);
      writer.put32(at + 4, to);
    }
    writer.endNest(nest);
    return true;
  };
}

const WORDS: readonly (readonly [string, Word])[] = [
  ["protocol", parseProtocol],
  ["id", parseId],
  ["reorder_hdr", flagWord("reorder_hdr", vlan.VLAN_FLAG_REORDER_HDR)],
  ["gvrp", flagWord("gvrp", vlan.VLAN_FLAG_GVRP)],
  ["mvrp", flagWord("mvrp", vlan.VLAN_FLAG_MVRP)],
  ["loose_binding", flagWord("loose_binding", vlan.VLAN_FLAG_LOOSE_BINDING)],
  ["bridge_binding", flagWord("bridge_binding", vlan.VLAN_FLAG_BRIDGE_BINDING)],
  ["ingress-qos-map", mapWord("ingress-qos-map", vlan.IFLA_VLAN_INGRESS_QOS)],
  ["egress-qos-map", mapWord("egress-qos-map", vlan.IFLA_VLAN_EGRESS_QOS)],
  ["help", ({ ip }) => explain(ip)],
];

function parse(ip: Ip, args: Arguments, writer: MessageWriter): boolean {
  const parsed: Parsed = { ip, args, writer, flags: 0, mask: 0 };
  while (args.more) {
    const word = WORDS.find(([name]) => args.matches(name));
    if (word === undefined) {
      ip.complain(`vlan: unknown command "${args.current}"?\n`);
      return explain(ip);
    }
    if (!word[1](parsed)) return false;
  }
  if (parsed.mask === 0) return true;
  const at = writer.attribute(vlan.IFLA_VLAN_FLAGS, 8);
  writer.put32(at, parsed.flags);
  writer.put32(at + 4, parsed.mask);
  return true;
}

function printFlags(ip: Ip, flags: number): void {
  const { out } = ip;
  out.openArray("flags", "<");
  let left = flags;
  for (const [name, flag] of FLAGS) {
    if ((left & flag) === 0) continue;
    left &= ~flag;
    out.value(null, name, left === 0 ? name : `${name},`);
  }
  if (left !== 0) out.value(null, `0x${left.toString(16)}`, left.toString(16));
  out.closeArray("> ");
}

function printMap(ip: Ip, table: AttributeTable, type: number, key: string, name: string): void {
  if (!table.has(type)) return;
  const { out } = ip;
  if (out.json) out.openArray(key);
  out.newline();
  out.text(`      ${name} { `);
  const cursor = table.cursor(type);
  while (cursor.next()) {
    if (cursor.length < 8) continue;
    const from = readU32(cursor.bytes, cursor.start);
    const to = readU32(cursor.bytes, cursor.start + 4);
    if (out.json) out.openObject();
    out.value("from", from, `${from}`);
    out.value("to", to, `:${to} `);
    if (out.json) out.closeObject();
  }
  if (out.json) out.closeArray();
  out.text("} ");
}

function print(ip: Ip, table: AttributeTable | undefined): void {
  if (table === undefined) return;
  const { out } = ip;
  const protocol = table.has(vlan.IFLA_VLAN_PROTOCOL)
    ? etherProtocolName(table.be16(vlan.IFLA_VLAN_PROTOCOL))
    : "802.1q";
  out.value("protocol", protocol, `protocol ${protocol} `);
  if (table.length(vlan.IFLA_VLAN_ID) < 2) return;
  const id = table.u16(vlan.IFLA_VLAN_ID);
  out.value("id", id, `id ${id} `);
  if (table.length(vlan.IFLA_VLAN_FLAGS) >= 8)
    printFlags(ip, readU32(table.bytes, table.offset(vlan.IFLA_VLAN_FLAGS)));
  printMap(ip, table, vlan.IFLA_VLAN_INGRESS_QOS, "ingress_qos", "ingress-qos-map");
  printMap(ip, table, vlan.IFLA_VLAN_EGRESS_QOS, "egress_qos", "egress-qos-map");
}

export const vlanKind: LinkKind = { name: "vlan", maximum: vlan.IFLA_VLAN_MAX, usage: USAGE, parse, print };
