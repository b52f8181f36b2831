/** IPv6 over the uplink: a router that advertises itself, and what goes through it. */
import { AF_INET6 } from "../../kernel.ts";
import { Ipv6Address } from "../../packet/address.ts";
import { read16 } from "../../packet/bytes.ts";
import { ETH_HLEN } from "../../packet/ethernet.ts";
import {
  ICMPV6_ECHO_REQUEST,
  NDISC_NEIGHBOUR_ADVERTISEMENT,
  NDISC_NEIGHBOUR_SOLICITATION,
  NDISC_ROUTER_SOLICITATION,
} from "../../packet/icmpv6.ts";
import { IPPROTO_ICMPV6, IPPROTO_TCP, IPPROTO_UDP } from "../../packet/ipv4.ts";
import {
  IPV6_DESTINATION,
  IPV6_HLEN,
  IPV6_SOURCE,
  ipv6IsLinkLocalAt,
  ipv6IsMulticastAt,
  ipv6NextHeader,
  ipv6PayloadLength,
} from "../../packet/ipv6.ts";
import type { EchoRelay } from "./echo-relay.ts";
import { echo6Reply, routerAdvertisement } from "./frames6.ts";
import { GATEWAY6, NAME_SERVER6, ROUTER6 } from "./network.ts";
import type { TapPort } from "./tap-port.ts";
import type { TcpRelay } from "./tcp-relay.ts";
import type { Flow } from "./udp-relay.ts";

const PACKET = ETH_HLEN + IPV6_HLEN;
const FRAGMENT = 44;
const SYN = 0x02;
/** How often everybody is told again, well before a lifetime ends. */
const ADVERTISE_MS = 300_000;

/** What the namespace behind the uplink is set up with; it answers neighbour discovery for the router. */
export const inner6Setup = (device: string): string => `
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.${device}.accept_ra=0 net.ipv6.conf.${device}.addr_gen_mode=1
sysctl -qw net.ipv6.conf.${device}.router_solicitations=0
for address in ${ROUTER6} ${GATEWAY6} ${NAME_SERVER6}; do ip addr add $address/64 dev ${device} nodad; done
ip -6 route add local default dev ${device} table 100
ip -6 rule add iif ${device} lookup 100 pref 100
`;

/** The router, beside IPv4's {@link Uplink}. */
export class Uplink6 {
  private readonly outside: TapPort;
  private readonly inside: TapPort;
  private readonly tcp: TcpRelay;
  private readonly pings: EchoRelay;
  private readonly datagram: (flow: Flow, payload: Uint8Array) => void;
  private readonly timer: NodeJS.Timeout;

  /** @param datagram what is done with datagrams to the outside */
  constructor(
    outside: TapPort,
    inside: TapPort,
    tcp: TcpRelay,
    pings: EchoRelay,
    datagram: (flow: Flow, payload: Uint8Array) => void,
  ) {
    this.outside = outside;
    this.inside = inside;
    this.tcp = tcp;
    this.pings = pings;
    this.datagram = datagram;
    this.timer = setInterval(() => this.outside.send(routerAdvertisement()), ADVERTISE_MS).unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** A frame of the box. */
  fromBox(frame: Uint8Array): void {
    if (frame.length < PACKET) return;
    const length = ipv6PayloadLength(frame, ETH_HLEN);
    if (PACKET + length > frame.length || length < 8) return;
    const next = ipv6NextHeader(frame, ETH_HLEN);
    if (next === IPPROTO_ICMPV6) return this.icmp(frame);
    // neither a group nor another link is outside, but the router's own address
    const to = ETH_HLEN + IPV6_DESTINATION;
    if (ipv6IsMulticastAt(frame, to)) return;
    if (ipv6IsLinkLocalAt(frame, to) && !ROUTER6.equalsBytes(frame, to)) return;
    if (next === IPPROTO_TCP) this.segment(frame, length);
    else if (next === IPPROTO_UDP) this.udp(frame, length);
    // pieces are put together by the kernel for TCP only
    else if (next === FRAGMENT && frame[PACKET] === IPPROTO_TCP) this.inside.send(frame);
  }

  private segment(frame: Uint8Array, length: number): void {
    if (length < 20) return;
    if ((frame[PACKET + 13] & SYN) !== 0) this.tcp.expect(AF_INET6, read16(frame, PACKET + 2));
    this.inside.send(frame);
  }

  private udp(frame: Uint8Array, room: number): void {
    const length = read16(frame, PACKET + 4);
    const port = read16(frame, PACKET + 2);
    if (length < 8 || length > room || port === 0) return;
    const address = (at: number): Ipv6Address => Ipv6Address.fromBytes(frame, ETH_HLEN + at);
    const flow: Flow = {
      source: { address: address(IPV6_SOURCE), port: read16(frame, PACKET) },
      destination: { address: address(IPV6_DESTINATION), port },
      mac: frame.slice(6, 12),
    };
    this.datagram(flow, frame.slice(PACKET + 8, PACKET + length));
  }

  private icmp(frame: Uint8Array): void {
    const type = frame[PACKET];
    if (type === NDISC_ROUTER_SOLICITATION) this.outside.send(routerAdvertisement());
    else if (type === NDISC_NEIGHBOUR_SOLICITATION || type === NDISC_NEIGHBOUR_ADVERTISEMENT)
      this.inside.send(frame);
    else if (type === ICMPV6_ECHO_REQUEST) this.echo(frame);
  }

  /** The router answers itself. */
  private echo(frame: Uint8Array): void {
    const at = ETH_HLEN + IPV6_DESTINATION;
    const reply = echo6Reply(frame);
    const target = Ipv6Address.fromBytes(frame, at);
    if ([GATEWAY6, NAME_SERVER6, ROUTER6].some((own) => own.equals(target))) this.outside.send(reply);
    else if (!ipv6IsMulticastAt(frame, at) && !ipv6IsLinkLocalAt(frame, at))
      this.pings.ask(target, () => this.outside.send(reply));
  }
}
