/**
 * The topology that every batch runs in, and the addresses that frames are made of:
 *
 *     S  s0 ------ r0  R  r1 ------ d0  D        a sender, a router, a destination
 *        10.0.1.0/24      10.0.2.0/24
 *        fd00:1::/64      fd00:2::/64
 */
import type { SystemCalls } from "../../src/kernel.ts";
import { parseIpv4, parseIpv6 } from "../../src/packet/address.ts";

/** The three nodes. */
export type NodeName = "S" | "R" | "D";
/** One task in the namespace of each node. */
export type Nodes = Readonly<Record<NodeName, SystemCalls>>;
/** The devices of the routed topology. */
export type RoutedDevice = "s0" | "r0" | "r1" | "d0";
/** Those of the bridged topology are `s1`, `r2`, `r3`, `d1` and the bridge, too. */
export type DeviceName = RoutedDevice | "s1" | "r2" | "r3" | "d1" | "brd0";

export const NODES: readonly NodeName[] = ["S", "R", "D"];
export const DEVICES: readonly RoutedDevice[] = ["s0", "r0", "r1", "d0"];
/** With those that only the bridged topology has. */
export const ALL_DEVICES: readonly DeviceName[] = [...DEVICES, "s1", "r2", "r3", "d1", "brd0"];

interface Device {
  readonly node: NodeName;
  readonly ifindex: number;
  /** The other end of its cable; itself where there is none. */
  readonly peer: DeviceName;
  readonly mac: string;
}

/**
 * The two ends of a pair have different numbers: Linux tells of a new carrier at once only then, and else up to a second later
 * (`linkwatch_urgent_event`).
 */
export const DEVICE: Readonly<Record<RoutedDevice, Device & { readonly peer: RoutedDevice }>> &
  Readonly<Record<DeviceName, Device>> = {
  s0: { node: "S", ifindex: 2, peer: "r0", mac: "02:00:00:00:00:01" },
  r0: { node: "R", ifindex: 4, peer: "s0", mac: "02:00:00:00:00:02" },
  r1: { node: "R", ifindex: 5, peer: "d0", mac: "02:00:00:00:00:03" },
  d0: { node: "D", ifindex: 3, peer: "r1", mac: "02:00:00:00:00:04" },
  s1: { node: "S", ifindex: 12, peer: "r2", mac: "02:00:00:00:00:05" },
  r2: { node: "R", ifindex: 14, peer: "s1", mac: "02:00:00:00:00:06" },
  r3: { node: "R", ifindex: 15, peer: "d1", mac: "02:00:00:00:00:07" },
  d1: { node: "D", ifindex: 13, peer: "r3", mac: "02:00:00:00:00:08" },
  brd0: { node: "R", ifindex: 20, peer: "brd0", mac: "02:00:00:00:00:09" },
};

/** Ports that every node listens on: any address, and any IPv6 address. */
export const OPEN_PORT = 7000;
/** The port of every node's socket of IPv6 that is for both families. */
export const BOTH_PORT = 7001;

export function mac(text: string): Uint8Array {
  return Uint8Array.from(text.split(":"), (part) => Number.parseInt(part, 16));
}

export function ip4(text: string): Uint8Array {
  const value = parseIpv4(text);
  if (value === undefined) throw new Error(`not an IPv4 address: ${text}`);
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

export function ip6(text: string): Uint8Array {
  const address = parseIpv6(text);
  if (address === undefined) throw new Error(`not an IPv6 address: ${text}`);
  const bytes = new Uint8Array(16);
  address.toBytes(bytes, 0);
  return bytes;
}

/** The IPv4 addresses of each device's node on that link. */
export const ADDRESS4: Readonly<Record<RoutedDevice, string>> = {
  s0: "10.0.1.1",
  r0: "10.0.1.2",
  r1: "10.0.2.1",
  d0: "10.0.2.2",
};

export const ADDRESS6: Readonly<Record<RoutedDevice, string>> = {
  s0: "fd00:1::1",
  r0: "fd00:1::2",
  r1: "fd00:2::1",
  d0: "fd00:2::2",
};

/** Link-local addresses as EUI-64 of the MAC addresses gives them. */
export const LINK_LOCAL: Readonly<Record<RoutedDevice, string>> = {
  s0: "fe80::ff:fe00:1",
  r0: "fe80::ff:fe00:2",
  r1: "fe80::ff:fe00:3",
  d0: "fe80::ff:fe00:4",
};

/** A second address of D, on its loopback device. */
export const REMOTE4 = "10.1.0.1";
export const REMOTE6 = "fd00:a::1";

/** Every address that belongs to a node: what a kernel may use as source. */
export const OWN4: readonly string[] = [
  ...Object.values(ADDRESS4),
  REMOTE4,
  "10.0.1.99",
  "10.0.2.99",
  "10.1.0.2",
];
export const OWN6: readonly string[] = [
  ...Object.values(ADDRESS6),
  ...Object.values(LINK_LOCAL),
  REMOTE6,
  "fd00:1::99",
  "fd00:2::99",
  "fd00:2::3",
  "fd00:a::2",
];

/** The name of a node's device by its number. */
export function deviceName(node: NodeName, ifindex: number): string {
  return ALL_DEVICES.find((name) => DEVICE[name].node === node && DEVICE[name].ifindex === ifindex) ?? "lo";
}
