/** Frames of IPv6 that the uplink makes itself: router advertisements, datagrams, answers to echo requests. */
import type { Ipv6Address } from "../../packet/address.ts";
import { write16, write32 } from "../../packet/bytes.ts";
import { pseudoSumIpv6At } from "../../packet/checksum.ts";
import { ETH_HLEN, ETH_P_IPV6 } from "../../packet/ethernet.ts";
import { ICMPV6_ECHO_REPLY, NDISC_ROUTER_ADVERTISEMENT, writeIcmpv6Checksum } from "../../packet/icmpv6.ts";
import { IPPROTO_ICMPV6, IPPROTO_UDP } from "../../packet/ipv4.ts";
import {
  IPV6_DESTINATION,
  IPV6_HLEN,
  IPV6_HOP_LIMIT,
  IPV6_SOURCE,
  ipv6FirstWord,
  ipv6PayloadLength,
  writeIpv6,
} from "../../packet/ipv6.ts";
import * as nd from "../../packet/ndisc.ts";
import { UDP_HLEN, writeUdp, writeUdpChecksum } from "../../packet/udp.ts";
import { GATEWAY_MAC, NAME_SERVER6, PREFIX6, ROUTER6 } from "./network.ts";

const HOP_LIMIT = 64;
/** What neighbour discovery has to have: it came over no router. */
const ND_HOP_LIMIT = 255;
const ALL_NODES = Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
const ALL_NODES_MAC = Uint8Array.of(0x33, 0x33, 0, 0, 0, 1);
const FIRST_WORD = ipv6FirstWord(0, 0);
const PACKET = ETH_HLEN + IPV6_HLEN;
/** Seconds. */
const ROUTER_LIFETIME = 1800;
const VALID = 86_400;
const PREFERRED = 14_400;
const PREFIX_OPTION = 32;
const RDNSS_OPTION = 24;

interface Ends {
  readonly to: Uint8Array;
  readonly source: Ipv6Address;
  readonly destination: Uint8Array;
}

function packet({ to, source, destination }: Ends, next: number, hops: number, length: number): Uint8Array {
  const frame = new Uint8Array(PACKET + length);
  frame.set(to);
  frame.set(GATEWAY_MAC, 6);
  write16(frame, 12, ETH_P_IPV6);
  writeIpv6(frame, ETH_HLEN, FIRST_WORD, length, next, hops, source.toBytes(), 0, destination, 0);
  return frame;
}

/** Tells everybody the router, the prefix to make addresses from, and the name server. */
export function routerAdvertisement(): Uint8Array {
  const length = nd.ND_RA_LENGTH + nd.ND_OPT_ETHER_LENGTH + PREFIX_OPTION + RDNSS_OPTION;
  const ends = { to: ALL_NODES_MAC, source: ROUTER6, destination: ALL_NODES };
  const frame = packet(ends, IPPROTO_ICMPV6, ND_HOP_LIMIT, length);
  const at = PACKET;
  frame[at] = NDISC_ROUTER_ADVERTISEMENT;
  frame[at + nd.ND_RA_HOP_LIMIT] = HOP_LIMIT;
  write16(frame, at + nd.ND_RA_ROUTER_LIFETIME, ROUTER_LIFETIME);
  let option = at + nd.ND_RA_LENGTH;
  option += nd.writeLinkAddressOption(frame, option, nd.ND_OPT_SOURCE_LL_ADDR, GATEWAY_MAC, 0);
  frame.set(
    [nd.ND_OPT_PREFIX_INFO, PREFIX_OPTION / 8, 64, nd.ND_PREFIX_FLAG_ONLINK | nd.ND_PREFIX_FLAG_AUTONOMOUS],
    option,
  );
  write32(frame, option + nd.ND_PREFIX_VALID, VALID);
  write32(frame, option + nd.ND_PREFIX_PREFERRED, PREFERRED);
  PREFIX6.toBytes(frame, option + nd.ND_PREFIX_ADDRESS);
  option += PREFIX_OPTION;
  frame.set([nd.ND_OPT_RDNSS, RDNSS_OPTION / 8], option);
  write32(frame, option + 4, ROUTER_LIFETIME);
  NAME_SERVER6.toBytes(frame, option + 8);
  writeIcmpv6Checksum(frame, at, length, ETH_HLEN + IPV6_SOURCE);
  return frame;
}

/** A datagram. */
export function udp6Frame(
  to: Uint8Array,
  source: { readonly address: Ipv6Address; readonly port: number },
  destination: { readonly address: Ipv6Address; readonly port: number },
  payload: Uint8Array,
): Uint8Array {
  const length = UDP_HLEN + payload.length;
  const ends = { to, source: source.address, destination: destination.address.toBytes() };
  const frame = packet(ends, IPPROTO_UDP, HOP_LIMIT, length);
  writeUdp(frame, PACKET, source.port, destination.port, length);
  frame.set(payload, PACKET + UDP_HLEN);
  const pseudo = pseudoSumIpv6At(frame, ETH_HLEN + IPV6_SOURCE, IPPROTO_UDP, length);
  writeUdpChecksum(frame, PACKET, length, pseudo);
  return frame;
}

/** The answer to an echo request: the same data, back. */
export function echo6Reply(request: Uint8Array): Uint8Array {
  const length = ipv6PayloadLength(request, ETH_HLEN);
  const frame = request.slice(0, PACKET + length);
  frame.copyWithin(0, 6, 12);
  frame.set(request.subarray(0, 6), 6);
  const [source, destination] = [ETH_HLEN + IPV6_SOURCE, ETH_HLEN + IPV6_DESTINATION];
  frame.set(request.subarray(source, source + 16), destination);
  frame.set(request.subarray(destination, destination + 16), source);
  frame[ETH_HLEN + IPV6_HOP_LIMIT] = HOP_LIMIT;
  frame[PACKET] = ICMPV6_ECHO_REPLY;
  write16(frame, PACKET + 2, 0);
  writeIcmpv6Checksum(frame, PACKET, length, source);
  return frame;
}
