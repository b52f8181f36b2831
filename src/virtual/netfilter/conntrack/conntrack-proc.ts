/**
 * /proc/net/nf_conntrack and /proc/net/stat/nf_conntrack.
 *
 * Source: `net/netfilter/nf_conntrack_standalone.c` (`ct_seq_show`, `ct_cpu_seq_show`).
 */
import { formatIpv4, ipv4 } from "../../../packet/address.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { PROCESSORS } from "../ctnetlink/ctnetlink-stats.ts";
import { NFPROTO_IPV4 } from "../hook-numbers.ts";
import { IPS_ASSURED, IPS_OFFLOAD, IPS_SEEN_REPLY } from "./conntrack-status.ts";
import { fullIpv6, type NfConntrackTuple } from "./conntrack-tuple.ts";
import { ConntrackStat, HZ } from "./net-ct.ts";
import { NF_CT_DEFAULT_ZONE_DIR, NF_CT_ZONE_DIR_ORIG, type NfConn } from "./nf-conn.ts";
import { SCTP_STATE_NAMES } from "./proto/conntrack-proto-sctp-state.ts";
import { TCP_STATE_NAMES } from "./proto/conntrack-proto-tcp-state.ts";

const L4_NAMES: ReadonlyMap<number, string> = new Map([
  [1, "icmp"],
  [6, "tcp"],
  [17, "udp"],
  [47, "gre"],
  [58, "icmpv6"],
  [132, "sctp"],
  [136, "udplite"],
]);

/** `print_tuple` */
export function tupleText(tuple: NfConntrackTuple): string {
  const [src, dst] =
    tuple.l3num === NFPROTO_IPV4
      ? [formatIpv4(ipv4(tuple.s3 >>> 0)), formatIpv4(ipv4(tuple.d3 >>> 0))]
      : [fullIpv6(tuple.s0, tuple.s1, tuple.s2, tuple.s3), fullIpv6(tuple.d0, tuple.d1, tuple.d2, tuple.d3)];
  const { sport, dport } = tuple;
  let ports = "";
  if (tuple.protonum === 1 || tuple.protonum === 58)
    ports = `type=${dport >>> 8} code=${dport & 0xff} id=${sport} `;
  else if (tuple.protonum === 6 || tuple.protonum === 17 || tuple.protonum === 132 || tuple.protonum === 136)
    ports = `sport=${sport} dport=${dport} `;
  else if (tuple.protonum === 47) ports = `srckey=0x${sport.toString(16)} dstkey=0x${dport.toString(16)} `;
  return `src=${src} dst=${dst} ${ports}`;
}

function acctText(ct: NfConn, dir: number): string {
  const { acct } = ct;
  if (acct === null) return "";
  return dir === 0
    ? `packets=${acct.packets0} bytes=${acct.bytes0} `
    : `packets=${acct.packets1} bytes=${acct.bytes1} `;
}

/** A zone of one direction is told behind it (`ct_show_zone`). */
function zoneText(ct: NfConn, dir: number): string {
  if (ct.zone === 0 || ct.zoneDir !== dir) return "";
  if (ct.zoneDir === NF_CT_DEFAULT_ZONE_DIR) return `zone=${ct.zone} `;
  return `zone-${ct.zoneDir === NF_CT_ZONE_DIR_ORIG ? "orig" : "reply"}=${ct.zone} `;
}

function deltaTime(ct: NfConn, now: bigint): string {
  if (ct.tstamp === null) return "";
  return `delta-time=${now > ct.tstamp.start ? (now - ct.tstamp.start) / 1_000_000_000n : 0n} `;
}

function line(ct: NfConn, now: bigint): string {
  const { original } = ct;
  const l3 = original.l3num === NFPROTO_IPV4 ? "ipv4" : "ipv6";
  const l4 = L4_NAMES.get(original.protonum) ?? "unknown";
  let text = `${l3.padEnd(8)} ${original.l3num} ${l4.padEnd(8)} ${original.protonum} `;
  const offloaded = (ct.status & IPS_OFFLOAD) !== 0;
  if (!offloaded) text += `${Math.trunc(ct.cnet.table.expires(ct) / HZ)} `;
  if (original.protonum === 6 && !offloaded) text += `${TCP_STATE_NAMES[ct.tcp?.state ?? 0]} `;
  if (original.protonum === 132 && !offloaded) text += `${SCTP_STATE_NAMES[ct.sctp?.state ?? 0]} `;
  text += tupleText(original) + zoneText(ct, NF_CT_ZONE_DIR_ORIG) + acctText(ct, 0);
  if ((ct.status & IPS_SEEN_REPLY) === 0) text += "[UNREPLIED] ";
  text += tupleText(ct.reply) + zoneText(ct, 2) + acctText(ct, 1);
  if (offloaded) text += "[OFFLOAD] ";
  else if ((ct.status & IPS_ASSURED) !== 0) text += "[ASSURED] ";
  text += `mark=${ct.mark} `;
  text += ct.zoneDir === NF_CT_DEFAULT_ZONE_DIR ? `zone=${ct.zone} ` : "";
  text += deltaTime(ct, now);
  // one more holder: who reads
  return `${text}use=${ct.use + 1}\n`;
}

function showTable(net: Net): string {
  const { ct: cnet } = net;
  if (cnet === null) return "";
  const now = BigInt(net.machine.clock.realtime()) * 1000n;
  let text = "";
  cnet.table.each(cnet, (ct) => void (text += line(ct, now)));
  return text;
}

const STAT_HEADER =
  "entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart\n";
const NO_STAT = new ConntrackStat();

function showStat(net: Net): string {
  const stat = net.ct?.stat ?? NO_STAT;
  const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, "0");
  const first = [net.ct?.count ?? 0, stat.clashResolve, stat.found, 0, stat.invalid, 0, 0, stat.chaintoolong];
  const second = [stat.insert, stat.insertFailed, stat.drop, stat.earlyDrop, stat.error];
  const third = [stat.expectNew, stat.expectCreate, stat.expectDelete, stat.searchRestart];
  const columns = (values: readonly number[]): string => values.map(hex).join(" ");
  const [entries, ...rest] = first;
  const line = `${hex(entries)}  ${columns([...rest, ...second])}  ${columns(third)}\n`;
  // all is counted at the first processor; each tells how many there are
  const other = line.replace(/(?<=^.{8}).*/, (text) => text.replace(/[0-9a-f]/g, "0"));
  return STAT_HEADER + line + other.repeat(PROCESSORS - 1);
}

/** Registers both files with a machine. */
export function initConntrackProc(machine: Machine): void {
  machine.procNet.register("nf_conntrack", showTable);
  machine.procNet.register("stat/nf_conntrack", showStat);
}
