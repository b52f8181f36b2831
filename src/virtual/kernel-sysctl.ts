/** /proc/sys/kernel: the names and limits that scripts ask for. */

import { EINVAL } from "../errno.ts";
import type { Machine } from "./core/machine.ts";
import type { DevkmsgLog, KernelLog } from "./core/printk/printk.ts";
import { parseSysctlInteger, type SysctlEntry } from "./core/sysctl/sysctl.ts";
import { KERNEL_RELEASE } from "./kernel-release.ts";
import type { UtsNamespace } from "./task-struct.ts";

const HOST_NAME_MAX = 64;
const DEVKMSG: readonly DevkmsgLog[] = ["on", "off", "ratelimit"];

/** `kernel.printk`: four levels, of which the first ones may be written alone (`proc_dointvec`). */
function levelsSysctl(log: KernelLog): SysctlEntry {
  return {
    mode: 0o644,
    read: () => log.levels.join("\t"),
    write: (_net, _key, text) => {
      const words = text.trim().split(/\s+/).slice(0, log.levels.length);
      for (const [index, word] of words.entries()) {
        const value = parseSysctlInteger(word);
        if (value === undefined) return index === 0 ? -EINVAL : 0;
        log.levels[index] = value;
      }
      return 0;
    },
  };
}

function devkmsgSysctl(log: KernelLog): SysctlEntry {
  return {
    mode: 0o644,
    read: () => log.devkmsg,
    write: (_net, _key, text) => {
      const wanted = DEVKMSG.find((each) => each === text);
      if (wanted === undefined) return -EINVAL;
      log.devkmsg = wanted;
      return 0;
    },
  };
}

/** Registers the entries of /proc/sys/kernel. */
export function registerKernelSysctls(machine: Machine, uts: UtsNamespace): void {
  const constant = (text: string): SysctlEntry => ({ mode: 0o444, read: () => text });
  machine.sysctls.register("kernel", {
    hostname: {
      mode: 0o644,
      read: () => uts.nodename,
      write: (_net, _key, text) => {
        if (text.length > HOST_NAME_MAX) return -EINVAL;
        uts.nodename = text;
        return 0;
      },
    },
    osrelease: constant(KERNEL_RELEASE),
    ostype: constant("Linux"),
    pid_max: constant("4194304"),
    printk: levelsSysctl(machine.log),
    printk_devkmsg: devkmsgSysctl(machine.log),
    version: constant("#1 SMP PREEMPT_DYNAMIC vethlab"),
  });
}
