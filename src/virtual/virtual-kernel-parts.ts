/**
 * What a virtual machine is made of: drivers, protocol families and socket families, each an `init` function that plugs itself in.
 */
import type { Machine } from "./core/machine.ts";
import { initPacket } from "./packet/af-packet.ts";

/** In the order in which Linux's initcalls run them: namespaces' parts are set up in this order. */
export const PARTS: readonly ((machine: Machine) => void)[] = [initPacket];
