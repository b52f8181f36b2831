/**
 * A VXLAN device, and the tunnels that share a socket.
 *
 * Source: `include/net/vxlan.h` (`struct vxlan_dev`, `struct vxlan_sock`).
 */

import { NetDevice } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";
import { KernelTimer } from "../../core/timer.ts";
import { AF_INET6, TunnelAddress } from "./address.ts";
import { defaultConfig, type VxlanConfig } from "./config.ts";
import type { Remote, VxlanFdb } from "./fdb.ts";
import type { VxlanTunnelInfo } from "./tunnel-info.ts";
import type { VniGroup } from "./vni-group.ts";

/** Where datagrams of one port come in: the devices by their network identifier. */
export interface VxlanSocket {
  readonly family: number;
  readonly port: number;
  /** Takes datagrams over IPv6 without a checksum. */
  readonly zeroChecksumRx: boolean;
  readonly ifindex: number;
  /** Settings of the first of its devices; those of the others tell the same of what comes in. */
  readonly config: VxlanConfig;
  readonly devices: Set<VxlanDevice>;
  /** Groups that were joined: address and ifindex. */
  readonly joinedGroups: Map<string, { readonly address: TunnelAddress; readonly ifindex: number }>;
  close(): void;
}

/** A tunnel: `struct vxlan_dev`. */
export class VxlanDevice extends NetDevice {
  /** The namespace in which the datagrams travel. */
  tunnelNet: Net;
  config: VxlanConfig = defaultConfig();
  /** Of its own family; a device of metadata has one of each. */
  socket: VxlanSocket | null = null;
  otherSocket: VxlanSocket | null = null;
  /** Of a device that is for the networks that are named (`bridge vni`), those; null of others. */
  vnis: VniGroup | null = null;
  /** What the last frame came with. */
  lastInfo: VxlanTunnelInfo | null = null;
  lowerDevice: NetDevice | null = null;
  fdb: VxlanFdb | null = null;
  /** Key of the flows' hash, which all namespaces have in common. */
  readonly flowSeed: number;
  readonly ageTimer: KernelTimer<VxlanDevice>;

  constructor(...parameters: ConstructorParameters<typeof NetDevice>) {
    super(...parameters);
    this.tunnelNet = parameters[0];
    this.flowSeed = parameters[0].machine.initNet.ipv4.multipathSeed;
    this.ageTimer = new KernelTimer<VxlanDevice>((dev) => dev.age(), this);
  }

  /** The socket by which datagrams of a family leave. */
  socketOf(family: number): VxlanSocket | null {
    return family === this.family ? this.socket : this.otherSocket;
  }

  get family(): number {
    return this.remote.family;
  }

  /** Where frames go whose destination nobody knows. */
  get remote(): TunnelAddress {
    return this.config.remote ?? TunnelAddress.any(2);
  }

  get local(): TunnelAddress {
    return this.config.local ?? TunnelAddress.any(this.family);
  }

  /** The remote of the settings. */
  get defaultRemote(): Remote {
    const { port, vni, link } = this.config;
    return { address: this.remote, port, vni, ifindex: link };
  }

  /** What the headers of the tunnel take of the lower device's MTU (`vxlan_headroom`). */
  get headroom(): number {
    return this.family === AF_INET6 ? 70 : 50;
  }

  /** `vxlan_cleanup` */
  private age(): void {
    if (!this.running || this.fdb === null) return;
    const { machine } = this.net;
    const next = this.fdb.age(this.config.ageing * 1e9);
    machine.modTimer(this.ageTimer, Math.min(next, machine.now() + AGE_INTERVAL));
  }

  startAgeing(): void {
    const { machine } = this.net;
    machine.modTimer(this.ageTimer, machine.now() + AGE_INTERVAL);
  }
}

/** ns between two looks at the entries (`FDB_AGE_INTERVAL`). */
const AGE_INTERVAL = 10e9;
