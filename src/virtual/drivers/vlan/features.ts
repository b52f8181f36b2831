/**
 * Offloads of a VLAN device.
 *
 * Source: `net/8021q/vlan_dev.c` (`vlan_dev_init`, `vlan_dev_fix_features`).
 */
import { type Features, featuresWithout } from "../../core/dev/ethtool-features.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";

/** Checksums, segmentation in software and of tunnels, scatter and gather, high memory, SCTP and FCoE; GSO and GRO. */
const OWN_LOW = 0x4ffd4869;
const OWN_HIGH = 0x3e;
/** What stays whatever the lower device can: GSO and GRO, TCP's, SCTP's and UDP's segmentation, lists of fragments. */
const SOFTWARE_LOW = 0x401d4800;
const SOFTWARE_HIGH = 0x0e;
/** Off until somebody wants them. */
const OFF_HIGH = 0x0a000200;

/** What of its offloads the device has on this lower one. */
export function vlanFeatures(lower: NetDevice): Features {
  const [low, high] = lower.features.active;
  return featuresWithout({
    available: [OWN_LOW, OWN_HIGH | OFF_HIGH],
    wanted: [OWN_LOW, OWN_HIGH],
    active: [(OWN_LOW & (low | SOFTWARE_LOW)) >>> 0, OWN_HIGH & (high | SOFTWARE_HIGH)],
    neverChanged: lower.features.neverChanged,
  });
}
