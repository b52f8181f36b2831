/**
 * `SIOCADDRT` and `SIOCDELRT`: routes of the main table by ioctl, as net-tools' `route` sets them.
 *
 * Source: `net/ipv4/fib_frontend.c` (`ip_rt_ioctl`, `rtentry_to_fib_config`), `include/uapi/linux/route.h`.
 */
import { EAFNOSUPPORT, EFAULT, EINVAL, ENODEV, ENOTTY, ESRCH } from "../../../errno.ts";
import {
  RTENTRY_DST,
  RTENTRY_FLAGS,
  RTENTRY_GATEWAY,
  RTENTRY_GENMASK,
  RTENTRY_IRTT,
  RTENTRY_LENGTH,
  RTENTRY_METRIC,
  RTENTRY_MTU,
  RTENTRY_WINDOW,
  RTF_GATEWAY,
  RTF_HOST,
  RTF_IRTT,
  RTF_MTU,
  RTF_REJECT,
  RTF_WINDOW,
  SIOCADDRT,
  SIOCDELRT,
} from "../../../ioctl/rtentry.ts";
import { AF_INET } from "../../../kernel.ts";
import { readU16, readU32 } from "../../../netlink/attribute.ts";
import { NLM_F_CREATE } from "../../../netlink/message.ts";
import {
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RT_SCOPE_NOWHERE,
  RT_SCOPE_UNIVERSE,
  RT_TABLE_MAIN,
  RTAX_ADVMSS,
  RTAX_MAX,
  RTAX_RTT,
  RTAX_WINDOW,
  RTN_UNICAST,
  RTN_UNREACHABLE,
  RTPROT_BOOT,
} from "../../../netlink/route-attributes.ts";
import { read32 } from "../../../packet/bytes.ts";
import { IFNAMSIZ } from "../../core/dev/netdevice.ts";
import { FibConfig } from "../fib/fib-config.ts";
import { deleteRoute, insertRoute } from "../fib/fib-insert.ts";
import { addressType, fibTable, newFibTable } from "../fib/fib-lookup.ts";
import type { NetIpv4 } from "../net-ipv4.ts";

/** `dst_metric_advmss` is 65535 less the headers at most. */
const LARGEST_ADVMSS = 65535 - 40;

/** Answers both; `-ENOTTY` for any other request. `argument` is a `struct rtentry` and the name of its device. */
export function routeIoctl(net: NetIpv4, request: number, argument: Uint8Array): number {
  if (request !== SIOCADDRT && request !== SIOCDELRT) return -ENOTTY;
  if (argument.length < RTENTRY_LENGTH) return -EFAULT;
  const config = new FibConfig();
  const error = toConfig(net, request === SIOCADDRT, argument, config);
  if (error !== 0) return error;
  if (request === SIOCADDRT) return insertRoute(net, newFibTable(net, config.table), config);
  const table = fibTable(net, config.table);
  return table === undefined ? -ESRCH : deleteRoute(net, table, config);
}

/** `rtentry_to_fib_config` */
function toConfig(net: NetIpv4, add: boolean, entry: Uint8Array, config: FibConfig): number {
  const flags = readU16(entry, RTENTRY_FLAGS);
  config.table = RT_TABLE_MAIN;
  const bad = readDestination(entry, flags, config);
  if (bad !== 0) return bad;
  if (add) {
    config.netlinkFlags = NLM_F_CREATE;
    config.protocol = RTPROT_BOOT;
  }
  const metric = (readU16(entry, RTENTRY_METRIC) << 16) >> 16;
  if (metric !== 0) config.priority = (metric - 1) >>> 0;
  if ((flags & RTF_REJECT) !== 0) {
    config.scope = RT_SCOPE_HOST;
    config.type = RTN_UNREACHABLE;
    return 0;
  }
  config.scope = RT_SCOPE_NOWHERE;
  config.type = RTN_UNICAST;
  const error = readDevice(net, entry, config);
  if (error !== 0) return error;
  readGateway(net, entry, flags, config);
  if (!add) return 0;
  if ((flags & RTF_GATEWAY) !== 0 && config.gatewayFamily === 0) return -EINVAL;
  if (config.scope === RT_SCOPE_NOWHERE) config.scope = RT_SCOPE_LINK;
  readMetrics(entry, flags, config);
  return 0;
}

