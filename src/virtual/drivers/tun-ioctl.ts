/**
 * What programs ask about and set on a TUN or TAP device through its file.
 *
 * Source: `drivers/net/tun.c` (`__tun_chr_ioctl`, `tun_get_iff`).
 */
import { EBUSY, EFAULT, EINVAL } from "../../errno.ts";
import { readU32 } from "../../netlink/attribute.ts";
import * as tun from "../../netlink/link-kinds/tun.ts";
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

/** Offloads that TUNSETOFFLOAD knows: checksum, TSO4, TSO6, ECN, UFO, USO4, USO6. */
const KNOWN_OFFLOADS = 0x7f;

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
    [tun.TUNSETOFFLOAD, (_, argument) => ((argumentInt(argument) & ~KNOWN_OFFLOADS) !== 0 ? -EINVAL : 0)],
    [tun.TUNSETCARRIER, setCarrierOf],
  ]);
