/** `ip ntable`: the tables of neighbours and their parameters (iproute2's `ipntable.c`). */
import { AttributeTable, readU16, readU32, readU64 } from "../../../netlink/attribute.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import * as ndta from "../../../netlink/neightbl.ts";
import { RTM_GETNEIGHTBL } from "../../../netlink/rtnetlink.ts";
import { type Arguments, EXIT_FAILURE, EXIT_USAGE } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { rememberLinks } from "../device.ts";
import { familyName } from "../inet.ts";

const USAGE = `Usage: ip ntable change name NAME [ dev DEV ]
        [ thresh1 VAL ] [ thresh2 VAL ] [ thresh3 VAL ] [ gc_int MSEC ]
        [ PARMS ]
Usage: ip ntable show [ dev DEV ] [ name NAME ]
PARMS := [ base_reachable MSEC ] [ retrans MSEC ] [ gc_stale MSEC ]
         [ delay_probe MSEC ] [ queue LEN ]
         [ app_probes VAL ] [ ucast_probes VAL ] [ mcast_probes VAL ]
         [ anycast_delay MSEC ] [ proxy_delay MSEC ] [ proxy_queue LEN ]
         [ locktime MSEC ]
`;
/** `NDTPA_MAX` */
const PARMS_MAX = 19;
const TABLE_MAX = ndta.NDTA_GC_INTERVAL;

/** Attribute, key of JSON, and the word of text where it is another one; 4 or 8 bytes. */
type Item = readonly [type: number, key: string, size: 4 | 8, word?: string];

const THRESHOLDS: readonly Item[] = [
  [ndta.NDTA_THRESH1, "thresh1", 4],
  [ndta.NDTA_THRESH2, "thresh2", 4],
  [ndta.NDTA_THRESH3, "thresh3", 4],
  [ndta.NDTA_GC_INTERVAL, "gc_interval", 8, "gc_int"],
];

/** A line each. */
const PARMS: readonly (readonly Item[])[] = [
  [
    [ndta.NDTPA_REFCNT, "refcnt", 4],
    [ndta.NDTPA_REACHABLE_TIME, "reachable", 8],
    [ndta.NDTPA_BASE_REACHABLE_TIME, "base_reachable", 8],
    [ndta.NDTPA_RETRANS_TIME, "retrans", 8],
  ],
  [
    [ndta.NDTPA_GC_STALETIME, "gc_stale", 8],
    [ndta.NDTPA_DELAY_PROBE_TIME, "delay_probe", 8],
    [ndta.NDTPA_QUEUE_LEN, "queue", 4],
  ],
  [
    [ndta.NDTPA_APP_PROBES, "app_probes", 4],
    [ndta.NDTPA_UCAST_PROBES, "ucast_probes", 4],
    [ndta.NDTPA_MCAST_PROBES, "mcast_probes", 4],
  ],
  [
    [ndta.NDTPA_ANYCAST_DELAY, "anycast_delay", 8],
    [ndta.NDTPA_PROXY_DELAY, "proxy_delay", 8],
    [ndta.NDTPA_PROXY_QLEN, "proxy_queue", 4],
    [ndta.NDTPA_LOCKTIME, "locktime", 8],
  ],
];

/** `struct ndt_stats`, a line each. */
const STATS: readonly (readonly string[])[] = [
  ["allocs", "destroys", "hash_grows"],
  ["res_failed", "lookups", "hits"],
  ["rcv_probes_mcast", "rcv_probes_ucast"],
  ["periodic_gc_runs", "forced_gc_runs"],
  ["table_fulls"],
];

interface Filter {
  index: number;
  name: string | undefined;
}

function printItems(ip: Ip, table: AttributeTable, items: readonly Item[]): void {
  const present = items.filter(([type]) => table.has(type));
  if (present.length === 0) return;
  ip.out.text("    ");
  for (const [type, key, size, word = key] of present) {
    const value = size === 8 ? table.u64(type) : table.u32(type);
    ip.out.value(key, value, `${word} ${value} `);
  }
  ip.out.newline();
}

