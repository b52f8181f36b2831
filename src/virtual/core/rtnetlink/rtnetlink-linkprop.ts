/**
 * RTM_NEWLINKPROP and RTM_DELLINKPROP: alternative names.
 *
 * Source: `net/core/rtnetlink.c` (`rtnl_linkprop`, `rtnl_alt_ifname`), `net/core/dev.c` (`netdev_name_node_alt_create`).
 */
import { EEXIST, EINVAL, ENODEV, ENOENT, ENOSPC } from "../../../errno.ts";
import { NLA_HDRLEN, nlAlign } from "../../../netlink/attribute.ts";
import { IFLA_ALT_IFNAME, IFLA_PROP_LIST } from "../../../netlink/link-attributes.ts";
import { validateAttributes } from "../../../netlink/policy-check.ts";
import { RTM_DELLINKPROP, RTM_NEWLINKPROP } from "../../../netlink/rtnetlink.ts";
import { notifyStateChange } from "../dev/dev-flags.ts";
import { ALTIFNAMSIZ } from "../dev/dev-name.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import type { Machine } from "../machine.ts";
import type { ExtendedAck, RtnlRequest } from "./rtnetlink.ts";
import {
  deviceByNameAttribute,
  ensureUniqueNetns,
  hasNameAttribute,
  linkAttributes,
  linkHeader,
  parseLinkRequest,
} from "./rtnetlink-link-common.ts";
import { IFLA_POLICY } from "./rtnetlink-link-policy.ts";

/** Largest attribute. */
const U16_MAX = 0xffff;

function addAltname(dev: NetDevice, name: string, extack: ExtendedAck): number {
  let size = NLA_HDRLEN;
  for (const altname of dev.altnames) size += NLA_HDRLEN + nlAlign(altname.length + 1);
  if (size + NLA_HDRLEN + ALTIFNAMSIZ >= U16_MAX)
    return extack.fail(-ENOSPC, "effective property list too long");
  if (dev.net.names.has(name)) return -EEXIST;
  dev.altnames = [...dev.altnames, name];
  dev.net.names.set(name, dev);
  return 0;
}

function removeAltname(dev: NetDevice, name: string): number {
  const owner = dev.net.names.get(name);
  if (owner === undefined) return -ENOENT;
  if (owner !== dev || name === dev.name) return -EINVAL;
  dev.altnames = dev.altnames.filter((altname) => altname !== name);
  dev.net.names.delete(name);
  return 0;
}

function changeProperties(request: RtnlRequest, adds: boolean): number {
  const { net, extack, message } = request;
  const error = parseLinkRequest(request, true) || ensureUniqueNetns(linkAttributes, extack, true);
  if (error < 0) return error;
  if (linkHeader.index <= 0 && !hasNameAttribute(linkAttributes)) return -EINVAL;
  const byIndex = linkHeader.index > 0;
  const dev = byIndex ? net.devByIndex(linkHeader.index) : deviceByNameAttribute(net, linkAttributes);
  if (dev === undefined) return -ENODEV;
  const cursor = linkAttributes.cursor(IFLA_PROP_LIST);
  let changed = false;
  while (cursor.next()) {
    if (cursor.type !== IFLA_ALT_IFNAME) continue;
    const start = cursor.start - NLA_HDRLEN;
    const end = cursor.start + cursor.length;
    const invalid = validateAttributes(cursor.bytes, start, end, IFLA_POLICY, true, extack, message.start);
    if (invalid < 0) return invalid;
    const name = cursor.string();
    const failed = adds ? addAltname(dev, name, extack) : removeAltname(dev, name);
    if (failed < 0) return failed;
    changed = true;
  }
  if (changed) notifyStateChange(dev);
  return 0;
}

/** Registers the messages with a machine. */
export function initLinkProperties(machine: Machine): void {
  machine.rtnetlink.register(0, RTM_NEWLINKPROP, (request) => changeProperties(request, true));
  machine.rtnetlink.register(0, RTM_DELLINKPROP, (request) => changeProperties(request, false));
}
