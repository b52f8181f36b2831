/**
 * Making, attaching and deleting named network namespaces (iproute2's `netns_add` and `netns_delete`).
 */
import { EEXIST, EINVAL, type Errno, isErrno, strerror } from "../../../errno.ts";
import { CLONE_NEWNET, type File, O_CREAT, O_DIRECTORY, O_EXCL, O_RDONLY } from "../../../kernel.ts";
import { type Arguments, EXIT_FAILURE, parseInteger } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { eachNamespaceName } from "./ids.ts";
import { MNT_DETACH, MS_BIND, MS_REC, MS_SHARED, NETNS_RUN_DIR } from "./switch.ts";

function complain(ip: Ip, text: string): number {
  ip.complain(`${text}\n`);
  return EXIT_FAILURE;
}

/** Makes /run/netns a shared mount point, so that namespaces made in one mount namespace are seen in others. */
function prepareDirectory(ip: Ip): number {
  const { sys } = ip;
  const made = sys.mkdir(NETNS_RUN_DIR, 0o755);
  if (made < 0 && made !== -EEXIST) return complain(ip, `mkdir ${NETNS_RUN_DIR} failed: ${strerror(made)}`);
  // iproute2 locks it; there is nobody to wait for here
  const lock = sys.open(NETNS_RUN_DIR, O_RDONLY | O_DIRECTORY);
  if (isErrno(lock))
    return complain(ip, `Cannot open netns runtime directory "${NETNS_RUN_DIR}": ${strerror(lock)}`);
  lock.close();
  let shared = sys.mount("", NETNS_RUN_DIR, "none", MS_SHARED | MS_REC);
  if (shared === -EINVAL) {
    const bound = sys.mount(NETNS_RUN_DIR, NETNS_RUN_DIR, "none", MS_BIND | MS_REC);
    if (bound < 0)
      return complain(ip, `mount --bind ${NETNS_RUN_DIR} ${NETNS_RUN_DIR} failed: ${strerror(bound)}`);
    shared = sys.mount("", NETNS_RUN_DIR, "none", MS_SHARED | MS_REC);
  }
  return shared < 0 ? complain(ip, `mount --make-shared ${NETNS_RUN_DIR} failed: ${strerror(shared)}`) : 0;
}

/** The namespace that this process is in. */
export function currentNamespace(ip: Ip): File | Errno {
  return ip.sys.open("/proc/self/ns/net", O_RDONLY);
}

function bind(ip: Ip, source: string, target: string): number {
  const error = ip.sys.mount(source, target, "none", MS_BIND);
  return error < 0 ? complain(ip, `Bind ${source} -> ${target} failed: ${strerror(error)}`) : 0;
}

function createFile(ip: Ip, path: string): number {
  const file = ip.sys.open(path, O_RDONLY | O_CREAT | O_EXCL, 0);
  if (isErrno(file)) return complain(ip, `Cannot create namespace file "${path}": ${strerror(file)}`);
  file.close();
  return 0;
}

/** `ip netns add` */
export function addNamespace(ip: Ip, args: Arguments): number {
  if (!args.more) return complain(ip, "No netns name specified");
  const name = args.current;
  const path = `${NETNS_RUN_DIR}/${name}`;
  if (prepareDirectory(ip) !== 0 || createFile(ip, path) !== 0) return EXIT_FAILURE;
  const before = currentNamespace(ip);
  const unshared = ip.sys.unshare(CLONE_NEWNET);
  let status = 0;
  if (unshared < 0)
    status = complain(ip, `Failed to create a new network namespace "${name}": ${strerror(unshared)}`);
  else status = bind(ip, "/proc/self/ns/net", path);
  if (!isErrno(before)) {
    ip.sys.setns(before);
    before.close();
  }
  if (status !== 0) deleteOne(ip, name);
  return status;
}

/** `ip netns attach` */
export function attachNamespace(ip: Ip, args: Arguments): number {
  if (args.remaining < 2) return complain(ip, "No netns name and PID specified");
  const [name, text] = args.words;
  const pid = parseInteger(text) ?? 0;
  if (pid === 0) return complain(ip, `Invalid PID: ${text}`);
  const path = `${NETNS_RUN_DIR}/${name}`;
  if (prepareDirectory(ip) !== 0 || createFile(ip, path) !== 0) return EXIT_FAILURE;
  const status = bind(ip, `/proc/${pid}/ns/net`, path);
  if (status !== 0) ip.sys.unlink(path);
  return status;
}

function deleteOne(ip: Ip, name: string): number {
  ip.namespaces.clear();
  const path = `${NETNS_RUN_DIR}/${name}`;
  ip.sys.umount(path, MNT_DETACH);
  const error = ip.sys.unlink(path);
  return error < 0 ? complain(ip, `Cannot remove namespace file "${path}": ${strerror(error)}`) : 0;
}

/** `ip netns delete` */
export function deleteNamespace(ip: Ip, args: Arguments): number {
  if (ip.options.all) {
    const names = eachNamespaceName(ip);
    if (typeof names === "number") return EXIT_FAILURE;
    for (const name of names) if (deleteOne(ip, name) !== 0) break;
    return 0;
  }
  if (!args.more) return complain(ip, "No netns name specified");
  return deleteOne(ip, args.current);
}
