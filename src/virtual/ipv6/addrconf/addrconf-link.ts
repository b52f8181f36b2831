/**
 * IPv6's part of link messages: `IFLA_AF_SPEC`, and RTM_NEWLINK of family AF_INET6.
 *
 * Source: `net/ipv6/addrconf.c` (`inet6_fill_ifla6_attrs`, `inet6_fill_ifinfo`, `inet6_set_link_af`).
 */
import { EAFNOSUPPORT, EINVAL } from "../../../errno.ts";
import { AF_INET6 } from "../../../kernel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { IFINFOMSG_LEN, writeLinkHeader } from "../../../netlink/link.ts";
import {
  IFLA_ADDRESS,
  IFLA_IFNAME,
  IFLA_INET6_ADDR_GEN_MODE,
  IFLA_INET6_CACHEINFO,
  IFLA_INET6_CONF,
  IFLA_INET6_FLAGS,
  IFLA_INET6_ICMP6STATS,
  IFLA_INET6_MAX,
  IFLA_INET6_RA_MTU,
  IFLA_INET6_STATS,
  IFLA_INET6_TOKEN,
  IFLA_LINK,
  IFLA_MTU,
  IFLA_OPERSTATE,
  IFLA_PROTINFO,
  IN6_ADDR_GEN_MODE_RANDOM,
  IN6_ADDR_GEN_MODE_STABLE_PRIVACY,
  RTEXT_FILTER_SKIP_STATS,
} from "../../../netlink/link-attributes.ts";
import { type MessageWriter, NLM_F_MULTI } from "../../../netlink/message.ts";
import { RTM_GETLINK, RTM_NEWLINK, RTNLGRP_IPV6_IFINFO } from "../../../netlink/rtnetlink.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { getFlags, getIflink } from "../../core/dev/dev-state.ts";
import { IFF_LOOPBACK, IFF_NOARP, type NetDevice } from "../../core/dev/netdevice.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import type { ExtendedAck, RtnlRequest } from "../../core/rtnetlink/rtnetlink.ts";
import { ICMP6_IN_MSGS, IPSTATS_ORDER } from "../snmp6.ts";
import { acceptsRa, solicitForToken } from "./addrconf-rs.ts";
import { DEVCONF_ORDER, devconfWord } from "./devconf.ts";
import type { Inet6Device } from "./inet6-device.ts";

/** `IF_PREFIX_ONLINK`'s bit range is not shown; these are. */
const NS_PER_TICK = 10_000_000;
const ICMP6_COUNTERS = 6;
/** `IPV6_MAXPLEN` */
const MAX_REASM_LENGTH = 65535;

function writeAttributes(writer: MessageWriter, idev: Inet6Device, extMask: number): void {
  writer.u32(IFLA_INET6_FLAGS, idev.ifFlags);
  const info = writer.attribute(IFLA_INET6_CACHEINFO, 16);
  writer.put32(info, MAX_REASM_LENGTH);
  writer.put32(info + 4, Math.floor(idev.updated / NS_PER_TICK));
  const { machine } = idev.dev.net;
  const reachableTime = idev.nd.table.ownParms(idev.dev)?.reachableTime(machine) ?? 0;
  writer.put32(info + 8, Math.floor(reachableTime / 1e6));
  writer.put32(info + 12, Math.floor(idev.nd.values.retransTime / 1e6));
  const conf = writer.attribute(IFLA_INET6_CONF, DEVCONF_ORDER.length * 4);
  for (let i = 0; i < DEVCONF_ORDER.length; i++)
    writer.put32(conf + i * 4, DEVCONF_ORDER[i] === "mtu6" ? idev.mtu6 : devconfWord(idev.cnf, i));
  if ((extMask & RTEXT_FILTER_SKIP_STATS) === 0) writeStatistics(writer, idev);
  const token = writer.attribute(IFLA_INET6_TOKEN, 16);
  if (idev.token === null) writer.bytes.fill(0, token, token + 16);
  else idev.token.toBytes(writer.bytes, token);
  writer.u8(IFLA_INET6_ADDR_GEN_MODE, idev.cnf.addrGenMode);
  if (idev.raMtu !== 0) writer.u32(IFLA_INET6_RA_MTU, idev.raMtu);
}

function writeStatistics(writer: MessageWriter, idev: Inet6Device): void {
  const stats = writer.attribute(IFLA_INET6_STATS, (IPSTATS_ORDER.length + 1) * 8);
  writer.put64(stats, IPSTATS_ORDER.length + 1);
  for (let i = 0; i < IPSTATS_ORDER.length; i++)
    writer.put64(stats + 8 * (i + 1), idev.ipValue(IPSTATS_ORDER[i]));
  const icmp = writer.attribute(IFLA_INET6_ICMP6STATS, (ICMP6_COUNTERS + 1) * 8);
  writer.put64(icmp, ICMP6_COUNTERS + 1);
  for (let i = 0; i < ICMP6_COUNTERS; i++)
    writer.put64(icmp + 8 * (i + 1), idev.icmpValue(ICMP6_IN_MSGS + i));
}

function fillLinkAf(dev: NetDevice, writer: MessageWriter, extMask: number): boolean {
  if (dev.in6Dev === null) return false;
  writeAttributes(writer, dev.in6Dev, extMask);
  return true;
}

const table = new AttributeTable(IFLA_INET6_MAX);

