/** Features of devices that are on, as `ethtool -k` names them. */
export const LOOPBACK_FEATURES: readonly number[] = [];
export const VETH_FEATURES: readonly number[] = [];
export const DUMMY_FEATURES: readonly number[] = [];
export const TUN_FEATURES: readonly number[] = [];
