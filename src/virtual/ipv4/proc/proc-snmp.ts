/**
 * Counters as text: /proc/net/snmp and /proc/net/netstat.
 *
 * Source: `net/ipv4/proc.c` (`snmp_seq_show`, `netstat_seq_show`).
 */
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import {
  ICMP_MIB_CSUMERRORS,
  ICMP_MIB_INERRORS,
  ICMP_MIB_INMSGS,
  ICMP_MIB_OUTERRORS,
  ICMP_MIB_OUTMSGS,
  ICMP_MIB_RATELIMITGLOBAL,
  ICMP_MIB_RATELIMITHOST,
  IP_NAMES,
  IPEXT_NAMES,
  LINUX_MIB_ARPFILTER,
  LINUX_MIB_IPRPFILTER,
  type SnmpCounters,
  UDP_NAMES,
} from "../snmp.ts";

/** ICMP types that have a column of their own, in the order of the columns. */
const ICMP_COLUMNS: readonly (readonly [string, number])[] = [
  ["DestUnreachs", 3],
  ["TimeExcds", 11],
  ["ParmProbs", 12],
  ["SrcQuenchs", 4],
  ["Redirects", 5],
  ["Echos", 8],
  ["EchoReps", 0],
  ["Timestamps", 13],
  ["TimestampReps", 14],
  ["AddrMasks", 17],
  ["AddrMaskReps", 18],
];

const TCP_NAMES =
  "RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors";
const TCP_FIXED = ["1", "200", "120000", "-1"];

/** The "MPTcpExt" line of Linux 6.18: like TCP's own, it has nothing to count here. */
const MPTCPEXT_NAMES =
  `MPCapableSYNRX MPCapableSYNTX MPCapableSYNACKRX MPCapableACKRX MPCapableFallbackACK MPCapableFallbackSYNACK MPCapableSYNTXDrop MPCapableSYNTXDisabled MPCapableEndpAttempt MPFallbackTokenInit MPTCPRetrans MPJoinNoTokenFound MPJoinSynRx MPJoinSynBackupRx MPJoinSynAckRx MPJoinSynAckBackupRx MPJoinSynAckHMacFailure MPJoinAckRx MPJoinAckHMacFailure MPJoinRejected MPJoinSynTx MPJoinSynTxCreatSkErr MPJoinSynTxBindErr MPJoinSynTxConnectErr DSSNotMatching DSSCorruptionFallback DSSCorruptionReset InfiniteMapTx InfiniteMapRx DSSNoMatchTCP DataCsumErr OFOQueueTail OFOQueue OFOMerge NoDSSInWindow DuplicateData AddAddr AddAddrTx AddAddrTxDrop EchoAdd EchoAddTx EchoAddTxDrop PortAdd AddAddrDrop MPJoinPortSynRx MPJoinPortSynAckRx MPJoinPortAckRx MismatchPortSynRx MismatchPortAckRx RmAddr RmAddrDrop RmAddrTx RmAddrTxDrop RmSubflow MPPrioTx MPPrioRx MPFailTx MPFailRx MPFastcloseTx MPFastcloseRx MPRstTx MPRstRx SubflowStale SubflowRecover SndWndShared RcvWndShared RcvWndConflictUpdate RcvWndConflict MPCurrEstab Blackhole MPCapableDataFallback MD5SigFallback DssFallback SimultConnectFallback FallbackFailed WinProbe`.split(
    " ",
  );
/** The "TcpExt" line of Linux 6.18. */
const TCPEXT_NAMES =
  `SyncookiesSent SyncookiesRecv SyncookiesFailed EmbryonicRsts PruneCalled RcvPruned OfoPruned OutOfWindowIcmps LockDroppedIcmps ArpFilter TW TWRecycled TWKilled PAWSActive PAWSEstab BeyondWindow TSEcrRejected PAWSOldAck PAWSTimewait DelayedACKs DelayedACKLocked DelayedACKLost ListenOverflows ListenDrops TCPHPHits TCPPureAcks TCPHPAcks TCPRenoRecovery TCPSackRecovery TCPSACKReneging TCPSACKReorder TCPRenoReorder TCPTSReorder TCPFullUndo TCPPartialUndo TCPDSACKUndo TCPLossUndo TCPLostRetransmit TCPRenoFailures TCPSackFailures TCPLossFailures TCPFastRetrans TCPSlowStartRetrans TCPTimeouts TCPLossProbes TCPLossProbeRecovery TCPRenoRecoveryFail TCPSackRecoveryFail TCPRcvCollapsed TCPBacklogCoalesce TCPDSACKOldSent TCPDSACKOfoSent TCPDSACKRecv TCPDSACKOfoRecv TCPAbortOnData TCPAbortOnClose TCPAbortOnMemory TCPAbortOnTimeout TCPAbortOnLinger TCPAbortFailed TCPMemoryPressures TCPMemoryPressuresChrono TCPSACKDiscard TCPDSACKIgnoredOld TCPDSACKIgnoredNoUndo TCPSpuriousRTOs TCPMD5NotFound TCPMD5Unexpected TCPMD5Failure TCPSackShifted TCPSackMerged TCPSackShiftFallback TCPBacklogDrop PFMemallocDrop TCPMinTTLDrop TCPDeferAcceptDrop IPReversePathFilter TCPTimeWaitOverflow TCPReqQFullDoCookies TCPReqQFullDrop TCPRetransFail TCPRcvCoalesce TCPOFOQueue TCPOFODrop TCPOFOMerge TCPChallengeACK TCPSYNChallenge TCPFastOpenActive TCPFastOpenActiveFail TCPFastOpenPassive TCPFastOpenPassiveFail TCPFastOpenListenOverflow TCPFastOpenCookieReqd TCPFastOpenBlackhole TCPSpuriousRtxHostQueues BusyPollRxPackets TCPAutoCorking TCPFromZeroWindowAdv TCPToZeroWindowAdv TCPWantZeroWindowAdv TCPSynRetrans TCPOrigDataSent TCPHystartTrainDetect TCPHystartTrainCwnd TCPHystartDelayDetect TCPHystartDelayCwnd TCPACKSkippedSynRecv TCPACKSkippedPAWS TCPACKSkippedSeq TCPACKSkippedFinWait2 TCPACKSkippedTimeWait TCPACKSkippedChallenge TCPWinProbe TCPKeepAlive TCPMTUPFail TCPMTUPSuccess TCPDelivered TCPDeliveredCE TCPAckCompressed TCPZeroWindowDrop TCPRcvQDrop TCPWqueueTooBig TCPFastOpenPassiveAltKey TcpTimeoutRehash TcpDuplicateDataRehash TCPDSACKRecvSegs TCPDSACKIgnoredDubious TCPMigrateReqSuccess TCPMigrateReqFailure TCPPLBRehash TCPAORequired TCPAOBad TCPAOKeyNotFound TCPAOGood TCPAODroppedIcmps`.split(
    " ",
  );

