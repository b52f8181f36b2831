/**
 * IP's and ARP's rules for bridged packets: the bridge's hooks lead through those of IP, in which the bridge stands for its ports.
 *
 * Source: `net/bridge/br_netfilter_hooks.c`, `br_netfilter_ipv6.c`.
 */
import { read32 } from "../../../packet/bytes.ts";
import { ETH_P_ARP, ETH_P_IP, ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import { NUD_CONNECTED } from "../../core/neigh/neigh-states.ts";
import type { Net } from "../../core/net.ts";
import { kfreeSkb, PACKET_HOST, PACKET_OTHERHOST, type SkBuff } from "../../core/skbuff.ts";
import { arpNeighbour } from "../../ipv4/arp/arp-table.ts";
import { routeInput } from "../../ipv4/route/route-input.ts";
import type { Rtable } from "../../ipv4/route/rtable.ts";
import { ndiscNeighbour, ndiscNeighbourAt } from "../../ipv6/ndisc/ndisc-table.ts";
import { ip6RouteInput } from "../../ipv6/route/ip6-route.ts";
import type { Rt6Info } from "../../ipv6/route/rt6-info.ts";
import { nfConntrackConfirm } from "../../netfilter/conntrack/conntrack-core.ts";
import { nfHookThen, nfRegisterNetHook } from "../../netfilter/core.ts";
import * as nf from "../../netfilter/hook-numbers.ts";
import type { NfHookFn, NfHookOps } from "../../netfilter/net-nf.ts";
import type { NetBridge, NetBridgePort } from "../br-private.ts";
import { BridgedPacket, bridgedPacket } from "./br-nf-info.ts";
import { bridgeHookAfterIp, bridgeNetfilter } from "./br-nf-run.ts";
import { bridgeNfSettings } from "./br-nf-sysctl.ts";
import { validateBridged4, validateBridged6 } from "./br-nf-validate.ts";

/** What the bridge does with frames that got through; set by it. */
export interface BridgeSteps {
  /** `br_handle_frame_finish`, for a frame whose device is a port */
  handleFrameFinish(skb: SkBuff): number;
  /** `br_forward_finish` */
  forwardFinish(skb: SkBuff): number;
  /** `br_dev_queue_push_xmit` */
  pushXmit(skb: SkBuff): number;
}

let steps: BridgeSteps;

const isIp = (skb: SkBuff): boolean => skb.protocol === ETH_P_IP && skb.vlanTag === 0;
const isIpv6 = (skb: SkBuff): boolean => skb.protocol === ETH_P_IPV6 && skb.vlanTag === 0;

/** The bridge that the device is a port of. */
function bridgeOf(dev: NetDevice | null): NetBridge | null {
  const port = dev?.rxHandlerData as NetBridgePort | null | undefined;
  return port?.bridge ?? null;
}

/** Keeps, or compares, the destination. @returns whether it is another one than before */
function destinationDiffers(info: BridgedPacket, skb: SkBuff, keep: boolean): boolean {
  const v4 = skb.protocol === ETH_P_IP;
  const at = skb.networkHeader + (v4 ? 16 : 24);
  let differs = false;
  for (let i = v4 ? 3 : 0, from = at; i < 4; i++, from += 4) {
    const word = read32(skb.bytes, from) | 0;
    if (info.destination[i] !== word) differs = true;
    if (keep) info.destination[i] = word;
  }
  return differs;
}

/** `br_nf_pre_routing` */
const preRouting: NfHookFn = (skb, state) => {
  const { net } = state;
  const settings = bridgeNfSettings(net);
  const bridge = bridgeOf(state.in);
  if (bridge === null) return nf.NF_DROP;
  const v6 = isIpv6(skb);
  const { nfCallIptables, nfCallIp6tables } = bridge;
  if (v6 ? settings.callIp6tables === 0 && !nfCallIp6tables : !isIp(skb)) return nf.NF_ACCEPT;
  if (!v6 && settings.callIptables === 0 && !nfCallIptables) return nf.NF_ACCEPT;
  if (!(v6 ? validateBridged6(skb) : validateBridged4(net, skb))) return nf.NF_DROP;
  const info = new BridgedPacket();
  skb.nfBridge = info;
  if (skb.packetType === PACKET_OTHERHOST) {
    skb.packetType = PACKET_HOST;
    info.otherHost = true;
  }
  info.inPrerouting = true;
  info.physInDev = skb.dev;
  skb.dev = bridge;
  destinationDiffers(info, skb, true);
  const pf = v6 ? nf.NFPROTO_IPV6 : nf.NFPROTO_IPV4;
  nfHookThen(net, pf, nf.NF_INET_PRE_ROUTING, skb, bridge, null, preRoutingFinish);
  return nf.NF_STOLEN;
};

/** `br_nf_pre_routing_finish`, `br_nf_pre_routing_finish_ipv6` */
function preRoutingFinish(skb: SkBuff): number {
  const info = bridgedPacket(skb);
  const bridge = skb.dev as NetDevice;
  const port = info?.physInDev ?? null;
  if (info === null || port === null) return free(skb);
  if (info.otherHost) skb.packetType = PACKET_OTHERHOST;
  info.otherHost = false;
  info.inPrerouting = false;
  let next = steps.handleFrameFinish;
  if (destinationDiffers(info, skb, false)) {
    const way = routeTranslated(skb, bridge);
    if (way === NO_WAY) return free(skb);
    if (way === BRIDGED) next = bridgeTranslated;
    else {
      skb.makeWritable();
      skb.bytes.set(bridge.address, skb.macHeader);
      skb.packetType = PACKET_HOST;
    }
  } else skb.dst = null;
  skb.dev = port;
  return bridgeHookAfterIp(bridge.net, nf.NF_INET_PRE_ROUTING, skb, port, null, next);
}

function free(skb: SkBuff): number {
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "br_nf_pre_routing_finish");
  return 0;
}

