/** /proc/net/xt_recent: lists that can be read and changed. Source: `net/netfilter/xt_recent.c` (`recent_seq_ops`, `recent_mt_proc_write`). */
import { EINVAL, ENOENT } from "../../../errno.ts";
import { formatIpv4, ipv4, parseIpv4, parseIpv6 } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import type { RecentEntry, RecentTable } from "./recent-table.ts";

/** What a write is cut to. */
const MOST_WRITTEN = 48;
/** Jiffies begin five minutes before they wrap round 32 bits (`INITIAL_JIFFIES`). */
const FIRST_JIFFY = 2 ** 32 - 300 * 250;

/** Finds a namespace's lists. */
export interface RecentLists {
  tables(net: Net): ReadonlyMap<string, RecentTable>;
  now(net: Net): number;
}

function addressText({ family, address }: RecentEntry): string {
  if (family === NFPROTO_IPV4) return formatIpv4(ipv4(read32(address, 0)));
  return Array.from({ length: 8 }, (_, i) =>
    ((address[2 * i] << 8) | address[2 * i + 1]).toString(16).padStart(4, "0"),
  ).join(":");
}

function line(table: RecentTable, entry: RecentEntry): string {
  const { ttl, index, count, stamps } = entry;
  const time = (at: number): string => String(FIRST_JIFFY + stamps[at]);
  const times = Array.from({ length: count }, (_, i) => ` ${time(i)}`).join(",");
  return `src=${addressText(entry)} ttl: ${ttl} last_seen: ${time((index - 1) & table.stampMask)} oldest_pkt: ${index}${times}\n`;
}

/** `+ADDRESS`, `-ADDRESS` or `/`. @returns 0 or a negative error */
function write(table: RecentTable, text: string, now: number): number {
  const command = text[0];
  if (command === "/") {
    table.flush();
    return 0;
  }
  if (command !== "+" && command !== "-") return -EINVAL;
  const [word] = text.slice(1, MOST_WRITTEN).split("\n");
  const v4 = word.includes(":") ? undefined : parseIpv4(word);
  const address =
    v4 === undefined ? parseIpv6(word)?.toBytes() : Uint8Array.of(v4 >>> 24, v4 >>> 16, v4 >>> 8, v4);
  if (!address) return -EINVAL;
  const family = address.length === 4 ? NFPROTO_IPV4 : NFPROTO_IPV6;
  const entry = table.find(family, address, 0);
  if (entry === null) {
    if (command === "+") table.add(family, address, 0, now);
  } else if (command === "+") table.update(entry, now);
  else table.remove(entry);
  return 0;
}

/** Registers the directory with a machine: a file a list. */
export function registerRecentProc(machine: Machine, lists: RecentLists): void {
  machine.procNet.registerDirectory("xt_recent", {
    names: (net) => [...lists.tables(net).keys()],
    show: (net, name) => {
      const table = lists.tables(net).get(name);
      return table && Array.from(table.entries, (entry) => line(table, entry)).join("");
    },
    store: (net, name, text) => {
      const table = lists.tables(net).get(name);
      return table ? write(table, text, lists.now(net)) : -ENOENT;
    },
  });
}