function readDestination(entry: Uint8Array, flags: number, config: FibConfig): number {
  if (readU16(entry, RTENTRY_DST) !== AF_INET) return -EAFNOSUPPORT;
  config.destination = read32(entry, RTENTRY_DST + 4);
  config.destinationLength = 32;
  if ((flags & RTF_HOST) !== 0) return 0;
  const mask = read32(entry, RTENTRY_GENMASK + 4) | 0;
  const family = readU16(entry, RTENTRY_GENMASK);
  if (family !== AF_INET && (mask !== 0 || family !== 0)) return -EAFNOSUPPORT;
  const inverse = ~mask;
  if ((config.destination & inverse) !== 0 || (inverse & (inverse + 1)) !== 0) return -EINVAL;
  config.destinationLength = mask === 0 ? 0 : Math.clz32(inverse);
  return 0;
}

/** The device, or an alias of it: an address with that label. */
function readDevice(net: NetIpv4, entry: Uint8Array, config: FibConfig): number {
  if (entry.length <= RTENTRY_LENGTH) return 0;
  let name = "";
  for (let i = RTENTRY_LENGTH; i < RTENTRY_LENGTH + IFNAMSIZ - 1; i++) {
    if (i >= entry.length || entry[i] === 0) break;
    name += String.fromCharCode(entry[i]);
  }
  const colon = name.indexOf(":");
  const dev = net.net.devByName(colon < 0 ? name : name.slice(0, colon));
  if (dev === undefined) return -ENODEV;
  config.oif = dev.ifindex;
  if (colon < 0) return 0;
  let address = dev.inDev?.addresses ?? null;
  while (address !== null && address.label !== name) address = address.next;
  if (address === null) return -ENODEV;
  config.prefsrc = address.local;
  return 0;
}

function readGateway(net: NetIpv4, entry: Uint8Array, flags: number, config: FibConfig): void {
  const gateway = read32(entry, RTENTRY_GATEWAY + 4);
  if (readU16(entry, RTENTRY_GATEWAY) !== AF_INET || gateway === 0) return;
  config.gateway = gateway;
  config.gatewayFamily = AF_INET;
  // an address of its own is none once local has a trie of its own, which main does not see
  const isUnicast = addressType(net, gateway, RT_TABLE_MAIN) === RTN_UNICAST;
  if ((flags & RTF_GATEWAY) !== 0 && isUnicast) config.scope = RT_SCOPE_UNIVERSE;
}

/** `rtentry_to_fib_config`: metrics are there by flags, so one can be 0. */
function readMetrics(entry: Uint8Array, flags: number, config: FibConfig): void {
  const given: [type: number, value: number][] = [];
  if ((flags & RTF_MTU) !== 0) given.push([RTAX_ADVMSS, (readU32(entry, RTENTRY_MTU) - 40) >>> 0]);
  if ((flags & RTF_WINDOW) !== 0) given.push([RTAX_WINDOW, readU32(entry, RTENTRY_WINDOW)]);
  if ((flags & RTF_IRTT) !== 0) given.push([RTAX_RTT, readU16(entry, RTENTRY_IRTT) << 3]);
  config.wantedMetrics = given.map(([type, value]) => ({ type, value, congestionControl: "" }));
  const values = new Uint32Array(RTAX_MAX + 1);
  for (const [type, value] of given)
    values[type] = type === RTAX_ADVMSS ? Math.min(value, LARGEST_ADVMSS) : value;
  if (values.some((value) => value !== 0)) config.metrics = values;
}
