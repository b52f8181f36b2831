/**
 * Every program by the path it has on Debian, loaded when it is first run.
 */
import type { Main } from "../process/process.ts";
import { hearingPrograms } from "./output-failures.ts";

/** A module of a program, as it is loaded. */
export interface ProgramModule {
  readonly main: Main;
}

/** Absolute path → loader. One line a program, sorted by path. */
const LOADERS: Readonly<Record<string, () => Promise<ProgramModule>>> = {
  "/usr/bin/arping": () => import("./arping/arping.ts"),
  "/usr/bin/awk": () => import("./awk/awk.ts"),
  "/usr/bin/base64": () => import("./coreutils/base64.ts").then(({ base64 }) => ({ main: base64 })),
  "/usr/bin/basename": () =>
    import("./coreutils/files/paths.ts").then(({ basename }) => ({ main: basename })),
  "/usr/bin/busybox": () => import("./busybox/busybox.ts"),
  "/usr/bin/cat": () => import("./coreutils/stream.ts").then(({ cat }) => ({ main: cat })),
  "/usr/bin/chmod": () => import("./coreutils/files/chmod.ts").then(({ chmod }) => ({ main: chmod })),
  "/usr/bin/column": () => import("./coreutils/library.ts"),
  "/usr/bin/comm": () => import("./coreutils/library.ts"),
  "/usr/bin/cp": () => import("./coreutils/files/copy.ts").then(({ cp }) => ({ main: cp })),
  "/usr/bin/curl": () => import("./curl/curl.ts"),
  "/usr/bin/cut": () => import("./coreutils/text.ts").then(({ cut }) => ({ main: cut })),
  "/usr/bin/date": () => import("./coreutils/date.ts").then(({ date }) => ({ main: date })),
  "/usr/bin/cmp": () => import("./coreutils/cmp.ts").then(({ cmp }) => ({ main: cmp })),
  "/usr/bin/diff": () => import("./coreutils/diff.ts"),
  "/usr/bin/dig": () => import("./bind/dig.ts"),
  "/usr/bin/dirname": () => import("./coreutils/files/paths.ts").then(({ dirname }) => ({ main: dirname })),
  "/usr/bin/dmesg": () => import("./dmesg/dmesg.ts"),
  "/usr/bin/dnsdomainname": () => import("./net-tools/hostname.ts"),
  "/usr/bin/du": () => import("./coreutils/library.ts"),
  "/usr/bin/echo": () => import("./coreutils/system.ts").then(({ echo }) => ({ main: echo })),
  "/usr/bin/egrep": () => import("./grep/grep.ts"),
  "/usr/bin/env": () => import("./coreutils/system.ts").then(({ env }) => ({ main: env })),
  "/usr/bin/expand": () => import("./coreutils/library.ts"),
  "/usr/bin/expr": () => import("./coreutils/library.ts"),
  "/usr/bin/false": () => import("./coreutils/system.ts").then(({ fail }) => ({ main: fail })),
  "/usr/bin/fgrep": () => import("./grep/grep.ts"),
  "/usr/bin/file": () => import("./coreutils/library.ts"),
  "/usr/bin/find": () => import("./coreutils/library.ts"),
  "/usr/bin/fold": () => import("./coreutils/library.ts"),
  "/usr/bin/getent": () => import("./getent/getent.ts"),
  "/usr/bin/grep": () => import("./grep/grep.ts"),
  "/usr/bin/head": () => import("./coreutils/stream.ts").then(({ head }) => ({ main: head })),
  "/usr/bin/hexdump": () => import("./coreutils/dump.ts").then(({ hexdump }) => ({ main: hexdump })),
  "/usr/bin/host": () => import("./bind/host.ts"),
  "/usr/bin/hostname": () => import("./net-tools/hostname.ts"),
  "/usr/bin/id": () => import("./coreutils/system.ts").then(({ id }) => ({ main: id })),
  "/usr/bin/join": () => import("./coreutils/library.ts"),
  "/usr/bin/iperf3": () => import("./iperf3/iperf3.ts"),
  "/usr/bin/jq": () => import("./jq/jq.ts"),
  "/usr/bin/kill": () => import("./coreutils/system.ts").then(({ kill }) => ({ main: kill })),
  "/usr/bin/ln": () => import("./coreutils/files/make.ts").then(({ ln }) => ({ main: ln })),
  "/usr/bin/ls": () => import("./coreutils/files/ls.ts").then(({ ls }) => ({ main: ls })),
  "/usr/bin/lsmod": () => import("./kmod/lsmod.ts"),
  "/usr/bin/mawk": () => import("./awk/awk.ts"),
  "/usr/bin/md5sum": () => import("./coreutils/library.ts"),
  "/usr/bin/mkdir": () => import("./coreutils/files/directories.ts").then(({ mkdir }) => ({ main: mkdir })),
  "/usr/bin/mkfifo": () => import("./coreutils/files/make.ts").then(({ mkfifo }) => ({ main: mkfifo })),
  "/usr/bin/mktemp": () => import("./coreutils/files/temporary.ts").then(({ mktemp }) => ({ main: mktemp })),
  "/usr/bin/mount": () => import("./util-linux/mount.ts"),
  "/usr/bin/mountpoint": () => import("./util-linux/mountpoint.ts"),
  "/usr/bin/mv": () => import("./coreutils/files/move.ts").then(({ mv }) => ({ main: mv })),
  "/usr/bin/nc": () => import("./nc/nc.ts"),
  "/usr/bin/netcat": () => import("./nc/nc.ts"),
  "/usr/bin/nice": () => import("./coreutils/nice.ts").then(({ nice }) => ({ main: nice })),
  "/usr/bin/nl": () => import("./coreutils/library.ts"),
  "/usr/bin/netstat": () => import("./net-tools/netstat.ts"),
  "/usr/bin/nohup": () => import("./coreutils/system.ts").then(({ nohup }) => ({ main: nohup })),
  "/usr/bin/nproc": () => import("./coreutils/system.ts").then(({ nproc }) => ({ main: nproc })),
  "/usr/bin/nsenter": () => import("./util-linux/namespaces.ts").then(({ nsenter }) => ({ main: nsenter })),
  "/usr/bin/nslookup": () => import("./bind/nslookup.ts"),
  "/usr/bin/nstat": () => import("./nstat/nstat.ts"),
  "/usr/bin/od": () => import("./coreutils/dump.ts").then(({ od }) => ({ main: od })),
  "/usr/bin/paste": () => import("./coreutils/text.ts").then(({ paste }) => ({ main: paste })),
  "/usr/bin/pgrep": () => import("./procps/pgrep.ts").then(({ pgrep }) => ({ main: pgrep })),
  "/usr/bin/ping": () => import("./ping/ping.ts"),
  "/usr/bin/ping4": () => import("./ping/ping.ts"),
  "/usr/bin/ping6": () => import("./ping/ping.ts"),
  "/usr/bin/pkill": () => import("./procps/pgrep.ts").then(({ pkill }) => ({ main: pkill })),
  "/usr/bin/printenv": () => import("./coreutils/system.ts").then(({ printenv }) => ({ main: printenv })),
  "/usr/bin/printf": () => import("./coreutils/system.ts").then(({ printf }) => ({ main: printf })),
  "/usr/bin/ps": () => import("./procps/ps.ts"),
  "/usr/bin/python3": () => import("./python/python3.ts"),
  "/usr/bin/readlink": () =>
    import("./coreutils/files/paths.ts").then(({ readlink }) => ({ main: readlink })),
  "/usr/bin/realpath": () =>
    import("./coreutils/files/paths.ts").then(({ realpath }) => ({ main: realpath })),
  "/usr/bin/rev": () => import("./coreutils/text.ts").then(({ rev }) => ({ main: rev })),
  "/usr/bin/rm": () => import("./coreutils/files/remove.ts").then(({ rm }) => ({ main: rm })),
  "/usr/bin/rmdir": () => import("./coreutils/files/directories.ts").then(({ rmdir }) => ({ main: rmdir })),
  "/usr/bin/sed": () => import("./sed/sed.ts"),
  "/usr/bin/seq": () => import("./coreutils/seq.ts").then(({ seq }) => ({ main: seq })),
  "/usr/bin/setsid": () => import("./coreutils/system.ts").then(({ setsid }) => ({ main: setsid })),
  "/usr/bin/sha1sum": () => import("./coreutils/library.ts"),
  "/usr/bin/sha256sum": () => import("./coreutils/library.ts"),
  "/usr/bin/shuf": () => import("./coreutils/shuf.ts").then(({ shuf }) => ({ main: shuf })),
  "/usr/bin/sleep": () => import("./coreutils/timeout.ts").then(({ sleep }) => ({ main: sleep })),
  "/usr/bin/socat": () => import("./socat/socat.ts"),
  "/usr/bin/sort": () => import("./coreutils/sort.ts").then(({ sort }) => ({ main: sort })),
  "/usr/bin/split": () => import("./coreutils/library.ts"),
  "/usr/bin/ss": () => import("./ss/ss.ts"),
  "/usr/bin/stat": () => import("./coreutils/files/ls.ts").then(({ stat }) => ({ main: stat })),
  "/usr/bin/strings": () => import("./coreutils/library.ts"),
  "/usr/bin/sudo": () => import("./sudo/sudo.ts"),
  "/usr/bin/tac": () => import("./coreutils/text.ts").then(({ tac }) => ({ main: tac })),
  "/usr/bin/tail": () => import("./coreutils/stream.ts").then(({ tail }) => ({ main: tail })),
  "/usr/bin/tcpdump": () => import("./tcpdump/index.ts"),
  "/usr/bin/tee": () => import("./coreutils/stream.ts").then(({ tee }) => ({ main: tee })),
  "/usr/bin/timeout": () => import("./coreutils/timeout.ts").then(({ timeout }) => ({ main: timeout })),
  "/usr/bin/touch": () => import("./coreutils/files/make.ts").then(({ touch }) => ({ main: touch })),
  "/usr/bin/tr": () => import("./coreutils/tr.ts").then(({ tr }) => ({ main: tr })),
  "/usr/bin/tracepath": () => import("./tracepath/tracepath.ts"),
  "/usr/bin/traceroute": () => import("./traceroute/traceroute.ts"),
  "/usr/bin/traceroute6": () => import("./traceroute/traceroute.ts"),
  "/usr/bin/tree": () => import("./coreutils/library.ts"),
  "/usr/bin/true": () => import("./coreutils/system.ts").then(({ succeed }) => ({ main: succeed })),
  "/usr/bin/uname": () => import("./coreutils/system.ts").then(({ uname }) => ({ main: uname })),
  "/usr/bin/umount": () => import("./util-linux/umount.ts"),
  "/usr/bin/unexpand": () => import("./coreutils/library.ts"),
  "/usr/bin/uniq": () => import("./coreutils/text.ts").then(({ uniq }) => ({ main: uniq })),
  "/usr/bin/unshare": () => import("./util-linux/namespaces.ts").then(({ unshare }) => ({ main: unshare })),
  "/usr/bin/wc": () => import("./coreutils/wc.ts").then(({ wc }) => ({ main: wc })),
  "/usr/bin/which": () => import("./coreutils/system.ts").then(({ which }) => ({ main: which })),
  "/usr/bin/whoami": () => import("./coreutils/system.ts").then(({ whoami }) => ({ main: whoami })),
  "/usr/bin/xargs": () => import("./coreutils/xargs.ts"),
  "/usr/bin/yes": () => import("./coreutils/stream.ts").then(({ yes }) => ({ main: yes })),
  "/usr/sbin/arp": () => import("./net-tools/arp.ts"),
  "/usr/sbin/conntrack": () => import("./conntrack/conntrack.ts"),
  "/usr/sbin/brctl": () => import("./bridge-utils/brctl.ts"),
  "/usr/sbin/bridge": () => import("./bridge/main.ts"),
  "/usr/sbin/dnsmasq": () => import("./dnsmasq/dnsmasq.ts"),
  "/usr/sbin/ethtool": () => import("./ethtool/ethtool.ts"),
  "/usr/sbin/ifconfig": () => import("./net-tools/ifconfig.ts"),
  "/usr/sbin/ip": () => import("./ip/main.ts"),
  "/usr/sbin/modprobe": () => import("./kmod/modprobe.ts"),
  "/usr/sbin/nft": () => import("./nft/main.ts"),
  "/usr/sbin/ip6tables": () => import("./iptables/main.ts").then(({ ip6tables }) => ({ main: ip6tables })),
  "/usr/sbin/ip6tables-legacy": () =>
    import("./iptables/main.ts").then(({ ip6tablesLegacy }) => ({ main: ip6tablesLegacy })),
  "/usr/sbin/ip6tables-nft": () =>
    import("./iptables/main.ts").then(({ ip6tables }) => ({ main: ip6tables })),
  "/usr/sbin/ip6tables-nft-restore": () =>
    import("./iptables/main.ts").then(({ ip6tablesRestore }) => ({ main: ip6tablesRestore })),
  "/usr/sbin/ip6tables-nft-save": () =>
    import("./iptables/main.ts").then(({ ip6tablesSave }) => ({ main: ip6tablesSave })),
  "/usr/sbin/ip6tables-restore": () =>
    import("./iptables/main.ts").then(({ ip6tablesRestore }) => ({ main: ip6tablesRestore })),
  "/usr/sbin/ip6tables-restore-translate": () =>
    import("./iptables/main.ts").then(({ ip6tablesRestoreTranslate }) => ({
      main: ip6tablesRestoreTranslate,
    })),
  "/usr/sbin/ip6tables-save": () =>
    import("./iptables/main.ts").then(({ ip6tablesSave }) => ({ main: ip6tablesSave })),
  "/usr/sbin/ip6tables-translate": () =>
    import("./iptables/main.ts").then(({ ip6tablesTranslate }) => ({ main: ip6tablesTranslate })),
  "/usr/sbin/iptables": () => import("./iptables/main.ts").then(({ iptables }) => ({ main: iptables })),
  "/usr/sbin/iptables-legacy": () =>
    import("./iptables/main.ts").then(({ iptablesLegacy }) => ({ main: iptablesLegacy })),
  "/usr/sbin/iptables-nft": () => import("./iptables/main.ts").then(({ iptables }) => ({ main: iptables })),
  "/usr/sbin/iptables-nft-restore": () =>
    import("./iptables/main.ts").then(({ iptablesRestore }) => ({ main: iptablesRestore })),
  "/usr/sbin/iptables-nft-save": () =>
    import("./iptables/main.ts").then(({ iptablesSave }) => ({ main: iptablesSave })),
  "/usr/sbin/iptables-restore": () =>
    import("./iptables/main.ts").then(({ iptablesRestore }) => ({ main: iptablesRestore })),
  "/usr/sbin/iptables-restore-translate": () =>
    import("./iptables/main.ts").then(({ iptablesRestoreTranslate }) => ({ main: iptablesRestoreTranslate })),
  "/usr/sbin/iptables-save": () =>
    import("./iptables/main.ts").then(({ iptablesSave }) => ({ main: iptablesSave })),
  "/usr/sbin/iptables-translate": () =>
    import("./iptables/main.ts").then(({ iptablesTranslate }) => ({ main: iptablesTranslate })),
  "/usr/sbin/route": () => import("./net-tools/route.ts"),
  "/usr/sbin/sysctl": () => import("./sysctl/sysctl.ts"),
  "/usr/sbin/traceroute": () => import("./traceroute/traceroute.ts"),
  "/usr/sbin/udhcpc": () => import("./udhcpc/udhcpc.ts"),
};

/** The programs, each of which tells in its way when its standard output does not take what it writes. */
export const PROGRAMS = hearingPrograms(LOADERS);
