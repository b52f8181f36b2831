/**
 * The IPv4 part of link messages: the device's switches as an array of numbers (`IFLA_INET_CONF`).
 *
 * Source: `net/ipv4/devinet.c` (`inet_fill_link_af`), `include/uapi/linux/ip.h` (`IPV4_DEVCONF_*`).
 */
import { AF_INET } from "../../../kernel.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { RtnlAfOps } from "../../core/rtnetlink/rtnetlink.ts";
import type { DevconfName } from "./devconf.ts";

const IFLA_INET_CONF = 1;

/** In the order of the numbers; null: `mc_forwarding`, which only multicast routing daemons set. */
const ORDER: readonly (DevconfName | null)[] = [
  "forwarding",
  null,
  "proxyArp",
  "acceptRedirects",
  "secureRedirects",
  "sendRedirects",
  "sharedMedia",
  "rpFilter",
  "acceptSourceRoute",
  "bootpRelay",
  "logMartians",
  "tag",
  "arpFilter",
  "mediumId",
  "disableXfrm",
  "disablePolicy",
  "forceIgmpVersion",
  "arpAnnounce",
  "arpIgnore",
  "promoteSecondaries",
  "arpAccept",
  "arpNotify",
  "acceptLocal",
  "srcValidMark",
  "proxyArpPvlan",
  "routeLocalnet",
  "igmpv2UnsolicitedReportInterval",
  "igmpv3UnsolicitedReportInterval",
  "ignoreRoutesWithLinkdown",
  "dropUnicastInL2Multicast",
  "dropGratuitousArp",
  "bcForwarding",
  "arpEvictNocarrier",
];

/** IPv4's part of link messages (`inet_af_ops`). */
export const inetLinkAf: RtnlAfOps = {
  family: AF_INET,
  fillLinkAf(dev: NetDevice, writer: MessageWriter): boolean {
    const { inDev } = dev;
    if (inDev === null) return false;
    const at = writer.attribute(IFLA_INET_CONF, 4 * ORDER.length);
    for (const [i, name] of ORDER.entries()) writer.put32(at + 4 * i, name === null ? 0 : inDev.conf[name]);
    return true;
  },
};
