/**
 * The queues of a network device in sysfs. There is no steering of packets to processors here: what sets it up is shown as on a
 * device of which nobody has, and refuses to be written.
 *
 * Source: `net/core/net-sysfs.c` (`rx_queue_default_attrs`, `netdev_queue_default_attrs`).
 */
import { ENOENT, EOPNOTSUPP, type Errno } from "../../errno.ts";
import type { NetDevice } from "../core/netdevice.ts";
import { fixedDirectory, type Inode } from "./inode.ts";
import { attribute } from "./sysfs-attribute.ts";

const MASK_WORD = 32;
const BITS_OF_A_DIGIT = 4;

/** A mask with nothing set, as `%*pb` prints it: words of 32 bits, the first as long as it needs to be. */
function emptyMask(bits: number): string {
  const digits = Math.ceil((bits % MASK_WORD || MASK_WORD) / BITS_OF_A_DIGIT);
  const words = Math.ceil(bits / MASK_WORD) - 1;
  return `${"0".repeat(digits)}${`,${"0".repeat(MASK_WORD / BITS_OF_A_DIGIT)}`.repeat(words)}`;
}

const refuse = (): Errno => -EOPNOTSUPP;

function setting(show: () => string | Errno): Inode {
  return attribute(show, refuse);
}

function receiveQueue(): Inode {
  return fixedDirectory({ rps_cpus: setting(() => "0\n"), rps_flow_cnt: setting(() => "0\n") }, 0o755);
}

/** Where there is one queue, nothing can be chosen. */
function ofSeveral(dev: NetDevice): string | Errno {
  return dev.numTxQueues > 1 ? "0\n" : -ENOENT;
}

function transmitQueue(dev: NetDevice): Inode {
  return fixedDirectory(
    {
      traffic_class: attribute(() => ofSeveral(dev)),
      tx_maxrate: setting(() => "0\n"),
      tx_timeout: attribute(() => "0\n"),
      xps_cpus: attribute(
        () => ofSeveral(dev),
        () => (dev.numTxQueues > 1 ? -EOPNOTSUPP : -ENOENT),
      ),
      xps_rxqs: setting(() => `${emptyMask(dev.numRxQueues)}\n`),
    },
    0o755,
  );
}

/** `/sys/class/net/DEV/queues` */
export function queueDirectory(dev: NetDevice): Inode {
  const used = dev.ops.queuesInUse?.(dev);
  const queues: Record<string, Inode> = {};
  for (let i = 0; i < (used ?? dev.numRxQueues); i++) queues[`rx-${i}`] = receiveQueue();
  for (let i = 0; i < (used ?? dev.numTxQueues); i++) queues[`tx-${i}`] = transmitQueue(dev);
  return fixedDirectory(queues, 0o755);
}
