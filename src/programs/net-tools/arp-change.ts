/** `arp -s`, `-d` and `-f`: `SIOCSARP` and `SIOCDARP`. */

import {
  ARPREQ_DEV,
  ARPREQ_FLAGS,
  ARPREQ_HA,
  ARPREQ_HA_LENGTH,
  ARPREQ_LENGTH,
  ARPREQ_NETMASK,
  ARPREQ_PA,
  ATF_COM,
  ATF_DONTPUB,
  ATF_NETMASK,
  ATF_PERM,
  ATF_PUBL,
  SIOCDARP,
  SIOCSARP,
} from "../../ioctl/arpreq.ts";
import { AF_INET, type SystemCalls } from "../../kernel.ts";
import type { Ipv4Address } from "../../packet/address.ts";
import { IFNAMSIZ, interfaceIoctl } from "../lib/interfaces.ts";

/** A `struct sockaddr` of a hardware address. */
export interface HardwareAddress {
  /** `ARPHRD_*` */
  readonly type: number;
  /** As many bytes as fit, of which a device's address is the first ones. */
  readonly bytes: Uint8Array;
}

/** What is put into a `struct arpreq`. */
export interface ArpRequest {
  readonly address: Ipv4Address;
  readonly hardware: HardwareAddress;
  readonly permanent: boolean;
  readonly published: boolean;
  readonly dontPublish: boolean;
  readonly netmask: number | undefined;
  readonly device: string | undefined;
}

/** What of a `struct arpreq` a deletion uses. */
export type ArpKey = Omit<ArpRequest, "hardware" | "permanent">;

/** `SIOCSARP`. @returns 0 or a negative error number */
export function setArp(sys: SystemCalls, arp: ArpRequest): number {
  const argument = arpreq(arp, ATF_COM | (arp.permanent ? ATF_PERM : 0));
  new DataView(argument.buffer).setUint16(ARPREQ_HA, arp.hardware.type, true);
  argument.set(arp.hardware.bytes.subarray(0, ARPREQ_HA_LENGTH), ARPREQ_HA + 2);
  return interfaceIoctl(sys, SIOCSARP, argument);
}

/** `SIOCDARP`. @returns 0, -ENXIO or -ENOENT when there is no such entry, or another error */
export function deleteArp(sys: SystemCalls, key: ArpKey): number {
  return interfaceIoctl(sys, SIOCDARP, arpreq(key, ATF_PERM));
}

function arpreq(key: ArpKey, flags: number): Uint8Array {
  const argument = new Uint8Array(ARPREQ_LENGTH);
  const view = new DataView(argument.buffer);
  const published = (key.published ? ATF_PUBL : 0) | (key.dontPublish ? ATF_DONTPUB : 0);
  view.setUint16(ARPREQ_PA, AF_INET, true);
  view.setUint32(ARPREQ_PA + 4, key.address);
  view.setUint32(ARPREQ_FLAGS, flags | published | (key.netmask !== undefined ? ATF_NETMASK : 0), true);
  view.setUint16(ARPREQ_NETMASK, AF_INET, true);
  view.setUint32(ARPREQ_NETMASK + 4, key.netmask ?? 0);
  if (key.device !== undefined)
    argument.set(new TextEncoder().encode(key.device).subarray(0, IFNAMSIZ - 1), ARPREQ_DEV);
  return argument;
}
