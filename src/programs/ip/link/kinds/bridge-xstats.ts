/** `ip link xstats type bridge` and `type bridge_slave`: counters of membership messages and of the spanning tree. */
import { AttributeCursor, readS32, readU64 } from "../../../../netlink/attribute.ts";
import * as vlandb from "../../../../netlink/bridge-vlan.ts";
import type { MessageReader } from "../../../../netlink/message.ts";
import { RTM_GETSTATS, RTM_NEWSTATS } from "../../../../netlink/rtnetlink.ts";
import * as stats from "../../../../netlink/stats.ts";
import { type Arguments, EXIT_FAILURE } from "../../arguments.ts";
import type { Ip } from "../../context.ts";

const INDENT = " ".repeat(20);
const NAME_WIDTH = 16;

/** Attributes by the word that asks for them alone. */
const PARTS: ReadonlyMap<string, number> = new Map([
  ["igmp", vlandb.BRIDGE_XSTATS_MCAST],
  ["multicast", vlandb.BRIDGE_XSTATS_MCAST],
  ["stp", vlandb.BRIDGE_XSTATS_STP],
]);

interface Filter {
  /** Index of the device; 0: all. */
  index: number;
  /** `BRIDGE_XSTATS_*`; 0: all. */
  part: number;
}

/** Numbers of 64 bits, one after the other. */
class Counters {
  private readonly bytes: Uint8Array;
  private at: number;

  constructor({ bytes, start }: AttributeCursor) {
    this.bytes = bytes;
    this.at = start;
  }

  next(): number {
    const value = readU64(this.bytes, this.at);
    this.at += 8;
    return value;
  }

  /** What was received and what was sent, of that many versions. */
  pairs(versions: number): number[][] {
    return Array.from({ length: versions }, () => [this.next(), this.next()]);
  }
}

/** Queries or reports: a line of each direction with a number for each version. */
function printVersions({ out }: Ip, family: string, kind: string, counts: readonly number[][]): void {
  out.openObject(`${family.toLowerCase()}_${kind}`);
  out.text(`${INDENT}${family} ${kind}:\n`);
  for (const [side, direction] of ["RX", "TX"].entries()) {
    out.text(`${INDENT}  ${direction}:`);
    for (const [index, pair] of counts.entries())
      out.value(`${direction.toLowerCase()}_v${index + 1}`, pair[side], ` v${index + 1} ${pair[side]}`);
    out.newline();
  }
  out.closeObject();
}

function printLeaves({ out }: Ip, family: string, [[rx, tx]]: readonly number[][]): void {
  out.openObject(`${family.toLowerCase()}_leaves`);
  out.value("rx", rx, `${INDENT}${family} leaves: RX: ${rx}`);
  out.value("tx", tx, ` TX: ${tx}\n`);
  out.closeObject();
}

const MCAST_LENGTH = 208;
const STP_LENGTH = 48;

/** `struct br_mcast_stats` */
function printMulticast(ip: Ip, list: AttributeCursor): void {
  if (list.length < MCAST_LENGTH) return;
  const { out } = ip;
  const counters = new Counters(list);
  out.openObject("multicast");
  for (const [family, versions] of [
    ["IGMP", 3],
    ["MLD", 2],
  ] as const) {
    const queries = counters.pairs(versions);
    const leaves = counters.pairs(1);
    const reports = counters.pairs(versions);
    printVersions(ip, family, "queries", queries);
    printVersions(ip, family, "reports", reports);
    printLeaves(ip, family, leaves);
    const errors = counters.next();
    out.value(`${family.toLowerCase()}_parse_errors`, errors, `${INDENT}${family} parse errors: ${errors}\n`);
  }
  out.closeObject();
}

