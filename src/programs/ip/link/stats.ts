/**
 * Statistics of a link: the tables of `ip -s` and `ip -s -s`, and `stats64` in JSON.
 */
import { AttributeTable, readU64 } from "../../../netlink/attribute.ts";
import { emptyLinkStats, type LinkStats, readLinkStats, readLinkStats64 } from "../../../netlink/link.ts";
import {
  IFLA_CARRIER_CHANGES,
  IFLA_INET6_MAX,
  IFLA_INET6_STATS,
  IFLA_PROTINFO,
  IFLA_STATS,
  IFLA_STATS64,
} from "../../../netlink/link-attributes.ts";
import type { Options } from "../context.ts";
import type { Printer } from "../print.ts";

/** The counters in a link's attributes; undefined when there are none. */
export function linkStats(table: AttributeTable): LinkStats | undefined {
  if (table.has(IFLA_STATS64))
    return readLinkStats64(table.bytes, table.offset(IFLA_STATS64), table.length(IFLA_STATS64));
  if (table.has(IFLA_STATS))
    return readLinkStats(table.bytes, table.offset(IFLA_STATS), table.length(IFLA_STATS));
  return table.has(IFLA_PROTINFO) ? protocolStats(table) : undefined;
}

/**
 * Where iproute2 6.1 looks for counters in those of IPv6, as they were in Linux 6.1: a later Linux has others there
 * (`get_snmp_counters`).
 */
const PROTOCOL_COUNTERS: readonly (readonly [keyof LinkStats, number])[] = [
  ["rxPackets", 1],
  ["rxBytes", 2],
  ["txPackets", 5],
  ["txBytes", 6],
  ["rxErrors", 13],
  ["txErrors", 14],
  ["multicast", 23],
  ["rxFrameErrors", 31],
];

/** The counters of IPv6 as if they were the device's, in the messages that IPv6 makes of links. */
function protocolStats(table: AttributeTable): LinkStats {
  const stats = emptyLinkStats();
  const inner = new AttributeTable(IFLA_INET6_MAX).parseNested(table, IFLA_PROTINFO);
  const at = inner.offset(IFLA_INET6_STATS);
  const count = inner.has(IFLA_INET6_STATS) ? inner.length(IFLA_INET6_STATS) >> 3 : 0;
  for (const [name, index] of PROTOCOL_COUNTERS)
    if (index < count) stats[name] = readU64(inner.bytes, at + index * 8);
  return stats;
}

/** A number right-aligned, with a unit prefix when `-human-readable` is on. */
export function formatCount(count: number, width: number, options: Options): string {
  const base = options.iec ? 1024 : 1000;
  if (!options.human || count < base) return `${String(count).padStart(width)} `;
  let prefix = 0;
  let power = base;
  while (count / base >= power && prefix < 5) {
    prefix++;
    power *= base;
  }
  let precision = 2;
  for (let tens = 10; precision > 0; precision--, tens *= 10) if (Math.floor(count / power) < tens) break;
  const text = `${(count / power).toFixed(precision)}${"kMGTPE"[prefix]}${options.iec ? "i" : ""}`;
  return `${text.padStart(width)} `;
}

/** One title line and one line of numbers. */
interface Row {
  readonly label: string;
  readonly titles: readonly string[];
  readonly values: readonly number[];
  /** Whether the last column is there. */
  readonly last: boolean;
  /** Whether the column before it is empty. */
  readonly hidden?: boolean;
  /** Frames for others, in one more column when there were any. */
  readonly otherhost?: number;
}

function rows(stats: LinkStats, carrierChanges: number | undefined, verbose: boolean): Row[] {
  const list: Row[] = [
    {
      label: "RX:",
      titles: ["bytes", "packets", "errors", "dropped", "missed", "mcast", "compressed"],
      values: [
        stats.rxBytes,
        stats.rxPackets,
        stats.rxErrors,
        stats.rxDropped,
        stats.rxMissedErrors,
        stats.multicast,
        stats.rxCompressed,
      ],
      last: stats.rxCompressed !== 0,
    },
    {
      label: "RX errors:",
      titles: ["", "length", "crc", "frame", "fifo", "overrun", "nohandler"],
      values: [
        0,
        stats.rxLengthErrors,
        stats.rxCrcErrors,
        stats.rxFrameErrors,
        stats.rxFifoErrors,
        stats.rxOverErrors,
        stats.rxNohandler,
      ],
      last: stats.rxNohandler !== 0,
      otherhost: stats.rxOtherhostDropped,
    },
    {
      label: "TX:",
      titles: ["bytes", "packets", "errors", "dropped", "carrier", "collsns", "compressed"],
      values: [
        stats.txBytes,
        stats.txPackets,
        stats.txErrors,
        stats.txDropped,
        stats.txCarrierErrors,
        stats.collisions,
        stats.txCompressed,
      ],
      last: stats.txCompressed !== 0,
    },
    {
      label: "TX errors:",
      titles: ["", "aborted", "fifo", "window", "heartbt", carrierChanges === undefined ? "" : "transns", ""],
      values: [
        0,
        stats.txAbortedErrors,
        stats.txFifoErrors,
        stats.txWindowErrors,
        stats.txHeartbeatErrors,
        carrierChanges ?? 0,
        0,
      ],
      last: false,
      hidden: carrierChanges === undefined,
    },
  ];
  return verbose ? list : [list[0], list[2]];
}

