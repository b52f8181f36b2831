/**
 * `ip -6 netconf`: the settings that routing daemons watch.
 *
 * Source: `net/ipv6/addrconf.c` (`inet6_netconf_fill_devconf`).
 */
import { EINVAL } from "../../../errno.ts";
import { AF_INET6 } from "../../../kernel.ts";
import {
  NETCONFA_FORWARDING,
  NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN,
  NETCONFA_MC_FORWARDING,
  NETCONFA_PROXY_NEIGH,
} from "../../../netlink/netconf.ts";
import { RTNLGRP_IPV6_NETCONF } from "../../../netlink/rtnetlink.ts";
import { Netconf } from "../../core/rtnetlink/netconf.ts";
import type { Ipv6Devconf } from "./devconf.ts";

/** IPv6's, for messages and listeners. */
export const netconf6 = new Netconf<Ipv6Devconf>({
  family: AF_INET6,
  group: RTNLGRP_IPV6_NETCONF,
  noDevice: EINVAL,
  attributes: [
    [NETCONFA_FORWARDING, (conf) => conf.forwarding],
    [NETCONFA_MC_FORWARDING, () => 0],
    [NETCONFA_PROXY_NEIGH, (conf) => conf.proxyNdp],
    [NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN, (conf) => conf.ignoreRoutesWithLinkdown],
  ],
  all: (net) => net.ipv6.all,
  default: (net) => net.ipv6.default,
  ofDevice: (dev) => dev.in6Dev?.cnf ?? null,
});
