/** What nf_tables uses of netfilter's netlink. */
import type { Net } from "../../core/net.ts";

export { NFNL_SUBSYS_NFTABLES, NFNLGRP_NFTABLES, NFNLGRP_NFTRACE } from "../../../netlink/nfnetlink.ts";

/** Ask before building a notification. */
export function nfnetlinkHasListeners(net: Net, group: number): boolean {
  return net.machine.nfnetlink.hasListeners(net, group);
}

/** @param echo whether who asked for the change wants to hear of it */
export function nfnetlinkSend(
  net: Net,
  message: Uint8Array,
  portid: number,
  group: number,
  echo: boolean,
): void {
  net.machine.nfnetlink.send(net, message, portid, group, echo);
}
