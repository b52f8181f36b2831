/**
 * Making a device from a request, in the two steps that kinds of links use: create and configure.
 *
 * Source: `net/core/rtnetlink.c` (`rtnl_create_link`, `rtnl_configure_link`, `rtnl_dev_combine_flags`).
 */
import { EINVAL } from "../../../errno.ts";
import type { AttributeTable } from "../../../netlink/attribute.ts";
import type { LinkHeader } from "../../../netlink/link.ts";
import * as ifla from "../../../netlink/link-attributes.ts";
import { setOperstate, validateMtu } from "../dev/dev-change.ts";
import { changeFlagsSilently, notifyFlags } from "../dev/dev-flags.ts";
import { setGroMaxSize, setGsoMaxSize } from "../dev/dev-sizes.ts";
import { NET_ADDR_SET } from "../dev/ethernet.ts";
import { IFF_ALLMULTI, IFF_PROMISC, type NetDevice } from "../dev/netdevice.ts";
import type { Net } from "../net.ts";
import type { ExtendedAck } from "./rtnetlink.ts";
import { validateLink } from "./rtnetlink-link-common.ts";
import type { LinkNotice } from "./rtnetlink-link-notify.ts";
import type { RtnlLinkOps } from "./rtnl-link-ops.ts";

const NET_NAME_ENUM = 1;
const NET_NAME_USER = 3;
const MAX_QUEUES = 4096;

/**
 * A device of the kind with what the attributes say, not registered yet.
 * @returns the device or a negative error
 */
export function createLink(
  net: Net,
  name: string,
  ops: RtnlLinkOps,
  table: AttributeTable,
  extack: ExtendedAck,
  origin = 0,
): NetDevice | number {
  const queues = ops.queues ?? 1;
  const txQueues = table.u32(ifla.IFLA_NUM_TX_QUEUES, queues);
  const rxQueues = table.u32(ifla.IFLA_NUM_RX_QUEUES, queues);
  if (txQueues < 1 || txQueues > MAX_QUEUES) return extack.fail(-EINVAL, "Invalid number of transmit queues");
  if (rxQueues < 1 || rxQueues > MAX_QUEUES) return extack.fail(-EINVAL, "Invalid number of receive queues");
  const dev = ops.setup(net, name);
  dev.initializing = true;
  dev.nameAssignType = name.includes("%") ? NET_NAME_ENUM : NET_NAME_USER;
  dev.numTxQueues = txQueues;
  dev.numRxQueues = rxQueues;
  const invalid = validateLink(dev, null, table, extack, origin);
  if (invalid < 0) return invalid;
  if (table.has(ifla.IFLA_MTU)) {
    const mtu = table.u32(ifla.IFLA_MTU);
    const error = validateMtu(dev, mtu, extack);
    if (error < 0) return error;
    dev.mtu = mtu;
  }
  applyInitial(dev, table);
  return dev;
}

function applyInitial(dev: NetDevice, table: AttributeTable): void {
  const address = table.payload(ifla.IFLA_ADDRESS);
  if (address !== undefined) {
    dev.address = fixedLength(address);
    dev.addressAssignType = NET_ADDR_SET;
  }
  const broadcast = table.payload(ifla.IFLA_BROADCAST);
  if (broadcast !== undefined) dev.broadcast = fixedLength(broadcast);
  dev.txQueueLength = table.u32(ifla.IFLA_TXQLEN, dev.txQueueLength);
  if (table.has(ifla.IFLA_OPERSTATE)) setOperstate(dev, table.u8(ifla.IFLA_OPERSTATE));
  dev.linkMode = table.u8(ifla.IFLA_LINKMODE, dev.linkMode);
  dev.group = table.u32(ifla.IFLA_GROUP, dev.group);
  if (table.has(ifla.IFLA_GSO_MAX_SIZE)) setGsoMaxSize(dev, table.u32(ifla.IFLA_GSO_MAX_SIZE));
  dev.gsoMaxSegments = table.u32(ifla.IFLA_GSO_MAX_SEGS, dev.gsoMaxSegments);
  if (table.has(ifla.IFLA_GRO_MAX_SIZE)) setGroMaxSize(dev, table.u32(ifla.IFLA_GRO_MAX_SIZE));
  dev.gsoIpv4MaxSize = table.u32(ifla.IFLA_GSO_IPV4_MAX_SIZE, dev.gsoIpv4MaxSize);
  dev.groIpv4MaxSize = table.u32(ifla.IFLA_GRO_IPV4_MAX_SIZE, dev.groIpv4MaxSize);
}

/** A copy of at least six bytes, as everything that reads addresses expects. */
function fixedLength(address: Uint8Array): Uint8Array {
  const copy = new Uint8Array(Math.max(6, address.length));
  copy.set(address);
  return copy;
}

/** The flags that a request asks for (`rtnl_dev_combine_flags`). */
export function combineFlags(dev: NetDevice, header: Readonly<LinkHeader>): number {
  if (header.change === 0) return header.flags;
  const wanted = IFF_PROMISC | IFF_ALLMULTI;
  const present = (dev.flags & ~wanted) | (dev.gflags & wanted);
  return (header.flags & header.change) | (present & ~header.change);
}

/** Sets the new device's flags and tells of it for the first time. @returns 0 or a negative error */
export function configureLink(
  dev: NetDevice,
  header: Readonly<LinkHeader> | undefined,
  notice: LinkNotice | undefined,
): number {
  const before = dev.flags;
  if (header !== undefined && (header.flags !== 0 || header.change !== 0)) {
    const error = changeFlagsSilently(dev, combineFlags(dev, header));
    if (error < 0) return error;
  }
  const changed = dev.initializing ? 0xffffffff : before ^ dev.flags;
  dev.initializing = false;
  notifyFlags(dev, before, changed, notice);
  return 0;
}
