/** How long a router is behind a port, and whether for ever. */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import * as mdba from "../../../netlink/mdb.ts";
import type { Ip } from "../../ip/context.ts";

/** Seconds in a column, as iproute2's `format_timer`. */
export function formatTimer(centiseconds: number): string {
  const seconds = Math.floor(centiseconds / 100);
  return `${String(seconds).padStart(4)}.${String(centiseconds % 100).padStart(2, "0")}`;
}

/**
 * Prints the attributes of `MDBA_ROUTER_PORT` (iproute2's `br_print_router_port_stats`).
 * @param lead what is before the timer
 */
export function printRouterStats(ip: Ip, router: AttributeTable, lead: string): void {
  const timer = formatTimer(router.u32(mdba.MDBA_ROUTER_PATTR_TIMER));
  ip.out.value("timer", timer, `${lead}${timer}`);
  const type = router.u8(mdba.MDBA_ROUTER_PATTR_TYPE);
  const temporary = type === mdba.MDB_RTR_TYPE_TEMP_QUERY || type === mdba.MDB_RTR_TYPE_TEMP;
  const name = temporary ? "temp" : "permanent";
  ip.out.value("type", name, ` ${name}`);
}
