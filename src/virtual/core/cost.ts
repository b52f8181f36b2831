/**
 * The cost model: how much processor time the virtual clock charges, in ns, so that round trips in virtual time look like those of
 * a small virtual machine. These are stated numbers, not measurements: a packet costs {@link transmitCost} when the network layer
 * hands it to a device, {@link wakeCost} when a socket's reader has to be woken for it, and up to {@link wakeJitter} more.
 *
 * A ping between two namespaces thus takes two transmissions and two wake-ups.
 */

/** Through the network layer, the device and the receive softirq of the other end. */
export const transmitCost = 6_000;
/** Waking a process that waits for a packet. */
export const wakeCost = 18_000;
/** Greatest random addition to a wake-up. */
export const wakeJitter = 20_000;
