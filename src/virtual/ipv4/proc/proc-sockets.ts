/**
 * Sockets as text: /proc/net/{udp,raw,icmp,sockstat}.
 *
 * Source: `net/ipv4/udp.c` (`udp4_format_sock`), `net/ipv4/raw.c` (`raw_sock_seq_show`), `net/ipv4/ping.c`, `net/ipv4/proc.c`.
 */

import { IPPROTO_TCP } from "../../../packet/ipv4.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { inetDiagOf } from "../sock/inet-diag.ts";
import type { InetSock } from "../sock/inet-sock.ts";
import { hex, hexLittle } from "./proc-format.ts";

const COLUMNS =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops";
const UDP_COLUMNS =
  "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops";
const LINE_WIDTH = 127;
const ESTABLISHED = 1;
const CLOSE = 7;

function line(slot: string, sk: InetSock, port: number): string {
  const local = `${hexLittle(sk.receiveSource)}:${hex(port, 4)}`;
  const remote = `${hexLittle(sk.peer)}:${hex(sk.peerPort, 4)}`;
  const state = hex(sk.connected ? ESTABLISHED : CLOSE, 2);
  const queues = `${hex(sk.wmemAlloc, 8)}:${hex(sk.rmemAlloc, 8)}`;
  const user = `${"0".padStart(5)} ${"0".padStart(8)}`;
  return `${slot}: ${local} ${remote} ${state} ${queues} 00:00000000 00000000 ${user} ${sk.inode} 2 0000000000000000 ${sk.drops}`;
}

function showUdp(net: Net): string {
  let text = `${UDP_COLUMNS.padEnd(LINE_WIDTH)}\n`;
  const ports = [...(net.ipv4.udp?.byPort.entries() ?? [])].sort(([a], [b]) => a - b);
  for (const [port, sockets] of ports)
    for (const sk of sockets)
      if (sk.isListed) text += `${line(String(port).padStart(5), sk, port).padEnd(LINE_WIDTH)}\n`;
  return text;
}

function showRaw(net: Net): string {
  let text = `${COLUMNS}\n`;
  for (const sk of net.ipv4.rawSockets ?? [])
    text += `${line(String(sk.protocol).padStart(4), sk, sk.protocol)}\n`;
  return text;
}

function showIcmp(net: Net): string {
  let text = `${COLUMNS.padEnd(LINE_WIDTH)}\n`;
  for (const [ident, sockets] of net.ipv4.pingSockets ?? [])
    for (const sk of sockets) text += `${line(String(ident).padStart(5), sk, ident).padEnd(LINE_WIDTH)}\n`;
  return text;
}

/** Sockets of TCP that are in its tables. */
export function countTcp(net: Net, family: number): number {
  let count = 0;
  for (const { sk } of inetDiagOf(net.machine).of(IPPROTO_TCP)?.(net, family) ?? [])
    if (sk !== undefined) count++;
  return count;
}

function showSockstat(net: Net): string {
  const { udp, rawSockets, pingSockets, fragments } = net.ipv4;
  const udpCount = udp?.count ?? 0;
  const raw = rawSockets?.length ?? 0;
  let ping = 0;
  for (const sockets of pingSockets?.values() ?? []) ping += sockets.length;
  const tcp = net.ipv4.tcp;
  const inUse = countTcp(net, 2);
  const all = tcp?.sockets ?? 0;
  return [
    `sockets: used ${udpCount + raw + ping + all}`,
    `TCP: inuse ${inUse} orphan ${tcp?.orphans ?? 0} tw ${tcp?.timeWaits ?? 0} alloc ${all} mem 0`,
    `UDP: inuse ${udpCount} mem 0`,
    "UDPLITE: inuse 0",
    `RAW: inuse ${raw}`,
    `FRAG: inuse ${fragments?.size ?? 0} memory ${fragments?.memory ?? 0}`,
    "",
  ].join("\n");
}

/** Registers the files with a machine. */
export function registerSocketFiles(machine: Machine): void {
  machine.procNet.register("udp", showUdp);
  machine.procNet.register("raw", showRaw);
  machine.procNet.register("icmp", showIcmp);
  machine.procNet.register("sockstat", showSockstat);
}