const LEAST_WIDTHS: readonly number[] = [10, 7, 6, 7, 7, 7, 10, 9];

function columnWidths(list: readonly Row[], human: boolean): number[] {
  const widths = [...LEAST_WIDTHS];
  if (human) return widths;
  for (const row of list)
    for (const [column, value] of [...row.values, row.otherhost ?? 0].entries())
      widths[column] = Math.max(widths[column], String(value).length);
  return widths;
}

function printRow(out: Printer, row: Row, widths: readonly number[], options: Options): void {
  const isErrors = row.titles[0] === "";
  const titles = row.titles
    .slice(1, 6)
    .map((title, index) => title.padStart(widths[index + 1]))
    .join(" ");
  const lastTitle = row.last ? row.titles[6] : "";
  if (isErrors) {
    const tail = row.last ? ` ${lastTitle.padStart(widths[6])}` : "";
    const others = row.otherhost ? ` ${"otherhost".padStart(widths[7])}` : "";
    out.text(`    ${row.label}${" ".repeat(widths[0] - 10)} ${titles}${tail}${others}`);
  } else {
    out.text(
      `    ${row.label} ${row.titles[0].padStart(widths[0] - 4)} ${titles} ${lastTitle.padStart(widths[6])}`,
    );
  }
  out.newline();
  out.text(isErrors ? " ".repeat(widths[0] + 5) : "    ");
  const count = row.last ? 7 : row.hidden ? 5 : 6;
  for (let column = isErrors ? 1 : 0; column < count; column++)
    out.text(formatCount(row.values[column], widths[column], options));
  if (row.otherhost) out.text(formatCount(row.otherhost, widths[7], options));
}

/** A counter's name in JSON; a rare one is there only when it is not 0. */
type JsonCounter = readonly [name: string, counter: keyof LinkStats, rare?: "rare"];

const JSON_RX: readonly JsonCounter[] = [
  ["bytes", "rxBytes"],
  ["packets", "rxPackets"],
  ["errors", "rxErrors"],
  ["dropped", "rxDropped"],
  ["over_errors", "rxOverErrors"],
  ["multicast", "multicast"],
  ["compressed", "rxCompressed", "rare"],
];
const JSON_RX_ERRORS: readonly JsonCounter[] = [
  ["length_errors", "rxLengthErrors"],
  ["crc_errors", "rxCrcErrors"],
  ["frame_errors", "rxFrameErrors"],
  ["fifo_errors", "rxFifoErrors"],
  ["missed_errors", "rxMissedErrors"],
  ["nohandler", "rxNohandler", "rare"],
  ["otherhost", "rxOtherhostDropped", "rare"],
];
const JSON_TX: readonly JsonCounter[] = [
  ["bytes", "txBytes"],
  ["packets", "txPackets"],
  ["errors", "txErrors"],
  ["dropped", "txDropped"],
  ["carrier_errors", "txCarrierErrors"],
  ["collisions", "collisions"],
  ["compressed", "txCompressed", "rare"],
];
const JSON_TX_ERRORS: readonly JsonCounter[] = [
  ["aborted_errors", "txAbortedErrors"],
  ["fifo_errors", "txFifoErrors"],
  ["window_errors", "txWindowErrors"],
  ["heartbeat_errors", "txHeartbeatErrors"],
];

function printCounters(out: Printer, stats: LinkStats, counters: readonly JsonCounter[]): void {
  for (const [name, counter, rare] of counters)
    if (rare === undefined || stats[counter] !== 0) out.field(name, stats[counter]);
}

function printJson(
  out: Printer,
  stats: LinkStats,
  carrierChanges: number | undefined,
  verbose: boolean,
): void {
  out.openObject("stats64");
  out.openObject("rx");
  printCounters(out, stats, JSON_RX);
  if (verbose) printCounters(out, stats, JSON_RX_ERRORS);
  out.closeObject();
  out.openObject("tx");
  printCounters(out, stats, JSON_TX);
  if (verbose) {
    printCounters(out, stats, JSON_TX_ERRORS);
    if (carrierChanges !== undefined) out.field("carrier_changes", carrierChanges);
  }
  out.closeObject();
  out.closeObject();
}

/** Prints a link's counters, without the newline after the last line. */
export function printLinkStats(out: Printer, table: AttributeTable, options: Options): void {
  const stats = linkStats(table);
  if (!stats) return;
  const verbose = options.stats > 1;
  const changes = table.has(IFLA_CARRIER_CHANGES) ? table.u32(IFLA_CARRIER_CHANGES) : undefined;
  if (out.json) {
    printJson(out, stats, changes, verbose);
    return;
  }
  const list = rows(stats, changes, verbose);
  const widths = columnWidths(list, options.human);
  for (const [index, row] of list.entries()) {
    if (index > 0) out.newline();
    printRow(out, row, widths, options);
  }
}
