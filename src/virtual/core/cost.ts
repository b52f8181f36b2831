/**
 * The cost model: how much processor time the virtual clock charges, in ns, so that round trips in virtual time look like those of
 * a small virtual machine. These are stated numbers, not measurements: a packet costs {@link transmitCost} when the network layer
 * hands it to a device, and {@link deliverCost} plus up to {@link deliverJitter} when it reaches a socket.
 *
 * A ping between two namespaces thus shows 0.04 to 0.06 ms, and 0.03 ms more when an ARP exchange comes first.
 */

/** Through the network layer, the device and the receive softirq of the other end. */
export const transmitCost = 15_000;
/** From the protocol into a socket's queue, with the context switch to its reader. */
export const deliverCost = 9_000;
/** Greatest random addition to a delivery; a power of two. */
export const deliverJitter = 16_384;
/** A frame of a receive softirq that does not come to its end, such as a storm's in a loop of bridges. */
export const squeezedFrameCost = 1000;
