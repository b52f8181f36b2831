/**
 * Adding an address for somebody, and deleting it: what requests of rtnetlink and ioctls have in common.
 *
 * Source: `net/ipv6/addrconf.c` (`inet6_addr_add`, `inet6_addr_del`).
 */
import { EACCES, EADDRNOTAVAIL, EINVAL, ENODEV, ENXIO } from "../../../errno.ts";
import {
  IFA_F_DEPRECATED,
  IFA_F_MANAGETEMPADDR,
  IFA_F_MCAUTOJOIN,
  IFA_F_NODAD,
  IFA_F_NOPREFIXROUTE,
  IFA_F_OPTIMISTIC,
  IFA_F_PERMANENT,
  IFA_F_TEMPORARY,
  INFINITY_LIFE_TIME,
} from "../../../netlink/addr.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";
import type { ExtendedAck } from "../../core/rtnetlink/rtnetlink.ts";
import { joinGroup, leaveGroup } from "../mcast/mcast.ts";
import { type AddressConfig, addAddress, addPrefixRoute, addressEvent, deleteAddress } from "./addrconf.ts";
import { dadStart } from "./addrconf-dad.ts";
import { deviceForAddress } from "./addrconf-notify.ts";
import { deleteTemporaries, manageTemporaries } from "./addrconf-temporary.ts";
import { armVerify } from "./addrconf-verify.ts";

const NS_PER_SECOND = 1_000_000_000;

/** Flags and lifetimes (s) as they are asked for and, once settled, kept. */
export interface Lifetimes {
  flags: number;
  valid: number;
  preferred: number;
}

/** Flags follow from lifetimes. */
export function settleFlags(life: Lifetimes): void {
  if (life.valid !== INFINITY_LIFE_TIME) life.flags &= ~IFA_F_PERMANENT;
  if (life.preferred === 0) life.flags |= IFA_F_DEPRECATED;
}

/** When it ends: ns since boot; 0: never. */
export function expiryOf(dev: NetDevice, { valid }: Lifetimes): number {
  return valid === INFINITY_LIFE_TIME ? 0 : dev.net.machine.now() + valid * NS_PER_SECOND;
}

function fail(extack: ExtendedAck | null, error: number, text: string): number {
  return extack?.fail(error, text) ?? error;
}

/** `inet6_addr_add`. @returns 0 or a negative error number */
export function addUnicast(dev: NetDevice, config: AddressConfig, extack: ExtendedAck | null): number {
  const life: Lifetimes = {
    flags: config.flags,
    valid: config.validLifetime ?? INFINITY_LIFE_TIME,
    preferred: config.preferredLifetime ?? INFINITY_LIFE_TIME,
  };
  if (config.prefixLength > 128) return fail(extack, -EINVAL, "ipv6: Invalid prefix length");
  if ((life.flags & IFA_F_MANAGETEMPADDR) !== 0 && config.prefixLength !== 64)
    return fail(extack, -EINVAL, 'ipv6: address with "mngtmpaddr" flag must have a prefix length of 64');
  const idev = deviceForAddress(dev);
  if (typeof idev === "number")
    return fail(extack, idev, idev === -EACCES ? "ipv6: IPv6 is disabled on this device" : "");
  settleFlags(life);
  const joined = (life.flags & IFA_F_MCAUTOJOIN) !== 0;
  if (joined) joinGroup(idev, config.address);
  const ifp = addAddress(idev, { ...config, flags: life.flags }, extack);
  if (typeof ifp === "number") {
    if (joined) leaveGroup(idev, config.address);
    return ifp;
  }
  if ((life.flags & IFA_F_NOPREFIXROUTE) === 0)
    addPrefixRoute(dev, ifp.address, ifp.prefixLength, ifp.rtPriority, expiryOf(dev, life));
  if ((ifp.flags & (IFA_F_OPTIMISTIC | IFA_F_NODAD)) === 0) addressEvent(0, ifp);
  dadStart(ifp);
  if ((ifp.flags & IFA_F_MANAGETEMPADDR) !== 0) manageTemporaries(ifp, life.valid, life.preferred, true);
  if (isWatched(life.valid, life.preferred)) armVerify(dev.net);
  return 0;
}

/** Without a life time there is nothing to watch, and no need to look at thousands of devices. */
function isWatched(valid: number, preferred: number): boolean {
  return valid !== INFINITY_LIFE_TIME || preferred !== INFINITY_LIFE_TIME;
}

/** `inet6_addr_del`. @returns 0 or a negative error number */
export function deleteUnicast(
  net: Net,
  ifindex: number,
  address: Ipv6Address,
  prefixLength: number,
  extack: ExtendedAck | null,
): number {
  if (prefixLength > 128) return fail(extack, -EINVAL, "ipv6: Invalid prefix length");
  const dev = net.devByIndex(ifindex);
  if (dev === undefined) return fail(extack, -ENODEV, "ipv6: Unable to find the interface");
  if (dev.in6Dev === null) return fail(extack, -ENXIO, "ipv6: IPv6 is disabled on this device");
  const found = dev.in6Dev.addresses.find(
    (ifp) => ifp.prefixLength === prefixLength && ifp.address.equals(address),
  );
  if (found === undefined) return fail(extack, -EADDRNOTAVAIL, "ipv6: address not found");
  if ((found.flags & (IFA_F_MANAGETEMPADDR | IFA_F_TEMPORARY)) === IFA_F_MANAGETEMPADDR)
    deleteTemporaries(found);
  deleteAddress(found);
  if (isWatched(found.validLifetime, found.preferredLifetime)) armVerify(net);
  if (found.address.isMulticast) leaveGroup(found.idev, found.address);
  return 0;
}
