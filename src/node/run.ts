/** Starts a shell on a kernel with the streams of the host process. */
import { dirname, resolve } from "node:path";
import { isatty } from "node:tty";
import { strerror } from "../errno.ts";
import type { SystemCalls } from "../kernel.ts";
import { CountingHostLoop } from "../process/host-loop.ts";
import type { Signal, Stream } from "../process/process.ts";
import { defaultEnvironment, System } from "../system.ts";
import { type EdgeRequest, openEdges } from "./edges.ts";
import { openTerminal } from "./host-terminal.ts";
import { HostInput, HostOutput } from "./streams.ts";

/** What the command line asks for. */
export interface RunRequest {
  readonly kernel: "virtual" | "linux";
  readonly clock: "virtual" | "real" | undefined;
  readonly seed: number;
  /** Features that the virtual kernel is to be built without; for tests against a Linux that lacks them. */
  readonly without: readonly string[];
  /** What joins the box to the world: always on the real clock. */
  readonly edges: EdgeRequest;
  /** The shell's arguments, without `argv[0]`. */
  readonly args: readonly string[];
  /** The script's path on the host; its directory is visible in the box. */
  readonly script: string | undefined;
}

/** After the shell has ended, children it left behind may go on for this long on the virtual clock, in ns. */
const GRACE_NS = 60e9;

/** Exit status when a script can never end: as if a time limit had ended it (`timeout(1)`). */
const DEADLOCK_STATUS = 124;

/** Runs the shell. @returns the exit status, and the signal that ended it */
export async function runOnHost(
  request: RunRequest,
): Promise<{ status: number; signal: string | undefined }> {
  const loop = new CountingHostLoop((callback) => void setImmediate(callback));
  const interactive = request.args.length === 0 && isatty(0);
  const joined = request.edges.uplink || request.edges.taps.length > 0;
  const real = interactive || joined || request.kernel === "linux";
  const clock = request.clock ?? (real ? "real" : "virtual");
  const init = await createKernel(request, clock, loop);
  const system = new System(init, loop);
  const closeEdges = joined ? await openEdges(request.edges, init, system) : () => undefined;
  const foreground = (signal: Signal) => void system.processes.kill(-system.processes.foreground, signal);
  const terminal = interactive ? openTerminal(loop, foreground) : undefined;
  const [input, output, errors] = terminal
    ? [terminal, terminal, terminal]
    : [
        new HostInput(isatty(0), loop),
        new HostOutput(1, isatty(1), loop),
        new HostOutput(2, isatty(2), loop),
      ];
  const fds = new Map<number, Stream>([
    [0, input.retain()],
    [1, output.retain()],
    [2, errors.retain()],
  ]);
  const started = await system.processes.start(init, ["bash", ...request.args], {
    env: environment(),
    cwd:
      request.kernel === "linux" || request.script !== undefined
        ? process.cwd()
        : interactive
          ? "/root"
          : process.cwd(),
    fds,
  });
  if (typeof started === "number") throw new Error(`bash: ${strerror(-started)}`);
  const alive = clock === "virtual" ? undefined : setInterval(() => {}, 0x7fffffff);
  process.once("beforeExit", endForEver);
  let interrupted = false;
  for (const each of ["SIGINT", "SIGTERM"] as const) {
    process.on(each, () => {
      interrupted = true;
      // the shell waits for a program that leads a group of its own, as timeout does: Ctrl-C is meant for that, too
      if (each === "SIGINT") system.processes.kill(-1, each);
      else foreground(each);
    });
  }
  const { status, signal } = await started.ended;
  process.off("beforeExit", endForEver);
  if (clock === "virtual" && !interrupted) await leftBehind(system);
  for (const each of system.processes.all) each.deliver("SIGKILL");
  closeEdges();
  clearInterval(alive);
  return { status: status ?? 0, signal };
}

/** On the virtual clock: no process can go on, no timer is pending and nothing from outside is awaited. */
function endForEver(): void {
  process.stderr.write("vethlab: every process waits, and nothing is left that could wake one\n");
  process.exit(DEADLOCK_STATUS);
}

/** Gives background commands that outlive the shell the time to end, as their output would still appear. */
function leftBehind(system: System): Promise<void> {
  const { processes, init } = system;
  return new Promise((done) => {
    if (processes.all.length === 0) return done();
    const timer = init.setTimer(GRACE_NS, done);
    for (const each of processes.all) {
      each.onChange(() => {
        if (processes.all.length > 0) return;
        timer.cancel();
        done();
      });
    }
  });
}

async function createKernel(
  request: RunRequest,
  clock: "virtual" | "real",
  loop: CountingHostLoop,
): Promise<SystemCalls> {
  if (request.kernel === "linux") {
    const { createLinuxKernel } = await import("../linux/linux-kernel.ts");
    return createLinuxKernel();
  }
  const [{ createVirtualKernel }, { nodeFiles }] = await Promise.all([
    import("../virtual/virtual-kernel.ts"),
    import("./host-files.ts"),
  ]);
  const directories = request.script === undefined ? [] : [dirname(resolve(request.script))];
  return createVirtualKernel({
    clock: await createClock(clock, loop),
    seed: request.seed,
    config: { bridgeVlanFiltering: !request.without.includes("bridge-vlan-filtering") },
    hostDirectories: [...directories, process.cwd()],
    hostFiles: nodeFiles,
  });
}

async function createClock(kind: "virtual" | "real", loop: CountingHostLoop) {
  if (kind === "virtual") {
    const { VirtualClock } = await import("../virtual/virtual-clock.ts");
    return new VirtualClock(loop);
  }
  const { RealClock } = await import("../virtual/real-clock.ts");
  return new RealClock({
    monotonic: () => Math.floor(performance.now() * 1e6),
    realtime: () => Math.floor((performance.timeOrigin + performance.now()) * 1000),
    setTimer: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  });
}

/** Root's environment; of the host's only what describes the terminal. */
function environment(): Map<string, string> {
  const env = defaultEnvironment();
  for (const name of ["TERM", "COLORTERM", "LANG", "LC_ALL"]) {
    const value = process.env[name];
    if (value !== undefined) env.set(name, value);
  }
  return env;
}
