/** What the root file system holds when a box starts: the files that Debian has and that network programs read. */
import { KERNEL_RELEASE } from "../../kernel-release.ts";
import type { Inode } from "../inode.ts";
import { MemoryDirectory, MemoryFile, MemoryLink } from "../ramfs.ts";
import { builtinModulesFile } from "./builtin-modules.ts";
import { protocolsFile } from "./protocol-names.ts";
import { servicesFile } from "./service-names.ts";

const DIRECTORIES: Readonly<Record<string, number>> = {
  "/dev": 0o755,
  "/etc": 0o755,
  "/home": 0o755,
  "/proc": 0o555,
  "/root": 0o700,
  "/run": 0o755,
  "/sys": 0o555,
  "/tmp": 0o1777,
  "/usr": 0o755,
  "/usr/bin": 0o755,
  "/usr/lib": 0o755,
  "/usr/sbin": 0o755,
  "/var": 0o755,
  "/var/lib": 0o755,
  "/var/lib/misc": 0o755,
  "/var/log": 0o755,
  "/var/tmp": 0o1777,
};

const LINKS: Readonly<Record<string, string>> = {
  "/bin": "usr/bin",
  "/lib": "usr/lib",
  "/sbin": "usr/sbin",
  "/var/run": "/run",
};

/** Only what programs here look up; texts of facts (names and numbers), in the files' own format. */
const FILES: Readonly<Record<string, string>> = {
  "/etc/group": "root:x:0:\nnogroup:x:65534:\n",
  "/etc/hostname": "vethlab\n",
  "/etc/hosts":
    "127.0.0.1\tlocalhost\n127.0.1.1\tvethlab\n::1\t\tlocalhost ip6-localhost ip6-loopback\nff02::1\t\tip6-allnodes\nff02::2\t\tip6-allrouters\n",
  "/etc/networks": "default\t\t0.0.0.0\nloopback\t127.0.0.0\nlink-local\t169.254.0.0\n",
  // A box has no name server.
  "/etc/nsswitch.conf":
    "hosts: files\nnetworks: files\nprotocols: files\nservices: files\nethers: files\npasswd: files\ngroup: files\n",
  "/etc/os-release":
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION="12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n',
  "/etc/passwd":
    "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
  "/etc/protocols": protocolsFile(),
  "/etc/resolv.conf": "",
  "/etc/services": servicesFile(),
  [`/usr/lib/modules/${KERNEL_RELEASE}/modules.builtin`]: builtinModulesFile(),
};

/** A new root directory with these files; mount points are empty directories. */
export function createRoot(modified: number): MemoryDirectory {
  const root = new MemoryDirectory(0o755);
  for (const [path, mode] of Object.entries(DIRECTORIES)) place(root, path, new MemoryDirectory(mode));
  for (const [path, target] of Object.entries(LINKS)) place(root, path, new MemoryLink(target));
  for (const [path, text] of Object.entries(FILES)) {
    const file = new MemoryFile(0o644);
    const bytes = new TextEncoder().encode(text);
    file.resize(bytes.length);
    file.content.set(bytes);
    place(root, path, file);
  }
  stamp(root, modified);
  return root;
}

/** Puts an inode at an absolute path, making directories on the way. */
export function place(root: MemoryDirectory, path: string, inode: Inode): void {
  const components = path.split("/").filter((component) => component !== "");
  const name = components.pop();
  let directory = root;
  for (const component of components) {
    const next = directory.children.get(component);
    if (next instanceof MemoryDirectory) directory = next;
    else {
      const made = new MemoryDirectory(0o755);
      directory.children.set(component, made);
      directory = made;
    }
  }
  if (name !== undefined) directory.children.set(name, inode);
}

function stamp(inode: Inode, modified: number): void {
  inode.modified = modified;
  if (inode instanceof MemoryDirectory) for (const child of inode.children.values()) stamp(child, modified);
}
