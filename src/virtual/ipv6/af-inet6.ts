/**
 * IPv6 as a part of a machine.
 *
 * Source: `net/ipv6/af_inet6.c` (`inet6_init`, `inet6_create`).
 */
import { EACCES, EINVAL, EPROTONOSUPPORT, type Errno, ESOCKTNOSUPPORT } from "../../errno.ts";
import { AF_INET6, SOCK_DGRAM, SOCK_RAW, SOCK_STREAM, type Socket } from "../../kernel.ts";
import { Ipv6Address } from "../../packet/address.ts";
import { ETH_P_IPV6 } from "../../packet/ethernet.ts";
import { IPPROTO_ICMPV6, IPPROTO_PIM, IPPROTO_TCP, IPPROTO_UDP } from "../../packet/ipv4.ts";
import { SKB_CONSUMED } from "../core/drop-reason.ts";
import { registerRuleMessages } from "../core/fib-rules/fib-rules-rtnetlink.ts";
import { ipv6Stub } from "../core/ipv6-stub.ts";
import type { Machine } from "../core/machine.ts";
import { registerNeighbourMessages } from "../core/neigh/neigh-rtnetlink.ts";
import type { Net } from "../core/net.ts";
import { consumeSkb, kfreeSkb } from "../core/skbuff.ts";
import { pim6Receive } from "../ipv4/igmp/pim.ts";
import { ip6Gateway } from "../ipv4/ip/ip-output.ts";
import { streamSockets } from "../ipv4/sock/stream-sockets.ts";
import { routeMakers } from "./addrconf/addrconf.ts";
import { duplicateHooks } from "./addrconf/addrconf-dad.ts";
import { initInet6Link, tokenHooks } from "./addrconf/addrconf-link.ts";
import { deviceWithAddress } from "./addrconf/addrconf-lookup.ts";
import { initAddressMessages } from "./addrconf/addrconf-netlink.ts";
import { addrconfNotify, ifDown, ndiscNotify } from "./addrconf/addrconf-notify.ts";
import { createTemporary } from "./addrconf/addrconf-temporary.ts";
import { armVerify, stopVerify } from "./addrconf/addrconf-verify.ts";
import { initAddressLabels } from "./addrconf/addrlabel-netlink.ts";
import { netconf6 } from "./addrconf/netconf.ts";
import { initIcmp6 } from "./icmp/icmp.ts";
import { initExtensionHeaders } from "./ip/exthdrs.ts";
import { initFragments } from "./ip/frag-queue.ts";
import { ip6Fragment } from "./ip/fragment.ts";
import {
  ip6BlackholeOut,
  ip6DiscardOut,
  ip6PacketBlackhole,
  ip6PacketDiscard,
  ip6PacketProhibit,
  ip6ProhibitOut,
} from "./ip/ip6-drop.ts";
import { ip6Forward } from "./ip/ip6-forward.ts";
import { ip6Input, ip6InputFinish, ip6MulticastInput, ip6Receive } from "./ip/ip6-input.ts";
import { ip6Output } from "./ip/ip6-output.ts";
import { ndiscTable } from "./ndisc/ndisc.ts";
import { ndiscReceive, neighbour } from "./ndisc/ndisc-rcv.ts";
import { NetIpv6 } from "./net-ipv6.ts";
import { initProc6 } from "./proc.ts";
import { inet6Protocols } from "./protocol.ts";
import { setRouteMakers } from "./route/fib6-pending.ts";
import { ipv6Rules } from "./route/fib6-rules.ts";
import { rt6Operations } from "./route/ip6-route.ts";
import { nexthopDevice } from "./route/route-config.ts";
import { initRouteMessages } from "./route/route-netlink.ts";
import { probeRouter } from "./route/router-probe.ts";
import { Ping6Sock, ping6Error } from "./sock/ping.ts";
import { Raw6Sock } from "./sock/raw.ts";
import { initSysctls6 } from "./sysctl.ts";
import { Udp6Sock } from "./udp/udp.ts";
import { initUdpDiag } from "./udp/udp-diag.ts";
import { initUdp6 } from "./udp/udp-receive.ts";

