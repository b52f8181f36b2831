/**
 * SIOC* ioctls about devices, on sockets of every family.
 *
 * Source: `net/core/dev_ioctl.c`, `include/uapi/linux/sockios.h`.
 */
import { EFAULT, EINVAL, ENODEV, ENOTTY, EOPNOTSUPP } from "../../../errno.ts";
import { IFREQ_LENGTH, IFREQ_UNION, SIOCDEVPRIVATE, SIOCGIFCONF } from "../../../ioctl/ifreq.ts";
import { readS32, readString, readU16 } from "../../../netlink/attribute.ts";
import type { Net } from "../net.ts";
import { addGlobalMulticast, removeGlobalMulticast } from "./dev-address-lists.ts";
import { renameDevice, setMacAddress, setMtuLogged, setTxQueueLength } from "./dev-change.ts";
import { changeFlags } from "./dev-flags.ts";
import { getFlags } from "./dev-state.ts";
import { ethtoolIoctl } from "./ethtool-ioctl.ts";
import { ifconf } from "./ifconf.ts";
import { IFNAMSIZ, type NetDevice } from "./netdevice.ts";

/** Offset of the address in the union's `struct sockaddr`. */
const SOCKADDR_DATA = IFREQ_UNION + 2;
const SOCKADDR_ROOM = 14;

const encoder = new TextEncoder();

const SIOCGIFNAME = 0x8910;
const SIOCETHTOOL = 0x8946;

/** The name in an ifreq, without the label of an old-style alias ("eth0:1"). */
export function ifreqName(argument: Uint8Array): string {
  const name = readString(argument, 0, IFNAMSIZ - 1);
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(0, colon);
}

function put32(argument: Uint8Array, value: number): number {
  for (let i = 0; i < 4; i++) argument[IFREQ_UNION + i] = value >>> (8 * i);
  return 0;
}

function putSockaddr(argument: Uint8Array, family: number, address: Uint8Array, length: number): number {
  argument[IFREQ_UNION] = family;
  argument[IFREQ_UNION + 1] = family >>> 8;
  argument.fill(0, SOCKADDR_DATA, SOCKADDR_DATA + SOCKADDR_ROOM);
  for (let i = 0; i < Math.min(length, SOCKADDR_ROOM); i++) argument[SOCKADDR_DATA + i] = address[i];
  return 0;
}

function sockaddrData(argument: Uint8Array, length: number): Uint8Array {
  return argument.slice(SOCKADDR_DATA, SOCKADDR_DATA + length);
}

function setHardwareAddress(dev: NetDevice, argument: Uint8Array): number {
  if (dev.ops.setMacAddress === undefined) return -EOPNOTSUPP;
  if (readU16(argument, IFREQ_UNION) !== dev.type) return -EINVAL;
  return setMacAddress(dev, sockaddrData(argument, dev.addressLength));
}

function rename(dev: NetDevice, argument: Uint8Array): number {
  return renameDevice(dev, readString(argument, IFREQ_UNION, IFREQ_UNION + IFNAMSIZ - 1));
}

function changeMulticast(dev: NetDevice, argument: Uint8Array, add: boolean): number {
  if (dev.ops.setRxMode === undefined || readU16(argument, IFREQ_UNION) !== 0) return -EINVAL;
  const address = sockaddrData(argument, dev.addressLength);
  if (!add) return removeGlobalMulticast(dev, address);
  addGlobalMulticast(dev, address);
  return 0;
}

/** `SIOCSIFFLAGS` of a device. What it does to carriers is done before the program's next call. */
export function setFlags(dev: NetDevice, argument: Uint8Array): number {
  const error = changeFlags(dev, readU16(argument, IFREQ_UNION));
  dev.net.machine.runDue();
  return error;
}

type Handler = (dev: NetDevice, argument: Uint8Array) => number;

const HANDLERS: ReadonlyMap<number, Handler> = new Map<number, Handler>([
  [
    0x8913, // SIOCGIFFLAGS
    (dev, argument) => {
      const flags = getFlags(dev);
      argument[IFREQ_UNION] = flags;
      argument[IFREQ_UNION + 1] = flags >>> 8;
      return 0;
    },
  ],
  // SIOCSIFFLAGS: only the lower 16 bits are in an ifreq.
  [0x8914, setFlags],
  [0x891d, (_, argument) => put32(argument, 0)], // SIOCGIFMETRIC
  [0x891e, () => -EOPNOTSUPP], // SIOCSIFMETRIC
  [0x8921, (dev, argument) => put32(argument, dev.mtu)], // SIOCGIFMTU
  [0x8922, (dev, argument) => setMtuLogged(dev, readS32(argument, IFREQ_UNION))], // SIOCSIFMTU
  [0x8923, rename], // SIOCSIFNAME
  [0x8924, setHardwareAddress], // SIOCSIFHWADDR
  [0x8927, (dev, argument) => putSockaddr(argument, dev.type, dev.address, dev.addressLength)], // SIOCGIFHWADDR
  [0x8931, (dev, argument) => changeMulticast(dev, argument, true)], // SIOCADDMULTI
  [0x8932, (dev, argument) => changeMulticast(dev, argument, false)], // SIOCDELMULTI
  [0x8933, (dev, argument) => put32(argument, dev.ifindex)], // SIOCGIFINDEX
  [0x8942, (dev, argument) => put32(argument, dev.txQueueLength)], // SIOCGIFTXQLEN
  [
    0x8943, // SIOCSIFTXQLEN
    (dev, argument) => {
      const length = readS32(argument, IFREQ_UNION);
      return length < 0 ? -EINVAL : setTxQueueLength(dev, length);
    },
  ],
  [
    0x8970, // SIOCGIFMAP
    (_, argument) => {
      argument.fill(0, IFREQ_UNION, IFREQ_LENGTH);
      return 0;
    },
  ],
  [0x8971, () => -EOPNOTSUPP], // SIOCSIFMAP
]);

/** What no driver here gives a meaning. */
function isPrivate(request: number): boolean {
  return request >= SIOCDEVPRIVATE && request < SIOCDEVPRIVATE + 16;
}

function nameOfIndex(net: Net, argument: Uint8Array): number {
  const dev = net.devByIndex(readS32(argument, IFREQ_UNION));
  if (dev === undefined) return -ENODEV;
  argument.fill(0, 0, IFNAMSIZ);
  encoder.encodeInto(dev.name, argument.subarray(0, IFNAMSIZ - 1));
  return 0;
}

/** Answers a device ioctl; `-ENOTTY` when it is none. `argument` begins with a `struct ifreq`. */
export function devIoctl(net: Net, request: number, argument: Uint8Array): number {
  const bridged =
    argument.length < IFREQ_LENGTH ? undefined : net.machine.bridgeIoctl(net, request, argument);
  if (bridged !== undefined) return bridged;
  if (request === SIOCGIFCONF) return ifconf(net, argument);
  const handler = isPrivate(request) ? () => -EOPNOTSUPP : HANDLERS.get(request);
  if (handler === undefined && request !== SIOCGIFNAME && request !== SIOCETHTOOL) return -ENOTTY;
  if (argument.length < IFREQ_LENGTH) return -EFAULT;
  if (request === SIOCGIFNAME) return nameOfIndex(net, argument);
  const dev = net.devByName(ifreqName(argument));
  if (dev === undefined) return -ENODEV;
  return handler === undefined ? ethtoolIoctl(dev, argument, IFREQ_LENGTH) : handler(dev, argument);
}
