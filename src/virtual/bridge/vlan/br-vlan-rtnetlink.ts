/**
 * `RTM_NEWVLAN`, `RTM_DELVLAN`, `RTM_GETVLAN`: VLANs with their options.
 *
 * Source: `net/bridge/br_vlan.c` (`br_vlan_rtm_process`, `br_vlan_rtm_dump`, `br_vlan_dump_dev`), `net/bridge/br_vlan_options.c`.
 */
import { EINVAL, ENODEV } from "../../../errno.ts";
import { AttributeCursor, AttributeTable, nlAlign } from "../../../netlink/attribute.ts";
import * as vlandb from "../../../netlink/bridge-vlan.ts";
import { AF_BRIDGE } from "../../../netlink/link-kinds/bridge.ts";
import { type MessageWriter, NLM_F_MULTI } from "../../../netlink/message.ts";
import { policy } from "../../../netlink/policy.ts";
import { RTM_DELVLAN, RTM_GETVLAN, RTM_NEWVLAN } from "../../../netlink/rtnetlink.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Machine } from "../../core/machine.ts";
import type { RtnlRequest } from "../../core/rtnetlink/rtnetlink.ts";
import { parseRequest } from "../../core/rtnetlink/rtnl-validate.ts";
import { isBridge, portOf } from "../br-private.ts";
import { continuesRange, fillVlanEntry, shownFlags } from "./br-vlan-fill.ts";
import { continuesGlobalRange, fillGlobalOptions } from "./br-vlan-global-options.ts";
import type { BridgeVlan } from "./br-vlan-group.ts";
import { processEntry, processGlobalOptions } from "./br-vlan-request.ts";

const DUMP_RULES = policy(vlandb.BRIDGE_VLANDB_DUMP_MAX, [
  [vlandb.BRIDGE_VLANDB_DUMP_FLAGS, { type: "u32" }],
]);
const MAX = vlandb.BRIDGE_VLANDB_GLOBAL_OPTIONS;
const NO_RULES = policy(MAX, []);

const dumpAttributes = new AttributeTable(vlandb.BRIDGE_VLANDB_DUMP_MAX);
const attributes = new AttributeTable(MAX);

/** `br_vlan_rtm_process` */
function process(request: RtnlRequest): number {
  const { message, extack, net } = request;
  // the attributes' own rules come later
  const error = parseRequest(request, vlandb.BR_VLAN_MSG_LEN, attributes, NO_RULES);
  if (error !== 0) return error;
  const { index } = vlandb.readBridgeVlanHeader(message.bytes, message.body);
  const dev = net.devByIndex(index);
  if (dev === undefined) return -ENODEV;
  if (!isBridge(dev) && portOf(dev) === null)
    return extack.fail(-EINVAL, "bridge: The device is not a valid bridge or bridge port");
  let processed = 0;
  const first = message.body + nlAlign(vlandb.BR_VLAN_MSG_LEN);
  for (const cursor = new AttributeCursor(message.bytes, first, message.end); cursor.next(); ) {
    const one = processOne(request, dev, cursor);
    if (one === undefined) continue;
    processed++;
    if (one !== 0) return one;
  }
  return processed === 0 ? extack.fail(-EINVAL, "bridge: No vlans found to process") : 0;
}

function processOne(request: RtnlRequest, dev: NetDevice, cursor: AttributeCursor): number | undefined {
  const adding = request.message.type === RTM_NEWVLAN;
  if (cursor.type === vlandb.BRIDGE_VLANDB_ENTRY) return processEntry(request, dev, cursor, adding);
  if (cursor.type === vlandb.BRIDGE_VLANDB_GLOBAL_OPTIONS)
    return processGlobalOptions(request, dev, cursor, adding);
  return undefined;
}

/** `br_vlan_rtm_dump` */
function dump(request: RtnlRequest, writer: MessageWriter): number {
  const { message, net } = request;
  const error = parseRequest(request, vlandb.BR_VLAN_MSG_LEN, dumpAttributes, DUMP_RULES, true);
  if (error !== 0) return error;
  const { index } = vlandb.readBridgeVlanHeader(message.bytes, message.body);
  const flags = dumpAttributes.u32(vlandb.BRIDGE_VLANDB_DUMP_FLAGS);
  if (index !== 0) {
    const dev = net.devByIndex(index);
    return dev === undefined ? -ENODEV : dumpDevice(request, writer, dev, flags);
  }
  for (const dev of net.devicesByIndex()) dumpDevice(request, writer, dev, flags);
  return 0;
}

/** `br_vlan_dump_dev` */
function dumpDevice(request: RtnlRequest, writer: MessageWriter, dev: NetDevice, flags: number): number {
  const port = portOf(dev);
  const bridge = isBridge(dev) ? dev : port?.bridge;
  if (bridge === undefined) return -EINVAL;
  const global = (flags & vlandb.BRIDGE_VLANDB_DUMPF_GLOBAL) !== 0;
  if (!bridge.vlans.built || (global && !isBridge(dev))) return 0;
  const ofPort = isBridge(dev) ? null : port;
  const group = ofPort === null ? bridge.vlans : ofPort.vlans;
  const stats = (flags & vlandb.BRIDGE_VLANDB_DUMPF_STATS) !== 0;
  writer.begin(RTM_NEWVLAN, NLM_F_MULTI, request.message.seq, request.portid);
  vlandb.writeBridgeVlanHeader(writer, AF_BRIDGE, dev.ifindex);
  const write = (first: BridgeVlan, last: BridgeVlan): void => {
    if (global) fillGlobalOptions(writer, bridge, first, last.vid);
    else
      fillVlanEntry(
        writer,
        first.vid,
        last.vid,
        shownFlags(group, first),
        { vlan: first, port: ofPort },
        stats,
      );
  };
  const joins = (vlan: BridgeVlan, last: BridgeVlan): boolean => {
    if (global) return continuesGlobalRange(bridge, vlan, last);
    return !stats && vlan.vid !== group.pvid && last.vid !== group.pvid && continuesRange(vlan, last);
  };
  writeRanges(
    group.list.filter((vlan) => global || vlan.usable),
    joins,
    write,
  );
  writer.end();
  return 0;
}

function writeRanges(
  list: readonly BridgeVlan[],
  joins: (vlan: BridgeVlan, last: BridgeVlan) => boolean,
  write: (first: BridgeVlan, last: BridgeVlan) => void,
): void {
  let first = list[0];
  if (first === undefined) return;
  let last = first;
  for (const vlan of list.slice(1)) {
    if (!joins(vlan, last)) {
      write(first, last);
      first = vlan;
    }
    last = vlan;
  }
  write(first, last);
}

/** Makes the messages known, if the kernel filters at all. */
export function initVlanMessages(machine: Machine): void {
  machine.rtnetlink.register(AF_BRIDGE, RTM_GETVLAN, undefined, dump);
  machine.rtnetlink.register(AF_BRIDGE, RTM_NEWVLAN, process);
  machine.rtnetlink.register(AF_BRIDGE, RTM_DELVLAN, process);
}