function validateLinkAf(
  dev: NetDevice | null,
  bytes: Uint8Array,
  start: number,
  end: number,
  extack: ExtendedAck,
): number {
  // a device that is just being made has no IPv6 yet
  if (dev === null || dev.in6Dev === null) return -EAFNOSUPPORT;
  table.parse(bytes, start, end);
  if (!table.has(IFLA_INET6_TOKEN) && !table.has(IFLA_INET6_ADDR_GEN_MODE)) return -EINVAL;
  if (!table.has(IFLA_INET6_ADDR_GEN_MODE)) return 0;
  const mode = table.u8(IFLA_INET6_ADDR_GEN_MODE);
  if (mode > IN6_ADDR_GEN_MODE_RANDOM) return extack.fail(-EINVAL, "");
  if (mode !== IN6_ADDR_GEN_MODE_STABLE_PRIVACY) return 0;
  return dev.in6Dev.cnf.stableSecret === null && dev.net.ipv6.default.stableSecret === null ? -EINVAL : 0;
}

/** `inet6_set_iftoken` */
function setToken(idev: Inet6Device, token: Ipv6Address, extack: ExtendedAck): number {
  const { dev } = idev;
  if ((dev.flags & IFF_LOOPBACK) !== 0) return extack.fail(-EINVAL, "ipv6: Device is loopback");
  if ((dev.flags & IFF_NOARP) !== 0)
    return extack.fail(-EINVAL, "ipv6: Device does not do neighbour discovery");
  if (!acceptsRa(idev)) return extack.fail(-EINVAL, "ipv6: Router advertisement is disabled on device");
  if (idev.cnf.routerSolicitations === 0)
    return extack.fail(-EINVAL, "Router solicitation is disabled on device");
  const identifier = new Ipv6Address(0, 0, token.w2, token.w3);
  idev.token = identifier.isUnspecified ? null : identifier;
  if (!token.isUnspecified) solicitForToken(idev);
  for (const ifp of idev.addresses) {
    if (!ifp.tokenized) continue;
    ifp.validLifetime = 0;
    ifp.preferredLifetime = 0;
  }
  notifyInet6Link(idev);
  tokenHooks.verify(dev.net);
  return 0;
}

/** Called when addresses of an old token have no more life: they are to be taken away. Set when the family starts. */
export const tokenHooks = { verify: (_net: Net): void => {} };

function setLinkAf(
  dev: NetDevice,
  bytes: Uint8Array,
  start: number,
  end: number,
  extack: ExtendedAck,
): number {
  const idev = dev.in6Dev;
  if (idev === null) return -EAFNOSUPPORT;
  table.parse(bytes, start, end);
  if (table.has(IFLA_INET6_TOKEN)) {
    const token = table.ipv6(IFLA_INET6_TOKEN);
    const error = token === undefined ? -EINVAL : setToken(idev, token, extack);
    if (error !== 0) return error;
  }
  if (table.has(IFLA_INET6_ADDR_GEN_MODE))
    idev.writableConf().addrGenMode = table.u8(IFLA_INET6_ADDR_GEN_MODE);
  return 0;
}

/** `inet6_fill_ifinfo` */
function writeLink(
  writer: MessageWriter,
  idev: Inet6Device,
  flags: number,
  seq: number,
  portid: number,
): void {
  const dev = idev.dev;
  writer.begin(RTM_NEWLINK, flags, seq, portid);
  writeLinkHeader(writer, AF_INET6, dev.type, dev.ifindex, getFlags(dev), 0);
  writer.string(IFLA_IFNAME, dev.name);
  if (dev.addressLength > 0) writer.data(IFLA_ADDRESS, dev.address);
  writer.u32(IFLA_MTU, dev.mtu);
  const link = getIflink(dev);
  if (link !== dev.ifindex) writer.u32(IFLA_LINK, link);
  writer.u8(IFLA_OPERSTATE, dev.isUp ? dev.operstate : 2);
  const nest = writer.nest(IFLA_PROTINFO);
  writeAttributes(writer, idev, 0);
  writer.endNest(nest);
  writer.end();
}

/** `inet6_ifinfo_notify` */
export function notifyInet6Link(idev: Inet6Device): void {
  const net = idev.dev.net;
  const rtnetlink = net.machine.rtnetlink;
  if (!rtnetlink.hasListeners(net, RTNLGRP_IPV6_IFINFO)) return;
  const writer = rtnetlink.writer;
  writer.reset();
  writeLink(writer, idev, 0, 0, 0);
  rtnetlink.notify(net, RTNLGRP_IPV6_IFINFO, writer.message());
}

/** `inet6_valid_dump_ifinfo` */
function checkDump({ message, extack }: RtnlRequest): number {
  if (message.length < IFINFOMSG_LEN)
    return extack.fail(-EINVAL, "ipv6: Invalid header for link dump request");
  if (message.length > IFINFOMSG_LEN) return extack.fail(-EINVAL, "ipv6: Invalid data after header");
  const header = message.bytes.subarray(message.body + 1, message.body + IFINFOMSG_LEN);
  if (header.every((byte) => byte === 0)) return 0;
  return extack.fail(-EINVAL, "ipv6: Invalid values in header for dump request");
}

function dumpLinks(request: RtnlRequest, writer: MessageWriter): number {
  const error = request.strict ? checkDump(request) : 0;
  if (error !== 0) return error;
  for (const dev of request.net.devicesByIndex())
    if (dev.in6Dev !== null) writeLink(writer, dev.in6Dev, NLM_F_MULTI, request.message.seq, request.portid);
  return 0;
}

/** Registers both with a machine. */
export function initInet6Link(machine: Machine): void {
  machine.rtnetlink.registerAf({ family: AF_INET6, fillLinkAf, validateLinkAf, setLinkAf });
  machine.rtnetlink.register(AF_INET6, RTM_GETLINK, undefined, dumpLinks);
}