const NO_WAY = 0;
const ROUTED = 1;
const BRIDGED = 2;

/** Where a packet goes whose destination was changed: to this host's IP layer, or to another host on the bridge. */
function routeTranslated(skb: SkBuff, bridge: NetDevice): number {
  skb.dst = null;
  const { bytes, networkHeader: at } = skb;
  if (skb.protocol === ETH_P_IP) {
    if (
      routeInput(
        skb,
        read32(bytes, at + 16),
        read32(bytes, at + 12),
        bytes[at + 1],
        bridge,
        bytes[at + 9],
      ) !== 0
    )
      return NO_WAY;
  } else ip6RouteInput(skb, bridge);
  const dst = skb.dst as Rtable | Rt6Info | null;
  if (dst === null) return NO_WAY;
  // the bridge's own way out: no forwarding by IP is needed for it
  if (dst.error === 0) return dst.dev === bridge ? BRIDGED : ROUTED;
  return skb.protocol === ETH_P_IP ? ROUTED : NO_WAY;
}

function neighbourOf(skb: SkBuff): ReturnType<typeof arpNeighbour> {
  const { bytes, networkHeader: at } = skb;
  if (skb.protocol === ETH_P_IP) {
    const route = skb.dst as Rtable;
    return arpNeighbour(route.dev, route.nexthopFor(read32(bytes, at + 16)));
  }
  const rt = skb.dst as Rt6Info;
  const table = rt.dev.in6Dev?.nd.table;
  if (table === undefined) return null;
  return rt.gateway === null
    ? ndiscNeighbourAt(table, rt.dev, bytes, at + 24)
    : ndiscNeighbour(table, rt.dev, rt.gateway);
}

/** Its destination is on the bridge: the frame gets that one's link address (`br_nf_pre_routing_finish_bridge`). */
function bridgeTranslated(skb: SkBuff): number {
  const info = bridgedPacket(skb);
  const neigh = neighbourOf(skb);
  if (neigh === null || info === null) return free(skb);
  skb.makeWritable();
  if ((neigh.nudState & NUD_CONNECTED) !== 0) {
    skb.bytes.set(neigh.ha, skb.macHeader);
    skb.dst = null;
    return steps.handleFrameFinish(skb);
  }
  // the neighbour makes a header of its own: the sender's address is put back in it
  info.source.set(skb.bytes.subarray(skb.macHeader + 6, skb.macHeader + 12));
  info.bridgedDnat = true;
  return neigh.output(skb);
}

/** The bridge sends what was waiting for a link address: it goes on where it came from (`br_nf_dev_xmit`). @returns whether it is such */
export function continueTranslated(skb: SkBuff): boolean {
  const info = bridgedPacket(skb);
  if (info === null || !info.bridgedDnat || info.physInDev === null) return false;
  info.bridgedDnat = false;
  skb.bytes.set(info.source, skb.macHeader + 6);
  skb.dst = null;
  skb.dev = info.physInDev;
  steps.handleFrameFinish(skb);
  return true;
}

/** `ip_sabotage_in`: what the bridge hands up was seen by these hooks already. */
const sabotageIn: NfHookFn = (skb, state) => {
  const info = bridgedPacket(skb);
  if (info === null || info.sabotageInDone || info.inPrerouting) return nf.NF_ACCEPT;
  skb.nfBridge = null;
  state.okfn(skb);
  return nf.NF_STOLEN;
};

