/**
 * The kind of link "bridge": making, changing and showing a bridge and its ports by rtnetlink.
 *
 * Source: `net/bridge/br_netlink.c` (`br_link_ops`, `br_validate`, `br_changelink`, `br_fill_info`).
 */
import { EADDRNOTAVAIL, EINVAL } from "../../../errno.ts";
import type { AttributeTable } from "../../../netlink/attribute.ts";
import { IFLA_ADDRESS } from "../../../netlink/link-attributes.ts";
import * as br from "../../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { registerDevice, unregisterDevice } from "../../core/dev/dev-register.ts";
import { isValidEthernetAddress } from "../../core/dev/ethernet.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { LinkRequest } from "../../core/rtnetlink/rtnetlink-link-request.ts";
import type { RtnlLinkOps } from "../../core/rtnetlink/rtnl-link-ops.ts";
import { setupBridge } from "../br-device.ts";
import { fdbDeleteByPort } from "../br-fdb.ts";
import { removePort } from "../br-if.ts";
import type { NetBridge } from "../br-private.ts";
import { portOf } from "../br-private.ts";
import { jiffiesToClock, timerValue } from "../br-time.ts";
import { fillMulticast } from "../mcast/br-mcast-settings.ts";
import { deleteBridgeMulticast } from "../mcast/br-multicast.ts";
import { changeBridgeId } from "../stp/br-stp-if.ts";
import { bridgeIdPriority } from "../stp/bridge-id.ts";
import { fillVlans } from "../vlan/br-vlan-options.ts";
import { changeBridge } from "./br-changelink.ts";
import { BRIDGE_POLICY, PORT_POLICY } from "./br-policy.ts";
import { fillPort } from "./br-port-fill.ts";
import { setPort } from "./br-setport.ts";
import { fillLinkXstats } from "./br-xstats.ts";

const ALL_BOOLOPTS = (1 << br.BR_BOOLOPT_MAX) - 1;

function validate(attributes: AttributeTable): number {
  const address = attributes.payload(IFLA_ADDRESS);
  if (address === undefined) return 0;
  if (address.length !== 6) return -EINVAL;
  return isValidEthernetAddress(address) ? 0 : -EADDRNOTAVAIL;
}

function newlink(dev: NetDevice, request: LinkRequest): number {
  const bridge = dev as NetBridge;
  const error = registerDevice(dev);
  if (error < 0) return error;
  if (request.attributes.has(IFLA_ADDRESS)) {
    const address = request.attributes.payload(IFLA_ADDRESS);
    if (address !== undefined) changeBridgeId(bridge, address);
  }
  const refused = changeBridge(bridge, request.data, request.extack);
  if (refused < 0) unregisterDevice(dev);
  return refused;
}

function dellink(dev: NetDevice, queue: Set<NetDevice>): void {
  const bridge = dev as NetBridge;
  for (const port of bridge.ports) removePort(port);
  bridge.neighSuppressEnabled = false;
  fdbDeleteByPort(bridge, null, 0, true);
  deleteBridgeMulticast(bridge);
  dev.net.machine.deleteTimer(bridge.timers.gc);
  queue.add(dev);
}

function fillInfo(dev: NetDevice, writer: MessageWriter): void {
  const bridge = dev as NetBridge;
  const { machine } = bridge.net;
  writer.u64(br.IFLA_BR_HELLO_TIMER, timerValue(machine, bridge.timers.hello));
  writer.u64(br.IFLA_BR_TCN_TIMER, timerValue(machine, bridge.timers.tcn));
  writer.u64(br.IFLA_BR_TOPOLOGY_CHANGE_TIMER, timerValue(machine, bridge.timers.topologyChange));
  writer.u64(br.IFLA_BR_GC_TIMER, timerValue(machine, bridge.timers.gc));
  writer.u32(br.IFLA_BR_FORWARD_DELAY, jiffiesToClock(bridge.forwardDelay));
  writer.u32(br.IFLA_BR_HELLO_TIME, jiffiesToClock(bridge.helloTime));
  writer.u32(br.IFLA_BR_MAX_AGE, jiffiesToClock(bridge.maxAge));
  writer.u32(br.IFLA_BR_AGEING_TIME, jiffiesToClock(bridge.ageingTime));
  writer.u32(br.IFLA_BR_STP_STATE, bridge.stpEnabled);
  writer.u16(br.IFLA_BR_PRIORITY, bridgeIdPriority(bridge.bridgeId));
  writer.u8(br.IFLA_BR_VLAN_FILTERING, bridge.vlans.enabled ? 1 : 0);
  writer.u16(br.IFLA_BR_GROUP_FWD_MASK, bridge.groupFwdMask);
  writer.data(br.IFLA_BR_BRIDGE_ID, bridge.bridgeId);
  writer.data(br.IFLA_BR_ROOT_ID, bridge.designatedRoot);
  writer.u16(br.IFLA_BR_ROOT_PORT, bridge.rootPort);
  writer.u32(br.IFLA_BR_ROOT_PATH_COST, bridge.rootPathCost);
  writer.u8(br.IFLA_BR_TOPOLOGY_CHANGE, bridge.topologyChange ? 1 : 0);
  writer.u8(br.IFLA_BR_TOPOLOGY_CHANGE_DETECTED, bridge.topologyChangeDetected ? 1 : 0);
  writer.data(br.IFLA_BR_GROUP_ADDR, bridge.groupAddress);
  const at = writer.attribute(br.IFLA_BR_MULTI_BOOLOPT, 8);
  writer.put32(at, bridge.boolopts);
  writer.put32(at + 4, ALL_BOOLOPTS);
  writer.u32(br.IFLA_BR_FDB_N_LEARNED, bridge.fdb.learned);
  writer.u32(br.IFLA_BR_FDB_MAX_LEARNED, bridge.fdb.maxLearned);
  fillVlans(writer, bridge);
  fillMulticast(writer, bridge);
  // no netfilter looks at bridged packets
  writer.u8(br.IFLA_BR_NF_CALL_IPTABLES, Number(bridge.nfCallIptables));
  writer.u8(br.IFLA_BR_NF_CALL_IP6TABLES, Number(bridge.nfCallIp6tables));
  writer.u8(br.IFLA_BR_NF_CALL_ARPTABLES, Number(bridge.nfCallArptables));
}

function fillSlaveInfo(dev: NetDevice, writer: MessageWriter): void {
  const port = portOf(dev);
  if (port !== null) fillPort(writer, port);
}

/** The kind (`br_link_ops`). */
export const bridgeLinkOps: RtnlLinkOps = {
  kind: "bridge",
  policy: BRIDGE_POLICY,
  slavePolicy: PORT_POLICY,
  setup: (net, name) => setupBridge(net, name, bridgeLinkOps),
  validate,
  newlink,
  changelink: (dev, request) => changeBridge(dev as NetBridge, request.data, request.extack),
  dellink,
  fillInfo,
  fillSlaveInfo,
  fillLinkXstats,
  slaveChangelink(dev, table, extack) {
    const port = portOf(dev);
    return port === null ? -EINVAL : setPort(port, table, extack);
  },
};