/** `struct ndt_config` */
function printConfig(ip: Ip, table: AttributeTable): void {
  const { bytes } = table;
  const at = table.offset(ndta.NDTA_CONFIG);
  const { out } = ip;
  const number = (key: string, offset: number, word = key): void => {
    const value = readU32(bytes, at + offset);
    out.value(key, value, `${word} ${value} `);
  };
  out.text("    config ");
  out.value("key_length", readU16(bytes, at), `key_len ${readU16(bytes, at)} `);
  out.value("entry_size", readU16(bytes, at + 2), `entry_size ${readU16(bytes, at + 2)} `);
  number("entries", 4);
  out.newline();
  out.text("        ");
  for (const [key, offset] of [
    ["last_flush", 8],
    ["last_rand", 12],
  ] as const) {
    const text = since(ip, readU32(bytes, at + offset));
    out.value(key, text, `${key} ${text} `);
  }
  out.newline();
  out.text("        ");
  number("hash_rnd", 16);
  const mask = readU32(bytes, at + 20).toString(16);
  out.value("hash_mask", `0x${mask}`, `hash_mask ${mask.padStart(8, "0")} `);
  number("hash_chain_gc", 24);
  number("proxy_qlen", 28);
  out.newline();
}

/** The time of something that happened so many ms ago. */
function since(ip: Ip, ms: number): string {
  const at = Math.floor(ip.sys.realtime() / 1e6) - Math.floor(ms / 1000);
  return new Date(at * 1000).toISOString().slice(0, 19).replace("T", " ");
}

function printStats(ip: Ip, table: AttributeTable): void {
  let at = table.offset(ndta.NDTA_STATS);
  for (const [index, keys] of STATS.entries()) {
    ip.out.text(index === 0 ? "    stats " : "    ");
    for (const key of keys) {
      const value = readU64(table.bytes, at);
      ip.out.value(key, value, `${key} ${value} `);
      at += 8;
    }
    ip.out.newline();
  }
}

function print(ip: Ip, message: MessageReader, filter: Filter): void {
  if (message.length < ndta.NDTMSG_LEN) return;
  const family = message.bytes[message.body];
  if (ip.options.family !== 0 && family !== ip.options.family) return;
  const table = new AttributeTable(TABLE_MAX);
  table.parse(message.bytes, message.body + ndta.NDTMSG_LEN, message.end);
  const name = table.string(ndta.NDTA_NAME) ?? "";
  if (filter.name !== undefined && name !== filter.name) return;
  const parms = new AttributeTable(PARMS_MAX);
  if (table.has(ndta.NDTA_PARMS)) {
    const start = table.offset(ndta.NDTA_PARMS);
    parms.parse(table.bytes, start, start + table.length(ndta.NDTA_PARMS));
  }
  const index = parms.u32(ndta.NDTPA_IFINDEX);
  if (filter.index !== 0 && index !== filter.index) return;
  const { out } = ip;
  out.openObject();
  out.value("family", familyName(family), `${familyName(family)} `);
  out.value("name", name, `${name} `);
  out.newline();
  if (index !== 0) {
    out.text("    ");
    out.value("dev", ip.links.name(index), `dev ${ip.links.name(index)} `);
    out.newline();
  }
  printItems(ip, table, THRESHOLDS);
  const detailed = ip.options.stats > 0;
  if (detailed && table.length(ndta.NDTA_CONFIG) >= ndta.NDT_CONFIG_LEN) printConfig(ip, table);
  for (const items of PARMS) printItems(ip, parms, items);
  if (detailed && table.length(ndta.NDTA_STATS) >= ndta.NDT_STATS_LEN) printStats(ip, table);
  out.text("\n");
  out.closeObject();
}

function show(ip: Ip, args: Arguments): number {
  rememberLinks(ip);
  const filter: Filter = { index: 0, name: undefined };
  for (; args.more; args.advance()) {
    if (args.current === "dev") {
      filter.index = ip.links.index(args.next());
      if (filter.index === 0) args.invalid('"DEV" is invalid');
    } else if (args.current === "name") filter.name = args.next();
    else args.invalid("unknown");
  }
  const writer = ip.client.begin(RTM_GETNEIGHTBL, 0);
  const at = writer.reserve(ndta.NDTMSG_LEN);
  writer.bytes[at] = ip.options.family;
  ip.out.startJson();
  ip.dumpOrExit((message) => print(ip, message, filter), EXIT_FAILURE);
  ip.out.endJson();
  return 0;
}

export function command(ip: Ip, args: Arguments): number {
  if (!args.more) return show(ip, args);
  if (args.matches("change", "chg"))
    return ip.fail('ip: "ip ntable change" is not supported here', EXIT_FAILURE);
  if (args.matches("show", "lst", "list")) {
    args.advance();
    return show(ip, args.rest());
  }
  if (args.matches("help")) return ip.usage(USAGE);
  ip.complain(`Command "${args.current}" is unknown, try "ip ntable help".\n`);
  return EXIT_USAGE;
}
