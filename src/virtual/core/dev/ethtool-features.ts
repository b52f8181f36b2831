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
  /** What stays off until the program behind a tun device can take it, whatever is wanted (`tun_net_fix_features`). */
  readonly withheld?: FeatureWords;
}

const NEVER_CHANGED: FeatureWords = [0x400, 0];

/** A device that has none to tell of. */
export const NO_FEATURES: Features = {
  available: [0, 0],
  wanted: [0, 0],
  active: [0, 0],
  neverChanged: NEVER_CHANGED,
};

/** Those of `lo`. */
export const LOOPBACK_FEATURES: Features = {
  available: [0x401d4800, 0x0a00000e],
  wanted: [0x401d4800, 0x0000000e],
  active: [0x401d4c69, 0x0000052e],
  neverChanged: NEVER_CHANGED,
};

/** Those of both ends of a pair. */
export const VETH_FEATURES: Features = {
  available: [0x4fdd49e9, 0x0a00632e],
  wanted: [0x4fdd09e9, 0x0000612e],
  active: [0x4fdd09e9, 0x0000612e],
  neverChanged: NEVER_CHANGED,
};

/** Those of tun and tap. */
export const TUN_FEATURES: Features = {
  available: [0x0c1d48c9, 0x0a002202],
  wanted: [0x0c1548c9, 0x00002002],
  active: [0x000048c1, 0x00002000],
  neverChanged: NEVER_CHANGED,
  withheld: [0x0c150008, 0x00000002],
};

/** Those of a tunnel. */
export const VXLAN_FEATURES: Features = {
  available: [0x401d4849, 0x0a00030e],
  wanted: [0x401d4849, 0x0000010e],
  active: [0x401d4849, 0x0000010e],
  neverChanged: NEVER_CHANGED,
};

/** Those of `ifb`. */
export const IFB_FEATURES: Features = {
  available: [0x4fdd48e9, 0x0a00220e],
  wanted: [0x4fdd48e9, 0x0000200e],
  active: [0x4fdd48e9, 0x0000200e],
  neverChanged: NEVER_CHANGED,
};

/** `NETIF_F_SG | NETIF_F_FRAGLIST | NETIF_F_GSO_SOFTWARE | NETIF_F_HW_CSUM | NETIF_F_HIGHDMA | NETIF_F_GSO_ENCAP_ALL`, and GRO. */
export const DUMMY_FEATURES: Features = {
  available: [0x4fdd4869, 0x0a00000e],
  wanted: [0x4fdd4869, 0x0000000e],
  active: [0x4fdd4869, 0x0000000e],
  neverChanged: NEVER_CHANGED,
};

/** A bridge without ports; with ports it has what they have. */
export const BRIDGE_FEATURES: Features = {
  available: [0xffff48e9, 0x0a00220f],
  wanted: [0xffff48e9, 0x0000200f],
  active: [0xffff48e9, 0x0000200f],
  neverChanged: NEVER_CHANGED,
};

const SCATTER_GATHER = 1 << 0;
const IPV4_CHECKSUM = 1 << 1;
const ANY_IP_CHECKSUM = 1 << 3;
const IPV6_CHECKSUM = 1 << 4;
const GENERIC_SEGMENTATION = 1 << 11;
const TCP_SEGMENTATION = 1 << 16;
const TCP_ECN = 1 << 18;
const TCP_MANGLEID = 1 << 19;
const TCP6_SEGMENTATION = 1 << 20;
const ALL_TCP = TCP_SEGMENTATION | TCP_MANGLEID | TCP_ECN | TCP6_SEGMENTATION;
/** In the second word. */
const UDP_SEGMENTATION = 1 << (FEATURE_NAMES.indexOf("tx-udp-segmentation") - 32);

/** Takes away what cannot be without something else that is off (`netdev_fix_features`). */
export function fixFeatures(low: number, high: number): FeatureWords {
  let first = low;
  let second = high;
  const any = (first & ANY_IP_CHECKSUM) !== 0;
  const v4 = any || (first & IPV4_CHECKSUM) !== 0;
  const v6 = any || (first & IPV6_CHECKSUM) !== 0;
  if (!v4) first &= ~(TCP_SEGMENTATION | TCP_ECN);
  if (!v6) first &= ~TCP6_SEGMENTATION;
  if ((first & TCP_SEGMENTATION) === 0) first &= ~TCP_MANGLEID;
  if ((first & SCATTER_GATHER) === 0) first &= ~(ALL_TCP | GENERIC_SEGMENTATION);
  if ((first & ALL_TCP) === TCP_ECN) first &= ~TCP_ECN;
  if (!v4 || !v6) second &= ~UDP_SEGMENTATION;
  return [first >>> 0, second >>> 0];
}

/** What is after the program behind a tun device told which of the `user` features it can take (`set_offload`). */
export function letFeatures(features: Features, user: FeatureWords, taken: FeatureWords): Features {
  const { available, active } = features;
  const wanted = ([0, 1] as const).map((i) => ((features.wanted[i] & ~user[i]) | taken[i]) >>> 0);
  const withheld: FeatureWords = [(user[0] & ~taken[0]) >>> 0, (user[1] & ~taken[1]) >>> 0];
  const on = ([0, 1] as const).map(
    (i) => ((active[i] & ~available[i]) | ((wanted[i] ?? 0) & available[i])) & ~withheld[i],
  );
  return {
    ...features,
    wanted: [wanted[0] ?? 0, wanted[1] ?? 0],
    active: fixFeatures(on[0] ?? 0, on[1] ?? 0),
    withheld,
  };
}

/** The features without those that are active but lack what they need. */
export function featuresWithout(features: Features): Features {
  return { ...features, active: fixFeatures(features.active[0], features.active[1]) };
}

/** What is after the user asked to set the `valid` bits to `requested` (`ethtool_set_features`, `__netdev_update_features`). */
export function changeFeatures(features: Features, valid: FeatureWords, requested: FeatureWords): Features {
  const { available } = features;
  const wanted = features.wanted.map((word, i) => {
    const mask = (valid[i] ?? 0) & (available[i] ?? 0);
    return ((word & ~mask) | ((requested[i] ?? 0) & mask)) >>> 0;
  });
  if (wanted.every((word, i) => word === features.wanted[i])) return features;
  const active = features.active.map(
    (word, i) =>
      ((word & ~(available[i] ?? 0)) | ((wanted[i] ?? 0) & (available[i] ?? 0))) &
      ~(features.withheld?.[i] ?? 0),
  );
  return {
    ...features,
    wanted: [wanted[0] ?? 0, wanted[1] ?? 0],
    active: fixFeatures(active[0] ?? 0, active[1] ?? 0),
  };
}
