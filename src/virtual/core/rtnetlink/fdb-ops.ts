/**
 * What a device does with `AF_BRIDGE` messages: the forwarding database of a bridge or a tunnel, and the settings of ports
 * (`ndo_fdb_*`, `ndo_bridge_*`).
 */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import type { NeighHeader } from "../../../netlink/neigh.ts";
import type { Policy } from "../../../netlink/policy.ts";
import type { NetDevice } from "../dev/netdevice.ts";

/** One RTM_NEWNEIGH or RTM_DELNEIGH. Valid during the call only. */
export interface FdbRequest {
  readonly header: NeighHeader;
  readonly attributes: AttributeTable;
  /** Six bytes. */
  readonly address: Uint8Array;
  /** 0: none was named. */
  readonly vlan: number;
  /** `NLM_F_*` */
  readonly flags: number;
  readonly extack: ExtendedAck;
  /** Set by who told listeners of the change; else the core does. */
  notified: boolean;
}

/** Where answers go, and what is in their headers. */
export interface FdbReply {
  readonly writer: MessageWriter;
  readonly flags: number;
  readonly seq: number;
  readonly portid: number;
}

/** Deletes all that match (`NLM_F_BULK`, `ndo_fdb_del_bulk`). */
export interface FdbBulk {
  /** What the request may say. */
  readonly rules: Policy;
  /** @returns 0 or a negative error */
  delete(dev: NetDevice, request: Omit<FdbRequest, "address" | "vlan">): number;
}

/** `dev` is the device that the request names: the bridge or tunnel itself, or a port, for which its master answers. */
export interface FdbOps {
  /** @returns 0 or a negative error */
  add(dev: NetDevice, request: FdbRequest): number;
  delete(dev: NetDevice, request: FdbRequest): number;
  readonly bulk?: FdbBulk;
  /** Appends the entries: of `dev` itself, or with `port` those of that port of `dev`. */
  dump(dev: NetDevice, port: NetDevice | null, reply: FdbReply): void;
  /** Appends one entry. @returns 0 or a negative error */
  get?(
    dev: NetDevice,
    address: Uint8Array,
    vlan: number,
    reply: FdbReply,
    extack: ExtendedAck,
    attributes: AttributeTable,
  ): number;
}

/** One RTM_SETLINK or RTM_DELLINK of `AF_BRIDGE`. */
export interface BridgeLinkRequest {
  /** Attributes of the message (`IFLA_*`); `origin` is the offset of its header. */
  readonly attributes: AttributeTable;
  readonly origin: number;
  /** `IFLA_BRIDGE_FLAGS` */
  readonly flags: number;
  readonly extack: ExtendedAck;
}

/** `dev` is the device that the request names, for which its master answers or it itself. */
export interface BridgeLinkOps {
  getlink(dev: NetDevice, extMask: number, reply: FdbReply): void;
  setlink(dev: NetDevice, request: BridgeLinkRequest): number;
  dellink?(dev: NetDevice, request: BridgeLinkRequest): number;
}
