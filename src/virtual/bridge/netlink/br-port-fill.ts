/**
 * A port's settings and state as attributes, in Linux's order.
 *
 * Source: `net/bridge/br_netlink.c` (`br_port_fill_attrs`).
 */
import * as br from "../../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import type { NetBridgePort } from "../br-private.ts";
import * as flag from "../br-private.ts";
import { timerValue } from "../br-time.ts";
import { fillPortMulticast } from "../mcast/br-mcast-settings.ts";

function writeFlags(
  writer: MessageWriter,
  port: NetBridgePort,
  pairs: readonly (readonly [number, number])[],
): void {
  for (const [type, bit] of pairs) writer.u8(type, (port.flags & bit) !== 0 ? 1 : 0);
}

const BEHAVIOUR = [
  [br.IFLA_BRPORT_MODE, flag.BR_HAIRPIN_MODE],
  [br.IFLA_BRPORT_GUARD, flag.BR_BPDU_GUARD],
  [br.IFLA_BRPORT_PROTECT, flag.BR_ROOT_BLOCK],
  [br.IFLA_BRPORT_FAST_LEAVE, flag.BR_MULTICAST_FAST_LEAVE],
  [br.IFLA_BRPORT_MCAST_TO_UCAST, flag.BR_MULTICAST_TO_UNICAST],
  [br.IFLA_BRPORT_LEARNING, flag.BR_LEARNING],
  [br.IFLA_BRPORT_UNICAST_FLOOD, flag.BR_FLOOD],
  [br.IFLA_BRPORT_MCAST_FLOOD, flag.BR_MCAST_FLOOD],
  [br.IFLA_BRPORT_BCAST_FLOOD, flag.BR_BCAST_FLOOD],
  [br.IFLA_BRPORT_PROXYARP, flag.BR_PROXYARP],
  [br.IFLA_BRPORT_PROXYARP_WIFI, flag.BR_PROXYARP_WIFI],
] as const;

const PROTECTION = [
  [br.IFLA_BRPORT_ISOLATED, flag.BR_ISOLATED],
  [br.IFLA_BRPORT_LOCKED, flag.BR_PORT_LOCKED],
  [br.IFLA_BRPORT_MAB, flag.BR_PORT_MAB],
  [br.IFLA_BRPORT_NEIGH_VLAN_SUPPRESS, flag.BR_NEIGH_VLAN_SUPPRESS],
] as const;

/** Writes the attributes of `IFLA_PROTINFO` or `IFLA_INFO_SLAVE_DATA`. */
export function fillPort(writer: MessageWriter, port: NetBridgePort): void {
  const { machine } = port.bridge.net;
  writer.u8(br.IFLA_BRPORT_STATE, port.state);
  writer.u16(br.IFLA_BRPORT_PRIORITY, port.priority);
  writer.u32(br.IFLA_BRPORT_COST, port.pathCost);
  writeFlags(writer, port, BEHAVIOUR);
  writer.data(br.IFLA_BRPORT_ROOT_ID, port.designatedRoot);
  writer.data(br.IFLA_BRPORT_BRIDGE_ID, port.designatedBridge);
  writer.u16(br.IFLA_BRPORT_DESIGNATED_PORT, port.designatedPort);
  writer.u16(br.IFLA_BRPORT_DESIGNATED_COST, port.designatedCost & 0xffff);
  writer.u16(br.IFLA_BRPORT_ID, port.portId);
  writer.u16(br.IFLA_BRPORT_NO, port.portNo);
  writer.u8(br.IFLA_BRPORT_TOPOLOGY_CHANGE_ACK, port.topologyChangeAck ? 1 : 0);
  writer.u8(br.IFLA_BRPORT_CONFIG_PENDING, port.configPending ? 1 : 0);
  writeFlags(writer, port, [[br.IFLA_BRPORT_VLAN_TUNNEL, flag.BR_VLAN_TUNNEL]]);
  writer.u16(br.IFLA_BRPORT_GROUP_FWD_MASK, port.groupFwdMask);
  writeFlags(writer, port, [[br.IFLA_BRPORT_NEIGH_SUPPRESS, flag.BR_NEIGH_SUPPRESS]]);
  // the media redundancy protocol is not built in
  writer.u8(br.IFLA_BRPORT_MRP_RING_OPEN, 0);
  writer.u8(br.IFLA_BRPORT_MRP_IN_OPEN, 0);
  writeFlags(writer, port, PROTECTION);
  writer.u64(br.IFLA_BRPORT_MESSAGE_AGE_TIMER, timerValue(machine, port.timers.messageAge));
  writer.u64(br.IFLA_BRPORT_FORWARD_DELAY_TIMER, timerValue(machine, port.timers.forwardDelay));
  writer.u64(br.IFLA_BRPORT_HOLD_TIMER, timerValue(machine, port.timers.hold));
  fillPortMulticast(writer, port);
  if (port.backupPort !== null) writer.u32(br.IFLA_BRPORT_BACKUP_PORT, port.backupPort.dev.ifindex);
}
