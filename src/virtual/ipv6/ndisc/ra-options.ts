/**
 * Options of router advertisements that are for programs: name servers, search lists, captive portals, and prefixes once more.
 *
 * Source: `net/ipv6/ndisc.c` (`ndisc_ra_useropt`, `ndisc_is_useropt`), `include/uapi/linux/rtnetlink.h` (`struct nduseroptmsg`).
 */
import { AF_INET6 } from "../../../kernel.ts";
import { RTM_NEWNDUSEROPT, RTNLGRP_ND_USEROPT } from "../../../netlink/rtnetlink.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import { NDISC_ROUTER_ADVERTISEMENT } from "../../../packet/icmpv6.ts";
import {
  ND_OPT_CAPTIVE_PORTAL,
  ND_OPT_DNSSL,
  ND_OPT_PREFIX_INFO,
  ND_OPT_RDNSS,
} from "../../../packet/ndisc.ts";
import type { Inet6Device } from "../addrconf/inet6-device.ts";

const USER_OPTIONS: ReadonlySet<number> = new Set([
  ND_OPT_PREFIX_INFO,
  ND_OPT_RDNSS,
  ND_OPT_DNSSL,
  ND_OPT_CAPTIVE_PORTAL,
]);
/** Length of `struct nduseroptmsg`. */
const NDUSEROPTMSG_LEN = 16;
const NDUSEROPT_SRCADDR = 1;

/** Tells programs of the option at `at`, whole and as it came, if it is for them. */
export function notifyUserOption(
  idev: Inet6Device,
  router: Ipv6Address,
  bytes: Uint8Array,
  at: number,
): void {
  if (!USER_OPTIONS.has(bytes[at])) return;
  const { net, ifindex } = idev.dev;
  const { rtnetlink } = net.machine;
  if (!rtnetlink.hasListeners(net, RTNLGRP_ND_USEROPT)) return;
  const { writer } = rtnetlink;
  const length = bytes[at + 1] * 8;
  writer.reset();
  writer.begin(RTM_NEWNDUSEROPT, 0, 0, 0);
  const header = writer.reserve(NDUSEROPTMSG_LEN);
  writer.put32(header, AF_INET6 | (length << 16));
  writer.put32(header + 4, ifindex);
  writer.put32(header + 8, NDISC_ROUTER_ADVERTISEMENT);
  writer.put32(header + 12, 0);
  writer.rawBytes(bytes.subarray(at, at + length));
  const source = writer.attribute(NDUSEROPT_SRCADDR, 16);
  router.toBytes(writer.bytes, source);
  writer.end();
  rtnetlink.notify(net, RTNLGRP_ND_USEROPT, writer.message());
}
