/** How netstat tells the kernel's counters. */

/** What a line of a counter is. */
export interface Counter {
  /** The line, `%` in place of the number. */
  readonly text: string;
  /** Told when it is zero, too. */
  readonly always: boolean;
  /** Part of a list of ICMP messages. */
  readonly histogram: "" | "input" | "output";
}

type Rows = Readonly<Record<string, string>>;

/** Counters that are told even when they are zero begin with `!`; of ICMP's lists with `<` (input) and `>` (output). */
const ROWS: Readonly<Record<string, Rows>> = {
  Ip: {
    ForwDatagrams: "!% forwarded",
    FragCreates: "% fragments created",
    FragFails: "% outgoing packets failed fragmentation",
    FragOKs: "% outgoing packets fragmented ok",
    InAddrErrors: "% with invalid addresses",
    InDelivers: "!% incoming packets delivered",
    InDiscards: "!% incoming packets discarded",
    InHdrErrors: "% with invalid headers",
    InReceives: "!% total packets received",
    InUnknownProtos: "% with unknown protocol",
    OutDiscards: "% outgoing packets dropped",
    OutNoRoutes: "% dropped because of missing route",
    OutRequests: "!% requests sent out",
    ReasmFails: "% packet reassemblies failed",
    ReasmOKs: "% packets reassembled ok",
    ReasmReqds: "% reassemblies required",
    ReasmTimeout: "% fragments dropped after timeout",
  },
  Icmp: {
    InAddrMaskReps: "<address mask replies: %",
    InAddrMasks: "<address mask request: %",
    InDestUnreachs: "<destination unreachable: %",
    InEchoReps: "<echo replies: %",
    InEchos: "<echo requests: %",
    InErrors: "!% input ICMP message failed",
    InMsgs: "!% ICMP messages received",
    InParmProbs: "<wrong parameters: %",
    InRedirects: "<redirects: %",
    InSrcQuenchs: "<source quenches: %",
    InTimeExcds: "<timeout in transit: %",
    InTimestampReps: "<timestamp reply: %",
    InTimestamps: "<timestamp request: %",
    OutAddrMaskReps: ">address mask replies: %",
    OutAddrMasks: ">address mask requests: %",
    OutDestUnreachs: ">destination unreachable: %",
    OutEchoReps: ">echo replies: %",
    OutEchos: ">echo requests: %",
    OutErrors: "!% ICMP messages failed",
    OutMsgs: "!% ICMP messages sent",
    OutParmProbs: ">wrong parameters: %",
    OutRedirects: ">redirect: %",
    OutSrcQuenchs: ">source quench: %",
    OutTimeExcds: ">time exceeded: %",
    OutTimestampReps: ">timestamp replies: %",
    OutTimestamps: ">timestamp requests: %",
  },
  Tcp: {
    ActiveOpens: "!% active connection openings",
    AttemptFails: "!% failed connection attempts",
    CurrEstab: "!% connections established",
    EstabResets: "!% connection resets received",
    InErrs: "!% bad segments received",
    InSegs: "!% segments received",
    OutRsts: "!% resets sent",
    OutSegs: "!% segments sent out",
    PassiveOpens: "!% passive connection openings",
    RetransSegs: "!% segments retransmitted",
  },
  Udp: {
    InDatagrams: "!% packets received",
    InErrors: "!% packet receive errors",
    NoPorts: "!% packets to unknown port received",
    OutDatagrams: "!% packets sent",
    RcvbufErrors: "!% receive buffer errors",
    SndbufErrors: "!% send buffer errors",
  },
  TcpExt: {
    DelayedACKLocked: "% delayed acks further delayed because of locked socket",
    DelayedACKLost: "Quick ack mode was activated % times",
    DelayedACKs: "% delayed acks sent",
    EmbryonicRsts: "% resets received for embryonic SYN_RECV sockets",
    ListenDrops: "% SYNs to LISTEN sockets dropped",
    ListenOverflows: "% times the listen queue of a socket overflowed",
    LockDroppedIcmps: "% ICMP packets dropped because socket was locked",
    OfoPruned: "% packets dropped from out-of-order queue because of socket buffer overrun",
    OutOfWindowIcmps: "% ICMP packets dropped because they were out-of-window",
    PAWSActive: "% active connections rejected because of time stamp",
    PAWSEstab: "% packets rejected in established connections because of timestamp",
    PruneCalled: "% packets pruned from receive queue because of socket buffer overrun",
    RcvPruned: "% packets pruned from receive queue",
    SyncookiesFailed: "% invalid SYN cookies received",
    SyncookiesRecv: "% SYN cookies received",
    SyncookiesSent: "% SYN cookies sent",
    TCPAbortFailed: "% times unable to send RST due to no memory",
    TCPAbortOnClose: "% connections reset due to early user close",
    TCPAbortOnData: "% connections reset due to unexpected data",
    TCPAbortOnLinger: "% connections aborted after user close in linger timeout",
    TCPAbortOnMemory: "% connections aborted due to memory pressure",
    TCPAbortOnTimeout: "% connections aborted due to timeout",
    TCPFastRetrans: "% fast retransmits",
    TCPFullUndo: "% congestion windows fully recovered without slow start",
    TCPHPAcks: "% predicted acknowledgments",
    TCPHPHits: "!% packet headers predicted",
    TCPLossFailures: "% timeouts in loss state",
    TCPLossUndo: "% congestion windows recovered without slow start after partial ack",
    TCPMemoryPressures: "TCP ran low on memory % times",
    TCPPartialUndo: "% congestion windows partially recovered using Hoe heuristic",
    TCPPureAcks: "% acknowledgments not containing data payload received",
    TCPRcvCollapsed: "% packets collapsed in receive queue due to low socket buffer",
    TCPRenoFailures: "% timeouts after reno fast retransmit",
    TCPRenoRecovery: "% times recovered from packet loss due to fast retransmit",
    TCPRenoReorder: "Detected reordering % times using reno fast retransmit",
    TCPSACKReorder: "Detected reordering % times using SACK",
    TCPSlowStartRetrans: "% retransmits in slow start",
    TCPTSReorder: "Detected reordering % times using time stamp",
    TW: "% TCP sockets finished time wait in fast timer",
    TWRecycled: "% time wait sockets recycled by time stamp",
  },
  Ip6: {
    Ip6InReceives: "!% total packets received",
    Ip6InHdrErrors: "% with invalid headers",
    Ip6InTooBigErrors: "% with packets too big",
    Ip6InNoRoutes: "% incoming packets with no route",
    Ip6InAddrErrors: "% with invalid addresses",
    Ip6InUnknownProtos: "% with unknown protocol",
    Ip6InTruncatedPkts: "% with truncated packets",
    Ip6InDiscards: "!% incoming packets discarded",
    Ip6InDelivers: "!% incoming packets delivered",
    Ip6OutForwDatagrams: "!% forwarded",
    Ip6OutRequests: "!% requests sent out",
    Ip6OutDiscards: "% outgoing packets dropped",
    Ip6OutNoRoutes: "% dropped because of missing route",
    Ip6ReasmTimeout: "% fragments dropped after timeout",
    Ip6ReasmReqds: "% reassemblies required",
    Ip6ReasmOKs: "% packets reassembled ok",
    Ip6ReasmFails: "% packet reassemblies failed",
    Ip6FragOKs: "% outgoing packets fragmented ok",
    Ip6FragFails: "% outgoing packets failed fragmentation",
    Ip6FragCreates: "% fragments created",
    Ip6InMcastPkts: "% incoming multicast packets",
    Ip6OutMcastPkts: "% outgoing multicast packets",
  },
  Icmp6: {
    Icmp6InMsgs: "!% ICMP messages received",
    Icmp6InErrors: "!% input ICMP message failed",
    Icmp6OutMsgs: "!% ICMP messages sent",
    Icmp6InDestUnreachs: "<destination unreachable: %",
    Icmp6InPktTooBigs: "<packets too big: %",
    Icmp6InTimeExcds: "<received ICMPv6 time exceeded: %",
    Icmp6InParmProblems: "<parameter problem: %",
    Icmp6InEchos: "<echo requests: %",
    Icmp6InEchoReplies: "<echo replies: %",
    Icmp6InGroupMembQueries: "<group member queries: %",
    Icmp6InGroupMembResponses: "<group member responses: %",
    Icmp6InGroupMembReductions: "<group member reductions: %",
    Icmp6InRouterSolicits: "<router solicits: %",
    Icmp6InRouterAdvertisements: "<router advertisement: %",
    Icmp6InNeighborSolicits: "<neighbour solicits: %",
    Icmp6InNeighborAdvertisements: "<neighbour advertisement: %",
    Icmp6InRedirects: "<redirects: %",
    Icmp6OutDestUnreachs: ">destination unreachable: %",
    Icmp6OutPktTooBigs: ">packets too big: %",
    Icmp6OutTimeExcds: ">sent ICMPv6 time exceeded: %",
    Icmp6OutParmProblems: ">parameter problem: %",
    Icmp6OutEchos: ">echo requests: %",
    Icmp6OutEchoReplies: ">echo replies: %",
    Icmp6OutGroupMembQueries: ">group member queries: %",
    Icmp6OutGroupMembResponses: ">group member responses: %",
    Icmp6OutGroupMembReductions: ">group member reductions: %",
    Icmp6OutRouterSolicits: ">router solicits: %",
    Icmp6OutNeighborSolicits: ">neighbor solicits: %",
    Icmp6OutNeighborAdvertisements: ">neighbor advertisements: %",
    Icmp6OutRedirects: ">redirects: %",
  },
  Udp6: {
    Udp6InDatagrams: "!% packets received",
    Udp6NoPorts: "!% packets to unknown port received",
    Udp6InErrors: "!% packet receive errors",
    Udp6OutDatagrams: "!% packets sent",
  },
};

/** Counters that are never told. */
const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  Ip: ["DefaultTTL"],
  Tcp: ["RtoAlgorithm", "RtoMin", "RtoMax", "MaxConn"],
};

/** The line of a counter; undefined when netstat never tells it. A counter that it does not know is told by its name. */
export function counterOf(section: string, name: string): Counter | undefined {
  if (HIDDEN[section]?.includes(name)) return undefined;
  const rows = ROWS[section];
  const row = rows !== undefined && Object.hasOwn(rows, name) ? rows[name] : undefined;
  if (row === undefined) return { text: `${name}: %`, always: false, histogram: "" };
  const mark = row[0];
  const histogram = mark === "<" ? "input" : mark === ">" ? "output" : "";
  const text = mark === "!" || histogram !== "" ? row.slice(1) : row;
  return { text, always: mark === "!", histogram };
}

/** Whether netstat has a line of its own for a counter. */
export function isKnownCounter(section: string, name: string): boolean {
  const rows = ROWS[section];
  return rows !== undefined && Object.hasOwn(rows, name);
}
