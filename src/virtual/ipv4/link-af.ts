/**
 * The IPv4 part of link messages: the device's switches as an array of numbers (`IFLA_INET_CONF`).
 *
 * Source: `net/ipv4/devinet.c` (`inet_fill_link_af`), `include/uapi/linux/ip.h` (`IPV4_DEVCONF_*`).
 */
import { AF_INET } from "../../kernel.ts";
import type { MessageWriter } from "../../netlink/message.ts";
import type { NetDevice } from "../core/netdevice.ts";
import type { RtnlAfOps } from "../core/rtnetlink.ts";
import type { DevconfName } from "./devconf.ts";

const IFLA_INET_CONF = 1;

/** In the order of the numbers; null: switches that have no effect here and are shown as Linux starts with them. */
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
  null,
  "logMartians",
  null,
  "arpFilter",
  "mediumId",
  null,
  null,
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
/** disable_xfrm and disable_policy, which are set on lo. */
const NOXFRM = 14;
const NOPOLICY = 15;

export const inetLinkAf: RtnlAfOps = {
  family: AF_INET,
  fillLinkAf(dev: NetDevice, writer: MessageWriter): boolean {
    const conf = dev.inDev?.conf;
    if (conf === undefined) return false;
    const at = writer.attribute(IFLA_INET_CONF, 4 * ORDER.length);
    for (const [i, name] of ORDER.entries()) {
      const ofLoopback = dev.isLoopback && (i === NOXFRM || i === NOPOLICY) ? 1 : 0;
      writer.put32(at + 4 * i, name === null ? ofLoopback : conf[name]);
    }
    return true;
  },
};
