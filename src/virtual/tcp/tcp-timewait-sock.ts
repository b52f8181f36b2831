/**
 * What is left of a connection that this side closed: `struct tcp_timewait_sock`.
 *
 * Source: `net/ipv4/inet_timewait_sock.c`, `net/ipv4/tcp_minisocks.c`.
 */
import { KernelTimer } from "../core/timer.ts";
import { SockCommon } from "./sock-common.ts";
import type { TcpFamily } from "./tcp-family.ts";
import { MIB } from "./tcp-mib.ts";
import type { TcpNet } from "./tcp-net.ts";
import type { TcpSock } from "./tcp-sock.ts";
import { TCP_TIME_WAIT } from "./tcp-states.ts";

const NS_PER_US = 1000;
/** What ends sooner counts as killed, not as waited for. */
const SHORT_US = 4_000_000;

/** `struct tcp_timewait_sock`. */
export class TimewaitSock extends SockCommon {
  readonly tcp: TcpNet;
  readonly af: TcpFamily;
  /** FIN-WAIT-2 or TIME-WAIT. */
  substate: number;
  rcvNxt: number;
  readonly sndNxt: number;
  readonly rcvWnd: number;
  readonly rcvWscale: number;
  readonly timestampOk: boolean;
  tsRecent: number;
  tsRecentStamp: number;
  readonly tsOffset: number;
  readonly mark: number;
  readonly transparent: boolean;
  readonly tos: number;
  lastOowAckTime = 0;
  private readonly timer: KernelTimer<TimewaitSock>;

  constructor(tp: TcpSock, substate: number) {
    super(tp.family, TCP_TIME_WAIT);
    this.copyEnds(tp);
    this.reuse = tp.reuse;
    this.reusePort = tp.reusePort;
    this.v6only = tp.v6only;
    this.tcp = tp.tcp;
    this.af = tp.af;
    this.substate = substate;
    this.rcvNxt = tp.rcvNxt;
    this.sndNxt = tp.sndNxt;
    this.rcvWnd = tp.receiveWindow;
    this.rcvWscale = tp.rcvWscale;
    this.timestampOk = tp.timestampOk;
    this.tsRecent = tp.tsRecent;
    this.tsRecentStamp = tp.tsRecentStamp;
    this.tsOffset = tp.tsOffset;
    this.mark = tp.sk.mark;
    this.transparent = tp.sk.transparent;
    this.tos = 0;
    this.timer = new KernelTimer<TimewaitSock>((tw) => tw.end(), this);
    this.tcp.timeWaits++;
  }

  /** ns since boot. */
  get expires(): number {
    return this.timer.expires;
  }

  /** It ends after `timeout` µs; called again, later than it would have (`__inet_twsk_schedule`). */
  schedule(timeout: number): void {
    if (!this.timer.pending) this.tcp.mib.values[timeout <= SHORT_US ? MIB.TWKilled : MIB.TW]++;
    const { machine } = this.tcp.net;
    machine.modTimer(this.timer, machine.now() + timeout * NS_PER_US);
  }

  /** Forgets it (`inet_twsk_deschedule_put`). */
  end(): void {
    if (!this.hashed) return;
    this.tcp.net.machine.deleteTimer(this.timer);
    this.tcp.hash.remove(this);
    this.tcp.hash.putPort(this);
    this.tcp.timeWaits--;
  }
}
