/**
 * Plugs TCP into the protocol families of a machine.
 *
 * Source: `net/ipv4/af_inet.c` (`inet_init`), `net/ipv4/tcp.c` (`tcp_init`), `net/ipv6/tcp_ipv6.c` (`tcpv6_init`).
 */
import { IPPROTO_TCP } from "../../packet/ipv4.ts";
import type { Machine } from "../core/machine.ts";
import { protocolErrors, protocolHandlers } from "../ipv4/protocols.ts";
import { streamSockets } from "../ipv4/sock/stream-sockets.ts";
import { inet6Protocols } from "../ipv6/protocol.ts";
import { congestionAlgorithms, reno } from "./congestion/tcp-cong.ts";
import { cubic } from "./congestion/tcp-cubic.ts";
import { initRequests } from "./handshake/tcp-request.ts";
import { initReceive } from "./input/tcp-receive.ts";
import { initTimers } from "./output/tcp-timer.ts";
import { Ends } from "./sock-common.ts";
import { initTcpDiag } from "./sockets/tcp-diag.ts";
import { Tcp4Socket } from "./sockets/tcp-socket4.ts";
import { Tcp6Socket } from "./sockets/tcp-socket6.ts";
import { tcp4Error, tcp6Error, tcp6Redirect } from "./tcp-err.ts";
import { tcp4Receive } from "./tcp-ipv4.ts";
import { tcp6Receive } from "./tcp-ipv6.ts";
import { initTcpSysctls } from "./tcp-sysctl.ts";
import { TimewaitSock } from "./tcp-timewait-sock.ts";

/** Registers TCP's handlers, sockets, counters, sysctls and files with a machine. */
export function initTcp(machine: Machine): void {
  congestionAlgorithms.set(reno.name, reno);
  congestionAlgorithms.set(cubic.name, cubic);
  initTimers();
  initRequests();
  initReceive(new Ends());
  protocolHandlers[IPPROTO_TCP] = tcp4Receive;
  protocolErrors.set(IPPROTO_TCP, tcp4Error);
  inet6Protocols[IPPROTO_TCP] = {
    final: true,
    receive(skb, dev) {
      tcp6Receive(skb, dev);
      return 0;
    },
    error: tcp6Error,
    redirect: tcp6Redirect,
  };
  initTcpDiag(machine);
  streamSockets.ipv4 = (net) => new Tcp4Socket(net);
  streamSockets.ipv6 = (net) => new Tcp6Socket(net);
  initTcpSysctls(machine);
  machine.registerPernet({
    init() {},
    exit(net) {
      const tcp = net.ipv4.tcp;
      if (tcp === null) return;
      for (const sk of [...tcp.hash.established()]) if (sk instanceof TimewaitSock) sk.end();
    },
  });
}