/** RFC 2012: the algorithm, its bounds and the most connections, then the counters. */
function tcpValues(net: Net): string {
  const names = TCP_NAMES.split(" ").slice(TCP_FIXED.length);
  return [...TCP_FIXED, ...names.map((name) => net.ipv4.tcp?.mib.byName(name) ?? 0)].join(" ");
}

function twoLines(prefix: string, names: readonly string[], values: readonly number[]): string {
  return `${prefix}: ${names.join(" ")}\n${prefix}: ${values.join(" ")}\n`;
}

function icmpLines(mib: SnmpCounters): string {
  const names = ["InMsgs", "InErrors", "InCsumErrors"];
  const values = [
    mib.values[ICMP_MIB_INMSGS],
    mib.values[ICMP_MIB_INERRORS],
    mib.values[ICMP_MIB_CSUMERRORS],
  ];
  for (const [name, type] of ICMP_COLUMNS) {
    names.push(`In${name}`);
    values.push(mib.icmpMessages.get(type) ?? 0);
  }
  names.push("OutMsgs", "OutErrors", "OutRateLimitGlobal", "OutRateLimitHost");
  values.push(
    mib.values[ICMP_MIB_OUTMSGS],
    mib.values[ICMP_MIB_OUTERRORS],
    mib.values[ICMP_MIB_RATELIMITGLOBAL],
    mib.values[ICMP_MIB_RATELIMITHOST],
  );
  for (const [name, type] of ICMP_COLUMNS) {
    names.push(`Out${name}`);
    values.push(mib.icmpMessages.get(256 + type) ?? 0);
  }
  return twoLines("Icmp", names, values);
}

/** One column for each type that was seen, received ones first. */
function icmpMessageLines(mib: SnmpCounters): string {
  const seen = [...mib.icmpMessages].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  if (seen.length === 0) return "";
  const names = seen.map(([type]) => (type < 256 ? `InType${type}` : `OutType${type - 256}`));
  return twoLines(
    "IcmpMsg",
    names,
    seen.map(([, count]) => count),
  );
}

function showSnmp(net: Net): string {
  const { mib, devconfAll, sysctls } = net.ipv4;
  const forwarding = devconfAll.forwarding !== 0 ? 1 : 2;
  let text = twoLines(
    "Ip",
    ["Forwarding", "DefaultTTL", ...IP_NAMES],
    [forwarding, sysctls.ipDefaultTtl, ...mib.ipValues],
  );
  text += icmpLines(mib) + icmpMessageLines(mib);
  text += `Tcp: ${TCP_NAMES}\nTcp: ${tcpValues(net)}\n`;
  text += twoLines("Udp", UDP_NAMES, mib.udpValues);
  text += twoLines(
    "UdpLite",
    UDP_NAMES,
    UDP_NAMES.map(() => 0),
  );
  return text;
}

function showNetstat(net: Net): string {
  const { mib } = net.ipv4;
  const tcp = TCPEXT_NAMES.map((name) => {
    if (name === "ArpFilter") return mib.values[LINUX_MIB_ARPFILTER];
    if (name === "IPReversePathFilter") return mib.values[LINUX_MIB_IPRPFILTER];
    return net.ipv4.tcp?.mib.byName(name) ?? 0;
  });
  const mptcp = MPTCPEXT_NAMES.map(() => 0);
  return (
    twoLines("TcpExt", TCPEXT_NAMES, tcp) +
    twoLines("IpExt", IPEXT_NAMES, mib.ipExtValues) +
    twoLines("MPTcpExt", MPTCPEXT_NAMES, mptcp)
  );
}

/** Registers both files with a machine. */
export function registerCounterFiles(machine: Machine): void {
  machine.procNet.register("snmp", showSnmp);
  machine.procNet.register("netstat", showNetstat);
}
