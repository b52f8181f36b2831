/**
 * RTM_GETSTATS: the counters of links without the rest.
 *
 * Source: `net/core/rtnetlink.c` (`rtnl_stats_get`, `rtnl_stats_dump`, `rtnl_fill_statsinfo`).
 */
import { EINVAL, ENODEV } from "../../../errno.ts";
import { NLA_F_NESTED, readU16, readU32 } from "../../../netlink/attribute.ts";
import { writeLinkStats64 } from "../../../netlink/link.ts";
import { MessageWriter, NLM_F_MULTI } from "../../../netlink/message.ts";
import { RTM_GETSTATS, RTM_NEWSTATS } from "../../../netlink/rtnetlink.ts";
import * as ifla from "../../../netlink/stats.ts";
import { getStats } from "../dev/dev-stats.ts";
import { DeviceStats } from "../dev/device-stats.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import type { Machine } from "../machine.ts";
import type { RtnlRequest } from "./rtnetlink.ts";

const replyWriter = new MessageWriter(512);
const stats = new DeviceStats();

/** What a request says: its header. */
interface Wanted {
  readonly index: number;
  readonly mask: number;
}

function read({ message }: RtnlRequest): Wanted | undefined {
  const { bytes, body } = message;
  if (message.length < ifla.IF_STATS_MSG_LEN) return undefined;
  return { index: readU32(bytes, body + 4), mask: readU32(bytes, body + 8) };
}

/** `rtnl_valid_stats_req` */
function checkStrictly(request: RtnlRequest, isDump: boolean): number {
  const { message, extack } = request;
  if (message.length < ifla.IF_STATS_MSG_LEN) return extack.fail(-EINVAL, "Invalid header for stats dump");
  if (!request.strict) return 0;
  const { bytes, body } = message;
  if (bytes[body + 1] !== 0 || readU16(bytes, body + 2) !== 0 || (isDump && readU32(bytes, body + 4) !== 0))
    return extack.fail(-EINVAL, "Invalid values in header for stats dump request");
  return 0;
}

/** No device here has counters in hardware; whether they are asked for is said all the same (`rtnl_offload_xstats_fill`). */
function writeOffload(writer: MessageWriter): void {
  const offload = writer.nest(ifla.IFLA_STATS_LINK_OFFLOAD_XSTATS);
  const hardware = writer.nest(ifla.IFLA_OFFLOAD_XSTATS_HW_S_INFO | NLA_F_NESTED);
  const l3 = writer.nest(ifla.IFLA_OFFLOAD_XSTATS_L3_STATS | NLA_F_NESTED);
  writer.u8(ifla.IFLA_OFFLOAD_XSTATS_HW_S_INFO_REQUEST, 0);
  writer.u8(ifla.IFLA_OFFLOAD_XSTATS_HW_S_INFO_USED, 0);
  writer.endNest(l3);
  writer.endNest(hardware);
  writer.endNest(offload);
}

/** What the device's kind counts of its own, and what its master's counts of it (`fill_linkxstats`). */
function writeXstats(writer: MessageWriter, dev: NetDevice, mask: number): void {
  const sides = [
    [ifla.IFLA_STATS_LINK_XSTATS, dev.linkOps, false],
    [ifla.IFLA_STATS_LINK_XSTATS_SLAVE, dev.master?.linkOps, true],
  ] as const;
  for (const [type, ops, slave] of sides) {
    if ((mask & ifla.statsBit(type)) === 0 || ops?.fillLinkXstats === undefined) continue;
    const nest = writer.nest(type);
    ops.fillLinkXstats(dev, slave, writer);
    writer.endNest(nest);
  }
}

function write(
  writer: MessageWriter,
  dev: NetDevice,
  mask: number,
  flags: number,
  request: RtnlRequest,
): void {
  writer.begin(RTM_NEWSTATS, flags, request.message.seq, request.portid);
  const at = writer.reserve(ifla.IF_STATS_MSG_LEN);
  writer.put32(at, 0);
  writer.put32(at + 4, dev.ifindex);
  writer.put32(at + 8, mask);
  if ((mask & ifla.statsBit(ifla.IFLA_STATS_LINK_64)) !== 0)
    writeLinkStats64(writer, ifla.IFLA_STATS_LINK_64, getStats(dev, stats));
  writeXstats(writer, dev, mask);
  if ((mask & ifla.statsBit(ifla.IFLA_STATS_LINK_OFFLOAD_XSTATS)) !== 0) writeOffload(writer);
  // only families that are not here have something to say
  if ((mask & ifla.statsBit(ifla.IFLA_STATS_AF_SPEC)) !== 0)
    writer.endNest(writer.nest(ifla.IFLA_STATS_AF_SPEC));
  writer.end();
}

function get(request: RtnlRequest): number {
  const { net, extack } = request;
  const error = checkStrictly(request, false);
  if (error !== 0) return error;
  const wanted = read(request);
  if (wanted === undefined || wanted.index === 0) return -EINVAL;
  const dev = net.devByIndex(wanted.index);
  if (dev === undefined) return -ENODEV;
  if (wanted.mask === 0) return extack.fail(-EINVAL, "Filter mask must be set for stats get");
  replyWriter.reset();
  write(replyWriter, dev, wanted.mask, 0, request);
  request.reply(replyWriter.message());
  return 0;
}

function dump(request: RtnlRequest, writer: MessageWriter): number {
  const { net, extack } = request;
  const error = checkStrictly(request, true);
  if (error !== 0) return error;
  const wanted = read(request);
  if (wanted === undefined || wanted.mask === 0)
    return extack.fail(-EINVAL, "Filter mask must be set for stats dump");
  for (const dev of net.devicesByIndex()) write(writer, dev, wanted.mask, NLM_F_MULTI, request);
  return 0;
}

/** Registers the message with a machine. */
export function initStatsMessages(machine: Machine): void {
  machine.rtnetlink.register(0, RTM_GETSTATS, get, dump);
}
