/**
 * Offload features of devices, as `ethtool -k` shows and `ethtool -K` sets them.
 *
 * Source: `net/ethtool/common.c` (`netdev_features_strings`), `net/core/dev.c` (`netdev_fix_features`); the sets are those of
 * a running 6.18.
 */

/** Names by bit; "" where Linux has no name for the bit. */
export const FEATURE_NAMES: readonly string[] = [
  "tx-scatter-gather",
  "tx-checksum-ipv4",
  "",
  "tx-checksum-ip-generic",
  "tx-checksum-ipv6",
  "highdma",
  "tx-scatter-gather-fraglist",
  "tx-vlan-hw-insert",
  "rx-vlan-hw-parse",
  "rx-vlan-filter",
  "vlan-challenged",
  "tx-generic-segmentation",
  "",
  "",
  "rx-gro",
  "rx-lro",
  "tx-tcp-segmentation",
  "tx-gso-robust",
  "tx-tcp-ecn-segmentation",
  "tx-tcp-mangleid-segmentation",
  "tx-tcp6-segmentation",
  "tx-fcoe-segmentation",
  "tx-gre-segmentation",
  "tx-gre-csum-segmentation",
  "tx-ipxip4-segmentation",
  "tx-ipxip6-segmentation",
  "tx-udp_tnl-segmentation",
  "tx-udp_tnl-csum-segmentation",
  "tx-gso-partial",
  "tx-tunnel-remcsum-segmentation",
  "tx-sctp-segmentation",
  "tx-esp-segmentation",
  "",
  "tx-udp-segmentation",
  "tx-gso-list",
  "tx-tcp-accecn-segmentation",
  "tx-checksum-fcoe-crc",
  "tx-checksum-sctp",
  "rx-ntuple-filter",
  "rx-hashing",
  "rx-checksum",
  "tx-nocache-copy",
  "loopback",
  "rx-fcs",
  "rx-all",
  "tx-vlan-stag-hw-insert",
  "rx-vlan-stag-hw-parse",
  "rx-vlan-stag-filter",
  "l2-fwd-offload",
  "hw-tc-offload",
  "esp-hw-offload",
  "esp-tx-csum-hw-offload",
  "rx-udp_tunnel-port-offload",
  "tls-hw-tx-offload",
  "tls-hw-rx-offload",
  "rx-gro-hw",
  "tls-hw-record",
  "rx-gro-list",
  "macsec-hw-offload",
  "rx-udp-gro-forwarding",
  "hsr-tag-ins-offload",
  "hsr-tag-rm-offload",
  "hsr-fwd-offload",
  "hsr-dup-offload",
];

/** Two words of 32 bits. */
export type FeatureWords = readonly [number, number];

/** The features of a device (`hw_features`, `wanted_features`, `features`, never changed). Shared, replaced on change. */
export interface Features {
  readonly available: FeatureWords;
  readonly wanted: FeatureWords;
  readonly active: FeatureWords;
  readonly neverChanged: FeatureWords;
}

const NEVER_CHANGED: FeatureWords = [0x400, 0];

export const NO_FEATURES: Features = {
  available: [0, 0],
  wanted: [0, 0],
  active: [0, 0],
  neverChanged: NEVER_CHANGED,
};

export const LOOPBACK_FEATURES: Features = {
  available: [0x401d4800, 0x0a00000e],
  wanted: [0x401d4800, 0x0000000e],
  active: [0x401d4c69, 0x0000052e],
  neverChanged: NEVER_CHANGED,
};

export const VETH_FEATURES: Features = {
  available: [0x4fdd49e9, 0x0a00632e],
  wanted: [0x4fdd09e9, 0x0000612e],
  active: [0x4fdd09e9, 0x0000612e],
  neverChanged: NEVER_CHANGED,
};

export const TUN_FEATURES: Features = {
  available: [0x0c1d48c9, 0x0a002202],
  wanted: [0x0c1548c9, 0x00002002],
  active: [0x000048c1, 0x00002000],
  neverChanged: NEVER_CHANGED,
};

/** `NETIF_F_SG | NETIF_F_FRAGLIST | NETIF_F_GSO_SOFTWARE | NETIF_F_HW_CSUM | NETIF_F_HIGHDMA | NETIF_F_GSO_ENCAP_ALL`, and GRO. */
export const DUMMY_FEATURES: Features = {
  available: [0x4fdd4869, 0x0a00000e],
  wanted: [0x4fdd4869, 0x0000000e],
  active: [0x4fdd4869, 0x0000000e],
  neverChanged: NEVER_CHANGED,
};

const SCATTER_GATHER = 1 << 0;
const ANY_CHECKSUM = (1 << 1) | (1 << 3) | (1 << 4);
const GENERIC_SEGMENTATION = 1 << 11;
/** All TCP segmentation of the first word, and of the second. */
const TCP_SEGMENTATION = (1 << 16) | (1 << 18) | (1 << 19) | (1 << 20);
const TCP_ACCECN = 1 << 3;
/** Segmentation of tunnels, SCTP and UDP: needs generic segmentation no less than a checksum. */
const TUNNEL_SEGMENTATION = 0x5fc00000 & ~(1 << 28);

/** Takes away what cannot be without something else that is off. */
function fix(low: number, high: number): FeatureWords {
  let first = low;
  let second = high;
  if ((first & ANY_CHECKSUM) === 0) first &= ~SCATTER_GATHER;
  if ((first & SCATTER_GATHER) === 0) {
    first &= ~(TCP_SEGMENTATION | GENERIC_SEGMENTATION | TUNNEL_SEGMENTATION);
    second &= ~TCP_ACCECN;
  }
  return [first >>> 0, second >>> 0];
}

/** What is after the user asked to set the `valid` bits to `requested` (`ethtool_set_features`). */
export function changeFeatures(features: Features, valid: FeatureWords, requested: FeatureWords): Features {
  const wanted = features.wanted.map((word, i) => {
    const mask = (valid[i] ?? 0) & (features.available[i] ?? 0);
    return ((word & ~mask) | ((requested[i] ?? 0) & mask)) >>> 0;
  });
  const raw = features.active.map((word, i) => {
    const mask = (valid[i] ?? 0) & (features.available[i] ?? 0);
    return (word & ~mask) | ((wanted[i] ?? 0) & mask);
  });
  const back = raw.map(
    (word, i) => word | ((wanted[i] ?? 0) & (features.available[i] ?? 0) & ~word & restored(i)),
  );
  return {
    ...features,
    wanted: [wanted[0] ?? 0, wanted[1] ?? 0],
    active: fix(back[0] ?? 0, back[1] ?? 0),
  };
}

/** Bits that come back by themselves when what they need is on again. */
function restored(word: number): number {
  return word === 0
    ? SCATTER_GATHER | TCP_SEGMENTATION | GENERIC_SEGMENTATION | TUNNEL_SEGMENTATION
    : TCP_ACCECN;
}
