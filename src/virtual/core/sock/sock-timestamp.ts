/** The control message that tells when a packet came (`sock_recv_timestamp`). */
import { type ControlMessage, SOL_SOCKET } from "../../../kernel.ts";
import { SO_TIMESTAMP, SO_TIMESTAMPNS, type Sock } from "./sock.ts";

const NS_PER_S = 1e9;
const NS_PER_US = 1000;
const US_PER_S = 1e6;

/** @param at ns since boot; 0 counts as now */
export function timestampControl(sk: Sock, at: number): ControlMessage | undefined {
  if (sk.timestamps === "none") return undefined;
  const { clock } = sk.net.machine;
  const now = clock.now();
  const age = at === 0 ? 0 : now - at;
  const realtime = clock.realtime();
  const seconds = Math.floor((realtime - age / NS_PER_US) / US_PER_S);
  const ns = Math.floor(
    (realtime % US_PER_S) * NS_PER_US - age + (Math.floor(realtime / US_PER_S) - seconds) * NS_PER_S,
  );
  const data = new Uint8Array(16);
  const view = new DataView(data.buffer);
  view.setBigInt64(0, BigInt(seconds), true);
  view.setBigInt64(8, BigInt(sk.timestamps === "us" ? Math.floor(ns / NS_PER_US) : ns), true);
  return { level: SOL_SOCKET, type: sk.timestamps === "us" ? SO_TIMESTAMP : SO_TIMESTAMPNS, data };
}
