/** What is told of a frame when a program reads it: its sender, and the auxiliary data (`packet_rcv`, `packet_recvmsg` of `net/packet/af_packet.c`). */
import type { SockaddrLl } from "../../kernel.ts";
import { ARPHRD_ETHER, ARPHRD_LOOPBACK, type NetDevice } from "../core/dev/netdevice.ts";
import { CHECKSUM_PARTIAL, PACKET_OUTGOING, type SkBuff } from "../core/skbuff.ts";
import { writeInt } from "../core/sock/sock.ts";
import {
  TP_STATUS_CSUM_VALID,
  TP_STATUS_CSUMNOTREADY,
  TP_STATUS_USER,
  TP_STATUS_VLAN_TPID_VALID,
  TP_STATUS_VLAN_VALID,
  TPACKET_AUXDATA_LENGTH,
} from "./constants.ts";

/** What is kept of a received frame beside its bytes; the packet buffer itself waits in the queue. */
export interface Arrival {
  readonly from: SockaddrLl;
  /** Length on the wire, before the filter cut it. */
  readonly wireLength: number;
  /** `TP_STATUS_*` */
  readonly status: number;
  readonly networkOffset: number;
  readonly vlanTag: number;
  readonly vlanProtocol: number;
}

/** The sender's link-layer address; empty for devices without Ethernet headers. */
export function sourceAddress(skb: SkBuff, dev: NetDevice): Uint8Array {
  if (dev.type !== ARPHRD_ETHER && dev.type !== ARPHRD_LOOPBACK) return new Uint8Array(0);
  return skb.bytes.slice(skb.macHeader + 6, skb.macHeader + 12);
}

/** `TP_STATUS_*` of a frame. */
export function statusOf(skb: SkBuff): number {
  let status = TP_STATUS_USER;
  if (skb.ipSummed === CHECKSUM_PARTIAL) status |= TP_STATUS_CSUMNOTREADY;
  else if (skb.packetType !== PACKET_OUTGOING && skb.ipSummed !== 0) status |= TP_STATUS_CSUM_VALID;
  if (skb.vlanTag !== 0) status |= TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID;
  return status;
}

/** `struct tpacket_auxdata` of a frame that is read. */
export function auxdata(skb: SkBuff, arrival: Arrival): Uint8Array {
  const data = new Uint8Array(TPACKET_AUXDATA_LENGTH);
  writeInt(data, arrival.status);
  writeInt(data.subarray(4), arrival.wireLength);
  writeInt(data.subarray(8), skb.length);
  data[14] = arrival.networkOffset;
  data[16] = arrival.vlanTag;
  data[17] = arrival.vlanTag >>> 8;
  data[18] = arrival.vlanProtocol;
  data[19] = arrival.vlanProtocol >>> 8;
  return data;
}
