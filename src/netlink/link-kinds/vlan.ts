/** `IFLA_INFO_DATA` of kind "vlan" (`include/uapi/linux/if_link.h`, `if_vlan.h`). */
export const IFLA_VLAN_ID = 1;
/** `struct ifla_vlan_flags`: flags, and which of them are meant, 32 bits each. */
export const IFLA_VLAN_FLAGS = 2;
export const IFLA_VLAN_EGRESS_QOS = 3;
export const IFLA_VLAN_INGRESS_QOS = 4;
/** In network byte order. */
export const IFLA_VLAN_PROTOCOL = 5;
export const IFLA_VLAN_MAX = 5;

/** In the two maps: `struct ifla_vlan_qos_mapping`, from and to, 32 bits each. */
export const IFLA_VLAN_QOS_MAPPING = 1;
export const IFLA_VLAN_QOS_MAX = 1;

/** Bits of {@link IFLA_VLAN_FLAGS}. */
export const VLAN_FLAG_REORDER_HDR = 1;
export const VLAN_FLAG_GVRP = 2;
export const VLAN_FLAG_LOOSE_BINDING = 4;
export const VLAN_FLAG_MVRP = 8;
export const VLAN_FLAG_BRIDGE_BINDING = 16;