/** One above `IPPROTO_MPTCP`. */
const IPPROTO_MAX = 263;

function createSocket(net: Net, type: number, protocol: number): Socket | Errno {
  if (protocol < 0 || protocol >= IPPROTO_MAX) return -EINVAL;
  if (type === SOCK_RAW) return protocol === 0 ? -EPROTONOSUPPORT : new Raw6Sock(net, protocol);
  if (type === SOCK_STREAM)
    return protocol === 0 || protocol === IPPROTO_TCP ? streamSockets.ipv6(net) : -EPROTONOSUPPORT;
  if (type !== SOCK_DGRAM) return -ESOCKTNOSUPPORT;
  if (protocol === 0 || protocol === IPPROTO_UDP) return new Udp6Sock(net);
  if (protocol !== IPPROTO_ICMPV6) return -EPROTONOSUPPORT;
  // Everybody here is root, whose group the range may leave out.
  const { pingGroupLow, pingGroupHigh } = net.ipv4.sysctls;
  return pingGroupLow <= 0 && pingGroupHigh >= 0 ? new Ping6Sock(net) : -EACCES;
}

/** What decisions do: the same for all machines. */
function connectParts(): void {
  setRouteMakers(routeMakers);
  rt6Operations.localInput = ip6Input;
  rt6Operations.localInputFinish = ip6InputFinish;
  rt6Operations.multicastInput = ip6MulticastInput;
  rt6Operations.forward = ip6Forward;
  rt6Operations.discardInput = ip6PacketDiscard;
  rt6Operations.prohibitInput = ip6PacketProhibit;
  rt6Operations.blackholeInput = ip6PacketBlackhole;
  rt6Operations.output = ip6Output;
  rt6Operations.probe = probeRouter;
  rt6Operations.fragment = ip6Fragment;
  ipv6Stub.nexthopDevice = nexthopDevice;
  ipv6Stub.deviceOfAddress = (net, bytes, offset) =>
    deviceWithAddress(net, Ipv6Address.fromBytes(bytes, offset));
  rt6Operations.discardOutput = ip6DiscardOut;
  rt6Operations.prohibitOutput = ip6ProhibitOut;
  rt6Operations.blackholeOutput = ip6BlackholeOut;
  duplicateHooks.replaceTemporary = createTemporary;
  duplicateHooks.verify = armVerify;
  tokenHooks.verify = armVerify;
  duplicateHooks.disable = (idev) => ifDown(idev.dev, false);
  initIcmp6(ping6Error);
  initUdp6();
  initFragments();
  initExtensionHeaders();
  inet6Protocols[IPPROTO_PIM] = { final: false, receive: pim6Receive };
  ip6Gateway.neighbour = (dev, gateway) => neighbour(dev, Ipv6Address.fromBytes(gateway), true);
}

/** Plugs the family into a machine. */
export function initInet6(machine: Machine): void {
  connectParts();
  machine.registerPernet({
    init(net) {
      net.ipv6 = new NetIpv6(net);
    },
    exit(net) {
      stopVerify(net);
      net.ipv6.fragments?.destroyAll();
      ndiscTable(machine).proxies.netDestroyed(net);
    },
  });
  ndiscTable(machine).redo = (skb) => {
    const reason = skb.dev === null ? SKB_CONSUMED : ndiscReceive(skb, skb.dev);
    if (reason === SKB_CONSUMED) consumeSkb(skb);
    else kfreeSkb(skb, reason, "pndisc_redo");
  };
  machine.packetTypes.add({ protocol: ETH_P_IPV6, receive: ip6Receive });
  machine.registerSocketFamily(AF_INET6, createSocket);
  machine.notifiers.register(addrconfNotify);
  machine.notifiers.register(ndiscNotify);
  registerNeighbourMessages(machine, ndiscTable(machine));
  registerRuleMessages(machine, AF_INET6, ipv6Rules);
  initAddressMessages(machine);
  initRouteMessages(machine);
  initAddressLabels(machine);
  initInet6Link(machine);
  netconf6.register(machine);
  initSysctls6(machine);
  initProc6(machine);
  initUdpDiag(machine);
}
