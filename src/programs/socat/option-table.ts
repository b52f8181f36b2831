/** The options of addresses: their names, values, and what kinds of addresses know them. */

/** What an address is made of; an option belongs to one or several of them. */
export type Group =
  | "FD"
  | "FIFO"
  | "NAMED"
  | "OPEN"
  | "SOCKET"
  | "LISTEN"
  | "CHILD"
  | "RETRY"
  | "RANGE"
  | "IP4"
  | "IP6"
  | "UDP"
  | "TCP"
  | "UNIX"
  | "EXEC"
  | "FORK"
  | "PARENT";

/** `flag` takes no value; `number` may lack it (1); `mode` (octal), `text` and `time` (seconds) need theirs. */
export type ValueType = "flag" | "number" | "mode" | "time" | "text";

/** One option. */
export interface OptionRow {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: ValueType;
  readonly groups: readonly Group[];
  /** What it sets on a socket: level and name. */
  readonly socket?: readonly [level: number, name: number];
}

const SOL_SOCKET = 1;
const SOL_IP = 0;
const SOL_TCP = 6;
const SOL_IPV6 = 41;

function row(
  names: string,
  type: ValueType,
  groups: readonly Group[],
  socket?: readonly [number, number],
): OptionRow {
  const [name, ...aliases] = names.split("|");
  return { name, aliases, type, groups, socket };
}

const ROWS: readonly OptionRow[] = [
  row("crnl|crlf", "flag", ["FD"]),
  row("cr", "flag", ["FD"]),
  row("ignoreeof|ignore-eof", "number", ["FD"]),
  row("readbytes|bytes", "number", ["FD"]),
  row("append|o-append", "number", ["FD"]),
  row("mode|perm|perm-late", "mode", ["FD"]),
  row("creat|create|o-creat|o-create", "number", ["OPEN"]),
  row("excl|o-excl", "number", ["OPEN"]),
  row("trunc|truncate|o-trunc", "number", ["OPEN"]),
  row("rdonly|o-rdonly", "number", ["OPEN"]),
  row("wronly|o-wronly", "number", ["OPEN"]),
  row("rdwr|o-rdwr", "number", ["OPEN"]),
  row("pipes", "number", ["FORK"]),
  row("stderr", "number", ["FORK"]),
  row("bind", "text", ["SOCKET"]),
  row("connect-timeout", "time", ["SOCKET"]),
  row("pf|protocol-family", "text", ["SOCKET"]),
  row("so-bindtodevice|bindtodevice|if|interface", "text", ["SOCKET"], [SOL_SOCKET, 25]),
  row("reuseaddr|so-reuseaddr", "number", ["SOCKET"], [SOL_SOCKET, 2]),
  row("dontroute|so-dontroute", "number", ["SOCKET"], [SOL_SOCKET, 5]),
  row("broadcast|so-broadcast", "number", ["SOCKET"], [SOL_SOCKET, 6]),
  row("sndbuf|so-sndbuf", "number", ["SOCKET"], [SOL_SOCKET, 7]),
  row("rcvbuf|so-rcvbuf", "number", ["SOCKET"], [SOL_SOCKET, 8]),
  row("keepalive|so-keepalive", "number", ["SOCKET"], [SOL_SOCKET, 9]),
  row("priority|so-priority", "number", ["SOCKET"], [SOL_SOCKET, 12]),
  row("linger|so-linger", "number", ["SOCKET"]),
  row("reuseport|so-reuseport", "number", ["SOCKET"], [SOL_SOCKET, 15]),
  row("tos|iptos|ip-tos", "number", ["IP4", "IP6"], [SOL_IP, 1]),
  row("ttl|ipttl|ip-ttl", "number", ["IP4", "IP6"], [SOL_IP, 2]),
  row("multicast-ttl|ip-multicast-ttl|multicastttl", "number", ["IP4", "IP6"], [SOL_IP, 33]),
  row("multicast-loop|ip-multicast-loop|multicastloop", "number", ["IP4", "IP6"], [SOL_IP, 34]),
  row("membership|ip-add-membership|add-membership|ip-membership", "text", ["IP4", "IP6"]),
  row("freebind|ip-freebind", "number", ["IP4", "IP6"], [SOL_IP, 15]),
  row("transparent|ip-transparent", "number", ["IP4", "IP6"], [SOL_IP, 19]),
  row("ipv6only|ipv6-v6only|v6only", "number", ["IP6"], [SOL_IPV6, 26]),
  row("unicast-hops|ipv6-unicast-hops", "number", ["IP6"], [SOL_IPV6, 16]),
  row("nodelay|tcp-nodelay", "number", ["TCP"], [SOL_TCP, 1]),
  row("mss|maxseg|tcp-maxseg", "number", ["TCP"], [SOL_TCP, 2]),
  row("keepidle|tcp-keepidle", "number", ["TCP"], [SOL_TCP, 4]),
  row("keepintvl|tcp-keepintvl", "number", ["TCP"], [SOL_TCP, 5]),
  row("keepcnt|tcp-keepcnt", "number", ["TCP"], [SOL_TCP, 6]),
  row("unlink-early", "number", ["NAMED"]),
  row("unlink-close", "number", ["NAMED"]),
  row("unix-tightsocklen|tightsocklen", "number", ["UNIX"]),
  row("sourceport|sp", "text", ["TCP", "UDP"]),
  row("backlog", "number", ["LISTEN"]),
  row("accept-timeout|listen-timeout", "time", ["LISTEN"]),
  row("fork", "number", ["CHILD"]),
  row("max-children|maxchildren", "number", ["CHILD"]),
  row("range", "text", ["RANGE"]),
  row("retry", "number", ["RETRY"]),
  row("interval|intervall", "time", ["RETRY"]),
  row("forever", "number", ["RETRY"]),
];

