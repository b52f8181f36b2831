/**
 * The queues of a network device in sysfs.
 *
 * One processor handles all packets here, so that what would steer them to another one (RPS, XPS) is kept and read back, with
 * Linux's checks, and that is all that it does.
 *
 * Source: `net/core/net-sysfs.c` (`rx_queue_default_attrs`, `netdev_queue_default_attrs`).
 */
import { EINVAL, ENOENT, ENOMEM, EOPNOTSUPP, type Errno } from "../../../errno.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { fixedDirectory, type Inode } from "../inode.ts";
import { formatBitmap, parseBitmap } from "./bitmap-parse.ts";
import { kstrtoul } from "./kstrtoul.ts";
import { attribute } from "./sysfs-attribute.ts";

/** As many processors as masks have room for: those of the hosts that were compared with. All packets stay with the first. */
const PROCESSORS = 2;
/** Greatest mask of flows that Linux takes for a number of 32 bits. */
const MOST_FLOWS = 1n << 32n;
/** A table of more flows than these finds no memory. */
const MOST_FLOWS_IN_MEMORY = 1n << 30n;

/** What was written for a device, by the file's path below `queues`; it goes with the device. */
const steering = new WeakMap<NetDevice, Map<string, bigint>>();

function kept(dev: NetDevice, path: string): bigint {
  return steering.get(dev)?.get(path) ?? 0n;
}

function keep(dev: NetDevice, path: string, value: bigint | Errno): number {
  if (typeof value === "number") return value;
  const values = steering.get(dev) ?? new Map<string, bigint>();
  steering.set(dev, values.set(path, value));
  return 0;
}

function mask(dev: NetDevice, path: string, bits: number): Inode {
  return attribute(
    () => `${formatBitmap(kept(dev, path), bits)}\n`,
    (text) => keep(dev, path, parseBitmap(text, bits)),
  );
}

/** How many flows the table has: the next power of two (`store_rps_dev_flow_table_cnt`). */
function flowCount(text: string): bigint | Errno {
  const count = kstrtoul(text);
  if (typeof count === "number" || count === 0n) return count;
  if (count > MOST_FLOWS) return -EINVAL;
  if (count > MOST_FLOWS_IN_MEMORY) return -ENOMEM;
  return 1n << BigInt((count - 1n).toString(2).length - (count === 1n ? 1 : 0));
}

function receiveQueue(dev: NetDevice, queue: string): Inode {
  const flows = `${queue}/rps_flow_cnt`;
  return fixedDirectory(
    {
      rps_cpus: mask(dev, `${queue}/rps_cpus`, PROCESSORS),
      rps_flow_cnt: attribute(
        () => `${kept(dev, flows)}\n`,
        (text) => keep(dev, flows, flowCount(text)),
      ),
    },
    0o755,
  );
}

/** Where there is one queue, nothing can be chosen. */
function ofSeveral(dev: NetDevice): string | Errno {
  return dev.numTxQueues > 1 ? "0\n" : -ENOENT;
}

function transmitQueue(dev: NetDevice, queue: string): Inode {
  const noChoice = (): Errno => -ENOENT;
  return fixedDirectory(
    {
      traffic_class: attribute(() => ofSeveral(dev)),
      // no driver here has the hardware's limit of rate
      tx_maxrate: attribute(
        () => "0\n",
        () => -EOPNOTSUPP,
      ),
      tx_timeout: attribute(() => "0\n"),
      xps_cpus:
        dev.numTxQueues > 1 ? mask(dev, `${queue}/xps_cpus`, PROCESSORS) : attribute(noChoice, noChoice),
      xps_rxqs: mask(dev, `${queue}/xps_rxqs`, dev.numRxQueues),
    },
    0o755,
  );
}

/** `/sys/class/net/DEV/queues` */
export function queueDirectory(dev: NetDevice): Inode {
  const used = dev.ops.queuesInUse?.(dev);
  const queues: Record<string, Inode> = {};
  for (let i = 0; i < (used ?? dev.numRxQueues); i++) queues[`rx-${i}`] = receiveQueue(dev, `rx-${i}`);
  for (let i = 0; i < (used ?? dev.numTxQueues); i++) queues[`tx-${i}`] = transmitQueue(dev, `tx-${i}`);
  return fixedDirectory(queues, 0o755);
}
