/**
 * Ethernet devices: headers, addresses, and what a received frame is.
 *
 * Source: `net/ethernet/eth.c`, `include/linux/etherdevice.h`.
 */
import { EADDRNOTAVAIL, EBUSY } from "../../../errno.ts";
import { ETH_HLEN, ETH_P_802_2, ETH_P_802_3, ethProtocol, writeEthernet } from "../../../packet/ethernet.ts";
import { smallBytes } from "../lib/shared-bytes.ts";
import type { Machine } from "../machine.ts";
import { PACKET_BROADCAST, PACKET_HOST, PACKET_MULTICAST, PACKET_OTHERHOST, type SkBuff } from "../skbuff.ts";
import type { HeaderOps } from "./netdev-ops.ts";
import {
  ARPHRD_ETHER,
  IFF_BROADCAST,
  IFF_LOOPBACK,
  IFF_MULTICAST,
  IFF_NOARP,
  type NetDevice,
} from "./netdevice.ts";

/** ff:ff:ff:ff:ff:ff; shared, nobody writes to it. */
export const ETH_BROADCAST = new Uint8Array(6).fill(0xff);
const ETH_ALEN = 6;
const ZERO_ADDRESS = new Uint8Array(6);

/** `NET_ADDR_RANDOM` */
export const NET_ADDR_RANDOM = 1;
/** `NET_ADDR_SET` */
export const NET_ADDR_SET = 3;

function createHeader(
  skb: SkBuff,
  dev: NetDevice,
  protocol: number,
  destination: Uint8Array | null,
  source: Uint8Array | null,
): number {
  const at = skb.push(ETH_HLEN);
  const isLength = protocol === ETH_P_802_3 || protocol === ETH_P_802_2;
  const type = isLength ? skb.length - ETH_HLEN : protocol;
  if (destination !== null) {
    writeEthernet(skb.bytes, at, destination, 0, source ?? dev.address, 0, type);
    return ETH_HLEN;
  }
  writeEthernet(skb.bytes, at, ZERO_ADDRESS, 0, source ?? dev.address, 0, type);
  return (dev.flags & (IFF_LOOPBACK | IFF_NOARP)) !== 0 ? ETH_HLEN : -ETH_HLEN;
}

/** The address that a received frame names as its sender's; shows the packet's own bytes. */
export function ethernetSource(skb: SkBuff): Uint8Array {
  return skb.bytes.subarray(skb.macHeader + ETH_ALEN, skb.macHeader + 2 * ETH_ALEN);
}

/** `eth_header_ops` */
export const ethHeaderOps: HeaderOps = { create: createHeader };

/** Defaults of an Ethernet device (`ether_setup`). */
export function etherSetup(dev: NetDevice): void {
  dev.type = ARPHRD_ETHER;
  dev.hardHeaderLength = ETH_HLEN;
  dev.mtu = 1500;
  dev.minMtu = 68;
  dev.maxMtu = 1500;
  dev.addressLength = 6;
  dev.txQueueLength = 1000;
  dev.flags = IFF_BROADCAST | IFF_MULTICAST;
  dev.broadcast = ETH_BROADCAST;
}

/** A random locally administered unicast address (`eth_random_addr`). */
export function randomEthernetAddress(machine: Machine): Uint8Array {
  const address = smallBytes(6);
  const low = machine.random();
  const high = machine.random();
  for (let i = 0; i < 4; i++) address[i] = low >>> (8 * i);
  address[4] = high;
  address[5] = high >>> 8;
  address[0] = (address[0] & 0xfe) | 0x02;
  return address;
}

/** `eth_hw_addr_random` */
export function setRandomAddress(dev: NetDevice): void {
  dev.address = randomEthernetAddress(dev.net.machine);
  dev.addressAssignType = NET_ADDR_RANDOM;
}

/** Neither a group address nor all zero. */
export function isValidEthernetAddress(address: Uint8Array): boolean {
  if (address.length < 6 || (address[0] & 1) !== 0) return false;
  return (address[0] | address[1] | address[2] | address[3] | address[4] | address[5]) !== 0;
}

/** `eth_validate_addr`, before the device opens. */
export function ethValidateAddress(dev: NetDevice): number {
  return isValidEthernetAddress(dev.address) ? 0 : -EADDRNOTAVAIL;
}

/** `eth_mac_addr`. @returns 0 or a negative error */
export function ethSetMacAddress(dev: NetDevice, address: Uint8Array): number {
  if (!dev.liveAddressChange && dev.running) return -EBUSY;
  if (!isValidEthernetAddress(address)) return -EADDRNOTAVAIL;
  dev.address = address.slice(0, 6);
  return 0;
}

/**
 * Takes the Ethernet header off a received frame: sets device, protocol and packet type (`eth_type_trans`). The frame has at least
 * {@link ETH_HLEN} bytes.
 */
export function ethTypeTrans(skb: SkBuff, dev: NetDevice): void {
  const bytes = skb.bytes;
  const at = skb.data;
  skb.dev = dev;
  skb.macHeader = at;
  skb.protocol = ethProtocol(bytes, at, skb.tail - at);
  skb.data = at + ETH_HLEN;
  const own = dev.address;
  if (
    bytes[at] === own[0] &&
    bytes[at + 1] === own[1] &&
    bytes[at + 2] === own[2] &&
    bytes[at + 3] === own[3] &&
    bytes[at + 4] === own[4] &&
    bytes[at + 5] === own[5]
  ) {
    skb.packetType = PACKET_HOST;
    return;
  }
  if ((bytes[at] & 1) === 0) {
    skb.packetType = PACKET_OTHERHOST;
    return;
  }
  const broadcast = dev.broadcast;
  skb.packetType = PACKET_BROADCAST;
  for (let i = 0; i < 6; i++) if (bytes[at + i] !== broadcast[i]) skb.packetType = PACKET_MULTICAST;
}
