/**
 * Groups of a vxlan device (`bridge mdb`): requests are looked at as Linux looks at them; those that it would carry out, which name a
 * remote and so come from later programs than Debian's, are not supported here.
 *
 * Source: `drivers/net/vxlan/vxlan_mdb.c` (`vxlan_mdb_config_init`, `vxlan_mdb_dump`).
 */
import { EINVAL, EOPNOTSUPP } from "../../../errno.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import {
  MDB_PERMANENT,
  MDBA_MDB,
  MDBE_ATTR_DST,
  MDBE_ATTR_MAX,
  type MdbEntryInfo,
} from "../../../netlink/mdb.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";

/** There are none. */
export function fillMdb(_dev: NetDevice, writer: MessageWriter): void {
  writer.endNest(writer.nest(MDBA_MDB));
}

/** @param attributes inside `MDBA_SET_ENTRY_ATTRS`; undefined: there is no such attribute. @returns a negative error */
export function changeMdb(
  dev: NetDevice,
  entry: MdbEntryInfo,
  attributes: Uint8Array | undefined,
  adding: boolean,
  extack: ExtendedAck,
): number {
  const refuse = (text: string): number => extack.fail(-EINVAL, `vxlan: ${text}`);
  if (entry.index !== dev.ifindex) return refuse("Port net device must be the VXLAN net device");
  if (adding && entry.state !== MDB_PERMANENT) return refuse("MDB entry must be permanent");
  if (entry.vid !== 0) return refuse("VID must not be specified");
  if (entry.protocol === 0) return refuse("Group address must be an IPv4 / IPv6 address");
  if (attributes === undefined) return refuse("Missing MDBA_SET_ENTRY_ATTRS attribute");
  const table = new AttributeTable(MDBE_ATTR_MAX);
  table.parse(attributes, 0, attributes.length);
  if (!table.has(MDBE_ATTR_DST)) return refuse("Missing remote destination IP address");
  return extack.fail(-EOPNOTSUPP, "vxlan: groups (MDB) are not supported here");
}
