/**
 * Plugs IPv4 into a machine: what `inet_init` and the initialisers around it do.
 *
 * Source: `net/ipv4/af_inet.c`.
 */

import { EINVAL, EPROTONOSUPPORT, type Errno, ESOCKTNOSUPPORT } from "../../errno.ts";
import { AF_INET, SOCK_DGRAM, SOCK_RAW, SOCK_STREAM, type Socket } from "../../kernel.ts";
import { ETH_P_ARP, ETH_P_IP } from "../../packet/ethernet.ts";
import { IPPROTO_ICMP, IPPROTO_IGMP, IPPROTO_PIM, IPPROTO_TCP, IPPROTO_UDP } from "../../packet/ipv4.ts";
import { registerRuleMessages } from "../core/fib-rules/fib-rules-rtnetlink.ts";
import type { Machine } from "../core/machine.ts";
import { registerNeighbourMessages } from "../core/neigh/neigh-rtnetlink.ts";
import { registerNeighSysctls } from "../core/neigh/neigh-sysctl.ts";
import type { Net } from "../core/net.ts";
import { ArpTable } from "./arp/arp.ts";
import { arpReceive } from "./arp/arp-receive.ts";
import { setArpTable } from "./arp/arp-table.ts";
import { deleteAddress, inetNetdevEvent } from "./devinet/devinet.ts";
import { registerAddressMessages } from "./devinet/devinet-rtnetlink.ts";
import { lifetimeEnd, stopLifetimes } from "./devinet/inet-lifetime.ts";
import { inetLinkAf } from "./devinet/link-af.ts";
import { netconf4 } from "./devinet/netconf.ts";
import { registerConfSysctls } from "./devinet/sysctl-conf.ts";
import { makeAddressRoutes } from "./fib/fib-frontend.ts";
import { setRouteMaker } from "./fib/fib-pending.ts";
import { registerRouteMessages } from "./fib/fib-rtnetlink.ts";
import { ipv4Rules } from "./fib/fib-rules4.ts";
import { icmpError, icmpReceive } from "./icmp/icmp.ts";
import { sendIcmpError } from "./icmp/icmp-error.ts";
import { igmpReceive } from "./igmp/igmp-receive.ts";
import { pimReceive } from "./igmp/pim.ts";
import { ipForward } from "./ip/ip-forward.ts";
import { ipError, ipLocalDeliver, ipReceive } from "./ip/ip-input.ts";
import { ipMulticastOutput, ipOutput } from "./ip/ip-output.ts";
import { NetIpv4 } from "./net-ipv4.ts";
import { registerProcFiles } from "./proc/proc.ts";
import { protocolErrors, protocolHandlers } from "./protocols.ts";
import { routeHandlers } from "./route/route-handlers.ts";
import { initInetDiag } from "./sock/inet-diag.ts";
import { PingSocket, pingAllowed } from "./sock/ping.ts";
import { RawSocket } from "./sock/raw.ts";
import { streamSockets } from "./sock/stream-sockets.ts";
import { registerIpv4Sysctls } from "./sysctl-ipv4.ts";
import { UdpSocket } from "./udp/udp.ts";
import { udpError, udpReceive } from "./udp/udp-receive.ts";

function setHandlers(): void {
  routeHandlers.localDeliver = ipLocalDeliver;
  routeHandlers.forward = ipForward;
  routeHandlers.error = ipError;
  routeHandlers.output = ipOutput;
  routeHandlers.multicastOutput = ipMulticastOutput;
  routeHandlers.icmpError = sendIcmpError;
  protocolHandlers[IPPROTO_ICMP] = icmpReceive;
  protocolHandlers[IPPROTO_UDP] = udpReceive;
  protocolHandlers[IPPROTO_IGMP] = igmpReceive;
  protocolHandlers[IPPROTO_PIM] = pimReceive;
  protocolErrors.set(IPPROTO_UDP, udpError);
  protocolErrors.set(IPPROTO_ICMP, icmpError);
  lifetimeEnd.remove = deleteAddress;
}

/** One above `IPPROTO_MPTCP`. */
const IPPROTO_MAX = 263;

/** `inet_create` */
function createSocket(net: Net, type: number, protocol: number): Socket | Errno {
  if (protocol < 0 || protocol >= IPPROTO_MAX) return -EINVAL;
  const kind = type & 0xf;
  if (kind === SOCK_RAW) return protocol === 0 ? -EPROTONOSUPPORT : new RawSocket(net, protocol);
  if (kind === SOCK_STREAM)
    return protocol === 0 || protocol === IPPROTO_TCP ? streamSockets.ipv4(net) : -EPROTONOSUPPORT;
  if (kind !== SOCK_DGRAM) return -ESOCKTNOSUPPORT;
  if (protocol === 0 || protocol === IPPROTO_UDP) return new UdpSocket(net);
  if (protocol !== IPPROTO_ICMP) return -EPROTONOSUPPORT;
  const denied = pingAllowed(net.ipv4);
  return denied !== 0 ? denied : new PingSocket(net);
}

function initNet(machine: Machine, net: Net): void {
  const inet = new NetIpv4(net);
  net.ipv4 = inet;
  const first = machine.nets.values().next().value;
  if (first !== undefined && first !== net) {
    inet.devconfAll = first.ipv4.devconfAll;
    inet.devconfDefault = first.ipv4.devconfDefault;
    inet.devconfDefaultOwn = first.ipv4.devconfDefaultOwn;
  }
}

/** IPv4, ARP, ICMP, UDP, raw and ping sockets. */
export function initIpv4(machine: Machine): void {
  setHandlers();
  initInetDiag(machine);
  setRouteMaker(makeAddressRoutes);
  const table = new ArpTable(machine);
  setArpTable(machine, table);
  machine.registerPernet({
    init: (net) => initNet(machine, net),
    exit: (net) => {
      stopLifetimes(net.ipv4);
      net.ipv4.fragments?.purge();
      table.proxies.netDestroyed(net);
    },
  });
  machine.packetTypes.add({ protocol: ETH_P_IP, receive: (skb, dev) => ipReceive(skb, dev) });
  machine.packetTypes.add({ protocol: ETH_P_ARP, receive: (skb, dev) => arpReceive(table, skb, dev) });
  machine.notifiers.register(inetNetdevEvent);
  machine.registerSocketFamily(AF_INET, createSocket);
  registerAddressMessages(machine);
  netconf4.register(machine);
  machine.rtnetlink.registerAf(inetLinkAf);
  registerConfSysctls(machine);
  registerIpv4Sysctls(machine);
  registerNeighSysctls(machine, "net/ipv4/neigh", table);
  registerProcFiles(machine);
  registerRouteMessages(machine);
  registerRuleMessages(machine, AF_INET, (net) => ipv4Rules(net.ipv4));
  registerNeighbourMessages(machine, table);
}
