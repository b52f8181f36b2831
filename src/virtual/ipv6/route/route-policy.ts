/** What attributes of IPv6 routes must be (`rtm_ipv6_policy` in `net/ipv6/route.c`). */
import { policy } from "../../../netlink/policy.ts";
import * as rta from "../../../netlink/route-attributes.ts";

/** Attributes of IPv6's routes (`rtm_ipv6_policy`). */
export const ROUTE6_RULES = policy(
  rta.RTA_MAX,
  [
    [rta.RTA_GATEWAY, { type: "unspec", length: 16 }],
    [rta.RTA_PREFSRC, { type: "unspec", length: 16 }],
    [rta.RTA_OIF, { type: "u32" }],
    [rta.RTA_IIF, { type: "u32" }],
    [rta.RTA_PRIORITY, { type: "u32" }],
    [rta.RTA_METRICS, { type: "nested" }],
    [rta.RTA_MULTIPATH, { type: "unspec", length: 8 }],
    [rta.RTA_PREF, { type: "u8" }],
    [rta.RTA_ENCAP_TYPE, { type: "u16" }],
    [rta.RTA_ENCAP, { type: "nested" }],
    [rta.RTA_EXPIRES, { type: "u32" }],
    [rta.RTA_UID, { type: "u32" }],
    [rta.RTA_MARK, { type: "u32" }],
    [rta.RTA_TABLE, { type: "u32" }],
    [rta.RTA_IP_PROTO, { type: "u8" }],
    [rta.RTA_SPORT, { type: "u16" }],
    [rta.RTA_DPORT, { type: "u16" }],
    [rta.RTA_NH_ID, { type: "u32" }],
    [rta.RTA_FLOWLABEL, { type: "be32" }],
  ],
  rta.RTA_DPORT + 1,
);
