/**
 * `ip link add link DEV type macvtap`: a macvlan whose frames a program may take over. There is no file by which one could, so that they
 * always go on to the stack, as Linux's do while nobody has opened it.
 *
 * Source: `drivers/net/macvtap.c`, `drivers/net/tap.c` (`tap_handle_frame`).
 */
import { registerRxHandler, unregisterRxHandler } from "../../core/dev/dev-upper.ts";
import { RX_HANDLER_PASS } from "../../core/dev/device-relations.ts";
import type { Machine } from "../../core/machine.ts";
import type { RtnlLinkOps } from "../../core/rtnetlink/rtnl-link-ops.ts";
import { commonLinkOps, commonSetup } from "./link.ts";

/** `TUN_READQ_SIZE` */
const QUEUE_LENGTH = 500;

const handleFrame = (): number => RX_HANDLER_PASS;

const macvtapLinkOps: RtnlLinkOps = {
  ...commonLinkOps,
  kind: "macvtap",
  setup(net, name) {
    const dev = commonSetup(net, name, macvtapLinkOps);
    dev.txQueueLength = QUEUE_LENGTH;
    return dev;
  },
  newlink(dev, request) {
    registerRxHandler(dev, handleFrame, dev);
    const error = commonLinkOps.newlink?.(dev, request) ?? 0;
    if (error < 0) unregisterRxHandler(dev);
    return error;
  },
  dellink(dev, queue) {
    unregisterRxHandler(dev);
    commonLinkOps.dellink?.(dev, queue);
  },
};

/** Registers the kind with a machine. */
export function initMacvtap(machine: Machine): void {
  machine.registerLinkKind(macvtapLinkOps);
}
