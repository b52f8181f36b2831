/** `ip netns monitor`: tells about named network namespaces that come and go, until it is ended. */
import { EAGAIN, isErrno, strerror } from "../../../errno.ts";
import { IN_CREATE, IN_DELETE } from "../../../kernel.ts";
import { readU32 } from "../../../netlink/attribute.ts";
import { EXIT_FAILURE } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { NETNS_RUN_DIR } from "./switch.ts";

const BUFFER_SIZE = 4096;
const HEADER_LENGTH = 16;

/** Runs until it is ended. @returns the exit status after an error */
export async function monitorNamespaces(ip: Ip): Promise<number> {
  const made = ip.sys.mkdir(NETNS_RUN_DIR, 0o755);
  if (made < 0 && isErrno(ip.sys.stat(NETNS_RUN_DIR)))
    return ip.fail(`mkdir ${NETNS_RUN_DIR} failed: ${strerror(made)}`, EXIT_FAILURE);
  const file = ip.sys.inotify(NETNS_RUN_DIR, IN_CREATE | IN_DELETE);
  if (isErrno(file)) return ip.fail(`inotify_add_watch failed: ${strerror(file)}`, EXIT_FAILURE);
  const bytes = new Uint8Array(BUFFER_SIZE);
  for (;;) {
    const length = file.read(bytes);
    if (length === -EAGAIN) await ip.process.poll([file]);
    else if (length < 0) break;
    else print(ip, bytes.subarray(0, length));
  }
  file.close();
  return EXIT_FAILURE;
}

function print(ip: Ip, bytes: Uint8Array): void {
  for (let at = 0; at + HEADER_LENGTH <= bytes.length; ) {
    const mask = readU32(bytes, at + 4);
    const end = at + HEADER_LENGTH + readU32(bytes, at + 12);
    const name = new TextDecoder().decode(bytes.subarray(at + HEADER_LENGTH, end)).replace(/\0.*$/s, "");
    if ((mask & IN_CREATE) !== 0) ip.out.text(`add ${name}\n`);
    if ((mask & IN_DELETE) !== 0) ip.out.text(`delete ${name}\n`);
    at = end;
  }
}
