/** One message about a device's settings, as `ip monitor netconf` prints it. */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import {
  NETCONFA_FORWARDING,
  NETCONFA_IFINDEX,
  NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN,
  NETCONFA_INPUT,
  NETCONFA_MAX,
  NETCONFA_MC_FORWARDING,
  NETCONFA_PROXY_NEIGH,
  NETCONFA_RP_FILTER,
  NETCONFMSG_LEN,
} from "../../../netlink/netconf.ts";
import { RTM_DELNETCONF } from "../../../netlink/rtnetlink.ts";
import type { Ip } from "../context.ts";
import { familyName } from "../inet.ts";

const FILTERS: readonly string[] = ["off", "strict", "loose"];

/** Prints settings of a device; of `only` when that is not 0. */
export function printNetconf(ip: Ip, message: MessageReader, only = 0): void {
  if (message.length < NETCONFMSG_LEN) return;
  const { out } = ip;
  const family = message.bytes[message.body];
  const table = new AttributeTable(NETCONFA_MAX);
  table.parse(message.bytes, message.body + NETCONFMSG_LEN, message.end);
  if (only !== 0 && table.s32(NETCONFA_IFINDEX) !== only) return;
  out.openObject();
  if (message.type === RTM_DELNETCONF) out.value("deleted", true, "Deleted ");
  const name = family === AF_INET || family === AF_INET6 ? familyName(family) : String(family);
  out.value("family", name, `${name} `);
  if (table.has(NETCONFA_IFINDEX)) {
    const index = table.s32(NETCONFA_IFINDEX);
    const dev = index === -1 ? "all" : index === -2 ? "default" : ip.links.name(index);
    out.value("interface", dev, `${dev} `, "ifname");
  }
  const onOff = (type: number, key: string): void => {
    if (!table.has(type)) return;
    const on = table.s32(type) !== 0;
    out.value(key, on, `${key} ${on ? "on" : "off"} `);
  };
  onOff(NETCONFA_FORWARDING, "forwarding");
  if (table.has(NETCONFA_RP_FILTER)) {
    const filter = table.u32(NETCONFA_RP_FILTER);
    const text = FILTERS[filter] ?? String(filter);
    out.value("rp_filter", text, `rp_filter ${text} `);
  }
  onOff(NETCONFA_MC_FORWARDING, "mc_forwarding");
  onOff(NETCONFA_PROXY_NEIGH, "proxy_neigh");
  onOff(NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN, "ignore_routes_with_linkdown");
  onOff(NETCONFA_INPUT, "input");
  out.text("\n");
  out.closeObject();
}
