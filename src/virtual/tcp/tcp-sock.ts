/**
 * The state of one connection, or of one that listens: `struct tcp_sock` with its `inet_connection_sock`.
 *
 * Sequence numbers are signed 32-bit numbers, times µs. What the state does is in the files around this one.
 *
 * Source: `include/linux/tcp.h`, `include/net/inet_connection_sock.h`.
 */

import { formatIpv4, ipv4 } from "../../packet/address.ts";
import type { Destination } from "../core/dst.ts";
import type { Net } from "../core/net.ts";
import type { SkBuff } from "../core/skbuff.ts";
import type { Sock } from "../core/sock/sock.ts";
import { KernelTimer } from "../core/timer.ts";
import type { CongestionOps } from "./congestion/tcp-cong.ts";
import type { AcceptQueue } from "./inet-connection-sock.ts";
import { MinMax } from "./input/tcp-minmax.ts";
import { SockCommon } from "./sock-common.ts";
import { Chrono } from "./tcp-chrono.ts";
import {
  DEFAULT_SETTINGS,
  DEFAULT_SETTINGS6,
  type Ipv4Settings,
  type Ipv6Settings,
  type TcpFamily,
} from "./tcp-family.ts";
import type { MtuProbing } from "./tcp-mss.ts";
import type { TcpNet } from "./tcp-net.ts";
import { WriteQueue } from "./tcp-segment.ts";
import {
  TCP_CA_OPEN,
  TCP_CLOSE,
  TCP_DELACK_MAX,
  TCP_INFINITE_SSTHRESH,
  TCP_INIT_CWND,
  TCP_MSS_DEFAULT,
  TCP_TIMEOUT_INIT,
} from "./tcp-states.ts";

/** Received packets in order; linked by `next`. `cbA`, `cbB`: first sequence number and the one behind; `cbC`: flags of the header. */
export class ReceiveQueue {
  head: SkBuff | null = null;
  tail: SkBuff | null = null;
  length = 0;

  push(skb: SkBuff): void {
    skb.next = null;
    if (this.tail === null) this.head = skb;
    else this.tail.next = skb;
    this.tail = skb;
    this.length++;
  }

  shift(): SkBuff | null {
    const skb = this.head;
    if (skb === null) return null;
    this.head = skb.next;
    if (this.head === null) this.tail = null;
    skb.next = null;
    this.length--;
    return skb;
  }
}

/** What a timer of a connection does; set by `tcp-timer.ts`, which knows. */
export interface TimerHandlers {
  write(tp: TcpSock): void;
  delack(tp: TcpSock): void;
  keepalive(tp: TcpSock): void;
  compressedAck(tp: TcpSock): void;
}

/** What the timers call; `tcp-timer.ts` fills it in, which knows of sending. */
export const timerHandlers: TimerHandlers = {
  write: () => {},
  delack: () => {},
  keepalive: () => {},
  compressedAck: () => {},
};

/** `struct tcp_sock`. Times are ns or µs as each field says; windows and lengths are bytes, `cwnd` and its like are segments. */
export class TcpSock extends SockCommon {
  readonly net: Net;
  readonly tcp: TcpNet;
  /** The socket that the program has, or had: options, buffers, who waits. */
  readonly sk: Sock;
  /** How packets are sent and routed: by IPv4 or IPv6. */
  af: TcpFamily;
  dst: Destination | null = null;
  dstCookie = 0;

