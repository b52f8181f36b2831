/** What nf_tables uses of netfilter's netlink. */
import type { Net } from "../../core/net.ts";
import { nfnetlinkOf } from "../nfnetlink.ts";

export { NFNL_SUBSYS_NFTABLES, NFNLGRP_NFTABLES, NFNLGRP_NFTRACE } from "../../../netlink/nfnetlink.ts";

/** Ask before building a notification. */
export function nfnetlinkHasListeners(net: Net, group: number): boolean {
  return nfnetlinkOf(net.machine).hasListeners(net, group);
}

/** @param echo whether who asked for the change wants to hear of it */
export function nfnetlinkSend(
  net: Net,
  message: Uint8Array,
  portid: number,
  group: number,
  echo: boolean,
): void {
  nfnetlinkOf(net.machine).send(net, message, portid, group, echo);
}
