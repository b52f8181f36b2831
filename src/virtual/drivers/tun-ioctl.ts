/**
 * What programs ask about and set on a TUN or TAP device through its file.
 *
 * Source: `drivers/net/tun.c` (`__tun_chr_ioctl`, `tun_get_iff`).
 */
import { EBUSY, EFAULT, EINVAL } from "../../errno.ts";
import { readU32 } from "../../netlink/attribute.ts";
import * as tun from "../../netlink/link-kinds/tun.ts";
import { type FeatureWords, letFeatures, TUN_FEATURES } from "../core/dev/ethtool-features.ts";
import type { TunDevice } from "./tun-device.ts";

/** Length of `struct ifreq`, and where its flags are. */
export const IFREQ_LENGTH = 40;
export const IFREQ_FLAGS = 16;

/** The name in an ifreq. */
export function readName(argument: Uint8Array): string {
  let name = "";
  for (let i = 0; i < 15 && argument[i] !== 0; i++) name += String.fromCharCode(argument[i]);
  return name;
}

/** Writes name and flags into an ifreq (`tun_get_iff`); TUNSETIFF gives back the flags that it was given. */
export function describe(device: TunDevice, argument: Uint8Array, flags = device.tunFlags): number {
  argument.fill(0, 0, IFREQ_FLAGS);
  for (let i = 0; i < device.name.length; i++) argument[i] = device.name.charCodeAt(i);
  argument[IFREQ_FLAGS] = flags;
  argument[IFREQ_FLAGS + 1] = flags >>> 8;
  return 0;
}

/** An argument that is a number, or points to one. */
export function argumentInt(argument: Uint8Array): number {
  return argument.length >= 4 ? readU32(argument, 0) | 0 : 0;
}

/** @returns 0, or `-EFAULT` when there is no room for a number */
export function writeInt(argument: Uint8Array, value: number): number {
  if (argument.length < 4) return -EFAULT;
  for (let i = 0; i < 4; i++) argument[i] = value >>> (8 * i);
  return 0;
}

function setPersist(device: TunDevice, argument: Uint8Array): number {
  if (argumentInt(argument) !== 0) device.tunFlags |= tun.IFF_PERSIST;
  else device.tunFlags &= ~tun.IFF_PERSIST;
  return 0;
}

function setLinkType(device: TunDevice, argument: Uint8Array): number {
  if (device.isUp) return -EBUSY;
  const { notifiers } = device.net.machine;
  const veto = notifiers.call("NETDEV_PRE_TYPE_CHANGE", device);
  if (veto < 0) return veto;
  device.type = argumentInt(argument) & 0xffff;
  notifiers.call("NETDEV_POST_TYPE_CHANGE", device);
  return 0;
}

function setCarrierOf(device: TunDevice, argument: Uint8Array): number {
  if (argument.length < 4) return -EFAULT;
  return device.ops.changeCarrier?.(device, argumentInt(argument) !== 0) ?? 0;
}

/** Features that TUNSETOFFLOAD turns on: `NETIF_F_HW_CSUM`, `_TSO`, `_TSO_ECN`, `_TSO6`; in the second word `_GSO_UDP_L4`. */
const HW_CSUM = 1 << 3;
const TSO = 1 << 16;
const TSO_ECN = 1 << 18;
const TSO6 = 1 << 20;
const GSO_UDP_L4 = 1 << 1;
const USER_FEATURES: FeatureWords = TUN_FEATURES.withheld ?? [0, 0];

/** `set_offload`: without the checksum there is nothing else. */
function setOffload(device: TunDevice, argument: Uint8Array): number {
  let offloads = argumentInt(argument);
  let low = 0;
  let high = 0;
  if ((offloads & tun.TUN_F_CSUM) !== 0) {
    low = HW_CSUM;
    const segments = offloads & (tun.TUN_F_TSO4 | tun.TUN_F_TSO6);
    if ((segments & tun.TUN_F_TSO4) !== 0) low |= TSO;
    if ((segments & tun.TUN_F_TSO6) !== 0) low |= TSO6;
    if (segments !== 0 && (offloads & tun.TUN_F_TSO_ECN) !== 0) low |= TSO_ECN;
    offloads &= ~(tun.TUN_F_CSUM | segments | tun.TUN_F_UFO);
    if (segments !== 0) offloads &= ~tun.TUN_F_TSO_ECN;
    const datagrams = tun.TUN_F_USO4 | tun.TUN_F_USO6;
    if ((offloads & datagrams) === datagrams) {
      high = GSO_UDP_L4;
      offloads &= ~datagrams;
    }
  }
  if (offloads !== 0) return -EINVAL;
  const before = device.features;
  device.features = letFeatures(before, USER_FEATURES, [low, high]);
  if (device.features.active.some((word, i) => word !== before.active[i]))
    device.net.machine.notifiers.call("NETDEV_FEAT_CHANGE", device);
  return 0;
}

/** Requests that only concern the device. */
export const DEVICE_IOCTLS: ReadonlyMap<number, (device: TunDevice, argument: Uint8Array) => number> =
  new Map([
    [tun.TUNSETNOCSUM, () => 0],
    [tun.TUNSETPERSIST, setPersist],
    [
      tun.TUNSETOWNER,
      (device, argument) => {
        device.owner = argumentInt(argument);
        return 0;
      },
    ],
    [
      tun.TUNSETGROUP,
      (device, argument) => {
        device.ownerGroup = argumentInt(argument);
        return 0;
      },
    ],
    [tun.TUNSETLINK, setLinkType],
    [tun.TUNSETOFFLOAD, setOffload],
    [tun.TUNSETCARRIER, setCarrierOf],
  ]);
