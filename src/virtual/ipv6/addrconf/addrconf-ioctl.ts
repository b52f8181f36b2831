/**
 * Addresses of devices by ioctl on sockets of IPv6, as net-tools' `ifconfig` sets them.
 *
 * Source: `net/ipv6/addrconf.c` (`addrconf_add_ifaddr`, `addrconf_del_ifaddr`, `addrconf_set_dstaddr`), `net/ipv6/af_inet6.c`.
 */
import { EFAULT, ENODEV, ENOTTY } from "../../../errno.ts";
import {
  IN6_IFREQ_INDEX,
  IN6_IFREQ_LENGTH,
  IN6_IFREQ_PREFIX,
  SIOCDIFADDR,
  SIOCSIFADDR,
  SIOCSIFDSTADDR,
} from "../../../ioctl/ifreq.ts";
import { IFA_F_PERMANENT } from "../../../netlink/addr.ts";
import { readS32, readU32 } from "../../../netlink/attribute.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import type { Net } from "../../core/net.ts";
import { addUnicast, deleteUnicast } from "./addrconf-unicast.ts";

/** Answers them; `-ENOTTY` for any other request. `argument` is a `struct in6_ifreq`. */
export function addrconfIoctl(net: Net, request: number, argument: Uint8Array): number {
  if (request !== SIOCSIFADDR && request !== SIOCDIFADDR && request !== SIOCSIFDSTADDR) return -ENOTTY;
  if (argument.length < IN6_IFREQ_LENGTH) return -EFAULT;
  // the other end of a tunnel of type sit, of which there are none
  if (request === SIOCSIFDSTADDR) return -ENODEV;
  const address = Ipv6Address.fromBytes(argument);
  const prefixLength = readU32(argument, IN6_IFREQ_PREFIX);
  const ifindex = readS32(argument, IN6_IFREQ_INDEX);
  if (request === SIOCDIFADDR) return deleteUnicast(net, ifindex, address, prefixLength, null);
  const dev = net.devByIndex(ifindex);
  if (dev === undefined) return -ENODEV;
  const error = addUnicast(dev, { address, prefixLength, flags: IFA_F_PERMANENT }, null);
  // it has joined its group before the program's next call
  net.machine.runDue();
  return error;
}
