/**
 * Deleting entries of a tunnel that match (`bridge fdb flush`).
 *
 * Source: `drivers/net/vxlan/vxlan_core.c` (`vxlan_fdb_delete_bulk`, `vxlan_fdb_flush_matches`, `vxlan_fdb_flush_match_remotes`).
 */
import { EINVAL } from "../../../errno.ts";
import type { AttributeTable } from "../../../netlink/attribute.ts";
import {
  NDA_DST,
  NDA_MAX,
  NDA_NDM_FLAGS_MASK,
  NDA_NDM_STATE_MASK,
  NDA_NH_ID,
  NDA_PORT,
  NDA_SRC_VNI,
  NDA_VNI,
  NTF_EXT_LEARNED,
  NTF_MASTER,
  NTF_OFFLOADED,
  NTF_ROUTER,
  NTF_SELF,
  NUD_NOARP,
  NUD_PERMANENT,
} from "../../../netlink/neigh.ts";
import { policy } from "../../../netlink/policy.ts";
import type { FdbBulk } from "../../core/rtnetlink/fdb-ops.ts";
import { AF_INET, AF_INET6, TunnelAddress } from "./address.ts";
import type { VxlanDevice } from "./device.ts";
import type { Remote } from "./fdb.ts";

const FLUSH_STATES = NUD_PERMANENT | NUD_NOARP;
const FLUSH_FLAGS = NTF_EXT_LEARNED | NTF_OFFLOADED | NTF_ROUTER;
const IPV4_LENGTH = 4;
const IPV6_LENGTH = 16;

/** Which remotes go: undefined for all. A port or a number that is 0 was not said. */
function remoteFilter(attributes: AttributeTable): ((remote: Remote) => boolean) | undefined {
  const port = attributes.be16(NDA_PORT, 0);
  const vni = attributes.u32(NDA_VNI);
  let address: TunnelAddress | undefined;
  if (attributes.has(NDA_DST)) {
    const family = attributes.length(NDA_DST) < IPV6_LENGTH ? AF_INET : AF_INET6;
    address = TunnelAddress.fromBytes(family, attributes.bytes, attributes.offset(NDA_DST));
  }
  if (port === 0 && vni === 0 && address === undefined) return undefined;
  return (remote) =>
    (port === 0 || remote.port === port) &&
    (vni === 0 || remote.vni === vni) &&
    (address === undefined || remote.address.equals(address));
}

export const vxlanFdbBulk: FdbBulk = {
  rules: policy(NDA_MAX, [
    [NDA_SRC_VNI, { type: "u32" }],
    [NDA_NH_ID, { type: "u32" }],
    [NDA_VNI, { type: "u32" }],
    [NDA_PORT, { type: "u16" }],
    [NDA_DST, { type: "binary", minimum: IPV4_LENGTH, length: IPV6_LENGTH }],
    [NDA_NDM_STATE_MASK, { type: "u16" }],
    [NDA_NDM_FLAGS_MASK, { type: "u8" }],
  ]),
  delete(device, { header, attributes, extack }) {
    const dev = device as VxlanDevice;
    const { state } = header;
    const flags = header.flags & ~(NTF_MASTER | NTF_SELF);
    if ((state & ~FLUSH_STATES) !== 0)
      return extack.fail(-EINVAL, "Unsupported fdb flush ndm state bits set");
    if ((flags & ~FLUSH_FLAGS) !== 0) return extack.fail(-EINVAL, "Unsupported fdb flush ndm flag bits set");
    const stateMask = attributes.u16(NDA_NDM_STATE_MASK);
    const flagsMask = attributes.u8(NDA_NDM_FLAGS_MASK);
    const source = attributes.u32(NDA_SRC_VNI);
    if (source !== 0 && source !== dev.config.vni) return 0;
    // No entry has next hops behind it.
    if (attributes.u32(NDA_NH_ID) !== 0) return 0;
    const matches = remoteFilter(attributes);
    const { fdb } = dev;
    for (const entry of fdb?.entries ?? []) {
      if (stateMask !== 0 && (entry.state & stateMask) !== state) continue;
      if (flagsMask !== 0 && (entry.flags & flagsMask) !== flags) continue;
      if (matches === undefined) fdb?.destroy(entry);
      else fdb?.removeRemotes(entry, matches);
    }
    return 0;
  },
};
