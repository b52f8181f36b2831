/** Namespaces and mounts: always those of the other kernel. */
import { EINVAL } from "../../../src/errno.ts";
import type { File } from "../../../src/kernel.ts";
import { type Answer, type Call, PASS_ON } from "./call.ts";

export function setns(call: Call): Answer {
  const file = call.files.find(call.caller, call.int(0));
  return file === undefined || file.isSocket ? -EINVAL : call.sys.setns(file.what as File);
}

export function unshare(call: Call): Answer {
  return call.sys.unshare(call.int(0));
}

/** A string, "" for a null pointer. */
function text({ caller, args }: Call, index: number): string {
  return args[index] === 0n ? "" : caller.string(args[index]);
}

export function mount(call: Call): Answer {
  return call.sys.mount(text(call, 0), text(call, 1), text(call, 2), call.int(3));
}

export function umount2(call: Call): Answer {
  return call.sys.umount(text(call, 0), call.int(1));
}

/** `SIOCGIFNAME` and the like on sockets, `TUNSETIFF` and the like on /dev/net/tun. */
export function ioctl(call: Call): Answer {
  const file = call.files.find(call.caller, call.int(0));
  if (file === undefined) return PASS_ON;
  const request = Number(call.args[1] & 0xffffffffn);
  if (BY_VALUE.has(request))
    return file.what.ioctl(request, new Uint8Array(Int32Array.of(call.int(2)).buffer));
  const argument = call.caller.read(call.args[2], IFREQ_SIZE);
  const result = file.what.ioctl(request, argument);
  if (result >= 0) call.caller.write(call.args[2], argument);
  return result;
}

const IFREQ_SIZE = 40;
/** `TUNSETNOCSUM`, `TUNSETDEBUG`, `TUNSETPERSIST`, `TUNSETOWNER`, `TUNSETLINK`, `TUNSETGROUP` */
const BY_VALUE = new Set([0x400454c8, 0x400454c9, 0x400454cb, 0x400454cc, 0x400454cd, 0x400454ce]);
