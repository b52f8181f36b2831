/** The types of values, all of them known once this is imported. Source: `src/datatype.c` of nftables 1.0.6. */
export * from "./address.ts";
export * from "./basic.ts";
export * from "./conntrack.ts";
export * from "./device.ts";
export * from "./icmp.ts";
export * from "./owner-route.ts";
export * from "./protocol.ts";
export * from "./time.ts";
export * from "./type.ts";