/** `struct bridge_stp_xstats` */
function printStp({ out }: Ip, list: AttributeCursor): void {
  if (list.length < STP_LENGTH) return;
  const counters = new Counters(list);
  const [[blocked, forwarding], [rxBpdu, txBpdu], [rxTcn, txTcn]] = counters.pairs(3);
  out.openObject("stp");
  out.value("rx_bpdu", rxBpdu, `${INDENT}STP BPDU:  RX: ${rxBpdu}`);
  out.value("tx_bpdu", txBpdu, ` TX: ${txBpdu}\n`);
  out.value("rx_tcn", rxTcn, `${INDENT}STP TCN:   RX: ${rxTcn}`);
  out.value("tx_tcn", txTcn, ` TX: ${txTcn}\n`);
  out.value("transition_blk", blocked, `${INDENT}STP Transitions: Blocked: ${blocked}`);
  out.value("transition_fwd", forwarding, ` Forwarding: ${forwarding}\n`);
  out.closeObject();
}

const PRINTERS: ReadonlyMap<number, (ip: Ip, list: AttributeCursor) => void> = new Map([
  [vlandb.BRIDGE_XSTATS_MCAST, printMulticast],
  [vlandb.BRIDGE_XSTATS_STP, printStp],
]);

/** iproute2's `bridge_print_xstats` */
function printXstats(ip: Ip, message: MessageReader, filter: Filter, attribute: number): void {
  const { bytes, body, end } = message;
  if (message.type !== RTM_NEWSTATS || message.length < stats.IF_STATS_MSG_LEN) return;
  const index = readS32(bytes, body + 4);
  if (filter.index !== 0 && filter.index !== index) return;
  for (const outer = new AttributeCursor(bytes, body + stats.IF_STATS_MSG_LEN, end); outer.next(); ) {
    if (outer.type !== attribute) continue;
    const kinds = new AttributeCursor(bytes, outer.start, outer.start + outer.length);
    while (kinds.next())
      if (kinds.type === vlandb.LINK_XSTATS_TYPE_BRIDGE) printDevice(ip, index, kinds, filter);
  }
}

function printDevice(ip: Ip, index: number, kind: AttributeCursor, filter: Filter): void {
  const name = ip.links.name(index);
  ip.out.openObject();
  ip.out.value("ifname", name, `${name.padEnd(NAME_WIDTH)}\n`);
  for (const list = new AttributeCursor(kind.bytes, kind.start, kind.start + kind.length); list.next(); )
    if (filter.part === 0 || filter.part === list.type) PRINTERS.get(list.type)?.(ip, list);
  ip.out.closeObject();
}

/** Reads the words; a number: the status with which the command ends. */
function parse(ip: Ip, args: Arguments, kind: string): Filter | number {
  const filter: Filter = { index: 0, part: 0 };
  for (; args.more; args.advance()) {
    const part = PARTS.get(args.current);
    if (part !== undefined) filter.part = part;
    else if (args.is("dev")) {
      args.next();
      filter.index = ip.links.index(args.current);
      if (filter.index === 0) return ip.fail(`Cannot find device "${args.current}"`, 1);
    } else if (args.is("help")) {
      ip.complain(`Usage: ... ${kind} [ igmp ] [ dev DEVICE ]\n`);
      return 0;
    } else args.invalid("unknown attribute");
  }
  return filter;
}

function showXstats(ip: Ip, args: Arguments, kind: string, attribute: number): number {
  const filter = parse(ip, args, kind);
  if (typeof filter === "number") return filter;
  const writer = ip.client.begin(RTM_GETSTATS, 0);
  const at = writer.reserve(stats.IF_STATS_MSG_LEN);
  writer.put32(at, 0);
  writer.put32(at + 4, 0);
  writer.put32(at + 8, stats.statsBit(attribute));
  ip.out.startJson();
  ip.dumpOrExit((message) => printXstats(ip, message, filter, attribute), EXIT_FAILURE);
  ip.out.endJson();
  return 0;
}

/** Those of bridges. */
export function bridgeXstats(ip: Ip, args: Arguments): number {
  return showXstats(ip, args, "bridge", stats.IFLA_STATS_LINK_XSTATS);
}

/** Those of ports. */
export function bridgeSlaveXstats(ip: Ip, args: Arguments): number {
  return showXstats(ip, args, "bridge_slave", stats.IFLA_STATS_LINK_XSTATS_SLAVE);
}
