/** `type tun`: cannot be made through rtnetlink, but is shown. */

import type { AttributeTable } from "../../../../netlink/attribute.ts";
import {
  IFF_TAP,
  IFF_TUN,
  IFLA_TUN_GROUP,
  IFLA_TUN_MAX,
  IFLA_TUN_MULTI_QUEUE,
  IFLA_TUN_NUM_DISABLED_QUEUES,
  IFLA_TUN_NUM_QUEUES,
  IFLA_TUN_OWNER,
  IFLA_TUN_PERSIST,
  IFLA_TUN_PI,
  IFLA_TUN_TYPE,
  IFLA_TUN_VNET_HDR,
} from "../../../../netlink/link-kinds/tun.ts";
import { groupName, userName } from "../../accounts.ts";
import type { Ip } from "../../context.ts";
import type { LinkKind } from "./kind.ts";

function printFlag(ip: Ip, table: AttributeTable, type: number, name: string): void {
  if (!table.has(type)) return;
  const on = table.u8(type) !== 0;
  ip.out.value(name, on, `${name} ${on ? "on" : "off"} `);
}

function print(ip: Ip, table: AttributeTable | undefined): void {
  if (!table) return;
  const { out } = ip;
  if (table.has(IFLA_TUN_TYPE)) {
    const type = table.u8(IFLA_TUN_TYPE);
    const name = type === IFF_TUN ? "tun" : type === IFF_TAP ? "tap" : "UNKNOWN";
    out.value("type", name, `type ${name} `);
  }
  printFlag(ip, table, IFLA_TUN_PI, "pi");
  printFlag(ip, table, IFLA_TUN_VNET_HDR, "vnet_hdr");
  const multiQueue = table.u8(IFLA_TUN_MULTI_QUEUE) !== 0;
  if (table.has(IFLA_TUN_MULTI_QUEUE)) out.value("multi_queue", multiQueue, multiQueue ? "multi_queue " : "");
  if (multiQueue) {
    const queues = table.u32(IFLA_TUN_NUM_QUEUES);
    const disabled = table.u32(IFLA_TUN_NUM_DISABLED_QUEUES);
    out.value("numqueues", queues, `numqueues ${queues} `);
    out.value("numdisabled", disabled, `numdisabled ${disabled} `);
  }
  printFlag(ip, table, IFLA_TUN_PERSIST, "persist");
  if (table.has(IFLA_TUN_OWNER)) {
    const id = table.u32(IFLA_TUN_OWNER);
    const name = userName(ip.sys, id);
    out.value("user", name === String(id) ? id : name, `user ${name} `);
  }
  if (table.has(IFLA_TUN_GROUP)) {
    const id = table.u32(IFLA_TUN_GROUP);
    const name = groupName(ip.sys, id);
    out.value("group", name === String(id) ? id : name, `group ${name} `);
  }
}

export const tun: LinkKind = { name: "tun", maximum: IFLA_TUN_MAX, print };
