/**
 * What frames of a device with `external` bring along or are given: the network, and the hosts outside.
 *
 * Source: `include/net/ip_tunnels.h` (`struct ip_tunnel_info`), `net/ipv4/udp_tunnel_core.c` (`udp_tun_rx_dst`),
 * `net/ipv4/ip_tunnel_core.c` (`iptunnel_metadata_reply`).
 */

import type { NetDevice } from "../../core/dev/netdevice.ts";
import { MetadataDst } from "../../core/dst-metadata.ts";
import type { TunnelAddress } from "./address.ts";

/** Never changed, so frames of one sender may share it. */
export class VxlanTunnelInfo extends MetadataDst {
  /** The other host: where the frame came from, or goes to. */
  readonly remote: TunnelAddress;
  /** Datagrams have a checksum. */
  readonly checksum: boolean;
  /** The group policy that came along. */
  readonly policy: number;

  constructor(
    dev: NetDevice,
    id: number,
    transmit: boolean,
    remote: TunnelAddress,
    checksum: boolean,
    policy: number,
  ) {
    super(dev, id, transmit, false);
    this.remote = remote;
    this.checksum = checksum;
    this.policy = policy;
  }

  override reply(): MetadataDst | null {
    if (this.transmit) return null;
    return new VxlanTunnelInfo(this.dev, this.id, true, this.remote, this.checksum, this.policy);
  }
}
