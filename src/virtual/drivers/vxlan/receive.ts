/**
 * Datagrams that come in: frames of the devices.
 *
 * Source: `drivers/net/vxlan/vxlan_core.c` (`vxlan_rcv`, `vxlan_set_mac`, `vxlan_snoop`, `vxlan_ecn_decapsulate`).
 */
import { NLM_F_CREATE, NLM_F_EXCL } from "../../../netlink/message.ts";
import { NTF_SELF, NUD_NOARP, NUD_PERMANENT, NUD_REACHABLE } from "../../../netlink/neigh.ts";
import { formatHexBytes } from "../../../packet/address.ts";
import { read16 } from "../../../packet/bytes.ts";
import { ETH_HLEN, ETH_P_IP, ETH_P_IPV6, ETH_SOURCE } from "../../../packet/ethernet.ts";
import { IPV4_SOURCE, IPV4_TOS, ipv4HeaderLength, writeIpv4Checksum } from "../../../packet/ipv4.ts";
import { IPV6_HLEN, IPV6_SOURCE } from "../../../packet/ipv6.ts";
import {
  VXLAN_GBP_ID_MASK,
  VXLAN_GBP_MASK,
  VXLAN_HF_DONT_LEARN,
  VXLAN_HF_GBP,
  VXLAN_HF_POLICY_APPLIED,
  VXLAN_HF_RCO,
  VXLAN_HF_VNI,
  VXLAN_HLEN,
  VXLAN_RCO_MASK,
  VXLAN_RCO_UDP,
  vxlanFlags,
  vxlanHasReserved,
  vxlanVni,
} from "../../../packet/vxlan.ts";
import { scrubPacket } from "../../core/dev/dev-forward.ts";
import { ethTypeTrans } from "../../core/dev/ethernet.ts";
import {
  type DropReason,
  SKB_DROP_REASON_DEV_READY,
  SKB_DROP_REASON_IP_TUNNEL_ECN,
  SKB_DROP_REASON_LOCAL_MAC,
  SKB_DROP_REASON_MAC_INVALID_SOURCE,
  SKB_DROP_REASON_NOMEM,
  SKB_DROP_REASON_PKT_TOO_SMALL,
  SKB_DROP_REASON_VXLAN_ENTRY_EXISTS,
  SKB_DROP_REASON_VXLAN_INVALID_HDR,
  SKB_DROP_REASON_VXLAN_VNI_NOT_FOUND,
} from "../../core/drop-reason.ts";
import { netdevInfo } from "../../core/printk/netdev-printk.ts";
import {
  CHECKSUM_NONE,
  CHECKSUM_PARTIAL,
  CHECKSUM_UNNECESSARY,
  kfreeSkb,
  type SkBuff,
} from "../../core/skbuff.ts";
import { sameAddress } from "../macvlan/hash.ts";
import { AF_INET, TunnelAddress } from "./address.ts";
import type { VxlanConfig } from "./config.ts";
import type { VxlanDevice, VxlanSocket } from "./device.ts";
import { deviceOf } from "./device-of.ts";
import { VxlanTunnelInfo } from "./tunnel-info.ts";
import { countOfVni, VNI_RX, VNI_RX_DROPS, VNI_RX_ERRORS } from "./vni-stats.ts";

/** No reason: the packet stays. */
const KEPT = 0;
/** Where the checksum is in the headers of UDP and TCP. */
const UDP_CHECKSUM = 6;
const TCP_CHECKSUM = 16;
const ECN_MASK = 3;
const ECN_CE = 3;

function drop(skb: SkBuff, reason: DropReason): void {
  kfreeSkb(skb, reason, "vxlan_rcv");
}

/** Flags of the first word, and bits of the last byte, that mean something to these settings. */
function usedFlags(config: VxlanConfig): number {
  const policy = config.groupPolicy ? VXLAN_HF_GBP | VXLAN_GBP_MASK : 0;
  return config.remoteChecksumRx ? policy | VXLAN_HF_RCO : policy;
}

/** The header is not one of this device's. */
function refuse(skb: SkBuff, dev: VxlanDevice, vni: number, reason: DropReason): void {
  dev.stats.rxFrameErrors++;
  dev.stats.rxErrors++;
  countOfVni(dev, vni, VNI_RX_ERRORS, 0);
  drop(skb, reason);
}

