/**
 * TCP's part of a namespace.
 *
 * Source: `include/net/netns/ipv4.h`, `net/core/secure_seq.c`.
 */

import { siphash32 } from "../core/lib/siphash.ts";
import type { Net } from "../core/net.ts";
import { InetHashinfo } from "./inet-hashtables.ts";
import type { SockCommon } from "./sock-common.ts";
import { TcpMib } from "./tcp-mib.ts";
import { TcpSysctls } from "./tcp-sysctls.ts";

const words = new Int32Array(10);
/** What time stamps are offset by is hashed with this beside the addresses. */
const TIMESTAMP_SALT = 0x7473;
const ISN_TICK_NS = 64;

/** `struct netns_ipv4` as far as it is TCP's: tables, settings, counters. */
export class TcpNet {
  readonly net: Net;
  readonly sysctls = new TcpSysctls();
  readonly mib = new TcpMib();
  readonly hash: InetHashinfo;
  /** Remains in TIME-WAIT. */
  timeWaits = 0;
  orphans = 0;
  /** Sockets of either family. */
  sockets = 0;
  challengeStamp = -1;
  challengeCount = 0;
  /** When the flood of a port was last told of. */
  readonly keyLow: number;
  readonly keyHigh: number;

  constructor(net: Net) {
    this.net = net;
    this.keyLow = net.machine.random() | 0;
    this.keyHigh = net.machine.random() | 0;
    this.hash = new InetHashinfo(net.machine.random() | 0);
  }

  /** What a new namespace takes over from the first (`tcp_sk_init`). */
  inherit(first: TcpSysctls): void {
    const { sysctls } = this;
    sysctls.congestionControl = first.congestionControl;
    sysctls.rmemMin = first.rmemMin;
    sysctls.rmemDefault = first.rmemDefault;
    sysctls.rmemMax = first.rmemMax;
    sysctls.wmemMin = first.wmemMin;
    sysctls.wmemDefault = first.wmemDefault;
    sysctls.wmemMax = first.wmemMax;
  }

  private hashEnds(sk: SockCommon, ports: number): number {
    words[0] = sk.l0;
    words[1] = sk.l1;
    words[2] = sk.l2;
    words[3] = sk.l3;
    words[4] = sk.r0;
    words[5] = sk.r1;
    words[6] = sk.r2;
    words[7] = sk.r3;
    words[8] = ports;
    words[9] = 0;
    return siphash32(words, 10, this.keyLow, this.keyHigh);
  }

  /** The first sequence number of a connection: a hash of its ends, and a clock (`secure_tcp_seq`, RFC 6528). */
  initialSequence(sk: SockCommon): number {
    const hash = this.hashEnds(sk, (sk.localPort << 16) | sk.remotePort);
    return (hash + Math.floor(this.net.machine.now() / ISN_TICK_NS)) | 0;
  }

  /** What the clock of a connection's time stamps is ahead (`secure_tcp_seq_and_ts_off`). */
  timestampOffset(sk: SockCommon): number {
    return ~this.hashEnds(sk, ((sk.localPort << 16) | sk.remotePort) ^ TIMESTAMP_SALT);
  }
}

/** TCP of a namespace, from its first use on. */
export function tcpOf(net: Net): TcpNet {
  return net.ipv4.tcp ?? makeTcp(net);
}

function makeTcp(net: Net): TcpNet {
  const tcp = new TcpNet(net);
  const first = net.machine.initNet;
  if (first !== net && first.ipv4.tcp !== null) tcp.inherit(first.ipv4.tcp.sysctls);
  net.ipv4.tcp = tcp;
  return tcp;
}
