/**
 * How the client's messages travel: in packets that it builds itself while the interface has no address, over a UDP socket
 * while it has one.
 */
import { isErrno } from "../../errno.ts";
import { AF_INET, AF_PACKET, SOCK_DGRAM, SOL_SOCKET, type Socket, type SystemCalls } from "../../kernel.ts";
import { INADDR_ANY, INADDR_BROADCAST, type Ipv4Address, ipv4 } from "../../packet/address.ts";
import { checksum, foldSum, pseudoSumIpv4 } from "../../packet/checksum.ts";
import { DHCP_CLIENT_PORT, DHCP_SERVER_PORT } from "../../packet/dhcp.ts";
import { ETH_P_IP } from "../../packet/ethernet.ts";
import {
  IPPROTO_UDP,
  IPV4_HLEN,
  ipv4ChecksumOk,
  ipv4Destination,
  ipv4HeaderLength,
  ipv4IsFragment,
  ipv4Protocol,
  ipv4Source,
  ipv4TotalLength,
  ipv4Version,
  writeIpv4,
} from "../../packet/ipv4.ts";
import {
  UDP_HLEN,
  udpChecksum,
  udpDestinationPort,
  udpLength,
  udpSourcePort,
  writeUdp,
  writeUdpChecksum,
} from "../../packet/udp.ts";

const SO_REUSEADDR = 2;
const SO_BROADCAST = 6;
const SO_BINDTODEVICE = 25;
const BROADCAST_MAC = Uint8Array.of(255, 255, 255, 255, 255, 255);
const TTL = 64;

/** Sends in a packet of its own. @returns what `sendto(2)` does */
export function sendRaw(
  sys: SystemCalls,
  ifindex: number,
  payload: Uint8Array,
  source: Ipv4Address,
  destination: Ipv4Address = INADDR_BROADCAST,
): number {
  const socket = sys.socket(AF_PACKET, SOCK_DGRAM, ETH_P_IP);
  if (isErrno(socket)) return socket;
  const length = UDP_HLEN + payload.length;
  const packet = new Uint8Array(IPV4_HLEN + length);
  writeIpv4(packet, 0, 0, packet.length, 0, 0, TTL, IPPROTO_UDP, source, destination);
  writeUdp(packet, IPV4_HLEN, DHCP_CLIENT_PORT, DHCP_SERVER_PORT, length);
  packet.set(payload, IPV4_HLEN + UDP_HLEN);
  writeUdpChecksum(packet, IPV4_HLEN, length, pseudoSumIpv4(source, destination, IPPROTO_UDP, length));
  const to = { family: AF_PACKET, protocol: ETH_P_IP, ifindex, address: BROADCAST_MAC } as const;
  const result = socket.send(packet, { to });
  socket.close();
  return result;
}

/** Sends over a UDP socket from the leased address to the server. */
export function sendKernel(
  sys: SystemCalls,
  payload: Uint8Array,
  source: Ipv4Address,
  destination: Ipv4Address,
): number {
  const socket = sys.socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
  if (isErrno(socket)) return socket;
  socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
  let result = socket.bind({ family: AF_INET, address: source, port: DHCP_CLIENT_PORT });
  if (result >= 0) result = socket.connect({ family: AF_INET, address: destination, port: DHCP_SERVER_PORT });
  if (result >= 0) result = socket.send(payload);
  socket.close();
  return result;
}

/** A socket that sees all IPv4 packets of the interface. */
export function listenRaw(sys: SystemCalls, ifindex: number): Socket | number {
  const socket = sys.socket(AF_PACKET, SOCK_DGRAM, ETH_P_IP);
  if (isErrno(socket)) return socket;
  const error = socket.bind({ family: AF_PACKET, protocol: ETH_P_IP, ifindex });
  if (error >= 0) return socket;
  socket.close();
  return error;
}

/** A UDP socket on the client's port of the interface. */
export function listenKernel(sys: SystemCalls, device: string): Socket | number {
  const socket = sys.socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
  if (isErrno(socket)) return socket;
  socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
  socket.setsockopt(SOL_SOCKET, SO_BROADCAST, 1);
  socket.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, new TextEncoder().encode(`${device}\0`));
  const error = socket.bind({ family: AF_INET, address: INADDR_ANY, port: DHCP_CLIENT_PORT });
  if (error >= 0) return socket;
  socket.close();
  return error;
}

/** The client's datagram in an IPv4 packet; undefined when it is another's, or broken. */
export function datagramOf(packet: Uint8Array): Uint8Array | undefined {
  if (packet.length < IPV4_HLEN + UDP_HLEN || ipv4Version(packet, 0) !== 4) return undefined;
  const header = ipv4HeaderLength(packet, 0);
  const total = ipv4TotalLength(packet, 0);
  if (header !== IPV4_HLEN || total > packet.length || total < IPV4_HLEN + UDP_HLEN) return undefined;
  if (ipv4Protocol(packet, 0) !== IPPROTO_UDP || ipv4IsFragment(packet, 0) || !ipv4ChecksumOk(packet, 0))
    return undefined;
  const length = udpLength(packet, header);
  if (udpDestinationPort(packet, header) !== DHCP_CLIENT_PORT || length !== total - header) return undefined;
  if (udpSourcePort(packet, header) !== DHCP_SERVER_PORT || !checksumOk(packet, header, length))
    return undefined;
  return packet.slice(header + UDP_HLEN, header + length);
}

/** Right, absent, or that of the pseudo header alone: a sender on the same machine left the rest to its device. */
function checksumOk(packet: Uint8Array, header: number, length: number): boolean {
  const sum = udpChecksum(packet, header);
  const pseudo = pseudoSumIpv4(ipv4Source(packet, 0), ipv4Destination(packet, 0), IPPROTO_UDP, length);
  return sum === 0 || sum === foldSum(pseudo) || checksum(packet, header, length, pseudo) === 0;
}

/** An address in option data or a header's field. */
export function addressOf(value: number): Ipv4Address {
  return ipv4(value);
}
