/** What the kernel is built with, where Linux's differ: `CONFIG_*`. */
export interface KernelConfig {
  /** Bridges can filter by VLAN (`CONFIG_BRIDGE_VLAN_FILTERING`). */
  readonly bridgeVlanFiltering: boolean;
}

/** As Debian builds its kernel. */
export const DEFAULT_CONFIG: KernelConfig = { bridgeVlanFiltering: true };
