/**
 * What a virtual machine is made of: drivers, protocol families and socket families, each an `init` function that plugs itself in.
 */

import { initBridge } from "./bridge/br.ts";
import { initProcDev } from "./core/dev/proc-dev.ts";
import { initLlc } from "./core/llc.ts";
import type { Machine } from "./core/machine.ts";
import { initNamespaces } from "./core/netns.ts";
import { initBridgeLinkMessages } from "./core/rtnetlink/rtnetlink-bridge.ts";
import { initFdbMessages } from "./core/rtnetlink/rtnetlink-fdb.ts";
import { initLinkMessages } from "./core/rtnetlink/rtnetlink-link.ts";
import { initLinkNotifications } from "./core/rtnetlink/rtnetlink-link-notify.ts";
import { initLinkProperties } from "./core/rtnetlink/rtnetlink-linkprop.ts";
import { initNsidMessages } from "./core/rtnetlink/rtnetlink-nsid.ts";
import { initStatsMessages } from "./core/rtnetlink/rtnetlink-stats.ts";
import { initCoreSysctls } from "./core/sysctl/sysctl-core.ts";
import { initDummy } from "./drivers/dummy.ts";
import { initIfb } from "./drivers/ifb.ts";
import { initLoopback } from "./drivers/loopback.ts";
import { initMacvlan } from "./drivers/macvlan/link.ts";
import { initMacvtap } from "./drivers/macvlan/macvtap.ts";
import { initTun } from "./drivers/tun.ts";
import { initVeth } from "./drivers/veth.ts";
import { initVlan } from "./drivers/vlan/link.ts";
import { initVxlan } from "./drivers/vxlan/link.ts";
import { initIpv4 } from "./ipv4/init.ts";
import { initInet6 } from "./ipv6/af-inet6.ts";
import { initNetfilter } from "./netfilter/init.ts";
import { initNfTables } from "./netfilter/nf-tables/init.ts";
import { initNftCompat } from "./netfilter/nft-compat.ts";
import { initNetlink } from "./netlink/af-netlink.ts";
import { initPacket } from "./packet/af-packet.ts";
import { initTcp } from "./tcp/tcp-init.ts";
import { initUnix } from "./unix/af-unix.ts";

/** In the order in which Linux's initcalls run them: namespaces' parts are set up in this order. */
export const PARTS: readonly ((machine: Machine) => void)[] = [
  initNamespaces,
  initNetlink,
  initLinkNotifications,
  initLinkMessages,
  initLinkProperties,
  initFdbMessages,
  initBridgeLinkMessages,
  initNsidMessages,
  initStatsMessages,
  initCoreSysctls,
  initProcDev,
  // Protocol families, in Linux's order: IPv4 before packet, IPv6 after it.
  initIpv4,
  initUnix,
  initNetfilter,
  initPacket,
  initLlc,
  initInet6,
  initTcp,
  initBridge,
  initVeth,
  initDummy,
  initIfb,
  initTun,
  initNfTables,
  initNftCompat,
  initMacvlan,
  initMacvtap,
  initVlan,
  initVxlan,
  // Last: the families want to hear of every namespace's loopback device.
  initLoopback,
];
