/**
 * The power management of a network device in sysfs: it has none, and these files say so.
 *
 * Source: `drivers/base/power/sysfs.c`.
 */
import { EINVAL, EIO } from "../../../errno.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { fixedDirectory, type Inode } from "../inode.ts";
import { attribute } from "./sysfs-attribute.ts";

/** Devices that shall stay on: nothing would turn them off. */
const keptOn = new WeakSet<NetDevice>();

function control(dev: NetDevice): Inode {
  const store = (text: string): number => {
    const word = text.replace(/\n$/, "");
    if (word === "on") keptOn.add(dev);
    else if (word === "auto") keptOn.delete(dev);
    else return -EINVAL;
    return 0;
  };
  return attribute(() => (keptOn.has(dev) ? "on\n" : "auto\n"), store);
}

/** `/sys/class/net/DEV/power` */
export function powerDirectory(dev: NetDevice): Inode {
  const delay = attribute(
    () => -EIO,
    () => -EIO,
  );
  return fixedDirectory(
    {
      autosuspend_delay_ms: delay,
      control: control(dev),
      runtime_active_time: attribute(() => "0\n"),
      runtime_status: attribute(() => "unsupported\n"),
      runtime_suspended_time: attribute(() => "0\n"),
    },
    0o755,
  );
}