  // --- the socket
  /** The program closed it (`SOCK_DEAD`). */
  orphaned = false;
  /** Counted as an orphan. */
  countsAsOrphan = false;
  /** The program chose the port: it keeps it (`SOCK_BINDPORT_LOCK`). */
  portLocked = false;
  /** The port that it gave back (`inet_sport` of a socket that has none any more). */
  formerPort = 0;
  /** The program chose the address (`SOCK_BINDADDR_LOCK`). */
  addressLocked = false;
  /** `connect` was called, and its end was not told yet. */
  connecting = false;
  /** Identification of the next packet of IPv4. */
  ident = 0;
  /** Version, traffic class and flow label of packets of IPv6. */
  firstWord = 0;
  /** Settings of the socket for packets of either family. */
  ipv4Settings: Ipv4Settings = DEFAULT_SETTINGS;
  ipv6Settings: Ipv6Settings = DEFAULT_SETTINGS6;
  /** The socket ends with the connection; set by it. */
  release: () => void = () => {};
  /** A socket like this one, for a connection that came; set by it. */
  makeChild: () => TcpSock = () => this;
  /** How packets between such ends are sent; set by it. */
  familyOf: (ends: SockCommon) => TcpFamily = () => this.af;
  /** Never to be used again. */
  destroyed = false;
  shutdown = 0;
  done = false;
  /** An error that is told only when the connection ends (`sk_err_soft`), positive. */
  softError = 0;
  /** Whether who waits for the connection hears of `softError`, as IPv4 has put it into the queue of errors. */
  softErrorPolls = false;
  lingers = false;
  /** s */
  lingerTime = 0;
  keepOpen = false;
  /** The program set its own sizes (`SOCK_SNDBUF_LOCK`, `SOCK_RCVBUF_LOCK`). */
  sndbufLocked = false;
  rcvbufLocked = false;
  /** A system call works on it: segments wait in {@link backlog} meanwhile (`sock_owned_by_user`). */
  owned = false;
  readonly backlog = new ReceiveQueue();
  backlogBytes = 0;
  /** Its waiting segments are worked off just now; the acknowledgement of all of them follows (`TCP_ACK_DEFERRED`). */
  inRelease = false;
  ackDeferred = false;
  /** Timers that fired meanwhile (`TCPF_*_DEFERRED`). */
  deferred = 0;
  /** Who waits is to be told when the segment is done with. */
  wakePending = false;
  wakeOutPending = false;
  /** Listeners: who knocked and who is connected. */
  accept: AcceptQueue | null = null;
  /** The listener that it came through, until it is accepted. */
  listener: TcpSock | null = null;

  // --- sending
  readonly queue = new WriteQueue();
  readonly chrono = new Chrono();
  /** The search for what the path carries, once it has begun. */
  mtup: MtuProbing | null = null;
  /** Bytes charged for the queue (`sk_wmem_queued`). */
  wmemQueued = 0;
  /** Somebody waits for room (`SOCK_NOSPACE`). */
  noSpace = false;
  writeSeq = 0;
  pushedSeq = 0;
  sndUna = 0;
  sndNxt = 0;
  sndWnd = 0;
  sndWl1 = 0;
  sndSml = 0;
  sndUp = 0;
  maxWindow = 0;
  mssCache = TCP_MSS_DEFAULT;
  headerLength = 20;
  pmtuCookie = 0;
  sndWscale = 0;
  packetsOut = 0;
  lostOut = 0;
  sackedOut = 0;
  retransOut = 0;
  delivered = 0;
  /** All that was ever taken for lost, packets. */
  lost = 0;
  totalRetrans = 0;
  sndCwnd = TCP_INIT_CWND;
  sndCwndCnt = 0;
  sndCwndClamp = 0xffffffff;
  sndCwndStamp = 0;
  sndCwndUsed = 0;
  sndSsthresh = TCP_INFINITE_SSTHRESH;
  isCwndLimited = false;
  cwndUsageSeq = 0;
  maxPacketsOut = 0;
  lsndtime = 0;
  /** `TCP_NAGLE_*` */
  nonagle = 0;
  tcpWstampNs = 0;
  ca: CongestionOps;
  /** The program chose it (`icsk_ca_setsockopt`); the route did and allows no other (`icsk_ca_dst_locked`). */
  caChosen = false;
  caLocked = false;
  caState = TCP_CA_OPEN;
  /** What the algorithm keeps; its own. */
  caPriv: object | null = null;
  userMss = 0;
  userTimeout = 0;
  synRetries = 0;
  linger2 = 0;
  keepaliveTime = 0;
  keepaliveIntvl = 0;
  keepaliveProbes = 0;
  notsentLowat = 0;
  windowClampOption = 0;
  deferAccept = 0;
  bytesAcked = 0;
  bytesReceived = 0;
  bytesSent = 0;
  bytesRetrans = 0;
  segsIn = 0;
  segsOut = 0;
  dataSegsIn = 0;
  dataSegsOut = 0;

  // --- loss
  highSeq = 0;
  priorSsthresh = 0;
  priorCwnd = 0;
  prrDelivered = 0;
  prrOut = 0;
  undoMarker = 0;
  undoRetrans = -1;
  retransStamp = 0;
  retransmits = 0;
  probesOut = 0;
  backoff = 0;
  frto = false;
  synData = false;
  tlpHighSeq = 0;
  tlpRetrans = false;
  reordering = 3;
  reordSeen = 0;
  /** Packets that came out of order. */
  rcvOoopack = 0;
  dsackDups = 0;
  rackMstamp = 0;
  rackRttUs = 0;
  rackEndSeq = 0;
  rackLastDelivered = 0;
  rackReoWndSteps = 1;
  rackReoWndPersist = 0;
  rackDsackSeen = false;
  rackAdvanced = false;
  /** Sender's view of what the peer has, to know what is new: copies of the last SACK option. */
  readonly recvSack = new Int32Array(8);
  recvSackCount = 0;
  highestSack = 0;

