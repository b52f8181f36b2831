/**
 * Counters of TCP: the "Tcp" line of /proc/net/snmp and the "TcpExt" line of /proc/net/netstat.
 *
 * Source: `include/uapi/linux/snmp.h`, `net/ipv4/proc.c`.
 */
export const TCP_COUNTERS = [
  "ActiveOpens",
  "PassiveOpens",
  "AttemptFails",
  "EstabResets",
  "CurrEstab",
  "InSegs",
  "OutSegs",
  "RetransSegs",
  "InErrs",
  "OutRsts",
  "InCsumErrors",
] as const;

/** Those of "TcpExt" that this stack feeds. */
export const TCPEXT_COUNTERS = [
  "SyncookiesSent",
  "SyncookiesRecv",
  "SyncookiesFailed",
  "EmbryonicRsts",
  "PruneCalled",
  "RcvPruned",
  "OfoPruned",
  "OutOfWindowIcmps",
  "LockDroppedIcmps",
  "TW",
  "TWRecycled",
  "TWKilled",
  "PAWSActive",
  "PAWSEstab",
  "DelayedACKs",
  "DelayedACKLocked",
  "DelayedACKLost",
  "ListenOverflows",
  "ListenDrops",
  "TCPHPHits",
  "TCPPureAcks",
  "TCPHPAcks",
  "TCPRenoRecovery",
  "TCPSackRecovery",
  "TCPSACKReneging",
  "TCPSACKReorder",
  "TCPRenoReorder",
  "TCPTSReorder",
  "TCPFullUndo",
  "TCPPartialUndo",
  "TCPDSACKUndo",
  "TCPLossUndo",
  "TCPLostRetransmit",
  "TCPRenoFailures",
  "TCPSackFailures",
  "TCPLossFailures",
  "TCPFastRetrans",
  "TCPSlowStartRetrans",
  "TCPTimeouts",
  "TCPLossProbes",
  "TCPLossProbeRecovery",
  "TCPRenoRecoveryFail",
  "TCPSackRecoveryFail",
  "TCPRcvCollapsed",
  "TCPBacklogCoalesce",
  "TCPDSACKOldSent",
  "TCPDSACKOfoSent",
  "TCPDSACKRecv",
  "TCPDSACKOfoRecv",
  "TCPAbortOnData",
  "TCPAbortOnClose",
  "TCPAbortOnMemory",
  "TCPAbortOnTimeout",
  "TCPAbortOnLinger",
  "TCPAbortFailed",
  "TCPSACKDiscard",
  "TCPDSACKIgnoredOld",
  "TCPDSACKIgnoredNoUndo",
  "TCPSpuriousRTOs",
  "TCPSackShifted",
  "TCPSackMerged",
  "TCPSackShiftFallback",
  "TCPBacklogDrop",
  "TCPDeferAcceptDrop",
  "TCPReqQFullDoCookies",
  "TCPReqQFullDrop",
  "TCPRetransFail",
  "TCPRcvCoalesce",
  "TCPOFOQueue",
  "TCPOFODrop",
  "TCPOFOMerge",
  "TCPChallengeACK",
  "TCPSYNChallenge",
  "TCPSpuriousRtxHostQueues",
  "TCPAutoCorking",
  "TCPFromZeroWindowAdv",
  "TCPToZeroWindowAdv",
  "TCPWantZeroWindowAdv",
  "TCPSynRetrans",
  "TCPOrigDataSent",
  "TCPHystartTrainDetect",
  "TCPHystartTrainCwnd",
  "TCPHystartDelayDetect",
  "TCPHystartDelayCwnd",
  "TCPACKSkippedSynRecv",
  "TCPACKSkippedPAWS",
  "TCPACKSkippedSeq",
  "TCPACKSkippedFinWait2",
  "TCPACKSkippedTimeWait",
  "TCPACKSkippedChallenge",
  "TCPWinProbe",
  "TCPKeepAlive",
  "TCPMTUPFail",
  "TCPMTUPSuccess",
  "TCPDelivered",
  "TCPAckCompressed",
  "TCPZeroWindowDrop",
  "TCPRcvQDrop",
  "TCPWqueueTooBig",
  "TcpTimeoutRehash",
  "TcpDuplicateDataRehash",
  "TCPDSACKRecvSegs",
  "TCPDSACKIgnoredDubious",
  "BeyondWindow",
] as const;

/** A counter by its name in the files, e.g. `TCPTimeouts`. */
export type TcpCounter = (typeof TCP_COUNTERS)[number] | (typeof TCPEXT_COUNTERS)[number];

const NAMES: readonly TcpCounter[] = [...TCP_COUNTERS, ...TCPEXT_COUNTERS];

/** Index of a counter in {@link TcpMib.values}. */
export const MIB: Readonly<Record<TcpCounter, number>> = Object.freeze(
  Object.fromEntries(NAMES.map((name, index) => [name, index])) as Record<TcpCounter, number>,
);

/** The counters of a namespace, by the numbers in `MIB`. */
export class TcpMib {
  readonly values = new Float64Array(NAMES.length);

  /** The value of a counter by its name in the files; 0 for those that nothing here feeds. */
  byName(name: string): number {
    const index = (MIB as Readonly<Record<string, number | undefined>>)[name];
    return index === undefined ? 0 : this.values[index];
  }
}
