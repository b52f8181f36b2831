/** Frames that the uplink makes itself: answers to ARP and echo requests, datagrams. */
import type { Ipv4Address } from "../../packet/address.ts";
import { read16, write16 } from "../../packet/bytes.ts";
import { checksum, pseudoSumIpv4 } from "../../packet/checksum.ts";
import { IPPROTO_ICMP, IPPROTO_UDP, IPV4_HLEN, ipv4HeaderLength, writeIpv4 } from "../../packet/ipv4.ts";
import { UDP_HLEN, writeUdp, writeUdpChecksum } from "../../packet/udp.ts";

export const ETH_HLEN = 14;
const TYPE = 12;
const TTL = 64;
const ARP_LENGTH = 28;
const ARP_REPLY = 2;

function ethernet(to: Uint8Array, from: Uint8Array, type: number, length: number): Uint8Array {
  const frame = new Uint8Array(ETH_HLEN + length);
  frame.set(to);
  frame.set(from, 6);
  write16(frame, TYPE, type);
  return frame;
}

/** The answer to a request for an address. */
export function arpReply(request: Uint8Array, mac: Uint8Array): Uint8Array {
  const at = ETH_HLEN;
  const asker = request.subarray(at + 8, at + 14);
  const frame = ethernet(asker, mac, 0x0806, ARP_LENGTH);
  frame.set(request.subarray(at, at + 6), at);
  write16(frame, at + 6, ARP_REPLY);
  frame.set(mac, at + 8);
  frame.set(request.subarray(at + 24, at + 28), at + 14);
  frame.set(request.subarray(at + 8, at + 18), at + 18);
  return frame;
}

/** A datagram of IPv4. */
export function udpFrame(
  macs: { readonly to: Uint8Array; readonly from: Uint8Array },
  source: { readonly address: Ipv4Address; readonly port: number },
  destination: { readonly address: Ipv4Address; readonly port: number },
  payload: Uint8Array,
): Uint8Array {
  const length = UDP_HLEN + payload.length;
  const frame = ethernet(macs.to, macs.from, 0x0800, IPV4_HLEN + length);
  writeIpv4(
    frame,
    ETH_HLEN,
    0,
    IPV4_HLEN + length,
    0,
    0,
    TTL,
    IPPROTO_UDP,
    source.address,
    destination.address,
  );
  const at = ETH_HLEN + IPV4_HLEN;
  writeUdp(frame, at, source.port, destination.port, length);
  frame.set(payload, at + UDP_HLEN);
  writeUdpChecksum(
    frame,
    at,
    length,
    pseudoSumIpv4(source.address, destination.address, IPPROTO_UDP, length),
  );
  return frame;
}

/** The answer to an echo request: the same data, back. */
export function echoReply(request: Uint8Array): Uint8Array {
  const header = ipv4HeaderLength(request, ETH_HLEN);
  const total = read16(request, ETH_HLEN + 2);
  const length = total - header;
  const frame = ethernet(request.subarray(6, 12), request.subarray(0, 6), 0x0800, IPV4_HLEN + length);
  const address = (at: number) =>
    (((request[at] << 24) | (request[at + 1] << 16) | (request[at + 2] << 8) | request[at + 3]) >>>
      0) as Ipv4Address;
  const [from, to] = [address(ETH_HLEN + 12), address(ETH_HLEN + 16)];
  writeIpv4(frame, ETH_HLEN, 0, IPV4_HLEN + length, 0, 0, TTL, IPPROTO_ICMP, to, from);
  const at = ETH_HLEN + IPV4_HLEN;
  frame.set(request.subarray(ETH_HLEN + header, ETH_HLEN + header + length), at);
  frame[at] = 0;
  write16(frame, at + 2, 0);
  write16(frame, at + 2, checksum(frame, at, length));
  return frame;
}
