/** The types of values, all of them known once this is imported. Source: `src/datatype.c` of nftables 1.0.6. */
export * from "./datatypes/address.ts";
export * from "./datatypes/basic.ts";
export * from "./datatypes/conntrack.ts";
export * from "./datatypes/device.ts";
export * from "./datatypes/icmp.ts";
export * from "./datatypes/owner-route.ts";
export * from "./datatypes/protocol.ts";
export * from "./datatypes/time.ts";
export * from "./datatypes/type.ts";
