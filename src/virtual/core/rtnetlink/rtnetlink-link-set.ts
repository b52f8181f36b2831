/**
 * Changing a device by a request, step by step in Linux's order.
 *
 * Source: `net/core/rtnetlink.c` (`do_setlink`).
 */
import { EOPNOTSUPP } from "../../../errno.ts";
import type { AttributeTable } from "../../../netlink/attribute.ts";
import type { LinkHeader } from "../../../netlink/link.ts";
import * as ifla from "../../../netlink/link-attributes.ts";
import {
  renameDevice,
  setAlias,
  setCarrier,
  setMacAddress,
  setMaster,
  setMtu,
  setOperstate,
  setTxQueueLength,
} from "../dev/dev-change.ts";
import { changeFlags, notifyStateChange } from "../dev/dev-flags.ts";
import { moveToNetns } from "../dev/dev-netns.ts";
import { setGroMaxSize, setGsoMaxSize } from "../dev/dev-sizes.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import type { Net } from "../net.ts";
import { KERN_WARNING } from "../printk/log-level.ts";
import type { ExtendedAck, RtnlRequest } from "./rtnetlink.ts";
import { validateLink } from "./rtnetlink-link-common.ts";
import { combineFlags } from "./rtnetlink-link-create.ts";
import { setProtoDown } from "./rtnetlink-proto-down.ts";

/** Something changed (`DO_SETLINK_MODIFIED`). */
const MODIFIED = 1;
/** … and no event has told of it (`DO_SETLINK_NOTIFY`). */
export const SETLINK_NOTIFY = 3;

interface Change {
  readonly dev: NetDevice;
  readonly table: AttributeTable;
  readonly extack: ExtendedAck;
  readonly request: RtnlRequest;
  status: number;
}

/** One attribute's effect. @returns 0 or a negative error */
type Step = (change: Change) => number;

function setAddress(change: Change): number {
  const { dev, table, extack } = change;
  const address = table.payload(ifla.IFLA_ADDRESS) ?? new Uint8Array(0);
  const error = setMacAddress(dev, address.slice(0, dev.addressLength), extack);
  if (error >= 0) change.status |= MODIFIED;
  return error;
}

function setBroadcast({ dev, table }: Change): number {
  const broadcast = new Uint8Array(Math.max(6, dev.addressLength));
  broadcast.set((table.payload(ifla.IFLA_BROADCAST) ?? broadcast).subarray(0, dev.addressLength));
  dev.broadcast = broadcast;
  dev.net.machine.notifiers.call("NETDEV_CHANGEADDR", dev);
  return 0;
}

function setGroup(change: Change): number {
  change.dev.group = change.table.u32(ifla.IFLA_GROUP);
  change.status |= SETLINK_NOTIFY;
  return 0;
}

function setName(change: Change): number {
  const name = change.table.string(ifla.IFLA_IFNAME);
  if (name === "") return 0;
  return modified(change, renameDevice(change.dev, name));
}

function modified(change: Change, error: number, status = MODIFIED): number {
  if (error >= 0) change.status |= status;
  return error;
}

/** A size that the device's owner may set without anything else depending on it. */
function sizeStep(
  type: number,
  field: "gsoMaxSize" | "gsoMaxSegments" | "groMaxSize" | "gsoIpv4MaxSize" | "groIpv4MaxSize",
  set = (dev: NetDevice, value: number): void => {
    dev[field] = value;
  },
): Step {
  return (change) => {
    const value = change.table.u32(type);
    if (change.dev[field] !== value) {
      set(change.dev, value);
      change.status |= MODIFIED;
    }
    return 0;
  };
}

function setLinkMode(change: Change): number {
  const mode = change.table.u8(ifla.IFLA_LINKMODE);
  if (mode !== change.dev.linkMode) change.status |= SETLINK_NOTIFY;
  change.dev.linkMode = mode;
  return 0;
}

function setFamilies(change: Change): number {
  const { dev, table, extack, request } = change;
  const cursor = table.cursor(ifla.IFLA_AF_SPEC);
  while (cursor.next()) {
    const ops = dev.net.machine.rtnetlink.afOps.get(cursor.type);
    const end = cursor.start + cursor.length;
    const error =
      ops?.setLinkAf?.(dev, cursor.bytes, cursor.start, end, extack, request.message.start) ?? -EOPNOTSUPP;
    if (error < 0) return error;
    change.status |= SETLINK_NOTIFY;
  }
  return 0;
}

function protoDown(change: Change): number {
  const { dev, table, extack, request } = change;
  return modified(change, setProtoDown(dev, table, extack, request.message.start), SETLINK_NOTIFY);
}

const notSupported: Step = () => -EOPNOTSUPP;

