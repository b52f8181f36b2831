/**
 * The plug-in shape of a kind of link (`ip link add … type KIND`): `struct rtnl_link_ops`.
 *
 * Source: `include/net/rtnetlink.h`.
 */
import type { MessageWriter } from "../../netlink/message.ts";
import type { Net } from "./net.ts";
import type { NetDevice } from "./netdevice.ts";
import type { LinkRequest } from "./rtnetlink-link-request.ts";

export interface RtnlLinkOps {
  /** `IFLA_INFO_KIND`, e.g. `"veth"`. */
  readonly kind: string;
  /** Makes a device that is not registered yet, with the kind's defaults (`setup`). */
  setup(net: Net, name: string): NetDevice;
  /** Checks the request's attributes. @returns 0 or a negative error, with the reason in the request's extended ack */
  validate?(request: LinkRequest): number;
  /** Registers the device, and what belongs to it (the veth peer). @returns 0 or a negative error */
  newlink(dev: NetDevice, request: LinkRequest): number;
  changelink?(dev: NetDevice, request: LinkRequest): number;
  /** Unregisters the device and what belongs to it. Absent: the device alone. */
  dellink?(dev: NetDevice): void;
  /** Writes `IFLA_INFO_DATA`'s attributes. @returns false if there are none */
  fillInfo?(dev: NetDevice, writer: MessageWriter): boolean;
  /** The namespace that the device is cabled into (`get_link_net`). */
  getLinkNet?(dev: NetDevice): Net;
}
