/**
 * Runs a script on Linux itself: in fresh network, mount, UTS and process namespaces, so that neither the machine's settings
 * nor an earlier script shows, and nothing of it stays behind.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Case, ROOT } from "./cases.ts";

/** What a script printed (standard output and error through one pipe, in order) and how it ended. */
export interface Run {
  readonly output: string;
  readonly exitCode: number;
}

/** The environment of every script, on both kernels. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  HOME: "/root",
  LC_ALL: "C",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  TERM: "dumb",
  TZ: "UTC",
};

/** A script that has not ended by then has failed. */
const TIMEOUT_SECONDS = 60;

/** Files under /etc that the tools read and that are the same on every Debian 12. */
const ETC =
  "protocols services ethertypes iproute2 passwd group ld.so.cache networks debian_version alternatives";

/**
 * Process 1 of the new namespaces. It makes the file systems, reads the script from its standard input, and runs it as a child:
 * a process 1 would ignore signals.
 */
const SETUP = `
set -e
umask 022
mkdir -p /dev/shm
mount -t tmpfs -o mode=755 none /dev/shm
mkdir /dev/shm/etc
for name in ${ETC}; do [ -e /etc/$name ] && cp -a /etc/$name /dev/shm/etc/; done
printf '127.0.0.1\\tlocalhost\\n127.0.1.1\\tvethlab\\n::1\\t\\tlocalhost ip6-localhost ip6-loopback\\nff02::1\\t\\tip6-allnodes\\nff02::2\\t\\tip6-allrouters\\n' > /dev/shm/etc/hosts
printf 'hosts: files\\nnetworks: files\\nprotocols: files\\nservices: files\\nethers: files\\npasswd: files\\ngroup: files\\n' > /dev/shm/etc/nsswitch.conf
echo vethlab > /dev/shm/etc/hostname
mount --bind /dev/shm/etc /etc
mkdir /dev/shm/sbin
install "$tools/inject.pl" /dev/shm/sbin/inject
install "$tools/rtdump.pl" /dev/shm/sbin/rtdump
mount --bind /dev/shm/sbin /usr/local/sbin
mount -t tmpfs -o mode=755 none /run
mkdir /run/netns
mount -t tmpfs -o mode=1777 none /tmp
mount -t sysfs sysfs /sys
if [ -n "$instance" ]; then mount --bind "$instance" /sys/kernel/tracing; fi
hostname vethlab
cd /tmp
cat > "/tmp/$1"
set +e
unset instance tools
bash "$@" </dev/null 2>&1
exit $?
`;

/** A private mount namespace, then the script's namespaces. `exec`, so that killing this kills all. */
const ENTER = `exec unshare -n -m -u -p -f --kill-child --mount-proc bash --norc -c "$0" setup "$@"`;

/**
 * The same with a tracing instance of its own, which sees the events of the script's processes and of the kernel's softirqs and
 * timers, and not those of the machine's other processes. It replaces /sys/kernel/tracing for the script.
 */
const ENTER_TRACED = `
mount -t tracefs none /mnt
instance=/mnt/instances/vethlab-$$
mkdir $instance
export instance
trap 'cd /; echo 0 > $instance/events/enable; rmdir $instance' EXIT
echo 1 > $instance/options/event-fork
for pid in $$ 0 $(pgrep ksoftirqd); do echo $pid >> $instance/set_event_pid; done
unshare -n -m -u -p -f --kill-child --mount-proc bash --norc -c "$0" setup "$@"
exit $?
`;

/** Scripts of this subject watch the tracepoint `skb:kfree_skb`. */
const TRACED = "drops/";

/** The command that runs a script, which it reads from its standard input, in a fresh environment; `$tools` is its folder of programs. */
export function commandOnLinux(item: Case): readonly [string, ...string[]] {
  const enter = item.name.startsWith(TRACED) ? ENTER_TRACED : ENTER;
  return ["unshare", "-m", "bash", "--norc", "-c", enter, SETUP, item.script, ...item.args];
}

/** Runs a script with its arguments in a fresh environment. */
export function runOnLinux(item: Case): Promise<Run> {
  const [program, ...args] = commandOnLinux(item);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...ENVIRONMENT, tools: join(ROOT, "conformance", "tools") },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => child.kill("SIGKILL"), TIMEOUT_SECONDS * 1000);
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const output = Buffer.concat(chunks).toString("latin1");
      resolve({ output: signal === null ? output : `${output}[killed: ${signal}]\n`, exitCode: code ?? 255 });
    });
    child.stdin.on("error", () => {});
    child.stdin.end(item.text);
  });
}

const TOOLS = [
  "unshare",
  "ip",
  "nft",
  "ping",
  "arping",
  "tcpdump",
  "traceroute",
  "ethtool",
  "ifconfig",
  "modprobe",
  "sysctl",
  "jq",
  "column",
  "conntrack",
  "iptables",
  "nft",
  "udhcpc",
  "dnsmasq",
  "dig",
  "host",
  "curl",
  "iperf3",
  "socat",
  "sudo",
];

/** Why scripts can not run on Linux here; undefined when they can. */
export function whyNotLinux(): string | undefined {
  if (process.platform !== "linux") return `this is ${process.platform}, not Linux`;
  if (process.getuid?.() !== 0) return "not root";
  const folders = (ENVIRONMENT["PATH"] ?? "").split(":");
  const missing = TOOLS.filter((tool) => !folders.some((folder) => existsSync(`${folder}/${tool}`)));
  if (missing.length > 0) return `not installed: ${missing.join(" ")}`;
  const probe = spawnSync("unshare", ["-n", "-m", "-u", "-p", "-f", "true"], { encoding: "utf8" });
  if (probe.status !== 0) return `namespaces are not allowed: ${probe.stderr.trim()}`;
  const veth = spawnSync("unshare", ["-n", "ip", "link", "add", "probe0", "type", "veth"], {
    encoding: "utf8",
  });
  return veth.status === 0 ? undefined : `no veth: ${veth.stderr.trim()}`;
}

/** Why this machine's answers are not those of the reference profile; undefined when they are. */
export function whyNotProfile(): string | undefined {
  const release = spawnSync("uname", ["-r"], { encoding: "utf8" }).stdout.trim();
  return release.startsWith("6.18.")
    ? undefined
    : `the transcripts are those of Linux 6.18, and this is ${release}`;
}

function runningKernel(): string {
  return spawnSync("uname", ["-r"], { encoding: "utf8" }).stdout.trim().replace(/-.*/, "");
}

/** Kernel and tools, as written at the head of transcripts. */
export function versions(kernel = `Linux ${runningKernel()}`): string[] {
  const packages = [
    "iproute2",
    "iputils-ping",
    "iputils-arping",
    "iputils-tracepath",
    "net-tools",
    "tcpdump",
    "traceroute",
    "ethtool",
    "procps",
    "bash",
  ];
  const query = spawnSync("dpkg-query", ["-W", ...packages], {
    encoding: "utf8",
  });
  return [kernel, ...query.stdout.trim().replaceAll("\t", " ").split("\n").sort()];
}
