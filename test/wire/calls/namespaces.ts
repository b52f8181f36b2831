/** Namespaces and mounts: always those of the other kernel. */
import { EINVAL } from "../../../src/errno.ts";
import type { File } from "../../../src/kernel.ts";
import type { Answer, Call } from "./call.ts";

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
