/**
 * `--uplink`: the box's eth0, and behind it the outside, reached with the host's own sockets: no privileges are needed.
 */
import { strerror } from "../../errno.ts";
import { AF_INET, CLONE_NEWNET, type SystemCalls } from "../../kernel.ts";
import { INADDR_BROADCAST, ipv4 } from "../../packet/address.ts";
import { read16, read32 } from "../../packet/bytes.ts";
import { DHCP_CLIENT_PORT, DHCP_SERVER_PORT } from "../../packet/dhcp.ts";
import {
  IPPROTO_ICMP,
  IPPROTO_TCP,
  IPPROTO_UDP,
  ipv4HeaderLength,
  ipv4IsFragment,
} from "../../packet/ipv4.ts";
import { answerDhcp } from "./dhcp-responder.ts";
import { answerDns } from "./dns-responder.ts";
import { EchoRelay } from "./echo-relay.ts";
import { arpReply, ETH_HLEN, echoReply, udpFrame } from "./frames.ts";
import { udp6Frame } from "./frames6.ts";
import { CLIENT, GATEWAY, GATEWAY_MAC, NAME_SERVER, NAME_SERVER6 } from "./network.ts";
import { TapPort } from "./tap-port.ts";
import { TcpRelay } from "./tcp-relay.ts";
import { type Flow, UdpRelay } from "./udp-relay.ts";
import { inner6Setup, Uplink6 } from "./uplink6.ts";

const DNS_PORT = 53;
const SYN = 0x02;
/** What the namespace behind the uplink is set up with. */
export const INNER = "up0";
export const INNER_SETUP = `
ip link set lo up
ip link set ${INNER} address 52:54:00:12:35:02 up
ip addr add 10.0.2.2/24 dev ${INNER}
sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
ip route add local default dev ${INNER} table 100
ip rule add iif ${INNER} lookup 100 pref 100
${inner6Setup(INNER)}`;

/** The gateway behind the box's eth0: it answers ARP, DHCP, DNS and pings itself, and relays UDP and TCP. */
export class Uplink {
  private readonly outside: TapPort;
  private readonly inside: TapPort;
  private readonly tcp: TcpRelay;
  private readonly udp = new UdpRelay((flow, payload) => this.answer(flow, payload));
  private readonly pings = new EchoRelay();
  private readonly ipv6: Uplink6;

  private constructor(outside: TapPort, inside: TapPort, tcp: TcpRelay) {
    this.outside = outside;
    this.inside = inside;
    this.tcp = tcp;
    outside.receive = (frame) => this.fromBox(frame);
    inside.receive = (frame) => this.fromInside(frame);
    this.ipv6 = new Uplink6(outside, inside, tcp, this.pings, (flow, payload) => this.relay(flow, payload));
  }

  /**
   * Makes the device in the box, and the namespace behind it.
   * @param run runs commands of bash in a process's namespaces
   */
  static async start(
    init: SystemCalls,
    device: string,
    run: (sys: SystemCalls, script: string) => Promise<void>,
  ): Promise<Uplink> {
    const outside = TapPort.open(init, device);
    if (typeof outside === "number") throw new Error(`uplink ${device}: ${strerror(-outside)}`);
    const hidden = init.fork("uplink");
    hidden.unshare(CLONE_NEWNET);
    const inside = TapPort.open(hidden, INNER);
    if (typeof inside === "number") throw new Error(`uplink: ${strerror(-inside)}`);
    await run(hidden, INNER_SETUP);
    const uplink = new Uplink(outside, inside, new TcpRelay(hidden));
    outside.start();
    inside.start();
    return uplink;
  }

  close(): void {
    this.ipv6.close();
    this.tcp.close();
    this.udp.close();
    this.outside.close();
    this.inside.close();
  }

  private fromBox(frame: Uint8Array): void {
    if (frame.length < ETH_HLEN) return;
    const type = read16(frame, 12);
    if (type === 0x0806 && frame.length >= ETH_HLEN + 28) this.arp(frame);
    else if (type === 0x0800 && frame.length >= ETH_HLEN + 20) this.ip(frame);
    else if (type === 0x86dd) this.ipv6.fromBox(frame);
  }

  /** The groups that the namespace joins are its own affair. */
  private fromInside(frame: Uint8Array): void {
    if (read16(frame, 12) !== 0x86dd || frame[ETH_HLEN + 6] !== 0) this.outside.send(frame);
  }

