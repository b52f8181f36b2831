/**
 * What attributes of link requests must look like.
 *
 * Source: `net/core/rtnetlink.c` (`ifla_policy`, `ifla_info_policy`).
 */
import * as ifla from "../../../netlink/link-attributes.ts";
import { type Policy, type PolicyEntry, policy } from "../../../netlink/policy.ts";

const U8: PolicyEntry = { type: "u8" };
const U32: PolicyEntry = { type: "u32" };
const S32: PolicyEntry = { type: "s32" };
const NESTED: PolicyEntry = { type: "nested" };
const REJECT: PolicyEntry = { type: "reject" };
const ADDRESS: PolicyEntry = { type: "binary", length: 32 };
/** `MAX_TCP_HEADER` + 1, with what this kernel is configured for */
const GSO: PolicyEntry = { type: "u32", minimum: 193 };

/** Attributes of link messages (`ifla_policy`). */
export const IFLA_POLICY: Policy = policy(
  ifla.IFLA_MAX,
  [
    [ifla.IFLA_IFNAME, { type: "string", length: 15 }],
    [ifla.IFLA_ADDRESS, ADDRESS],
    [ifla.IFLA_BROADCAST, ADDRESS],
    [ifla.IFLA_MAP, { type: "unspec", length: 32 }],
    [ifla.IFLA_MTU, U32],
    [ifla.IFLA_LINK, U32],
    [ifla.IFLA_MASTER, U32],
    [ifla.IFLA_CARRIER, U8],
    [ifla.IFLA_TXQLEN, U32],
    [ifla.IFLA_WEIGHT, U32],
    [ifla.IFLA_OPERSTATE, U8],
    [ifla.IFLA_LINKMODE, U8],
    [ifla.IFLA_LINKINFO, NESTED],
    [ifla.IFLA_NET_NS_PID, U32],
    [ifla.IFLA_NET_NS_FD, U32],
    // Not "string": an empty one takes the alias away.
    [ifla.IFLA_IFALIAS, { type: "binary", length: 255 }],
    [ifla.IFLA_VFINFO_LIST, NESTED],
    [ifla.IFLA_VF_PORTS, NESTED],
    [ifla.IFLA_PORT_SELF, NESTED],
    [ifla.IFLA_AF_SPEC, NESTED],
    [ifla.IFLA_EXT_MASK, U32],
    [ifla.IFLA_PROMISCUITY, U32],
    [ifla.IFLA_NUM_TX_QUEUES, U32],
    [ifla.IFLA_NUM_RX_QUEUES, U32],
    [ifla.IFLA_GSO_MAX_SEGS, U32],
    [ifla.IFLA_GSO_MAX_SIZE, GSO],
    [ifla.IFLA_PHYS_PORT_ID, ADDRESS],
    [ifla.IFLA_CARRIER_CHANGES, U32],
    [ifla.IFLA_PHYS_SWITCH_ID, ADDRESS],
    [ifla.IFLA_LINK_NETNSID, S32],
    [ifla.IFLA_PROTO_DOWN, U8],
    [ifla.IFLA_XDP, NESTED],
    [ifla.IFLA_EVENT, U32],
    [ifla.IFLA_GROUP, U32],
    [ifla.IFLA_TARGET_NETNSID, S32],
    [ifla.IFLA_CARRIER_UP_COUNT, U32],
    [ifla.IFLA_CARRIER_DOWN_COUNT, U32],
    [ifla.IFLA_MIN_MTU, U32],
    [ifla.IFLA_MAX_MTU, U32],
    [ifla.IFLA_PROP_LIST, NESTED],
    [ifla.IFLA_ALT_IFNAME, { type: "string", length: 127 }],
    [ifla.IFLA_PERM_ADDRESS, REJECT],
    [ifla.IFLA_PROTO_DOWN_REASON, NESTED],
    [ifla.IFLA_NEW_IFINDEX, { type: "s32", minimum: 1 }],
    [ifla.IFLA_PARENT_DEV_NAME, { type: "nul-string" }],
    [ifla.IFLA_GRO_MAX_SIZE, U32],
    [ifla.IFLA_TSO_MAX_SIZE, REJECT],
    [ifla.IFLA_TSO_MAX_SEGS, REJECT],
    [ifla.IFLA_ALLMULTI, REJECT],
    [ifla.IFLA_GSO_IPV4_MAX_SIZE, GSO],
    [ifla.IFLA_GRO_IPV4_MAX_SIZE, U32],
    [ifla.IFLA_MAX_PACING_OFFLOAD_HORIZON, REJECT],
    [ifla.IFLA_NETNS_IMMUTABLE, REJECT],
    [ifla.IFLA_HEADROOM, REJECT],
    [ifla.IFLA_TAILROOM, REJECT],
  ],
  ifla.IFLA_DPLL_PIN,
);

/** What is inside `IFLA_LINKINFO` (`ifla_info_policy`). */
export const IFLA_INFO_POLICY: Policy = policy(ifla.IFLA_INFO_MAX, [
  [ifla.IFLA_INFO_KIND, { type: "string" }],
  [ifla.IFLA_INFO_DATA, NESTED],
  [ifla.IFLA_INFO_SLAVE_KIND, { type: "string" }],
  [ifla.IFLA_INFO_SLAVE_DATA, NESTED],
]);
