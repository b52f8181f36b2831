/**
 * Packet and byte counters of a device (`struct rtnl_link_stats64`).
 */

/** Counters that stay zero on nearly all devices. */
const RARE = {
  rxErrors: 0,
  txErrors: 0,
  rxDropped: 0,
  multicast: 0,
  collisions: 0,
  rxLengthErrors: 0,
  rxOverErrors: 0,
  rxCrcErrors: 0,
  rxFrameErrors: 0,
  rxFifoErrors: 0,
  rxMissedErrors: 0,
  txAbortedErrors: 0,
  txCarrierErrors: 0,
  txFifoErrors: 0,
  txHeartbeatErrors: 0,
  txWindowErrors: 0,
  rxCompressed: 0,
  txCompressed: 0,
  rxNohandler: 0,
  coreRxNohandler: 0,
  rxOtherhostDropped: 0,
};

type RareCounters = typeof RARE;

/** Counters that most devices never need, as accessors of the class below. */
export interface DeviceStats extends Omit<RareCounters, "coreRxNohandler"> {}

/** What a device counts; the core's own drops beside the driver's. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the accessors are defined below, one for each counter of RARE
export class DeviceStats {
  rxPackets = 0;
  txPackets = 0;
  rxBytes = 0;
  txBytes = 0;
  txDropped = 0;
  /** Drops that the core counts beside the driver, with one of the rare ones (`dev->core_stats`). */
  coreRxDropped = 0;
  coreTxDropped = 0;
  private rare: RareCounters | null = null;

  // A flood raises it: written out, so the engine compiles it in place.
  get coreRxNohandler(): number {
    return this.rare === null ? 0 : this.rare.coreRxNohandler;
  }
  set coreRxNohandler(value: number) {
    this.rare ??= { ...RARE };
    this.rare.coreRxNohandler = value;
  }

  rareCounter(name: keyof RareCounters): number {
    return this.rare === null ? 0 : this.rare[name];
  }

  setRareCounter(name: keyof RareCounters, value: number): void {
    if (this.rare === null) {
      if (value === 0) return;
      this.rare = { ...RARE };
    }
    this.rare[name] = value;
  }

  /** Takes over all counters of the driver. */
  assign(from: DeviceStats): void {
    this.rxPackets = from.rxPackets;
    this.txPackets = from.txPackets;
    this.rxBytes = from.rxBytes;
    this.txBytes = from.txBytes;
    this.txDropped = from.txDropped;
    this.rare = from.rare === null ? null : { ...from.rare };
  }
}

for (const name of Object.keys(RARE) as (keyof RareCounters)[]) {
  if (name in DeviceStats.prototype) continue;
  Object.defineProperty(DeviceStats.prototype, name, {
    get(this: DeviceStats): number {
      return this.rareCounter(name);
    },
    set(this: DeviceStats, value: number) {
      this.setRareCounter(name, value);
    },
  });
}