/** `vxlan_rcv`: the header is at `skb.data`, that of IP at the network header. Takes over the packet. */
export function vxlanReceive(socket: VxlanSocket, skb: SkBuff): void {
  if (skb.length < VXLAN_HLEN) return drop(skb, SKB_DROP_REASON_PKT_TOO_SMALL);
  const { bytes, data } = skb;
  const flags = vxlanFlags(bytes, data);
  if ((flags & VXLAN_HF_VNI) === 0) return drop(skb, SKB_DROP_REASON_VXLAN_INVALID_HDR);
  const ifindex = skb.dev?.ifindex ?? 0;
  const vni = vxlanVni(bytes, data);
  const dev = deviceOf(socket, vni, ifindex);
  if (dev === undefined) return drop(skb, SKB_DROP_REASON_VXLAN_VNI_NOT_FOUND);
  const { stats, config } = dev;
  const last = config.remoteChecksumRx ? VXLAN_RCO_MASK | VXLAN_RCO_UDP : 0;
  if (vxlanHasReserved(bytes, data, usedFlags(config), last))
    return refuse(skb, dev, vni, SKB_DROP_REASON_VXLAN_INVALID_HDR);
  const checksumAt = bytes[data + VXLAN_HLEN - 1];
  skb.pull(VXLAN_HLEN);
  const outer = skb.networkHeader;
  decapsulate(skb, dev);
  if (config.remoteChecksumRx && (flags & VXLAN_HF_RCO) !== 0 && !remoteChecksum(skb, checksumAt))
    return drop(skb, SKB_DROP_REASON_PKT_TOO_SMALL);
  const policy = config.groupPolicy ? groupPolicy(flags) : 0;
  if (config.metadata) skb.dst = infoOf(dev, skb, socket.family, outer, vni, policy);
  else if (config.groupPolicy && (flags & VXLAN_HF_GBP) !== 0) skb.mark = policy;
  if (skb.length < ETH_HLEN) return drop(skb, SKB_DROP_REASON_NOMEM);
  ethTypeTrans(skb, dev);
  const reason = checkSource(skb, dev, socket.family, outer, ifindex, vni);
  if (reason !== KEPT) return drop(skb, reason);
  skb.networkHeader = skb.data;
  if (!decapsulateEcn(skb, socket.family, outer)) return refuse(skb, dev, vni, SKB_DROP_REASON_IP_TUNNEL_ECN);
  if (!dev.isUp) {
    stats.rxDropped++;
    countOfVni(dev, vni, VNI_RX_DROPS, 0);
    return drop(skb, SKB_DROP_REASON_DEV_READY);
  }
  stats.rxPackets++;
  stats.rxBytes += skb.length;
  countOfVni(dev, vni, VNI_RX, skb.length);
  dev.net.machine.backlog.netifRx(skb);
}

/** What the header says of the sender's policy, as a mark (`vxlan_parse_gbp_hdr`). */
function groupPolicy(flags: number): number {
  return (flags & VXLAN_HF_GBP) === 0
    ? 0
    : flags & (VXLAN_HF_DONT_LEARN | VXLAN_HF_POLICY_APPLIED | VXLAN_GBP_ID_MASK);
}

/** The packet's checksum is what it would be without the pseudo-header: it is to be filled in (`vxlan_remcsum`). @returns false when it would lie outside */
function remoteChecksum(skb: SkBuff, said: number): boolean {
  const start = (said & VXLAN_RCO_MASK) << 1;
  const offset = (said & VXLAN_RCO_UDP) !== 0 ? UDP_CHECKSUM : TCP_CHECKSUM;
  if (start + offset + 2 > skb.length) return false;
  skb.ipSummed = CHECKSUM_PARTIAL;
  skb.csumStart = skb.data + start;
  skb.csumOffset = offset;
  return true;
}

/** Who sent the frame; frames of one sender share it. */
function infoOf(
  dev: VxlanDevice,
  skb: SkBuff,
  family: number,
  outer: number,
  vni: number,
  policy: number,
): VxlanTunnelInfo {
  const { bytes } = skb;
  const at = outer + (family === AF_INET ? IPV4_SOURCE : IPV6_SOURCE);
  const udp = outer + (family === AF_INET ? ipv4HeaderLength(bytes, outer) : IPV6_HLEN);
  const checksum = read16(bytes, udp + UDP_CHECKSUM) !== 0;
  const last = dev.lastInfo;
  if (
    last?.id === vni &&
    last.policy === policy &&
    last.checksum === checksum &&
    last.remote.family === family &&
    last.remote.equalsBytes(bytes, at)
  )
    return last;
  const remote = TunnelAddress.fromBytes(family, bytes, at);
  dev.lastInfo = new VxlanTunnelInfo(dev, vni, false, remote, checksum, policy);
  return dev.lastInfo;
}

