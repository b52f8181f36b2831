/** What joins a virtual box to the world: an uplink, and cables to real taps. */
import { strerror } from "../errno.ts";
import type { SystemCalls } from "../kernel.ts";
import type { Stream } from "../process/process.ts";
import { defaultEnvironment, type System } from "../system.ts";
import { TapPort } from "./uplink/tap-port.ts";

/** Which edges a box gets, as the command line asks for them. */
export interface EdgeRequest {
  readonly uplink: boolean;
  /** Names of real taps, each cabled to a tap of the same name in the box. */
  readonly taps: readonly string[];
}

/** The box's network card to the outside. */
const UPLINK_DEVICE = "eth0";

/** Names of the outside are asked for, and `udhcpc` without a script configures what it is told, as on a Debian that has its package. */
const PREPARE_UPLINK = `
echo 'hosts: files dns' > /etc/nsswitch.new
grep -v ^hosts: /etc/nsswitch.conf >> /etc/nsswitch.new
mv /etc/nsswitch.new /etc/nsswitch.conf
mkdir -p /etc/udhcpc
cat > /etc/udhcpc/default.script <<'SCRIPT'
#!/bin/sh
# What udhcpc was told becomes the interface's address, its default route and the name servers.
case $1 in
deconfig)
  ip link set $interface up
  ip -4 addr flush dev $interface
  ;;
bound|renew)
  ip addr replace $ip/$mask broadcast \${broadcast:-+} dev $interface
  [ -z "$router" ] || ip route replace default via \${router%% *} dev $interface
  [ -z "$domain" ] && : > /etc/resolv.conf || echo "search $domain" > /etc/resolv.conf
  for server in $dns; do echo "nameserver $server" >> /etc/resolv.conf; done
  ;;
esac
SCRIPT
chmod +x /etc/udhcpc/default.script
`;

/** Makes what was asked for. @returns a function that takes it away @throws Error when something can not be made */
export async function openEdges(
  request: EdgeRequest,
  init: SystemCalls,
  system: System,
): Promise<() => void> {
  const closers: (() => void)[] = [];
  const run = (sys: SystemCalls, script: string) => runQuietly(system, sys, script);
  if (request.uplink) {
    const { Uplink } = await import("./uplink/uplink.ts");
    const uplink = await Uplink.start(init, UPLINK_DEVICE, run);
    await run(init, PREPARE_UPLINK);
    closers.push(() => uplink.close());
  }
  for (const name of request.taps) closers.push(await openCable(init, name));
  return () => {
    for (const close of closers) close();
  };
}

/** A cable between a tap of the box and a real one: what one sends, the other receives. */
async function openCable(init: SystemCalls, name: string): Promise<() => void> {
  const { createLinuxKernel } = await import("../linux/linux-kernel.ts");
  const real = TapPort.open(createLinuxKernel(), name, true);
  if (typeof real === "number") throw new Error(`--tap ${name}: ${strerror(-real)}`);
  const virtual = TapPort.open(init, name, true);
  if (typeof virtual === "number") throw new Error(`--tap ${name}: ${strerror(-virtual)}`);
  real.receive = (frame) => virtual.send(frame);
  virtual.receive = (frame) => real.send(frame);
  real.start();
  virtual.start();
  return () => {
    real.close();
    virtual.close();
  };
}

async function runQuietly(system: System, sys: SystemCalls, script: string): Promise<void> {
  const nothing: Stream = { read: async () => undefined, write: (data) => data.length, isTerminal: false };
  const fds = new Map<number, Stream>([0, 1, 2].map((fd) => [fd, nothing]));
  const options = { env: defaultEnvironment(), cwd: "/", fds };
  const started = await system.processes.start(sys, ["bash", "-c", script], options);
  if (typeof started !== "number") await started.ended;
}