  // --- round trips
  srttUs = 0;
  mdevUs = TCP_TIMEOUT_INIT;
  mdevMaxUs = 0;
  rttvarUs = 0;
  rttSeq = 0;
  rto = TCP_TIMEOUT_INIT;
  readonly rttMin = new MinMax();
  /** When the segment or call began that is being worked on. */
  mstamp = 0;

  // --- receiving
  readonly receiveQueue = new ReceiveQueue();
  rcvNxt = 0;
  copiedSeq = 0;
  rcvWup = 0;
  rcvWnd = 0;
  rcvSsthresh = 0;
  windowClamp = 0;
  rcvWscale = 0;
  advmss = TCP_MSS_DEFAULT;
  scalingRatio = 128;
  urgSeq = 0;
  urgData = 0;
  /** The out-of-order queue, in order. */
  ofoHead: SkBuff | null = null;
  ofoLast: SkBuff | null = null;
  readonly sacks = new Int32Array(8);
  numSacks = 0;
  dsackStart = 0;
  dsackEnd = 0;
  hasDsack = false;
  compressedAcks = 0;
  compressedFor = 0;
  dupAckCounter = 0;
  /** Autotuning (`rcv_rtt_est`, `rcvq_space`). */
  rcvRttUs = 0;
  rcvRttSeq = 0;
  rcvRttTime = 0;
  rcvRttLastTsecr = 0;
  rcvqSeq = 0;
  rcvqTime = 0;
  rcvqSpace = 0;

  // --- acknowledging (`icsk_ack`)
  ackPending = 0;
  quick = 0;
  pingpong = 0;
  ato = 0;
  rcvMss = TCP_MSS_DEFAULT;
  lastSegSize = 0;
  lrcvtime = 0;
  ackTimeout = 0;
  delackMax = TCP_DELACK_MAX;
  lastOowAckTime = 0;
  rcvTstamp = 0;

  // --- options of both
  timestampOk = false;
  sackOk = false;
  wscaleOk = false;
  /** `TCP_ECN_*` */
  ecnFlags = 0;
  /** What packets carry beside the traffic class: may routers mark them? */
  ect = 0;
  mssClamp = TCP_MSS_DEFAULT;
  tsRecent = 0;
  /** s */
  tsRecentStamp = 0;
  tsOffset = 0;
  sawTstamp = false;
  rcvTsval = 0;
  rcvTsecr = 0;

  // --- timers
  /** `ICSK_TIME_*`; 0: none. */
  pendingTimer = 0;
  timeout = 0;
  readonly writeTimer: KernelTimer<TcpSock>;
  delackTimer: KernelTimer<TcpSock> | null = null;
  keepaliveTimer: KernelTimer<TcpSock> | null = null;
  compressedTimer: KernelTimer<TcpSock> | null = null;

  constructor(sk: Sock, tcp: TcpNet, af: TcpFamily, ca: CongestionOps) {
    super(sk.family, TCP_CLOSE);
    this.net = sk.net;
    this.tcp = tcp;
    this.sk = sk;
    this.af = af;
    this.ca = ca;
    this.writeTimer = new KernelTimer<TcpSock>(timerHandlers.write, this);
    sk.sndbuf = tcp.sysctls.wmemDefault;
    sk.rcvbuf = tcp.sysctls.rmemDefault;
    this.reordering = tcp.sysctls.reordering;
  }

  /** µs since boot. */
  now(): number {
    return Math.floor(this.net.machine.now() / 1000);
  }

  /** Takes the present time (`tcp_mstamp_refresh`). */
  refresh(): void {
    this.mstamp = Math.floor(this.net.machine.now() / 1000);
  }

  /** Value of time stamps now, without the connection's offset. */
  get tsClock(): number {
    return Math.floor(this.mstamp / 1000) | 0;
  }

  count(counter: number, by = 1): void {
    this.tcp.mib.values[counter] += by;
  }

  /** The local address in a message. */
  get localText(): string {
    return this.isLocalIpv4 ? formatIpv4(ipv4(this.l3 >>> 0)) : `[${this.localIpv6}]`;
  }

  /** Segments on their way (`tcp_packets_in_flight`). */
  get inFlight(): number {
    return this.packetsOut - this.sackedOut - this.lostOut + this.retransOut;
  }

  /** The end of the peer's window (`tcp_wnd_end`). */
  get wndEnd(): number {
    return (this.sndUna + this.sndWnd) | 0;
  }

  /** What is left of the window that was told (`tcp_receive_window`). */
  get receiveWindow(): number {
    const window = (this.rcvWup + this.rcvWnd - this.rcvNxt) | 0;
    return Math.max(window, 0);
  }
}
