/** Whether a gateway is somebody else's address: `inet_addr_type_table` of the kernel, from a dump of its routes. */
import { isErrno } from "../../errno.ts";
import { AF_INET, type SystemCalls } from "../../kernel.ts";
import { AttributeTable } from "../../netlink/attribute.ts";
import { NetlinkClient } from "../../netlink/client.ts";
import { newRouteHeader, RTMSG_LEN, readRouteHeader, writeRouteHeader } from "../../netlink/route.ts";
import {
  RT_TABLE_LOCAL,
  RT_TABLE_MAIN,
  RTA_DST,
  RTA_MAX,
  RTN_BROADCAST,
  RTN_LOCAL,
  RTN_MULTICAST,
  RTN_UNICAST,
} from "../../netlink/route-attributes.ts";
import { RTM_GETROUTE, RTM_GETRULE } from "../../netlink/rtnetlink.ts";
import { FIB_RULE_HDR_LEN, FRA_MAX, FRA_PRIORITY, writeRuleHeader } from "../../netlink/rule.ts";
import {
  INADDR_ANY,
  INADDR_BROADCAST,
  type Ipv4Address,
  ipv4FromBytes,
  ipv4Mask,
  isIpv4Multicast,
} from "../../packet/address.ts";
import { readTextFile } from "../lib/read-file.ts";

const NO_RULE = { family: AF_INET, dstLength: 0, srcLength: 0, tos: 0, table: 0, action: 0, flags: 0 };
/** Priorities of the rules that are there from the start; the first one has none. */
const USUAL_RULES: readonly number[] = [0, 32766, 32767];
/** Types that a lookup answers with; the others are errors, after which the address counts as unicast. */
const ANSWERS: readonly number[] = [RTN_UNICAST, RTN_LOCAL, RTN_BROADCAST, RTN_MULTICAST];

/** Whether the main table takes an address for one of another host. */
export function isUnicast(sys: SystemCalls, address: Ipv4Address): boolean {
  if (address >>> 24 === 0 || address === INADDR_BROADCAST || isIpv4Multicast(address)) return false;
  // without a main table there is no answer
  if (readTextFile(sys, "/proc/net/route") === "") return false;
  const type = bestRoute(sys, address);
  return type === RTN_UNICAST || !ANSWERS.includes(type);
}

/** The type of the most specific route. */
function bestRoute(sys: SystemCalls, address: Ipv4Address): number {
  const client = NetlinkClient.open(sys);
  if (isErrno(client)) return RTN_UNICAST;
  const tables = hasOwnRules(sys) ? [RT_TABLE_MAIN] : [RT_TABLE_LOCAL, RT_TABLE_MAIN];
  const attributes = new AttributeTable(RTA_MAX);
  let best = { length: -1, table: RT_TABLE_MAIN, type: RTN_UNICAST };
  writeRouteHeader(client.begin(RTM_GETROUTE, 0), { ...newRouteHeader(), family: AF_INET });
  client.dump((message) => {
    if (message.length < RTMSG_LEN) return;
    const { family, dstLength: length, table, type } = readRouteHeader(message.bytes, message.body);
    attributes.parse(message.bytes, message.body + RTMSG_LEN, message.end);
    if (family !== AF_INET || !tables.includes(table)) return;
    const destination = attributes.has(RTA_DST)
      ? ipv4FromBytes(message.bytes, attributes.offset(RTA_DST))
      : INADDR_ANY;
    if (((address ^ destination) & ipv4Mask(length)) !== 0) return;
    // of equal destinations the local table's comes first, and of one table's the first one
    if (length > best.length || (length === best.length && table > best.table))
      best = { length, table, type };
  });
  client.close();
  return best.type;
}

/** Once there are rules, the main table has no longer the local one's routes in it (`fib_unmerge`). */
function hasOwnRules(sys: SystemCalls): boolean {
  const client = NetlinkClient.open(sys);
  if (isErrno(client)) return false;
  const attributes = new AttributeTable(FRA_MAX);
  let own = false;
  writeRuleHeader(client.begin(RTM_GETRULE, 0), NO_RULE);
  client.dump((message) => {
    if (message.length < FIB_RULE_HDR_LEN) return;
    attributes.parse(message.bytes, message.body + FIB_RULE_HDR_LEN, message.end);
    if (!USUAL_RULES.includes(attributes.has(FRA_PRIORITY) ? attributes.u32(FRA_PRIORITY) : 0)) own = true;
  });
  client.close();
  return own;
}