/** `br_nf_forward` */
const forward: NfHookFn = (skb, state) => {
  const { net } = state;
  if (skb.protocol === ETH_P_ARP) return forwardArp(skb, net, state.in, state.out);
  const before = bridgedPacket(skb);
  if (before === null) return nf.NF_ACCEPT;
  const v6 = isIpv6(skb);
  if (!v6 && !isIp(skb)) return nf.NF_ACCEPT;
  const bridge = bridgeOf(state.out);
  if (bridge === null) return nf.NF_DROP;
  if (!(v6 ? validateBridged6(skb) : validateBridged4(net, skb))) return nf.NF_DROP;
  // copies of one frame go out of different ports
  const info = Object.assign(new BridgedPacket(), before);
  skb.nfBridge = info;
  if (skb.packetType === PACKET_OTHERHOST) {
    skb.packetType = PACKET_HOST;
    info.otherHost = true;
  }
  info.physOutDev = skb.dev;
  const pf = v6 ? nf.NFPROTO_IPV6 : nf.NFPROTO_IPV4;
  nfHookThen(net, pf, nf.NF_INET_FORWARD, skb, bridgeOf(state.in), bridge, forwardFinish);
  return nf.NF_STOLEN;
};

function forwardArp(skb: SkBuff, net: Net, indev: NetDevice | null, outdev: NetDevice | null): number {
  const own = bridgeOf(outdev)?.nfCallArptables ?? false;
  if ((bridgeNfSettings(net).callArptables === 0 && !own) || skb.vlanTag !== 0) return nf.NF_ACCEPT;
  nfHookThen(net, nf.NFPROTO_ARP, nf.NF_ARP_FORWARD, skb, indev, outdev, (packet) =>
    bridgeHookAfterIp(net, nf.NF_INET_FORWARD, packet, indev, packet.dev, steps.forwardFinish),
  );
  return nf.NF_STOLEN;
}

/** `br_nf_forward_finish` */
function forwardFinish(skb: SkBuff): number {
  const info = bridgedPacket(skb);
  if (info?.otherHost) {
    skb.packetType = PACKET_OTHERHOST;
    info.otherHost = false;
  }
  const out = skb.dev as NetDevice;
  return bridgeHookAfterIp(
    out.net,
    nf.NF_INET_FORWARD,
    skb,
    info?.physInDev ?? null,
    out,
    steps.forwardFinish,
  );
}

/** `br_nf_post_routing` */
const postRouting: NfHookFn = (skb, state) => {
  const info = bridgedPacket(skb);
  // what was routed and leaves by a port has been seen
  if (info === null || info.physOutDev === null) return nf.NF_ACCEPT;
  const bridge = bridgeOf(skb.dev);
  if (bridge === null) return nf.NF_DROP;
  const v6 = isIpv6(skb);
  if (!v6 && !isIp(skb)) return nf.NF_ACCEPT;
  if (skb.packetType === PACKET_OTHERHOST) {
    skb.packetType = PACKET_HOST;
    info.otherHost = true;
  }
  const pf = v6 ? nf.NFPROTO_IPV6 : nf.NFPROTO_IPV4;
  nfHookThen(state.net, pf, nf.NF_INET_POST_ROUTING, skb, null, bridge, (packet) => {
    packet.nfBridge = null;
    return steps.pushXmit(packet);
  });
  return nf.NF_STOLEN;
};

/** Copies for the host of what was flooded share a connection that nobody has confirmed yet (`br_nf_local_in`). */
const localIn: NfHookFn = (skb) => (skb.packetType === PACKET_HOST ? nf.NF_ACCEPT : nfConntrackConfirm(skb));

const LAST = nf.NF_IP_PRI_LAST;
const FIRST = nf.NF_IP_PRI_FIRST;
const OPS: readonly Omit<NfHookOps, "passive">[] = [
  { pf: nf.NFPROTO_BRIDGE, hooknum: nf.NF_INET_PRE_ROUTING, priority: nf.NF_BR_PRI_BRNF, hook: preRouting },
  { pf: nf.NFPROTO_BRIDGE, hooknum: nf.NF_INET_LOCAL_IN, priority: LAST, hook: localIn },
  { pf: nf.NFPROTO_BRIDGE, hooknum: nf.NF_INET_FORWARD, priority: nf.NF_BR_PRI_BRNF, hook: forward },
  { pf: nf.NFPROTO_BRIDGE, hooknum: nf.NF_INET_POST_ROUTING, priority: LAST, hook: postRouting },
  { pf: nf.NFPROTO_IPV4, hooknum: nf.NF_INET_PRE_ROUTING, priority: FIRST, hook: sabotageIn },
  { pf: nf.NFPROTO_IPV6, hooknum: nf.NF_INET_PRE_ROUTING, priority: FIRST, hook: sabotageIn },
];

/** @param bridgeSteps what the bridge does behind the hooks */
export function initBridgeNetfilter(bridgeSteps: BridgeSteps): void {
  steps = bridgeSteps;
  bridgeNetfilter.enable = (net) => {
    for (const ops of OPS) nfRegisterNetHook(net, { ...ops, passive: true });
  };
}
