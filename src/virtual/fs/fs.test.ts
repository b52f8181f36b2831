import { describe, expect, it } from "vitest";
import { EBUSY, EEXIST, EINVAL, EISDIR, ELOOP, ENOENT, ENOTDIR, ENOTEMPTY } from "../../errno.ts";
import {
  CLONE_NEWNET,
  CLONE_NEWNS,
  type File,
  O_APPEND,
  O_CREAT,
  O_EXCL,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
} from "../../kernel.ts";
import type { Clock } from "../core/clock.ts";
import type { VirtualTask } from "../task.ts";
import { createVirtualKernel } from "../virtual-kernel.ts";
import { MS_BIND, MS_REC, MS_SHARED, MS_SLAVE } from "./mount.ts";

class StoppedClock implements Clock {
  expire: () => void = () => {};
  now = () => 1e9;
  realtime = () => 1767225600000000;
  spend = () => {};
  arm = () => {};
}

const box = (): VirtualTask => createVirtualKernel({ clock: new StoppedClock() });

function opened(result: File | number): File {
  if (typeof result === "number") throw new Error(`open: ${result}`);
  return result;
}

function read(task: VirtualTask, path: string): string | number {
  const file = task.open(path, O_RDONLY);
  if (typeof file === "number") return file;
  const into = new Uint8Array(65536);
  const count = file.read(into);
  file.close();
  return count < 0 ? count : new TextDecoder().decode(into.subarray(0, count));
}

function write(task: VirtualTask, path: string, text: string, flags = O_WRONLY | O_CREAT | O_TRUNC): number {
  const file = task.open(path, flags);
  if (typeof file === "number") return file;
  const result = file.write(new TextEncoder().encode(text));
  file.close();
  return result;
}

describe("files in memory", () => {
  it("keep what is written, append and truncate", () => {
    const task = box();
    expect(write(task, "/tmp/a", "one\n")).toBe(4);
    expect(write(task, "/tmp/a", "two\n", O_WRONLY | O_APPEND)).toBe(4);
    expect(read(task, "/tmp/a")).toBe("one\ntwo\n");
    expect(write(task, "/tmp/a", "3")).toBe(1);
    expect(read(task, "/tmp/a")).toBe("3");
    const file = opened(task.open("/tmp/a", O_RDWR));
    expect(file.seek(3, "set")).toBe(3);
    file.write(new Uint8Array([65]));
    expect(read(task, "/tmp/a")).toBe("3\0\0A");
    expect(file.seek(-1, "set")).toBe(-EINVAL);
  });

  it("give Linux's errors", () => {
    const task = box();
    write(task, "/tmp/file", "");
    expect(task.mkdir("/tmp", 0o755)).toBe(-EEXIST);
    expect(task.mkdir("/no/such", 0o755)).toBe(-ENOENT);
    expect(task.open("/tmp/file/x", O_RDONLY)).toBe(-ENOTDIR);
    expect(task.open("/tmp/none", O_RDONLY)).toBe(-ENOENT);
    expect(task.open("/tmp", O_WRONLY)).toBe(-EISDIR);
    expect(task.open("/tmp/file", O_WRONLY | O_CREAT | O_EXCL)).toBe(-EEXIST);
    expect(task.rmdir("/tmp")).toBe(-ENOTEMPTY);
    expect(task.rmdir("/tmp/file")).toBe(-ENOTDIR);
    expect(task.rmdir("/proc")).toBe(-EBUSY);
    expect(task.symlink("/tmp/loop", "/tmp/loop")).toBe(0);
    expect(task.stat("/tmp/loop")).toBe(-ELOOP);
  });

  it("are renamed, also over others", () => {
    const task = box();
    write(task, "/tmp/a", "a");
    write(task, "/tmp/b", "b");
    expect(task.rename("/tmp/a", "/tmp/b")).toBe(0);
    expect(read(task, "/tmp/b")).toBe("a");
    expect(read(task, "/tmp/a")).toBe(-ENOENT);
    task.mkdir("/tmp/d", 0o755);
    task.mkdir("/tmp/d/e", 0o755);
    expect(task.rename("/tmp/d", "/tmp/d/e/f")).toBe(-EINVAL);
    expect(task.rename("/tmp/b", "/tmp/d")).toBe(-EISDIR);
  });
});

describe("network namespaces as files", () => {
  it("are kept alive by a bind mount, as `ip netns add` makes it", () => {
    const task = box();
    task.mkdir("/run/netns", 0o755);
    expect(task.mount("", "/run/netns", "none", MS_SHARED | MS_REC)).toBe(-EINVAL);
    expect(task.mount("/run/netns", "/run/netns", "none", MS_BIND | MS_REC)).toBe(0);
    expect(task.mount("", "/run/netns", "none", MS_SHARED | MS_REC)).toBe(0);
    opened(task.open("/run/netns/a", O_RDONLY | O_CREAT | O_EXCL, 0)).close();
    const child = task.fork("ip");
    expect(child.unshare(CLONE_NEWNET)).toBe(0);
    const link = child.readlink("/proc/self/ns/net");
    expect(child.mount("/proc/self/ns/net", "/run/netns/a", "none", MS_BIND)).toBe(0);
    child.exit();
    const file = opened(task.open("/run/netns/a", O_RDONLY));
    expect(task.machine.nets.size).toBe(2);
    expect(task.setns(file)).toBe(0);
    expect(task.readlink("/proc/self/ns/net")).toBe(link);
    file.close();
    const home = opened(task.open("/proc/self/ns/net", O_RDONLY));
    home.close();
    expect(task.umount("/run/netns/a", 0)).toBe(0);
    expect(task.unlink("/run/netns/a")).toBe(0);
  });

  it("a slave mount namespace receives mounts and gives none back", () => {
    const task = box();
    const inside = task.fork("ip");
    inside.unshare(CLONE_NEWNS);
    expect(inside.mount("", "/", "none", MS_SLAVE | MS_REC)).toBe(0);
    expect(inside.mount("none", "/tmp", "tmpfs", 0)).toBe(0);
    write(inside, "/tmp/inside", "x");
    expect(read(task, "/tmp/inside")).toBe(-ENOENT);
    task.mount("none", "/home", "tmpfs", 0);
    write(task, "/home/outside", "y");
    expect(read(inside, "/home/outside")).toBe("y");
  });
});

describe("/proc and /sys", () => {
  it("show the namespace of the reader", () => {
    const task = box();
    expect(read(task, "/proc/self/comm")).toBe("init\n");
    expect(read(task, "/proc/sys/kernel/ostype")).toBe("Linux\n");
    expect(task.readlink("/proc/self")).toBe(String(task.pid));
    expect(read(task, "/sys/class/net/lo/mtu")).toBe("65536\n");
    expect(read(task, "/sys/class/net/lo/carrier")).toBe(-EINVAL);
    expect(read(task, "/sys/class/net/none/mtu")).toBe(-ENOENT);
  });

  it("change the host's name", () => {
    const task = box();
    expect(write(task, "/proc/sys/kernel/hostname", "box\n", O_WRONLY)).toBe(4);
    expect(task.hostname()).toBe("box");
  });
});
