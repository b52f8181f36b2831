/** Linux as a batch sees it, with a tracing instance of its own. Import it only where root is there: it loads koffi. */

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { isErrno } from "../../src/errno.ts";
import { CLONE_NEWNS, O_WRONLY, type SystemCalls } from "../../src/kernel.ts";
import { createLinuxKernel } from "../../src/linux/linux-kernel.ts";
import { type Kernel, programs } from "./kernel.ts";

const MS_REC = 0x4000;
const MS_SLAVE = 1 << 19;
const TRACEFS = "/sys/kernel/tracing";

/** Linux, until it is closed. */
export interface LinuxSide extends Kernel {
  /** Takes the tracing instance down. */
  close(): void;
}

function check(result: number, what: string): void {
  if (result < 0) throw new Error(`${what}: ${result}`);
}

function put(task: SystemCalls, path: string, text: string): void {
  const file = task.open(path, O_WRONLY);
  if (isErrno(file)) throw new Error(`${path}: ${file}`);
  check(file.write(new TextEncoder().encode(text)), path);
  file.close();
}

/** A mount namespace with tracefs, so that the host sees nothing of it. */
function openTracer(sys: SystemCalls): SystemCalls {
  const tracer = sys.fork("tracer");
  check(tracer.unshare(CLONE_NEWNS), "unshare");
  check(tracer.mount("", "/", "none", MS_SLAVE | MS_REC), "mount");
  check(tracer.mount("none", TRACEFS, "tracefs", 0), "tracefs");
  return tracer;
}

/** The threads that go on with a softirq which takes too long. */
function softirqThreads(): string[] {
  return readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/comm`, "latin1").startsWith("ksoftirqd/");
    } catch {
      return false; // gone in the meantime
    }
  });
}

/**
 * Keeps this process, and with it what its frames set off, on one processor, as the virtual kernel has but one: decisions are cached,
 * and the sockets of ICMP fill up, for each by itself.
 */
function pinToOneProcessor(): void {
  const allowed = /^Cpus_allowed_list:\s(?:.*[,-])?(\d+)$/m.exec(readFileSync("/proc/self/status", "utf8"));
  if (allowed === null) throw new Error("/proc/self/status: no Cpus_allowed_list");
  const [, last = "0"] = allowed;
  execFileSync("taskset", ["-a", "-p", "-c", last, String(process.pid)], { stdio: "ignore" });
}

/** Takes one processor and a tracing instance. @throws Error where Linux refuses */
export function openLinuxSide(): LinuxSide {
  pinToOneProcessor();
  const sys = createLinuxKernel();
  const tracer = openTracer(sys);
  const tracing = `${TRACEFS}/instances/vethlab-packets-${process.pid}`;
  check(tracer.mkdir(tracing, 0o755), tracing);
  // what this thread injects is processed in its own softirq, or in its processor's thread for those when there is much to do:
  // events of others are not of interest
  put(tracer, `${tracing}/set_event_pid`, `${[process.pid, ...softirqThreads()].join(" ")}\n`);
  put(tracer, `${tracing}/events/skb/kfree_skb/enable`, "1\n");
  const close = (): void => {
    process.off("exit", close);
    put(tracer, `${tracing}/events/skb/kfree_skb/enable`, "0\n");
    tracer.rmdir(tracing);
    tracer.exit();
  };
  // an instance outlives the mount that it was made in
  process.once("exit", close);
  return {
    sys,
    tracer,
    tracing,
    clock: () => performance.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    run: programs(sys),
    close,
  };
}
