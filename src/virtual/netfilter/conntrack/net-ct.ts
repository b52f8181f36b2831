/**
 * Connection tracking's part of a namespace: `struct netns_ct`, `struct nf_conntrack_net`.
 *
 * Source: `include/net/netns/conntrack.h`.
 */
import type { Net } from "../../core/net.ts";
import type { NfHookOps } from "../net-nf.ts";
import type { SynproxyNet } from "../synproxy/synproxy-net.ts";
import type { ExpectTable } from "./conntrack-expect.ts";
import type { ConntrackTable } from "./conntrack-table.ts";
import type { Fragments6 } from "./defrag6.ts";
import type { NfConn } from "./nf-conn.ts";

/** Jiffies in a second. */
export const HZ = 250;
/** ns in a jiffy */
const JIFFY = 4_000_000;

/** `struct ip_conntrack_stat` */
export class ConntrackStat {
  found = 0;
  invalid = 0;
  insert = 0;
  insertFailed = 0;
  clashResolve = 0;
  drop = 0;
  earlyDrop = 0;
  error = 0;
  expectNew = 0;
  expectCreate = 0;
  expectDelete = 0;
  searchRestart = 0;
  chaintoolong = 0;
}

/** Timeouts are jiffies, as Linux keeps them. */
export class ConntrackSettings {
  acct = 0;
  checksum = 1;
  /** 0: no events; 1: always; 2: of connections that begin while somebody listens. */
  events = 2;
  timestamp = 0;
  tcpBeLiberal = 0;
  tcpIgnoreInvalidRst = 0;
  tcpLoose = 1;
  tcpMaxRetrans = 3;
  /** By state, then those of retransmission and of what is not acknowledged. */
  readonly tcpTimeouts = [120, 120, 60, 432000, 120, 60, 30, 120, 10, 120, 300, 300].map((s) => s * HZ);
  /** By state; what has none is like what is closed. */
  readonly sctpTimeouts = [10, 10, 3, 3, 210, 3, 3, 3, 30].map((s) => s * HZ);
  readonly udpTimeouts = [30 * HZ, 120 * HZ];
  readonly greTimeouts = [30 * HZ, 180 * HZ];
  icmpTimeout = 30 * HZ;
  icmpv6Timeout = 30 * HZ;
  genericTimeout = 600 * HZ;
}

/** How many users a protocol's hooks have, and what was registered for them. */
export interface CtUsers {
  count: number;
  hooks: readonly NfHookOps[];
}

/** Made when the first rule, setting or program of the namespace asks for connections. */
export class NetCt {
  readonly net: Net;
  readonly table: ConntrackTable;
  readonly settings = new ConntrackSettings();
  readonly stat = new ConntrackStat();
  /** Connections, those that are not confirmed yet included. */
  count = 0;
  /** By `NFPROTO_*`. */
  readonly users = new Map<number, CtUsers>();
  /** IPv6 packets that are put together. */
  fragments6: Fragments6 | null = null;
  /** Its number in the table's records; 0: none yet. */
  number = 0;
  /** Keeps equal tuples of different namespaces apart. */
  readonly hashMix: number;
  /** {@link jiffies} when they were asked for last: with a packet's look-up. */
  jiffy = 0;
  /** When the next one begins, ns. */
  private nextJiffy = 0;
  /** Connections that are expected; null: none were yet. */
  expects: ExpectTable | null = null;
  /** Of handshakes that are answered for others; null: none were yet. */
  synproxy: SynproxyNet | null = null;
  /** How many rules use labels. */
  labelsUsed = 0;

  constructor(net: Net, table: ConntrackTable) {
    this.net = net;
    this.table = table;
    this.hashMix = Math.imul(net.cookie, 0x9e3779b1);
  }

  /** `nfct_time_stamp`: the low 32 bits of jiffies, signed. */
  jiffies(): number {
    const now = this.net.machine.now();
    // many packets come in one jiffy
    if (now >= this.nextJiffy || now < this.nextJiffy - JIFFY) {
      const jiffies = Math.floor(now / JIFFY);
      this.nextJiffy = (jiffies + 1) * JIFFY;
      this.jiffy = jiffies | 0;
    }
    return this.jiffy;
  }

  /** The last holder of a connection let it go (`nf_ct_destroy`). */
  conntrackFreed(ct: NfConn): void {
    const { bySource, records } = this.table;
    if (ct.isTemplate) return records.free(ct);
    this.count--;
    if (ct.hasHelp) this.expects?.removeOf(ct);
    bySource.remove(ct);
    ct.master?.put();
    records.free(ct);
  }
}
