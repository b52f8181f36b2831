/**
 * /proc/sys/net/core: buffer sizes of sockets, the receive queue, the default queueing discipline,
 * how often packets may make the kernel print.
 *
 * Source: `net/core/sysctl_net_core.c`. Other namespaces than the first see the buffer sizes and cannot write them.
 */
import { ENOENT } from "../../../errno.ts";
import type { Machine } from "../machine.ts";
import { integerSysctl, type SysctlEntry } from "./sysctl.ts";

const NS_PER_SECOND = 1e9;
/** Bounds of `proc_dointvec_minmax`. */
const INT_MAX = 0x7fffffff;

/** What the entries of /proc/sys/net/core set, for the whole machine. */
export class CoreSettings {
  /** Receive and send buffers of new sockets, bytes. */
  rmemDefault = 212992;
  wmemDefault = 212992;
  /** Greatest buffers that `SO_RCVBUF` and `SO_SNDBUF` give. */
  rmemMax = 4194304;
  wmemMax = 4194304;
  /** Queueing discipline of devices that have a queue. */
  defaultQdisc = "pfifo_fast";
}

/** Least sizes: `SOCK_MIN_RCVBUF`, `SOCK_MIN_SNDBUF`. */
const MIN_RCVBUF = 2304;
const MIN_SNDBUF = 4608;
/** Queueing disciplines of which only the name shows, as queues never fill here. */
const QDISCS = ["pfifo_fast", "pfifo", "bfifo", "fq_codel", "fq", "sfq"];

type Size = "rmemDefault" | "wmemDefault" | "rmemMax" | "wmemMax";

function bufferSize(machine: Machine, field: Size, min: number): SysctlEntry {
  const entry = integerSysctl(
    () => machine.settings[field],
    (_net, _key, value) => void (machine.settings[field] = value),
    min,
    INT_MAX,
  );
  return { ...entry, firstWrites: true };
}

/** Registers the entries with a machine. */
export function initCoreSysctls(machine: Machine): void {
  const { settings, backlog } = machine;
  machine.sysctls.register("net/core", {
    rmem_default: bufferSize(machine, "rmemDefault", MIN_RCVBUF),
    rmem_max: bufferSize(machine, "rmemMax", MIN_RCVBUF),
    wmem_default: bufferSize(machine, "wmemDefault", MIN_SNDBUF),
    wmem_max: bufferSize(machine, "wmemMax", MIN_SNDBUF),
  });
  const { netLimit } = machine.log;
  const messageCost = integerSysctl(
    () => Math.trunc(netLimit.interval / NS_PER_SECOND),
    (_net, _key, value) => void (netLimit.interval = value * NS_PER_SECOND),
  );
  const messageBurst = integerSysctl(
    () => netLimit.burst,
    (_net, _key, value) => void (netLimit.burst = value),
  );
  const backlogSize = integerSysctl(
    () => backlog.maxBacklog,
    (_net, _key, value) => void (backlog.maxBacklog = value),
  );
  const budget = integerSysctl(
    () => backlog.budget,
    (_net, _key, value) => void (backlog.budget = Math.max(1, value)),
  );
  const qdisc: SysctlEntry = {
    mode: 0o644,
    read: () => settings.defaultQdisc,
    write: (_net, _key, text) => {
      if (!QDISCS.includes(text)) return -ENOENT;
      settings.defaultQdisc = text;
      return 0;
    },
  };
  machine.sysctls.register("net/core", {
    netdev_max_backlog: { ...backlogSize, firstOnly: true },
    netdev_budget: { ...budget, firstOnly: true },
    message_cost: { ...messageCost, firstOnly: true },
    message_burst: { ...messageBurst, firstOnly: true },
    default_qdisc: { ...qdisc, firstOnly: true },
  });
}
