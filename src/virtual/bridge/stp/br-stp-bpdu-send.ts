/**
 * Sending bridge protocol data units: 802.2 frames to the bridge's group address.
 *
 * Source: `net/bridge/br_stp_bpdu.c` (`br_send_config_bpdu`, `br_send_tcn_bpdu`).
 */
import { ETH_P_802_2, writeEthernet } from "../../../packet/ethernet.ts";
import { devQueueXmit } from "../../core/dev/dev-xmit.ts";
import { allocSkb } from "../../core/skbuff.ts";
import { BR_KERNEL_STP, type NetBridgePort } from "../br-private.ts";
import { HZ } from "../br-time.ts";

export const BPDU_TYPE_CONFIG = 0;
export const BPDU_TYPE_TCN = 0x80;
export const CONFIG_BPDU_LENGTH = 35;
const TCN_BPDU_LENGTH = 4;
/** Units of time in BPDUs, a second. */
export const STP_HZ = 256;

const ETH_HLEN = 14;
const LLC_LENGTH = 3;
const LLC_SAP_BSPAN = 0x42;
/** Unnumbered information. */
const LLC_UI = 3;
/** `TC_PRIO_CONTROL` */
const CONTROL_PRIORITY = 7;

/** What a configuration BPDU says; times in ticks. */
export interface ConfigBpdu {
  readonly topologyChange: boolean;
  readonly topologyChangeAck: boolean;
  readonly root: Uint8Array;
  readonly rootPathCost: number;
  readonly bridgeId: Uint8Array;
  readonly portId: number;
  readonly messageAge: number;
  readonly maxAge: number;
  readonly helloTime: number;
  readonly forwardDelay: number;
}

function sendBpdu(port: NetBridgePort, bpdu: Uint8Array): void {
  const length = ETH_HLEN + LLC_LENGTH + bpdu.length;
  const skb = allocSkb(length);
  const at = skb.put(length);
  const { bytes } = skb;
  writeEthernet(bytes, at, port.bridge.groupAddress, 0, port.dev.address, 0, LLC_LENGTH + bpdu.length);
  bytes[at + ETH_HLEN] = LLC_SAP_BSPAN;
  bytes[at + ETH_HLEN + 1] = LLC_SAP_BSPAN;
  bytes[at + ETH_HLEN + 2] = LLC_UI;
  bytes.set(bpdu, at + ETH_HLEN + LLC_LENGTH);
  skb.dev = port.dev;
  skb.protocol = ETH_P_802_2;
  skb.priority = CONTROL_PRIORITY;
  skb.macHeader = at;
  skb.networkHeader = at + ETH_HLEN;
  devQueueXmit(skb);
}

function put16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

function putTicks(bytes: Uint8Array, at: number, ticks: number): void {
  put16(bytes, at, Math.floor((STP_HZ * ticks) / HZ));
}

/** Sends a configuration BPDU through a port (`br_send_config_bpdu`); nothing where user space runs the protocol. */
export function sendConfigBpdu(port: NetBridgePort, bpdu: ConfigBpdu): void {
  if (port.bridge.stpEnabled !== BR_KERNEL_STP) return;
  const bytes = new Uint8Array(CONFIG_BPDU_LENGTH);
  bytes[3] = BPDU_TYPE_CONFIG;
  bytes[4] = (bpdu.topologyChange ? 0x01 : 0) | (bpdu.topologyChangeAck ? 0x80 : 0);
  bytes.set(bpdu.root, 5);
  put16(bytes, 13, bpdu.rootPathCost >>> 16);
  put16(bytes, 15, bpdu.rootPathCost);
  bytes.set(bpdu.bridgeId, 17);
  put16(bytes, 25, bpdu.portId);
  putTicks(bytes, 27, bpdu.messageAge);
  putTicks(bytes, 29, bpdu.maxAge);
  putTicks(bytes, 31, bpdu.helloTime);
  putTicks(bytes, 33, bpdu.forwardDelay);
  sendBpdu(port, bytes);
  port.stpStats.txBpdu++;
}

/** Tells the root's way that the topology has changed (`br_send_tcn_bpdu`). */
export function sendTcnBpdu(port: NetBridgePort): void {
  if (port.bridge.stpEnabled !== BR_KERNEL_STP) return;
  const bytes = new Uint8Array(TCN_BPDU_LENGTH);
  bytes[3] = BPDU_TYPE_TCN;
  sendBpdu(port, bytes);
  port.stpStats.txTcn++;
}
