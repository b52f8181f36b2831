/**
 * The forwarding database of devices that have none of their own: the addresses that they listen to.
 *
 * Source: `net/core/rtnetlink.c` (`ndo_dflt_fdb_add`, `ndo_dflt_fdb_del`, `ndo_dflt_fdb_dump`, `nlmsg_populate_fdb_fill`).
 */
import { EEXIST, EINVAL } from "../../../errno.ts";
import { NLM_F_EXCL } from "../../../netlink/message.ts";
import {
  NDA_FLAGS_EXT,
  NDA_LLADDR,
  NDA_VLAN,
  NTF_SELF,
  NUD_PERMANENT,
  writeNeighHeader,
} from "../../../netlink/neigh.ts";
import { RTM_NEWNEIGH } from "../../../netlink/rtnetlink.ts";
import {
  addGlobalMulticast,
  addressEntries,
  addressOfKey,
  addUnicast,
  hasAddress,
  removeMulticast,
  removeUnicast,
} from "../dev/dev-address-lists.ts";
import { ARPHRD_ETHER, type NetDevice } from "../dev/netdevice.ts";
import { netdevInfo } from "../printk/netdev-printk.ts";
import type { FdbOps, FdbReply, FdbRequest } from "./fdb-ops.ts";

const AF_BRIDGE = 7;

function isLinkLocal(address: Uint8Array): boolean {
  const prefix = [0x01, 0x80, 0xc2, 0x00, 0x00];
  return prefix.every((byte, i) => address[i] === byte) && (address[5] & 0xf0) === 0;
}

function add(dev: NetDevice, request: FdbRequest): number {
  const { header, address, attributes } = request;
  if (header.state !== 0 && (header.state & NUD_PERMANENT) === 0) {
    netdevInfo(dev, "default FDB implementation only supports local addresses");
    return -EINVAL;
  }
  if (attributes.has(NDA_FLAGS_EXT)) {
    netdevInfo(dev, "invalid flags given to default FDB implementation");
    return -EINVAL;
  }
  if (request.vlan !== 0) {
    netdevInfo(dev, "vlans aren't supported yet for dev_uc|mc_add()");
    return -EINVAL;
  }
  const unicast = (address[0] & 1) === 0 || isLinkLocal(address);
  if (hasAddress(unicast ? dev.unicastList : dev.multicastList, address))
    return (request.flags & NLM_F_EXCL) !== 0 ? -EEXIST : 0;
  if (unicast) addUnicast(dev, address);
  else addGlobalMulticast(dev, address);
  return 0;
}

function remove(dev: NetDevice, request: FdbRequest): number {
  const { header, address } = request;
  // what is not permanent can not be here
  if ((header.state & NUD_PERMANENT) === 0) {
    netdevInfo(dev, "default FDB implementation only supports local addresses");
    return -EINVAL;
  }
  const unicast = (address[0] & 1) === 0 || isLinkLocal(address);
  return unicast ? removeUnicast(dev, address) : removeMulticast(dev, address);
}

/** Appends one entry of the device itself. */
export function writeDefaultEntry(
  dev: NetDevice,
  address: Uint8Array,
  vlan: number,
  type: number,
  state: number,
  reply: FdbReply,
): void {
  const { writer } = reply;
  writer.begin(type, reply.flags, reply.seq, reply.portid);
  writeNeighHeader(writer, AF_BRIDGE, dev.ifindex, state, NTF_SELF, 0);
  writer.data(NDA_LLADDR, address);
  if (vlan !== 0) writer.u16(NDA_VLAN, vlan);
  writer.end();
}

/** Appends the secondary unicast and the multicast addresses (`ndo_dflt_fdb_dump`). */
export function dumpDefault(dev: NetDevice, reply: FdbReply): void {
  if (dev.type !== ARPHRD_ETHER) return;
  for (const list of [dev.unicastList, dev.multicastList]) {
    for (const [key] of addressEntries(list))
      writeDefaultEntry(dev, addressOfKey(key), 0, RTM_NEWNEIGH, NUD_PERMANENT, reply);
  }
}

/** Of devices that have none of their own (`ndo_dflt_fdb_add` …). */
export const defaultFdbOps: FdbOps = {
  add,
  delete: remove,
  dump: (dev, _port, reply) => dumpDefault(dev, reply),
};
