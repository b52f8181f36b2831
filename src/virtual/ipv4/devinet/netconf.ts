/**
 * `ip -4 netconf`: the settings that routing daemons watch.
 *
 * Source: `net/ipv4/devinet.c` (`inet_netconf_fill_devconf`).
 */
import { ENODEV } from "../../../errno.ts";
import { AF_INET } from "../../../kernel.ts";
import {
  NETCONFA_BC_FORWARDING,
  NETCONFA_FORWARDING,
  NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN,
  NETCONFA_MC_FORWARDING,
  NETCONFA_PROXY_NEIGH,
  NETCONFA_RP_FILTER,
} from "../../../netlink/netconf.ts";
import { RTNLGRP_IPV4_NETCONF } from "../../../netlink/rtnetlink.ts";
import { Netconf } from "../../core/rtnetlink/netconf.ts";
import type { Ipv4Devconf } from "./devconf.ts";

/** IPv4's, for messages and listeners. */
export const netconf4 = new Netconf<Ipv4Devconf>({
  family: AF_INET,
  group: RTNLGRP_IPV4_NETCONF,
  noDevice: ENODEV,
  attributes: [
    [NETCONFA_FORWARDING, (conf) => conf.forwarding],
    [NETCONFA_RP_FILTER, (conf) => conf.rpFilter],
    [NETCONFA_MC_FORWARDING, () => 0],
    [NETCONFA_BC_FORWARDING, (conf) => conf.bcForwarding],
    [NETCONFA_PROXY_NEIGH, (conf) => conf.proxyArp],
    [NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN, (conf) => conf.ignoreRoutesWithLinkdown],
  ],
  all: (net) => net.ipv4.devconfAll,
  default: (net) => net.ipv4.devconfDefault,
  ofDevice: (dev) => dev.inDev?.conf ?? null,
});
