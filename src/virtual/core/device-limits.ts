/**
 * The settings in which hardly a device differs from the next one: `dev->gso_max_size` and its like.
 */

/** What nearly all devices have in common: shared between them, replaced in a device that differs. */
export interface DeviceLimits {
  readonly txQueueLength: number;
  readonly group: number;
  readonly linkMode: number;
  readonly protoDown: boolean;
  readonly alias: string;
  readonly gsoMaxSize: number;
  readonly gsoMaxSegments: number;
  readonly numTxQueues: number;
  readonly numRxQueues: number;
  readonly tsoMaxSize: number;
  readonly tsoMaxSegments: number;
  readonly groMaxSize: number;
  readonly gsoIpv4MaxSize: number;
  readonly groIpv4MaxSize: number;
}

export const DEFAULT_LIMITS: DeviceLimits = {
  txQueueLength: 1000,
  group: 0,
  linkMode: 0,
  protoDown: false,
  alias: "",
  gsoMaxSize: 65536,
  gsoMaxSegments: 65535,
  numTxQueues: 1,
  numRxQueues: 1,
  tsoMaxSize: 65536,
  tsoMaxSegments: 65535,
  groMaxSize: 65536,
  gsoIpv4MaxSize: 65536,
  groIpv4MaxSize: 65536,
};
/** Of devices without hardware that has to be fed segments. */
export const SOFTWARE_LIMITS: DeviceLimits = { ...DEFAULT_LIMITS, tsoMaxSize: 524280 };
