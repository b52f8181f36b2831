/**
 * /sys: the devices of one network namespace, the one in which it was mounted.
 *
 * Source: `net/core/net-sysfs.c`.
 */
import type { DirectoryEntry } from "../../../kernel.ts";
import { isBridge, portOf } from "../../bridge/br-private.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";
import { ComputedDirectory, ComputedLink, fixedDirectory, type Inode } from "../inode.ts";
import { bridgeEntries } from "./sysfs-bridge.ts";
import { portDirectory } from "./sysfs-brport.ts";
import { deviceAttributes, statisticsAttributes } from "./sysfs-net.ts";
import { powerDirectory } from "./sysfs-power.ts";
import { queueDirectory } from "./sysfs-queues.ts";

/** The root of a new sysfs. It does not keep the namespace alive. */
export function createSysfs(net: Net): Inode {
  const deviceNames = (): string[] => [...net.devices.values()].map((dev) => dev.name).sort();
  const device = (name: string): NetDevice | undefined => {
    const dev = net.devByName(name);
    return dev?.name === name ? dev : undefined;
  };
  const list = (type: "symlink" | "directory") => (): DirectoryEntry[] =>
    deviceNames().map((name) => ({ name, type }));
  const classNet = new ComputedDirectory(
    (name) => device(name) && new ComputedLink(() => `../../devices/virtual/net/${name}`),
    list("symlink"),
    0o755,
  );
  const devices = new ComputedDirectory(
    (name) => {
      const dev = device(name);
      return dev && deviceDirectory(dev);
    },
    list("directory"),
    0o755,
  );
  return fixedDirectory(
    {
      class: fixedDirectory({ net: classNet }, 0o755),
      // Mount points.
      kernel: fixedDirectory({ tracing: fixedDirectory({}, 0o700) }, 0o755),
      devices: fixedDirectory({ virtual: fixedDirectory({ net: devices }, 0o755) }, 0o755),
    },
    0o755,
  );
}

function deviceDirectory(dev: NetDevice): Inode {
  return fixedDirectory(
    {
      ...deviceAttributes(dev),
      power: powerDirectory(dev),
      queues: queueDirectory(dev),
      statistics: fixedDirectory(statisticsAttributes(dev), 0o755),
      subsystem: new ComputedLink(() => "../../../../class/net"),
      ...adjacentLinks(dev),
      ...bridgeParts(dev),
    },
    0o755,
  );
}

/** What bridges and their ports have. */
function bridgeParts(dev: NetDevice): Record<string, Inode> {
  if (isBridge(dev)) return bridgeEntries(dev);
  const port = portOf(dev);
  return port === null ? {} : { brport: portDirectory(port) };
}

/** The devices that stand on this one and below it, as far as they are in the same namespace (`netdev_adjacent_sysfs_add`). */
function adjacentLinks(dev: NetDevice): Record<string, Inode> {
  const links: Record<string, Inode> = {};
  const link = (name: string, other: NetDevice): void => {
    if (other.net === dev.net) links[name] = new ComputedLink(() => `../${other.name}`);
  };
  for (const upper of dev.upper) link(`upper_${upper.name}`, upper);
  for (const lower of dev.lower) link(`lower_${lower.name}`, lower);
  if (dev.master !== null) link("master", dev.master);
  return links;
}
