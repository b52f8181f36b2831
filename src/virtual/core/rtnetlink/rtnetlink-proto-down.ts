/**
 * `ip link set protodown`: a device held down by user space, and the reasons for it.
 *
 * Source: `net/core/rtnetlink.c` (`do_set_proto_down`), `net/core/dev.c` (`netif_change_proto_down`).
 */
import { EBUSY, EINVAL, EOPNOTSUPP } from "../../../errno.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import * as ifla from "../../../netlink/link-attributes.ts";
import { type Policy, policy } from "../../../netlink/policy.ts";
import { validateAttributes } from "../../../netlink/policy-check.ts";
import { carrierOff, carrierOn } from "../dev/link-watch.ts";
import type { NetDevice } from "../dev/netdevice.ts";

const REASON_POLICY: Policy = policy(ifla.IFLA_PROTO_DOWN_REASON_MAX, [
  [ifla.IFLA_PROTO_DOWN_REASON_MASK, { type: "u32" }],
  [ifla.IFLA_PROTO_DOWN_REASON_VALUE, { type: "u32" }],
]);
const reason = new AttributeTable(ifla.IFLA_PROTO_DOWN_REASON_MAX);

function setReasons(dev: NetDevice, table: AttributeTable, extack: ExtendedAck, origin: number): number {
  const start = table.offset(ifla.IFLA_PROTO_DOWN_REASON);
  const end = start + table.length(ifla.IFLA_PROTO_DOWN_REASON);
  const invalid = validateAttributes(table.bytes, start, end, REASON_POLICY, false, extack, origin);
  if (invalid < 0) return invalid;
  reason.parse(table.bytes, start, end);
  if (!reason.has(ifla.IFLA_PROTO_DOWN_REASON_VALUE))
    return extack.fail(-EINVAL, "Invalid protodown reason value");
  const value = reason.u32(ifla.IFLA_PROTO_DOWN_REASON_VALUE);
  const mask = reason.u32(ifla.IFLA_PROTO_DOWN_REASON_MASK);
  dev.protoDownReasons = mask === 0 ? value : ((dev.protoDownReasons & ~mask) | (value & mask)) >>> 0;
  return 0;
}

/** The device has no carrier as long as it is held down (`netif_change_proto_down`). @returns 0 or `-EOPNOTSUPP` */
export function changeProtoDown(dev: NetDevice, down: boolean): number {
  if (!dev.changesProtoDown) return -EOPNOTSUPP;
  if (down) carrierOff(dev);
  else carrierOn(dev);
  dev.protoDown = down;
  return 0;
}

/** `do_set_proto_down`. @returns 0 or a negative error, with the reason in the extended ack */
export function setProtoDown(
  dev: NetDevice,
  table: AttributeTable,
  extack: ExtendedAck,
  origin: number,
): number {
  if (!dev.changesProtoDown) return extack.fail(-EOPNOTSUPP, "Protodown not supported by device");
  if (table.has(ifla.IFLA_PROTO_DOWN_REASON)) {
    const error = setReasons(dev, table, extack, origin);
    if (error < 0) return error;
  }
  if (!table.has(ifla.IFLA_PROTO_DOWN)) return 0;
  const down = table.u8(ifla.IFLA_PROTO_DOWN) !== 0;
  if (!down && dev.protoDownReasons !== 0)
    return extack.fail(-EBUSY, "Cannot clear protodown, active reasons");
  return changeProtoDown(dev, down);
}
