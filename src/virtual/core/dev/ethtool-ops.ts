/** What a driver tells `ethtool` (`include/linux/ethtool.h`). */
import type { NetDevice } from "./netdevice.ts";

/** What a driver tells `ethtool` (`struct ethtool_ops`). */
export interface EthtoolOps {
  readonly driver: string;
  readonly version: string;
  /** Shown where Linux's driver names one. */
  readonly firmware?: string;
  busInfo?(dev: NetDevice): string;
  /** Whether a link is there: `ethtool_op_get_link`. */
  readonly link: boolean;
  /** Has a message level (`get_msglevel`). */
  readonly messageLevel?: boolean;
  /** Speed in Mb/s, duplex, port and so on (`get_link_ksettings`). */
  linkSettings?(dev: NetDevice): EthtoolLinkSettings | undefined;
  /** Names and values of `ethtool -S`. */
  statistics?(dev: NetDevice): { readonly names: readonly string[]; readonly values: readonly number[] };
}

/** `struct ethtool_link_settings`, as far as devices here have any. */
export interface EthtoolLinkSettings {
  /** Mb/s */
  readonly speed: number;
  /** `DUPLEX_HALF` 0, `DUPLEX_FULL` 1, `DUPLEX_UNKNOWN` 0xff */
  readonly duplex: number;
  /** `PORT_TP` 0, `PORT_OTHER` 0xff */
  readonly port: number;
  readonly autoneg: number;
}
