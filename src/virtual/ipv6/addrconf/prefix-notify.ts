/**
 * What listeners hear of advertised prefixes.
 *
 * Source: `net/ipv6/addrconf.c` (`inet6_prefix_notify`, `inet6_fill_prefix`).
 */
import { AF_INET6 } from "../../../kernel.ts";
import { PREFIX_ADDRESS, writePrefixCacheInfo, writePrefixHeader } from "../../../netlink/prefix.ts";
import { RTM_NEWPREFIX, RTNLGRP_IPV6_PREFIX } from "../../../netlink/rtnetlink.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import type { Inet6Device } from "./inet6-device.ts";

/** `ND_OPT_PREFIX_INFO`: the only type there is. */
const TYPE = 3;

/** A prefix information option. Lifetimes in s. */
export interface PrefixInformation {
  readonly prefix: Ipv6Address;
  readonly length: number;
  /** `ND_PREFIX_FLAG_*` */
  readonly flags: number;
  readonly valid: number;
  readonly preferred: number;
}

/** Tells `RTNLGRP_IPV6_PREFIX` of a prefix that a router advertised, whatever came of it. */
export function notifyPrefix(idev: Inet6Device, info: PrefixInformation): void {
  const { net, ifindex } = idev.dev;
  const rtnetlink = net.machine.rtnetlink;
  if (!rtnetlink.hasListeners(net, RTNLGRP_IPV6_PREFIX)) return;
  const writer = rtnetlink.writer;
  writer.reset();
  writer.begin(RTM_NEWPREFIX, 0, 0, 0);
  const { length, flags } = info;
  writePrefixHeader(writer, { family: AF_INET6, index: ifindex, type: TYPE, length, flags });
  const at = writer.attribute(PREFIX_ADDRESS, 16);
  info.prefix.toBytes(writer.bytes, at);
  writePrefixCacheInfo(writer, info.preferred, info.valid);
  writer.end();
  rtnetlink.notify(net, RTNLGRP_IPV6_PREFIX, writer.message());
}
