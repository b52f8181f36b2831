/**
 * `RTM_NEWMDB`, `RTM_DELMDB`, `RTM_GETMDB`: groups that user space makes, deletes and lists.
 *
 * Source: `net/core/rtnetlink.c` (`rtnl_mdb_add`, `rtnl_validate_mdb_entry`), `net/bridge/br_mdb.c`.
 */
import { EINVAL, ENODEV, EOPNOTSUPP } from "../../../errno.ts";
import { AF_UNSPEC } from "../../../kernel.ts";
import { AttributeTable, readS32 } from "../../../netlink/attribute.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import { AF_BRIDGE } from "../../../netlink/link-kinds/bridge.ts";
import * as mdba from "../../../netlink/mdb.ts";
import { type MessageWriter, NLM_F_MULTI } from "../../../netlink/message.ts";
import { policy } from "../../../netlink/policy.ts";
import { RTM_DELMDB, RTM_GETMDB, RTM_NEWMDB } from "../../../netlink/rtnetlink.ts";
import { ETH_P_IP, ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import type { Machine } from "../../core/machine.ts";
import type { RtnlRequest } from "../../core/rtnetlink/rtnetlink.ts";
import { parseRequest } from "../../core/rtnetlink/rtnl-validate.ts";
import { isBridge, type NetBridge, type NetBridgePort, portOf } from "../br-private.ts";
import { VLAN_VID_MASK } from "../vlan/br-vlan-group.ts";
import { type MdbAttributes, NO_ATTRIBUTES, readMdbAttributes } from "./br-mdb-attributes.ts";
import { addGroup, deleteGroup } from "./br-mdb-config.ts";
import { fillMdb, fillRouters } from "./br-mdb-fill.ts";
import type { MdbRequest } from "./br-mdb-request.ts";

const RULES = policy(mdba.MDBA_SET_ENTRY_MAX, [
  [mdba.MDBA_SET_ENTRY, { type: "binary", length: mdba.BR_MDB_ENTRY_LEN, exact: true }],
  [mdba.MDBA_SET_ENTRY_ATTRS, { type: "nested" }],
]);
const attributes = new AttributeTable(mdba.MDBA_SET_ENTRY_MAX);

const ADDRESS_LENGTHS: Readonly<Record<number, number>> = { 0: 6, [ETH_P_IP]: 4, [ETH_P_IPV6]: 16 };

function isAllNodes(address: Uint8Array): boolean {
  return address.every(
    (byte, index) => byte === (index === 0 ? 0xff : index === 1 ? 2 : index === 15 ? 1 : 0),
  );
}

function isZero(address: Uint8Array): boolean {
  return address.every((byte) => byte === 0);
}

/** Why the address is none of a group; "" when it is one (`rtnl_validate_mdb_entry`). */
function addressProblem(protocol: number, address: Uint8Array): string {
  if (protocol === ETH_P_IP) {
    const zero = isZero(address);
    if ((address[0] & 0xf0) !== 0xe0 && !zero) return "IPv4 entry group address is not multicast or 0.0.0.0";
    const local = address[0] === 224 && address[1] === 0 && address[2] === 0;
    return local ? "IPv4 entry group address is local multicast" : "";
  }
  if (protocol === ETH_P_IPV6)
    return isAllNodes(address) ? "IPv6 entry group address is link-local all nodes" : "";
  if (protocol === 0) return (address[0] & 1) === 0 ? "L2 entry group is not multicast" : "";
  return "Unknown entry protocol";
}

function validate(entry: mdba.MdbEntryInfo, extack: ExtendedAck): number {
  if (entry.index === 0) return extack.fail(-EINVAL, "Zero entry ifindex is not allowed");
  const problem = addressProblem(
    entry.protocol,
    entry.address.subarray(0, ADDRESS_LENGTHS[entry.protocol] ?? 0),
  );
  if (problem !== "") return extack.fail(-EINVAL, problem);
  if (entry.state > mdba.MDB_PERMANENT) return extack.fail(-EINVAL, "Unknown entry state");
  return entry.vid >= VLAN_VID_MASK ? extack.fail(-EINVAL, "Invalid entry VLAN id") : 0;
}

/** The port that the entry is about; null: the host itself. */
function readPort(request: RtnlRequest, bridge: NetBridge, index: number): NetBridgePort | null | number {
  const { extack, net } = request;
  if (index === bridge.ifindex) return null;
  const dev = net.devByIndex(index);
  if (dev === undefined) return extack.fail(-ENODEV, "bridge: Port doesn't exist");
  const port = portOf(dev);
  if (port === null) return extack.fail(-EINVAL, "bridge: Net device is not a bridge port");
  if (port.bridge !== bridge)
    return extack.fail(-EINVAL, "bridge: Port belongs to a different bridge device");
  return port;
}

/** `br_mdb_config_init` */
function readEntry(request: RtnlRequest, bridge: NetBridge, entry: mdba.MdbEntryInfo): MdbRequest | number {
  const { extack, message } = request;
  if (!bridge.running) return extack.fail(-EINVAL, "bridge: Bridge device is not running");
  if (!bridge.multicast.enabled)
    return extack.fail(-EINVAL, "bridge: Bridge's multicast processing is disabled");
  const port = readPort(request, bridge, entry.index);
  if (typeof port === "number") return port;
  if (entry.protocol === ETH_P_IP && isZero(entry.address.subarray(0, 4)))
    return extack.fail(-EINVAL, "bridge: IPv4 entry group address 0.0.0.0 is not allowed");
  const more = readMore(request, entry.protocol, port === null);
  if (typeof more === "number") return more;
  const address = entry.address.slice(0, ADDRESS_LENGTHS[entry.protocol]);
  return {
    bridge,
    port,
    group: { protocol: entry.protocol, address, vid: entry.vid, source: more.source },
    permanent: entry.state === mdba.MDB_PERMANENT,
    protocol: more.protocol,
    filterMode: more.filterMode,
    sources: more.sources,
    flags: message.flags,
  };
}

function readMore({ message, extack }: RtnlRequest, protocol: number, host: boolean): MdbAttributes | number {
  if (!attributes.has(mdba.MDBA_SET_ENTRY_ATTRS)) return NO_ATTRIBUTES;
  const at = attributes.offset(mdba.MDBA_SET_ENTRY_ATTRS);
  const end = at + attributes.length(mdba.MDBA_SET_ENTRY_ATTRS);
  return readMdbAttributes(attributes.bytes, at, end, message.start, protocol, host, extack);
}

function change(request: RtnlRequest): number {
  const { message, extack, net } = request;
  const error = parseRequest(request, mdba.BR_PORT_MSG_LEN, attributes, RULES);
  if (error !== 0) return error;
  const index = readS32(message.bytes, message.body + 4);
  if (index === 0) return extack.fail(-EINVAL, "Invalid ifindex");
  const dev = net.devByIndex(index);
  if (dev === undefined) return extack.fail(-ENODEV, "Device doesn't exist");
  if (!attributes.has(mdba.MDBA_SET_ENTRY)) return extack.fail(-EINVAL, "Missing MDBA_SET_ENTRY attribute");
  const entry = mdba.readMdbEntry(attributes.bytes, attributes.offset(mdba.MDBA_SET_ENTRY));
  const invalid = validate(entry, extack);
  if (invalid !== 0) return invalid;
  if (dev.ops.changeMdb !== undefined) {
    const more = attributes.payload(mdba.MDBA_SET_ENTRY_ATTRS);
    return dev.ops.changeMdb(dev, entry, more, message.type === RTM_NEWMDB, extack);
  }
  if (!isBridge(dev)) return extack.fail(-EOPNOTSUPP, "Device does not support MDB operations");
  const wanted = readEntry(request, dev, entry);
  if (typeof wanted === "number") return wanted;
  return message.type === RTM_NEWMDB ? addGroup(wanted, extack) : deleteGroup(wanted);
}

/** `rtnl_mdb_dump`, `br_mdb_dump` */
function dump(request: RtnlRequest, writer: MessageWriter): number {
  const { message, net, extack, strict } = request;
  if (strict && message.length < mdba.BR_PORT_MSG_LEN)
    return extack.fail(-EINVAL, "Invalid header for mdb dump request");
  for (const dev of net.devices.values()) {
    if (dev.ops.fillMdb !== undefined) {
      writer.begin(RTM_NEWMDB, NLM_F_MULTI, message.seq, request.portid);
      mdba.writePortMessage(writer, AF_BRIDGE, dev.ifindex);
      dev.ops.fillMdb(dev, writer);
      writer.end();
    }
    if (!isBridge(dev)) continue;
    writer.begin(RTM_GETMDB, NLM_F_MULTI, message.seq, request.portid);
    // the dump alone leaves the family out
    mdba.writePortMessage(writer, AF_UNSPEC, dev.ifindex);
    fillMdb(writer, dev);
    fillRouters(writer, dev.multicast);
    writer.end();
  }
  return 0;
}

/** Registers the messages with a machine. */
export function initMdbMessages(machine: Machine): void {
  machine.rtnetlink.register(AF_BRIDGE, RTM_GETMDB, undefined, dump);
  machine.rtnetlink.register(AF_BRIDGE, RTM_NEWMDB, change);
  machine.rtnetlink.register(AF_BRIDGE, RTM_DELMDB, change);
}