/** What comes before the flags, and what after: attribute and effect, in Linux's order. */
const BEFORE_FLAGS: readonly (readonly [number, Step])[] = [
  [ifla.IFLA_MAP, notSupported],
  [ifla.IFLA_ADDRESS, setAddress],
  [ifla.IFLA_MTU, (c) => modified(c, setMtu(c.dev, c.table.u32(ifla.IFLA_MTU), c.extack))],
  [ifla.IFLA_GROUP, setGroup],
  [ifla.IFLA_IFNAME, setName],
  [ifla.IFLA_IFALIAS, (c) => modified(c, setAlias(c.dev, c.table.string(ifla.IFLA_IFALIAS)), SETLINK_NOTIFY)],
  [ifla.IFLA_BROADCAST, setBroadcast],
];

const AFTER_FLAGS: readonly (readonly [number, Step])[] = [
  [ifla.IFLA_MASTER, (c) => modified(c, setMaster(c.dev, c.table.u32(ifla.IFLA_MASTER), c.extack))],
  [ifla.IFLA_CARRIER, (c) => modified(c, setCarrier(c.dev, c.table.u8(ifla.IFLA_CARRIER) !== 0))],
  [ifla.IFLA_TXQLEN, (c) => modified(c, setTxQueueLength(c.dev, c.table.u32(ifla.IFLA_TXQLEN)))],
  [ifla.IFLA_GSO_MAX_SIZE, sizeStep(ifla.IFLA_GSO_MAX_SIZE, "gsoMaxSize", setGsoMaxSize)],
  [ifla.IFLA_GSO_MAX_SEGS, sizeStep(ifla.IFLA_GSO_MAX_SEGS, "gsoMaxSegments")],
  [ifla.IFLA_GRO_MAX_SIZE, sizeStep(ifla.IFLA_GRO_MAX_SIZE, "groMaxSize", setGroMaxSize)],
  [ifla.IFLA_GSO_IPV4_MAX_SIZE, sizeStep(ifla.IFLA_GSO_IPV4_MAX_SIZE, "gsoIpv4MaxSize")],
  [ifla.IFLA_GRO_IPV4_MAX_SIZE, sizeStep(ifla.IFLA_GRO_IPV4_MAX_SIZE, "groIpv4MaxSize")],
  [
    ifla.IFLA_OPERSTATE,
    (c) => {
      setOperstate(c.dev, c.table.u8(ifla.IFLA_OPERSTATE));
      return 0;
    },
  ],
  [ifla.IFLA_LINKMODE, setLinkMode],
  [ifla.IFLA_VFINFO_LIST, notSupported],
  [ifla.IFLA_VF_PORTS, notSupported],
  [ifla.IFLA_PORT_SELF, notSupported],
  [ifla.IFLA_AF_SPEC, setFamilies],
  [ifla.IFLA_PROTO_DOWN, protoDown],
  // when both are there, they were handled together
  [ifla.IFLA_PROTO_DOWN_REASON, (c) => (c.table.has(ifla.IFLA_PROTO_DOWN) ? 0 : protoDown(c))],
  [ifla.IFLA_XDP, notSupported],
];

function run(steps: readonly (readonly [number, Step])[], change: Change): number {
  for (const [type, step] of steps) {
    if (!change.table.has(type)) continue;
    const error = step(change);
    if (error < 0) return error;
  }
  return 0;
}

function applyAll(change: Change, header: Readonly<LinkHeader>, target: Net): number {
  const { dev, table, extack } = change;
  if (target !== dev.net) {
    const index = table.s32(ifla.IFLA_NEW_IFINDEX);
    const error = moveToNetns(dev, target, table.string(ifla.IFLA_IFNAME), index, extack);
    if (error < 0) return error;
    change.status |= MODIFIED;
  }
  const first = run(BEFORE_FLAGS, change);
  if (first < 0) return first;
  if (header.flags !== 0 || header.change !== 0) {
    const error = changeFlags(dev, combineFlags(dev, header), extack);
    if (error < 0) return error;
  }
  return run(AFTER_FLAGS, change);
}

function sayHalfDone(dev: NetDevice): void {
  dev.net.machine.log.printNet(
    KERN_WARNING,
    `A link change request failed with some changes committed already. Interface ${dev.name} may have been left with an ` +
      "inconsistent configuration, please check.",
  );
}

/**
 * Applies the request to the device. `status` says what was changed before. @returns 0 or a negative error; what was done before
 * the error stays done
 */
export function setLink(
  dev: NetDevice,
  header: Readonly<LinkHeader>,
  table: AttributeTable,
  request: RtnlRequest,
  target: Net,
  status = 0,
): number {
  const invalid = validateLink(dev, dev, table, request.extack, request.message.start);
  const change: Change = { dev, table, extack: request.extack, request, status };
  const error = invalid < 0 ? invalid : applyAll(change, header, target);
  if ((change.status & SETLINK_NOTIFY) === SETLINK_NOTIFY) notifyStateChange(dev);
  if (error < 0 && (change.status & MODIFIED) !== 0) sayHalfDone(dev);
  return error;
}
