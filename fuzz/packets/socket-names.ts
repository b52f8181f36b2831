/** The sockets of a node by name: what cases and recipes call them. */
import { AF_INET, AF_INET6 } from "../../src/kernel.ts";

const ICMP = 1;
const ICMPV6 = 58;
/** A protocol that nobody has. */
const EXPERIMENT = 253;

/** Sockets that may be opened in the course of a batch: family, and protocol of the packets that they see. */
export const EXTRA_SOCKETS = {
  icmp4: [AF_INET, ICMP],
  other4: [AF_INET, EXPERIMENT],
  icmp6: [AF_INET6, ICMPV6],
  other6: [AF_INET6, EXPERIMENT],
} as const;
/** One of these. */
export type ExtraSocket = keyof typeof EXTRA_SOCKETS;
/** `both6` is a socket of IPv6 that IPv4 reaches, too. */
export type SocketName = "udp4" | "udp6" | "both6" | ExtraSocket;
