/**
 * Connection tracking's statistics over netlink. All is counted at the first processor.
 *
 * Source: `net/netfilter/nf_conntrack_netlink.c` (`ctnetlink_ct_stat_cpu_fill_info`, `ctnetlink_stat_ct_fill_info`).
 */
import { EOPNOTSUPP } from "../../../errno.ts";
import * as cta from "../../../netlink/ctnetlink.ts";
import { MessageWriter, NLM_F_DUMP, NLM_F_MULTI } from "../../../netlink/message.ts";
import { NFNL_SUBSYS_CTNETLINK, nfnlType, writeNfgenmsg } from "../../../netlink/nfnetlink.ts";
import { DEFAULT_BUCKETS, presentConntrackTable } from "../conntrack/conntrack-table.ts";
import { ConntrackStat } from "../conntrack/net-ct.ts";
import type { NfnlCall } from "../nfnetlink.ts";

/** As many processors as sysfs shows. */
export const PROCESSORS = 2;

const NOTHING = new ConntrackStat();
const writer = new MessageWriter(128);

type Field = readonly [number, (stat: ConntrackStat) => number];

const FIELDS: readonly Field[] = [
  [cta.CTA_STATS_FOUND, (stat) => stat.found],
  [cta.CTA_STATS_INVALID, (stat) => stat.invalid],
  [cta.CTA_STATS_INSERT, (stat) => stat.insert],
  [cta.CTA_STATS_INSERT_FAILED, (stat) => stat.insertFailed],
  [cta.CTA_STATS_DROP, (stat) => stat.drop],
  [cta.CTA_STATS_EARLY_DROP, (stat) => stat.earlyDrop],
  [cta.CTA_STATS_ERROR, (stat) => stat.error],
  [cta.CTA_STATS_SEARCH_RESTART, (stat) => stat.searchRestart],
  [cta.CTA_STATS_CLASH_RESOLVE, (stat) => stat.clashResolve],
  [cta.CTA_STATS_CHAIN_TOOLONG, (stat) => stat.chaintoolong],
];
const EXPECT_FIELDS: readonly Field[] = [
  [cta.CTA_STATS_EXP_NEW, (stat) => stat.expectNew],
  [cta.CTA_STATS_EXP_CREATE, (stat) => stat.expectCreate],
  [cta.CTA_STATS_EXP_DELETE, (stat) => stat.expectDelete],
];

function dumper(message: number, fields: readonly Field[]): NfnlCall {
  return (info) => {
    if ((info.message.flags & NLM_F_DUMP) === 0) return 0;
    const { portid } = info;
    const { seq } = info.message;
    return info.request.socket.startDump(info.request, (_request, into) => {
      for (let cpu = 0; cpu < PROCESSORS; cpu++) {
        const stat = cpu === 0 ? (info.net.ct?.stat ?? NOTHING) : NOTHING;
        into.begin(nfnlType(NFNL_SUBSYS_CTNETLINK, message), NLM_F_MULTI, seq, portid);
        writeNfgenmsg(into, 0, cpu);
        for (const [type, read] of fields) into.be32(type, read(stat));
        into.end();
      }
      return 0;
    });
  };
}

export const dumpStats = dumper(cta.IPCTNL_MSG_CT_GET_STATS_CPU, FIELDS);
export const dumpExpectStats = dumper(cta.IPCTNL_MSG_EXP_GET_STATS_CPU, EXPECT_FIELDS);

/** How many there are, and may be. */
export const getStats: NfnlCall = (info) => {
  if ((info.message.flags & NLM_F_DUMP) !== 0) return -EOPNOTSUPP;
  writer.reset();
  const type = nfnlType(NFNL_SUBSYS_CTNETLINK, cta.IPCTNL_MSG_CT_GET_STATS);
  writer.begin(type, NLM_F_MULTI, info.message.seq, info.portid);
  writeNfgenmsg(writer, 0, 0);
  writer.be32(cta.CTA_STATS_GLOBAL_ENTRIES, info.net.ct?.count ?? 0);
  writer.be32(
    cta.CTA_STATS_GLOBAL_MAX_ENTRIES,
    presentConntrackTable(info.net.machine)?.max ?? DEFAULT_BUCKETS,
  );
  writer.end();
  info.request.reply(writer.message());
  return 0;
};
