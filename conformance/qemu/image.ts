/** The first file system of the booted machine: this Debian's own programs with their libraries, the modules, and process 1. */
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { ROOT } from "../cases.ts";
import { archive, type Entry, FILE, FOLDER, LINK, PROGRAM } from "./cpio.ts";
import { capture, type DebianKernel } from "./kernel.ts";
import { moduleEntries } from "./modules.ts";

/** Whose programs the machine has; those that are not installed here are left out. */
const PACKAGES = [
  ..."bash dash coreutils util-linux bsdextrautils grep sed mawk jq diffutils findutils hostname mount perl-base procps".split(
    " ",
  ),
  ..."iproute2 iputils-ping iputils-arping iputils-tracepath net-tools tcpdump traceroute ethtool bridge-utils".split(
    " ",
  ),
  ..."netcat-openbsd iperf3 curl nftables iptables conntrack netbase".split(" "),
];

const NOT_NEEDED =
  /^\/usr\/(share\/(doc|man|locale|info|bash-completion|lintian|bug|perl5\/debconf)|lib\/systemd|games)\//;
const PROGRAM_FOLDERS = ["/usr/bin", "/usr/sbin"];
/** Tables under /etc that are no package's files. */
const TABLES = ["/etc/passwd", "/etc/group", "/etc/debian_version", "/etc/networks", "/etc/ld.so.cache"];
const BUSYBOX = "/usr/bin/busybox";
const NO_DATA = new Uint8Array();

/** A path with the links among its folders resolved (`/bin/ip` is `/usr/bin/ip`), without the leading slash. */
function canonical(path: string): string {
  return join(realpathSync(dirname(path)), basename(path)).slice(1);
}

function installedFiles(): string[] {
  return PACKAGES.flatMap((name) => {
    const list = [`/var/lib/dpkg/info/${name}.list`, `/var/lib/dpkg/info/${name}:amd64.list`].find((path) =>
      existsSync(path),
    );
    return list === undefined ? [] : readFileSync(list, "utf8").trim().split("\n");
  }).filter((path) => !NOT_NEEDED.test(path) && existsSync(path) && !lstatSync(path).isDirectory());
}

/** Names that Debian's alternatives give to one of the files (`nc`, `awk`, `iptables`), with the links on the way. */
function alternatives(files: ReadonlySet<string>): string[] {
  return PROGRAM_FOLDERS.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => lstatSync(path).isSymbolicLink() && readlinkSync(path).startsWith("/etc/alternatives/"))
    .filter((path) => existsSync(path) && files.has(realpathSync(path)))
    .flatMap((path) => [path, readlinkSync(path)]);
}

/** The shared libraries of these programs. */
function libraries(files: readonly string[]): string[] {
  const elf = files.filter(
    (path) => statSync(path).isFile() && readFileSync(path).subarray(0, 4).toString("latin1") === "\x7fELF",
  );
  const output = capture("sh", ["-c", 'for file; do ldd "$file"; done 2>/dev/null; true', "sh", ...elf]);
  return [...output.matchAll(/(\/\S+) \(0x/g)].map((match) => match[1] ?? "");
}

function entryOf(path: string): Entry {
  const name = canonical(path);
  const status = lstatSync(`/${name}`);
  if (status.isSymbolicLink()) return { path: name, mode: LINK, data: Buffer.from(readlinkSync(`/${name}`)) };
  return { path: name, mode: status.mode, data: readFileSync(`/${name}`) };
}

/** A link with the file that it leads to. */
function withTarget(path: string): string[] {
  const target = realpathSync(path);
  return statSync(target).isFile() ? [path, target] : [path];
}

function systemEntries(): Entry[] {
  const own = installedFiles();
  const all = [
    ...own,
    ...alternatives(new Set(own.map((path) => realpathSync(path)))),
    ...libraries(own),
    ...TABLES.filter(existsSync),
    BUSYBOX,
  ];
  const entries = new Map(all.flatMap(withTarget).map((path) => [canonical(path), path]));
  return [...entries.keys()].sort().map((path) => entryOf(`/${path}`));
}

function skeleton(): Entry[] {
  const folders = [
    "proc",
    "sys",
    "dev",
    "dev/shm",
    "run",
    "tmp",
    "mnt",
    "root",
    "usr/local/sbin",
    "usr/local/bin",
  ];
  const links = ["bin", "sbin", "lib", "lib64"];
  const tools = ["inject.pl", "rtdump.pl"].map((name) => join("conformance", "tools", name));
  return [
    ...folders.map((path) => ({ path, mode: FOLDER, data: NO_DATA })),
    ...links.map((path) => ({ path, mode: LINK, data: Buffer.from(`usr/${path}`) })),
    ...tools.map((path) => ({
      path: path.slice("conformance/".length),
      mode: FILE,
      data: readFileSync(join(ROOT, path)),
    })),
    { path: "init", mode: PROGRAM, data: readFileSync(join(ROOT, "conformance", "qemu", "init.sh")) },
  ];
}

/** The image: an archive that the kernel unpacks. The same machine makes the same bytes. */
export function systemImage(kernel: DebianKernel): Buffer {
  return archive([...skeleton(), ...systemEntries(), ...moduleEntries(kernel.modules)]);
}
