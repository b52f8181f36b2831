/**
 * What a namespace keeps for handshakes that are answered for others: counters, and the template of the connections to servers.
 *
 * Source: `include/net/netfilter/nf_conntrack_synproxy.h`, `nf_synproxy.h`; `net/netfilter/nf_synproxy_core.c` (`synproxy_net_init`,
 * `synproxy_cpu_seq_show`).
 */
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { allocTemplate } from "../conntrack/conntrack-core.ts";
import { netCt } from "../conntrack/conntrack-table.ts";
import type { NetCt } from "../conntrack/net-ct.ts";
import type { NfConn } from "../conntrack/nf-conn.ts";
import { NfConnSynproxy } from "../conntrack/nf-conn-synproxy.ts";
import { PROCESSORS } from "../ctnetlink/ctnetlink-stats.ts";
import type { NfHookOps } from "../net-nf.ts";

/** `struct synproxy_net`, `struct synproxy_stats` */
export class SynproxyNet {
  synReceived = 0;
  cookieInvalid = 0;
  cookieValid = 0;
  cookieRetrans = 0;
  connReopened = 0;
  /** While the hooks are in place. */
  template: NfConn | null = null;
  /** By `NFPROTO_*`: how many rules need the hooks, and those that were registered. */
  readonly users = new Map<number, { count: number; readonly hooks: readonly NfHookOps[] }>();
}

/** That of a namespace, from its first use on (`synproxy_pernet`). */
export function synproxyNet(net: Net): SynproxyNet {
  const cnet = netCt(net);
  cnet.synproxy ??= new SynproxyNet();
  return cnet.synproxy;
}

/** What connections to servers begin with. */
export function makeTemplate(cnet: NetCt): NfConn {
  const template = allocTemplate(cnet, 0);
  template.synproxy = new NfConnSynproxy();
  return template;
}

const HEADER = "entries\t\tsyn_received\tcookie_invalid\tcookie_valid\tcookie_retrans\tconn_reopened\n";

function show(net: Net): string {
  const counts = net.ct?.synproxy ?? new SynproxyNet();
  const { synReceived, cookieInvalid, cookieValid, cookieRetrans, connReopened } = counts;
  const columns = [0, synReceived, cookieInvalid, cookieValid, cookieRetrans, connReopened];
  const line = (values: readonly number[]): string =>
    `${values.map((value) => (value >>> 0).toString(16).padStart(8, "0")).join("\t")}\n`;
  // all is counted at the first processor
  return HEADER + line(columns) + line(columns.map(() => 0)).repeat(PROCESSORS - 1);
}

/** Registers `/proc/net/stat/synproxy` with a machine. */
export function initSynproxyProc(machine: Machine): void {
  machine.procNet.register("stat/synproxy", show);
}
