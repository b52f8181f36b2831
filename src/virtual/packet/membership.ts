/**
 * Memberships of packet sockets: promiscuous mode and link addresses that a device listens to for as long as the socket wants.
 *
 * Source: `net/packet/af_packet.c` (`packet_mc_add`, `packet_dev_mc`).
 */
import { EINVAL, ENODEV } from "../../errno.ts";
import { readS32, readU16 } from "../../netlink/attribute.ts";
import { addMulticast, addUnicast, removeMulticast, removeUnicast } from "../core/dev/dev-address-lists.ts";
import { changeAllmulti, changePromiscuity } from "../core/dev/dev-flags.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import type { Net } from "../core/net.ts";
import {
  PACKET_MR_ALLMULTI,
  PACKET_MR_MULTICAST,
  PACKET_MR_PROMISC,
  PACKET_MR_UNICAST,
  PACKET_MREQ_LENGTH,
} from "./constants.ts";

interface Membership {
  readonly ifindex: number;
  readonly type: number;
  readonly address: Uint8Array;
  count: number;
}

/** Those of one socket. */
export class Memberships {
  private list: Membership[] = [];
  private readonly net: Net;

  constructor(net: Net) {
    this.net = net;
  }

  /** Adds or drops what a `struct packet_mreq` says. @returns 0 or a negative error */
  change(request: Uint8Array, adding: boolean): number {
    if (request.length < PACKET_MREQ_LENGTH) return -EINVAL;
    const ifindex = readS32(request, 0);
    const type = readU16(request, 4);
    const length = readU16(request, 6);
    if (length > 8) return -EINVAL;
    const address = request.slice(8, 8 + length);
    return adding ? this.add(ifindex, type, address) : this.drop(ifindex, type, address);
  }

  private find(ifindex: number, type: number, address: Uint8Array): Membership | undefined {
    return this.list.find(
      (entry) =>
        entry.ifindex === ifindex &&
        entry.type === type &&
        entry.address.length === address.length &&
        entry.address.every((byte, i) => byte === address[i]),
    );
  }

  private add(ifindex: number, type: number, address: Uint8Array): number {
    const dev = this.net.devByIndex(ifindex);
    if (dev === undefined) return -ENODEV;
    if (address.length > dev.addressLength) return -EINVAL;
    const known = this.find(ifindex, type, address);
    if (known !== undefined) {
      known.count++;
      return 0;
    }
    const error = apply(dev, type, address, 1);
    if (error === 0) this.list.push({ ifindex, type, address, count: 1 });
    return error;
  }

  private drop(ifindex: number, type: number, address: Uint8Array): number {
    const known = this.find(ifindex, type, address);
    if (known === undefined) return 0;
    if (--known.count > 0) return 0;
    this.list = this.list.filter((entry) => entry !== known);
    const dev = this.net.devByIndex(ifindex);
    if (dev !== undefined) apply(dev, type, address, -1);
    return 0;
  }

  /** The device goes away: its memberships are forgotten (`packet_dev_mclist_delete`). */
  deviceGone(dev: NetDevice): void {
    const gone = this.list.filter((entry) => entry.ifindex === dev.ifindex);
    this.list = this.list.filter((entry) => entry.ifindex !== dev.ifindex);
    for (const entry of gone) apply(dev, entry.type, entry.address, -1);
  }

  /** The socket closes. */
  flush(): void {
    for (const { ifindex, type, address } of this.list) {
      const dev = this.net.devByIndex(ifindex);
      if (dev !== undefined) apply(dev, type, address, -1);
    }
    this.list = [];
  }
}

function apply(dev: NetDevice, type: number, address: Uint8Array, count: 1 | -1): number {
  switch (type) {
    case PACKET_MR_PROMISC:
      return changePromiscuity(dev, count);
    case PACKET_MR_ALLMULTI:
      return changeAllmulti(dev, count);
    case PACKET_MR_MULTICAST:
      if (address.length !== dev.addressLength) return -EINVAL;
      if (count > 0) addMulticast(dev, address);
      return count > 0 ? 0 : removeMulticast(dev, address);
    case PACKET_MR_UNICAST:
      if (address.length !== dev.addressLength) return -EINVAL;
      if (count > 0) addUnicast(dev, address);
      return count > 0 ? 0 : removeUnicast(dev, address);
    default:
      return 0;
  }
}
