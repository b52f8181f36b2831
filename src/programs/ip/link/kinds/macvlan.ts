/** `type macvlan`, of iproute2 6.1. */
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import * as macvlan from "../../../../netlink/link-kinds/macvlan.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { formatHexBytes } from "../../../../packet/address.ts";
import { type Arguments, parseUnsigned } from "../../arguments.ts";
import type { Ip } from "../../context.ts";
import { parseLinkAddress } from "../../link-layer.ts";
import type { LinkKind } from "./kind.ts";

const usage = (
  kind: string,
): string => `Usage: ... ${kind} mode MODE [flag MODE_FLAG] MODE_OPTS [bcqueuelen BC_QUEUE_LEN]

MODE: private | vepa | bridge | passthru | source
MODE_FLAG: null | nopromisc | nodst
MODE_OPTS: for mode "source":
	macaddr { { add | del } <macaddr> | set [ <macaddr> [ <macaddr>  ... ] ] | flush }
BC_QUEUE_LEN: Length of the rx queue for broadcast/multicast: [0-4294967295]
`;

const MODES: Readonly<Record<string, number>> = {
  private: macvlan.MACVLAN_MODE_PRIVATE,
  vepa: macvlan.MACVLAN_MODE_VEPA,
  bridge: macvlan.MACVLAN_MODE_BRIDGE,
  passthru: macvlan.MACVLAN_MODE_PASSTHRU,
  source: macvlan.MACVLAN_MODE_SOURCE,
};

const ETH_ALEN = 6;

const FLAGS: Readonly<Record<string, number>> = {
  nopromisc: macvlan.MACVLAN_FLAG_NOPROMISC,
  nodst: macvlan.MACVLAN_FLAG_NODST,
  null: 0,
};

const ADDRESS_MODES: Readonly<Record<string, number>> = {
  add: macvlan.MACVLAN_MACADDR_ADD,
  del: macvlan.MACVLAN_MACADDR_DEL,
  set: macvlan.MACVLAN_MACADDR_SET,
  flush: macvlan.MACVLAN_MACADDR_FLUSH,
};

interface Parsed {
  readonly kind: string;
  readonly ip: Ip;
  readonly args: Arguments;
  readonly writer: MessageWriter;
  mode: number;
  flags: number;
  hasFlags: boolean;
}

function explain(ip: Ip, kind: string): false {
  ip.complain(usage(kind));
  return false;
}

/** @returns whether the command goes on */
type Word = (parsed: Parsed) => boolean;

function parseMode(parsed: Parsed): boolean {
  const word = parsed.args.next();
  if (!Object.hasOwn(MODES, word)) {
    parsed.ip.complain(
      `Error: argument of "mode" must be "private", "vepa", "bridge", "passthru" or "source", not "${word}"\n`,
    );
    return false;
  }
  parsed.mode = MODES[word];
  return true;
}

function parseFlag(parsed: Parsed): boolean {
  const word = parsed.args.next();
  if (!Object.hasOwn(FLAGS, word)) {
    parsed.ip.complain(`Error: argument of "flag" must be "nopromisc", "nodst" or "null", not "${word}"\n`);
    return false;
  }
  parsed.flags |= FLAGS[word];
  parsed.hasFlags = true;
  return true;
}

function parseAddresses(parsed: Parsed): boolean {
  const { kind, ip, args, writer } = parsed;
  const word = args.next();
  if (!Object.hasOwn(ADDRESS_MODES, word)) return explain(ip, kind);
  const mode = ADDRESS_MODES[word];
  writer.u32(macvlan.IFLA_MACVLAN_MACADDR_MODE, mode);
  if (mode === macvlan.MACVLAN_MACADDR_ADD || mode === macvlan.MACVLAN_MACADDR_DEL) {
    const address = parseLinkAddress(args.next());
    if (typeof address === "string") ip.complain(`"${address}" is invalid lladdr.\n`);
    // of another length it is refused without a word
    if (address.length !== ETH_ALEN || typeof address === "string") return false;
    writer.data(macvlan.IFLA_MACVLAN_MACADDR, address);
  }
  if (mode !== macvlan.MACVLAN_MACADDR_SET) return true;
  const nest = writer.nest(macvlan.IFLA_MACVLAN_MACADDR_DATA);
  while (args.hasNext) {
    const address = parseLinkAddress(args.next());
    if (typeof address === "string") ip.complain(`"${address}" is invalid lladdr.\n`);
    // what is none is the next option, of which reading it left what is before the first colon
    if (address.length !== ETH_ALEN || typeof address === "string") {
      args.replace(args.current.replace(/:.*/s, ""));
      args.index--;
      break;
    }
    writer.data(macvlan.IFLA_MACVLAN_MACADDR, address);
  }
  writer.endNest(nest);
  return true;
}

