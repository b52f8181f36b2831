/**
 * The networks of a device that is for several: adding, changing, removing them.
 *
 * Source: `drivers/net/vxlan/vxlan_vnifilter.c` (`vxlan_vni_add`, `vxlan_vni_update_group`, `vxlan_vni_del`).
 */
import { EEXIST, ENOENT, ENOSPC } from "../../../errno.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import { NLM_F_APPEND, NLM_F_CREATE } from "../../../netlink/message.ts";
import { NTF_SELF, NUD_PERMANENT, NUD_REACHABLE } from "../../../netlink/neigh.ts";
import { AF_INET, TunnelAddress } from "./address.ts";
import type { VxlanDevice } from "./device.ts";
import type { Remote } from "./fdb.ts";
import { joinRemote, leaveRemote } from "./sockets.ts";
import { vniInUse } from "./tunnels.ts";
import { MAX_VNIS, type VniGroup, VniNode } from "./vni-group.ts";

const ALL_ZEROS = new Uint8Array(6);

/** Tells of a network that came, changed or goes. */
export type VniNotify = (dev: VxlanDevice, node: VniNode, gone: boolean) => void;

function remoteOf(dev: VxlanDevice, vni: number, address: TunnelAddress): Remote {
  return { address, port: dev.config.port, vni, ifindex: dev.config.link };
}

/** Where frames of the network go whose destination nobody knows. @returns 0 or a negative error */
function addDefault(dev: VxlanDevice, vni: number, address: TunnelAddress, extack: ExtendedAck): number {
  const asked = {
    address: ALL_ZEROS,
    remote: remoteOf(dev, vni, address),
    state: NUD_REACHABLE | NUD_PERMANENT,
    flags: NTF_SELF,
    nlmFlags: NLM_F_APPEND | NLM_F_CREATE,
    sourceVni: vni,
  };
  return dev.fdb?.update(asked, extack) ?? 0;
}

/** `vxlan_vni_update_group`. @returns 0, 1 when something changed, or a negative error */
function updateGroup(
  dev: VxlanDevice,
  node: VniNode,
  group: TunnelAddress,
  create: boolean,
  extack: ExtendedAck,
): number {
  const wanted = group.isAny ? dev.remote : group;
  if (wanted.isAny) return create ? 1 : 0;
  if (!create && node.remote.equals(wanted)) return 0;
  const error = addDefault(dev, node.vni, wanted, extack);
  if (error < 0) return error;
  if (!create && node.remote.isMulticast && dev.isUp) leaveRemote(dev, node.remote);
  node.remote = group;
  if (wanted.isMulticast && dev.isUp) {
    const joined = joinRemote(dev, wanted);
    // that it is in the group already is no error
    if (joined < 0 && joined !== -EEXIST) return joined;
  }
  return 1;
}

/** Adds a network, or gives it another `group` (`vxlan_vni_add`). @returns 0 or a negative error */
export function addVni(
  dev: VxlanDevice,
  vnis: VniGroup,
  vni: number,
  group: TunnelAddress,
  extack: ExtendedAck,
  notify: VniNotify,
): number {
  let node = vnis.find(vni);
  const create = node === undefined;
  if (node === undefined) {
    if (vniInUse(dev.config, vni, dev.tunnelNet, dev)) return extack.fail(-EEXIST, "VNI in use");
    if (vnis.size >= MAX_VNIS)
      return extack.fail(-ENOSPC, `vxlan: more than ${MAX_VNIS} VNIs are not supported here`);
    node = new VniNode(vni, TunnelAddress.any(AF_INET));
    vnis.add(node);
  }
  const changed = updateGroup(dev, node, group, create, extack);
  if (changed > 0) notify(dev, node, false);
  return Math.min(0, changed);
}

function forget(dev: VxlanDevice, node: VniNode): void {
  const remote = node.remote.isAny ? dev.remote : node.remote;
  if (remote.isAny) return;
  if (remote.isMulticast && dev.isUp) leaveRemote(dev, remote);
  dev.fdb?.remove(ALL_ZEROS, remoteOf(dev, node.vni, remote), node.vni);
}

/** `vxlan_vni_del`. @returns 0 or a negative error */
export function deleteVni(dev: VxlanDevice, vnis: VniGroup, vni: number, notify: VniNotify): number {
  const node = vnis.find(vni);
  if (node === undefined) return -ENOENT;
  forget(dev, node);
  notify(dev, node, true);
  vnis.delete(vni);
  return 0;
}
