/**
 * The plug-in shape of a kind of link (`ip link add … type KIND`): `struct rtnl_link_ops`.
 *
 * Source: `include/net/rtnetlink.h`.
 */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import type { Policy } from "../../../netlink/policy.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import type { Net } from "../net.ts";
import type { LinkRequest } from "./rtnetlink-link-request.ts";

/** What a kind of link must and may do. */
export interface RtnlLinkOps {
  /** `IFLA_INFO_KIND`, e.g. `"veth"`. */
  readonly kind: string;
  /** Rules of the attributes in `IFLA_INFO_DATA`; absent: the kind has none. */
  readonly policy?: Policy;
  /** Rules of the attributes in `IFLA_INFO_SLAVE_DATA`; absent: ports have none. */
  readonly slavePolicy?: Policy;
  /** Attribute that describes the other end of a pair (`peer_type`); 0 or absent: no pair. */
  readonly peerType?: number;
  /** Queues when the request does not say; absent: 1. */
  readonly queues?: number;
  /** Devices of the kind stay, moved to the first namespace, when theirs goes (`netns_refund`). */
  readonly refund?: boolean;
  /** Makes a device that is not registered yet, with the kind's defaults (`setup`). */
  setup(net: Net, name: string): NetDevice;
  /**
   * Checks the attributes of the message and of `IFLA_INFO_DATA`; also those of a peer, which has no data. @returns 0 or a negative
   * error, with the reason in the extended ack
   */
  validate?(attributes: AttributeTable, data: AttributeTable | undefined, extack: ExtendedAck): number;
  /** Registers the device, and what belongs to it (the veth peer). @returns 0 or a negative error */
  newlink(dev: NetDevice, request: LinkRequest): number;
  changelink?(dev: NetDevice, request: LinkRequest): number;
  /** Adds to `queue` what is to be unregistered: the device and what belongs to it. Absent: the device alone. */
  dellink?(dev: NetDevice, queue: Set<NetDevice>): void;
  /** Writes `IFLA_INFO_DATA`'s attributes. */
  fillInfo?(dev: NetDevice, writer: MessageWriter): void;
  /** Writes `IFLA_INFO_SLAVE_DATA`'s attributes of a port of such a device. */
  fillSlaveInfo?(port: NetDevice, writer: MessageWriter): void;
  /** Applies `IFLA_INFO_SLAVE_DATA` to a port of such a device. @returns 0 or a negative error */
  slaveChangelink?(port: NetDevice, data: AttributeTable, extack: ExtendedAck): number;
  /** Writes the kind's own counters: of such a device, or with `slave` of a port of one (`fill_linkxstats`). */
  fillLinkXstats?(dev: NetDevice, slave: boolean, writer: MessageWriter): void;
  /** The namespace that the device is cabled into (`get_link_net`). */
  getLinkNet?(dev: NetDevice): Net;
}
