/**
 * The UNIX family: its sockets, and /proc/net/unix.
 *
 * Source: `net/unix/af_unix.c` (`unix_create`, `unix_seq_show`).
 */
import { EPROTONOSUPPORT, ESOCKTNOSUPPORT } from "../../errno.ts";
import { AF_UNIX, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, SOCK_STREAM } from "../../kernel.ts";
import type { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import { unixDiag } from "./unix-diag.ts";
import { UNIX_ESTABLISHED, UNIX_LISTEN, UnixSock } from "./unix-sock.ts";
import { unixTable } from "./unix-table.ts";

/** `__SO_ACCEPTCON` */
const ACCEPTS = 0x10000;
const SS_UNCONNECTED = 1;
const SS_CONNECTING = 2;
const SS_CONNECTED = 3;

const hex = (value: number, width: number): string => value.toString(16).toUpperCase().padStart(width, "0");

function line(sk: UnixSock): string {
  const connected = sk.state === UNIX_ESTABLISHED;
  const references = 2 + sk.pointing;
  const state = connected ? (sk.embryo ? SS_CONNECTING : SS_CONNECTED) : SS_UNCONNECTED;
  const numbers = [
    `${"0".repeat(16)}:`,
    hex(references, 8),
    hex(0, 8),
    hex(sk.state === UNIX_LISTEN ? ACCEPTS : 0, 8),
    hex(sk.type, 4),
    hex(state, 2),
    String(sk.embryo ? 0 : sk.inode).padStart(5),
  ];
  return `${numbers.join(" ")}${sk.name === "" ? "" : ` ${sk.name.replaceAll("\0", "@")}`}\n`;
}

function show(net: Net): string {
  let text = "Num       RefCount Protocol Flags    Type St Inode Path\n";
  for (const sk of unixTable(net)?.sockets ?? []) text += line(sk);
  return text;
}

/** Registers the family with a machine. */
export function initUnix(machine: Machine): void {
  machine.registerSocketFamily(AF_UNIX, (net, type, protocol) => {
    if (protocol !== 0 && protocol !== AF_UNIX) return -EPROTONOSUPPORT;
    // what is raw here is of datagrams
    const kind = type === SOCK_RAW ? SOCK_DGRAM : type;
    if (kind !== SOCK_STREAM && kind !== SOCK_DGRAM && kind !== SOCK_SEQPACKET) return -ESOCKTNOSUPPORT;
    return new UnixSock(net, kind, 0);
  });
  machine.sockDiag.register(AF_UNIX, unixDiag);
  machine.procNet.register("unix", show);
}
