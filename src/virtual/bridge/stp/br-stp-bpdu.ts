/**
 * Receiving bridge protocol data units.
 *
 * Source: `net/bridge/br_stp_bpdu.c` (`br_stp_rcv`).
 */

import { formatHexBytes } from "../../../packet/address.ts";
import { read16, read32 } from "../../../packet/bytes.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import { KERN_NOTICE } from "../../core/printk/log-level.ts";
import { kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import {
  BR_BPDU_GUARD,
  BR_KERNEL_STP,
  BR_STATE_DISABLED,
  type NetBridgePort,
  portOf,
} from "../br-private.ts";
import { HZ } from "../br-time.ts";
import { logBridge, portLabel, receivedConfigBpdu, receivedTcnBpdu } from "./br-stp.ts";
import {
  BPDU_TYPE_CONFIG,
  BPDU_TYPE_TCN,
  CONFIG_BPDU_LENGTH,
  type ConfigBpdu,
  STP_HZ,
} from "./br-stp-bpdu-send.ts";
import { stpDisablePort } from "./br-stp-if.ts";
import { BRIDGE_ID_LENGTH, sameAddress } from "./bridge-id.ts";

/** Type and version of the protocol, and the type of the message. */
const LEAST_LENGTH = 4;

function ticks(bytes: Uint8Array, at: number): number {
  return Math.ceil((read16(bytes, at) * HZ) / STP_HZ);
}

function readConfig(bytes: Uint8Array, at: number): ConfigBpdu {
  return {
    topologyChange: (bytes[at + 4] & 0x01) !== 0,
    topologyChangeAck: (bytes[at + 4] & 0x80) !== 0,
    root: bytes.slice(at + 5, at + 5 + BRIDGE_ID_LENGTH),
    rootPathCost: read32(bytes, at + 13) >>> 0,
    bridgeId: bytes.slice(at + 17, at + 17 + BRIDGE_ID_LENGTH),
    portId: read16(bytes, at + 25),
    messageAge: ticks(bytes, at + 27),
    maxAge: ticks(bytes, at + 29),
    helloTime: ticks(bytes, at + 31),
    forwardDelay: ticks(bytes, at + 33),
  };
}

function isForPort(port: NetBridgePort, skb: SkBuff): boolean {
  const { bridge } = port;
  if (bridge.stpEnabled !== BR_KERNEL_STP || !bridge.isUp || port.state === BR_STATE_DISABLED) return false;
  return sameAddress(skb.bytes.subarray(skb.macHeader, skb.macHeader + 6), bridge.groupAddress);
}

function receive(port: NetBridgePort, skb: SkBuff): void {
  const { bytes, data } = skb;
  if ((port.flags & BR_BPDU_GUARD) !== 0) {
    logBridge(port.bridge, `BPDU received on blocked ${portLabel(port)}`, KERN_NOTICE);
    stpDisablePort(port);
    return;
  }
  const type = bytes[data + 3];
  if (type === BPDU_TYPE_TCN) receivedTcnBpdu(port);
  if (type !== BPDU_TYPE_CONFIG || skb.length < CONFIG_BPDU_LENGTH) return;
  const bpdu = readConfig(bytes, data);
  if (bpdu.messageAge > bpdu.maxAge) warnAge(port, skb, bpdu);
  else receivedConfigBpdu(port, bpdu);
}

function warnAge(port: NetBridgePort, skb: SkBuff, bpdu: ConfigBpdu): void {
  if (!port.bridge.net.machine.log.netRatelimit()) return;
  const source = formatHexBytes(skb.bytes.subarray(skb.macHeader + 6, skb.macHeader + 12));
  // the letters behind the ages are Linux's
  logBridge(
    port.bridge,
    `port ${port.portNo} config from ${source} (message_age ${bpdu.messageAge}ul > max_age ${bpdu.maxAge}ul)`,
    KERN_NOTICE,
  );
}

/** Takes over a frame whose `data` is behind the 802.2 header. */
export function stpReceive(skb: SkBuff): void {
  const { bytes, data } = skb;
  const plain =
    skb.length >= LEAST_LENGTH && bytes[data] === 0 && bytes[data + 1] === 0 && bytes[data + 2] === 0;
  const port = plain ? portOf(skb.dev as NetDevice) : null;
  if (port !== null && isForPort(port, skb)) receive(port, skb);
  // the compiler of Linux jumps into the freeing: its caller is what the trace shows
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "stp_pdu_rcv");
}
