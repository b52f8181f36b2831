/**
 * `SIOCGIFCONF`: all IPv4 addresses with their labels, on sockets of every family.
 *
 * Source: `net/core/dev_ioctl.c` (`dev_ifconf`), `net/ipv4/devinet.c` (`inet_gifconf`).
 */
import { EFAULT } from "../../../errno.ts";
import { IFCONF_LENGTH, IFREQ_ADDRESS, IFREQ_LENGTH, IFREQ_UNION } from "../../../ioctl/ifreq.ts";
import { AF_INET } from "../../../kernel.ts";
import { readS32 } from "../../../netlink/attribute.ts";
import { write32 } from "../../../packet/bytes.ts";
import type { InetIfaddr } from "../../ipv4/devinet/inet-device.ts";
import type { Net } from "../net.ts";
import { IFNAMSIZ } from "./netdevice.ts";

const encoder = new TextEncoder();

/** Writes as many as there is room for behind the `struct ifconf`; without room, only the length that all would take. */
export function ifconf(net: Net, argument: Uint8Array): number {
  if (argument.length < IFCONF_LENGTH) return -EFAULT;
  const counts = argument.length === IFCONF_LENGTH;
  let left = readS32(argument, 0);
  let total = 0;
  for (const dev of net.devices.values())
    for (let ifa = dev.inDev?.addresses ?? null; ifa !== null; ifa = ifa.next) {
      if (!counts) {
        if (left < IFREQ_LENGTH) break;
        const at = IFCONF_LENGTH + total;
        if (at + IFREQ_LENGTH > argument.length) return -EFAULT;
        writeEntry(argument.subarray(at, at + IFREQ_LENGTH), ifa);
        left -= IFREQ_LENGTH;
      }
      total += IFREQ_LENGTH;
    }
  for (let i = 0; i < 4; i++) argument[i] = total >>> (8 * i);
  return 0;
}

function writeEntry(entry: Uint8Array, ifa: InetIfaddr): void {
  entry.fill(0);
  encoder.encodeInto(ifa.label, entry.subarray(0, IFNAMSIZ - 1));
  entry[IFREQ_UNION] = AF_INET;
  write32(entry, IFREQ_ADDRESS, ifa.local);
}