function setFlag(flag: number): Word {
  return (parsed) => {
    parsed.flags |= flag;
    parsed.hasFlags = true;
    return true;
  };
}

function parseQueueLength({ ip, args, writer }: Parsed): boolean {
  const value = parseUnsigned(args.next());
  if (value === undefined) {
    ip.complain(
      `Error: argument of "bcqueuelen" must be a positive integer [0-4294967295], not "${args.current}"\n`,
    );
    return false;
  }
  writer.u32(macvlan.IFLA_MACVLAN_BC_QUEUE_LEN, value);
  return true;
}

const WORDS: readonly (readonly [string, Word])[] = [
  ["mode", parseMode],
  ["flag", parseFlag],
  ["macaddr", parseAddresses],
  ["nopromisc", setFlag(macvlan.MACVLAN_FLAG_NOPROMISC)],
  ["nodst", setFlag(macvlan.MACVLAN_FLAG_NODST)],
  ["bcqueuelen", parseQueueLength],
  ["help", ({ ip, kind }) => explain(ip, kind)],
];

function parse(kind: string, ip: Ip, args: Arguments, writer: MessageWriter): boolean {
  const parsed: Parsed = { kind, ip, args, writer, mode: 0, flags: 0, hasFlags: false };
  for (; args.more; args.advance()) {
    const word = WORDS.find(([name]) => args.matches(name));
    if (word === undefined) {
      ip.complain(`${kind}: unknown option "${args.current}"?\n`);
      return explain(ip, kind);
    }
    if (!word[1](parsed)) return false;
  }
  if (parsed.mode !== 0) writer.u32(macvlan.IFLA_MACVLAN_MODE, parsed.mode);
  if (!parsed.hasFlags) return true;
  const promiscuous = (parsed.flags & macvlan.MACVLAN_FLAG_NOPROMISC) !== 0;
  if (promiscuous && parsed.mode !== macvlan.MACVLAN_MODE_PASSTHRU) {
    ip.complain(`${kind}: nopromisc flag only valid in passthru mode\n`);
    return explain(ip, kind);
  }
  writer.u16(macvlan.IFLA_MACVLAN_FLAGS, parsed.flags);
  return true;
}

function printSources(ip: Ip, table: AttributeTable): void {
  const { out } = ip;
  const count = table.s32(macvlan.IFLA_MACVLAN_MACADDR_COUNT);
  out.value("macaddr_count", count, `remotes (${count}) `);
  if (!table.has(macvlan.IFLA_MACVLAN_MACADDR_DATA)) return;
  if (out.json) out.openArray("macaddr_data");
  const cursor = table.cursor(macvlan.IFLA_MACVLAN_MACADDR_DATA);
  while (cursor.next()) {
    if (cursor.type !== macvlan.IFLA_MACVLAN_MACADDR || cursor.length < 6) continue;
    const text = formatHexBytes(cursor.payload.subarray(0, 6));
    out.value(null, text, `${text} `);
  }
  if (out.json) out.closeArray();
}

function print(ip: Ip, table: AttributeTable | undefined): void {
  if (table?.has(macvlan.IFLA_MACVLAN_MODE) !== true) return;
  const { out } = ip;
  const mode = table.u32(macvlan.IFLA_MACVLAN_MODE);
  const name = Object.keys(MODES).find((key) => MODES[key] === mode) ?? "unknown";
  out.value("mode", name, `mode ${name} `);
  const flags = table.u16(macvlan.IFLA_MACVLAN_FLAGS);
  if ((flags & macvlan.MACVLAN_FLAG_NOPROMISC) !== 0) out.value("nopromisc", true, "nopromisc ");
  if ((flags & macvlan.MACVLAN_FLAG_NODST) !== 0) out.value("nodst", true, "nodst ");
  for (const [type, key] of [
    [macvlan.IFLA_MACVLAN_BC_QUEUE_LEN, "bcqueuelen"],
    [macvlan.IFLA_MACVLAN_BC_QUEUE_LEN_USED, "usedbcqueuelen"],
  ] as const)
    if (table.has(type)) out.value(key, table.u32(type), `${key} ${table.u32(type)} `);
  if (mode === macvlan.MACVLAN_MODE_SOURCE && table.has(macvlan.IFLA_MACVLAN_MACADDR_COUNT))
    printSources(ip, table);
}

function kindNamed(name: string): LinkKind {
  return {
    name,
    maximum: macvlan.IFLA_MACVLAN_MAX,
    usage: usage(name),
    parse: (ip, args, writer) => parse(name, ip, args, writer),
    print,
  };
}

export const macvlanKind = kindNamed("macvlan");
export const macvtapKind = kindNamed("macvtap");