/** Everything of the outside is forgotten (`__iptunnel_pull_header`). */
function decapsulate(skb: SkBuff, dev: VxlanDevice): void {
  scrubPacket(skb, dev.tunnelNet !== dev.net);
  skb.vlanTag = 0;
  skb.cbFlags = 0;
  skb.cbIif = skb.cbA = skb.cbB = skb.cbC = 0;
  // what was open or known was the outer checksum, unless the packet inside left its own open
  const inner = skb.ipSummed === CHECKSUM_PARTIAL && skb.csumStart >= skb.data;
  if (!inner && skb.ipSummed !== CHECKSUM_UNNECESSARY) skb.ipSummed = CHECKSUM_NONE;
  if (skb.ipSummed === CHECKSUM_UNNECESSARY) skb.ipSummed = CHECKSUM_NONE;
}

/** `vxlan_set_mac` @returns the reason to drop the frame, or 0 */
function checkSource(
  skb: SkBuff,
  dev: VxlanDevice,
  family: number,
  outer: number,
  ifindex: number,
  vni: number,
): number {
  if (sameAddress(skb.bytes, skb.macHeader + ETH_SOURCE, dev.address, 0)) return SKB_DROP_REASON_LOCAL_MAC;
  if (!dev.config.learning) return KEPT;
  const at = outer + (family === AF_INET ? IPV4_SOURCE : IPV6_SOURCE);
  return snoop(skb, dev, family, skb.bytes, at, ifindex, vni);
}

/** Learns behind whom the frame's source is: the address at `at` of `from` (`vxlan_snoop`). @returns the reason to drop the frame, or 0 */
export function snoop(
  skb: SkBuff,
  dev: VxlanDevice,
  family: number,
  from: Uint8Array,
  at: number,
  ifindex: number,
  vni: number,
): number {
  const { bytes, macHeader } = skb;
  const mac = macHeader + ETH_SOURCE;
  if (!isValidSource(bytes, mac)) return SKB_DROP_REASON_MAC_INVALID_SOURCE;
  const { fdb } = dev;
  const entry = fdb?.find(bytes, mac, vni) ?? null;
  if (entry === null) {
    learn(dev, bytes, mac, TunnelAddress.fromBytes(family, from, at), ifindex, vni);
    return KEPT;
  }
  entry.updated = dev.net.machine.now();
  const [remote] = entry.remotes;
  if (remote.address.family === family && remote.address.equalsBytes(from, at)) {
    if (remote.ifindex === (remote.address.isLinkLocal ? ifindex : 0)) return KEPT;
  }
  if ((entry.state & (NUD_PERMANENT | NUD_NOARP)) !== 0) return SKB_DROP_REASON_VXLAN_ENTRY_EXISTS;
  const address = TunnelAddress.fromBytes(family, from, at);
  if (dev.net.machine.log.netRatelimit())
    netdevInfo(dev, `${formatHexBytes(entry.address)} migrated from ${remote.address} to ${address}`);
  fdb?.migrate(entry, { ...remote, address });
  return KEPT;
}

function isValidSource(bytes: Uint8Array, at: number): boolean {
  if ((bytes[at] & 1) !== 0) return false;
  return (bytes[at] | bytes[at + 1] | bytes[at + 2] | bytes[at + 3] | bytes[at + 4] | bytes[at + 5]) !== 0;
}

function learn(
  dev: VxlanDevice,
  bytes: Uint8Array,
  at: number,
  address: TunnelAddress,
  ifindex: number,
  sourceVni: number,
): void {
  if (!dev.running) return;
  const { port, vni } = dev.config;
  dev.fdb?.update({
    address: bytes.slice(at, at + 6),
    remote: { address, port, vni, ifindex: address.isLinkLocal ? ifindex : 0 },
    state: NUD_REACHABLE,
    flags: NTF_SELF,
    nlmFlags: NLM_F_EXCL | NLM_F_CREATE,
    sourceVni: dev.config.metadata ? sourceVni : undefined,
  });
}

/** Congestion that the outer header tells of goes into the inner one (`IP_ECN_decapsulate`). @returns false when it can not */
function decapsulateEcn(skb: SkBuff, family: number, outer: number): boolean {
  const { bytes, data, protocol } = skb;
  const outerEcn = (family === AF_INET ? bytes[outer + IPV4_TOS] : bytes[outer + 1] >>> 4) & ECN_MASK;
  if (outerEcn !== ECN_CE) return true;
  if (protocol === ETH_P_IP && skb.length >= ipv4HeaderLength(bytes, data) && skb.length >= 20) {
    if ((bytes[data + IPV4_TOS] & ECN_MASK) === 0) return false;
    skb.makeWritable();
    skb.bytes[skb.data + IPV4_TOS] |= ECN_CE;
    writeIpv4Checksum(skb.bytes, skb.data);
  } else if (protocol === ETH_P_IPV6 && skb.length >= IPV6_HLEN) {
    if (((bytes[data + 1] >>> 4) & ECN_MASK) === 0) return false;
    skb.makeWritable();
    skb.bytes[skb.data + 1] |= ECN_CE << 4;
  }
  return true;
}
