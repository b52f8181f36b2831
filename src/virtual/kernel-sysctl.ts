/** /proc/sys/kernel: the names and limits that scripts ask for. */
import { EINVAL } from "../errno.ts";
import type { Machine } from "./core/machine.ts";
import type { SysctlEntry } from "./core/sysctl.ts";
import type { UtsNamespace } from "./task.ts";

const HOST_NAME_MAX = 64;

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
    osrelease: constant("6.18.0"),
    ostype: constant("Linux"),
    pid_max: constant("4194304"),
    version: constant("#1 SMP PREEMPT_DYNAMIC vethlab"),
  });
}