const BY_NAME = new Map<string, OptionRow>();
for (const entry of ROWS) for (const name of [entry.name, ...entry.aliases]) BY_NAME.set(name, entry);

/** Options of the real one that are not built, as far as people use them. */
const REFUSED: ReadonlySet<string> = new Set(
  (
    "pty nofork setsid sid ctty controlling-terminal su su-d substuser setuid setgid chroot user owner group tcpwrap " +
    "unlink unlink-late wait-slave pty-wait-slave raw rawer echo icanon lockfile waitlock " +
    "lowport resolve res-usevc so-rcvtimeo so-sndtimeo so-timestamp so-mark so-type type prototype escape nonblock o-nonblock " +
    "seek lseek ftruncate path login dash sighup sigint sigquit null-eof shut-none shut-down shut-null shut-close end-close " +
    "end-close netns umask cd chdir f-setlk flock cloexec fdin fdout link symbolic-link user-early group-early mode-early " +
    "perm-early mcloop multicast-if ip-multicast-if ip-options ipoptions " +
    "ip-mtu-discover mtudiscover ip-recverr recverr ip-pktinfo pktinfo ip-recvttl recvttl ip-recvtos recvtos hdrincl " +
    "tcp-cork cork tcp-defer-accept defer-accept tcp-syncnt syncnt tcp-quickack quickack tcp-linger2 linger2 tcp-window-clamp " +
    "window-clamp tcp-md5sig md5sig setsockopt setsockopt-int setsockopt-bin setsockopt-string ipv6-join-group join-group " +
    "ipv6-add-membership ip-add-source-membership source-membership binary text sync dsync rsync noctty nofollow directory " +
    "largefile noatime async b9600 tun-device tun-name tun-type iff-up iff-no-pi up"
  ).split(" "),
);

/** An option by one of its names in any case; `"refused"`: socat has it, but it is not supported here. */
export function findOption(name: string): OptionRow | "refused" | undefined {
  const lower = name.toLowerCase();
  return BY_NAME.get(lower) ?? (REFUSED.has(lower) ? "refused" : undefined);
}