  private arp(frame: Uint8Array): void {
    const target = read32(frame, ETH_HLEN + 24);
    const operation = read16(frame, ETH_HLEN + 6);
    if (operation !== 1) this.inside.send(frame);
    else if (target === GATEWAY || target === NAME_SERVER) this.outside.send(arpReply(frame, GATEWAY_MAC));
  }

  private ip(frame: Uint8Array): void {
    const header = ipv4HeaderLength(frame, ETH_HLEN);
    const total = read16(frame, ETH_HLEN + 2);
    if (header < 20 || total < header || ETH_HLEN + total > frame.length) return;
    const protocol = frame[ETH_HLEN + 9];
    const at = ETH_HLEN + header;
    // pieces are put together by the kernel for TCP only
    if (protocol === IPPROTO_TCP) return this.segment(frame, at, total - header);
    if (ipv4IsFragment(frame, ETH_HLEN) || total - header < 8) return;
    if (protocol === IPPROTO_UDP) this.datagram(frame, at);
    else if (protocol === IPPROTO_ICMP && frame[at] === 8) this.echo(frame);
  }

  private segment(frame: Uint8Array, at: number, length: number): void {
    if (length < 20) return;
    if ((frame[at + 13] & SYN) !== 0) this.tcp.expect(AF_INET, read16(frame, at + 2));
    this.inside.send(frame);
  }

  private datagram(frame: Uint8Array, at: number): void {
    const length = read16(frame, at + 4);
    if (length < 8 || at + length > frame.length) return;
    const payload = frame.slice(at + 8, at + length);
    const address = ipv4(read32(frame, ETH_HLEN + 16));
    const port = read16(frame, at + 2);
    const flow: Flow = {
      source: { address: ipv4(read32(frame, ETH_HLEN + 12)), port: read16(frame, at) },
      destination: { address, port },
      mac: frame.slice(6, 12),
    };
    if (port === DHCP_SERVER_PORT && (address === INADDR_BROADCAST || address === GATEWAY))
      return this.dhcp(payload, flow.mac);
    // neither everybody nor a group is outside
    if (address !== INADDR_BROADCAST && address >>> 28 !== 14 && port !== 0) this.relay(flow, payload);
  }

  /** A datagram to the outside, or to the name server. */
  private relay(flow: Flow, payload: Uint8Array): void {
    const { address, port } = flow.destination;
    const own = typeof address === "object" ? address.equals(NAME_SERVER6) : address === NAME_SERVER;
    if (!own) this.udp.send(flow, payload);
    else if (port === DNS_PORT) void answerDns(payload).then((bytes) => bytes && this.answer(flow, bytes));
  }

  private dhcp(payload: Uint8Array, mac: Uint8Array): void {
    const reply = answerDhcp(payload);
    if (reply === undefined) return;
    const source = { address: GATEWAY, port: DHCP_SERVER_PORT };
    const destination = { address: INADDR_BROADCAST, port: DHCP_CLIENT_PORT };
    this.outside.send(udpFrame({ to: mac, from: GATEWAY_MAC }, source, destination, reply));
  }

  private answer({ source, destination, mac }: Flow, payload: Uint8Array): void {
    const [to, from] = [source.address, destination.address];
    // longer ones would need pieces
    if (typeof to === "object" && typeof from === "object") {
      const ends = [
        { address: from, port: destination.port },
        { address: to, port: source.port },
      ] as const;
      if (payload.length <= 1452) this.outside.send(udp6Frame(mac, ...ends, payload));
    } else if (typeof to === "number" && typeof from === "number" && payload.length <= 1472) {
      const ends = [
        { address: from, port: destination.port },
        { address: to, port: source.port },
      ] as const;
      this.outside.send(udpFrame({ to: mac, from: GATEWAY_MAC }, ...ends, payload));
    }
  }

  /** The router answers itself. */
  private echo(frame: Uint8Array): void {
    const target = ipv4(read32(frame, ETH_HLEN + 16));
    const reply = echoReply(frame);
    if (target === GATEWAY || target === NAME_SERVER) this.outside.send(reply);
    else if (target !== CLIENT) this.pings.ask(target, () => this.outside.send(reply));
  }
}
