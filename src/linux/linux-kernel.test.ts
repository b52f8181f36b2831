import { describe, expect, it } from "vitest";
import { ENETUNREACH, isErrno } from "../errno.ts";
import {
  AF_INET,
  AF_NETLINK,
  CLONE_NEWNET,
  CLONE_NEWNS,
  type File,
  MSG_ERRQUEUE,
  O_RDONLY,
  O_WRONLY,
  type ReceivedMessage,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
  type SystemCalls,
} from "../kernel.ts";
import { INADDR_LOOPBACK, ipv4 } from "../packet/address.ts";

const root = process.platform === "linux" && process.getuid?.() === 0;
const MS_REC = 0x4000;
const MS_SLAVE = 1 << 19;

async function newTask(): Promise<SystemCalls> {
  const { createLinuxKernel } = await import("./linux-kernel.ts");
  const task = createLinuxKernel().fork("test");
  expect(task.unshare(CLONE_NEWNET)).toBe(0);
  return task;
}

function socket(task: SystemCalls, domain: number, type: number, protocol: number): Socket {
  const result = task.socket(domain, type, protocol);
  if (isErrno(result)) throw new Error(`socket: ${result}`);
  return result;
}

function readText(task: SystemCalls, path: string): string {
  const file = task.open(path, O_RDONLY);
  if (isErrno(file)) throw new Error(`${path}: ${file}`);
  const bytes = new Uint8Array(4096);
  const text = new TextDecoder().decode(bytes.subarray(0, file.read(bytes)));
  file.close();
  return text;
}

/** `ip link set lo up`. */
function setLoopbackUp(task: SystemCalls): void {
  const request = new Uint8Array(40);
  request.set(new TextEncoder().encode("lo"));
  request[16] = 1;
  const control = socket(task, AF_INET, SOCK_DGRAM, 0);
  expect(control.ioctl(0x8914, request)).toBe(0);
  control.close();
}

describe.skipIf(!root)("the Linux kernel", () => {
  it("keeps the namespaces of tasks apart, for sockets and for files", async () => {
    const one = await newTask();
    const two = await newTask();
    expect(one.readlink("/proc/self/ns/net")).not.toBe(two.readlink("/proc/self/ns/net"));
    const file = one.open("/proc/sys/net/ipv4/ip_forward", O_WRONLY);
    expect((file as File).write(new TextEncoder().encode("1"))).toBe(1);
    (file as File).close();
    expect(readText(one, "/proc/sys/net/ipv4/ip_forward")).toBe("1\n");
    expect(readText(two, "/proc/sys/net/ipv4/ip_forward")).toBe("0\n");
    expect(readText(one, "/proc/net/dev")).toMatch(/^[^\n]*\n[^\n]*\n +lo:[^\n]*\n$/);
    const child = one.fork("child");
    expect(child.readlink("/proc/self/ns/net")).toBe(one.readlink("/proc/self/ns/net"));
    for (const task of [one, two, child]) task.exit();
  });

  it("gives a task a mount namespace of its own", async () => {
    const task = await newTask();
    const before = process.cwd();
    expect(task.unshare(CLONE_NEWNS)).toBe(0);
    expect(task.mount("", "/", "none", MS_SLAVE | MS_REC)).toBe(0);
    expect(task.mount("none", "/mnt", "tmpfs", 0)).toBe(0);
    expect(task.mkdir("/mnt/only-here", 0o755)).toBe(0);
    expect(task.readdir("/mnt")).toEqual([{ name: "only-here", type: "directory" }]);
    expect((await newTask()).readdir("/mnt")).not.toContainEqual({ name: "only-here", type: "directory" });
    expect(process.cwd()).toBe(before);
    task.exit();
  });

  it("joins a namespace by a file", async () => {
    const one = await newTask();
    const two = await newTask();
    const file = one.open("/proc/self/ns/net", O_RDONLY) as File;
    expect(two.setns(file)).toBe(0);
    expect(two.readlink("/proc/self/ns/net")).toBe(one.readlink("/proc/self/ns/net"));
    file.close();
  });

  it("sends, waits and receives, with control messages and the error queue", async () => {
    const task = await newTask();
    const to = { family: 2, address: INADDR_LOOPBACK, port: 9 } as const;
    const sender = socket(task, AF_INET, SOCK_DGRAM, 0);
    expect(sender.send(new Uint8Array(3), { to })).toBe(-ENETUNREACH);
    setLoopbackUp(task);
    const receiver = socket(task, AF_INET, SOCK_DGRAM, 0);
    receiver.bind({ family: 2, address: ipv4(0), port: 9 });
    receiver.setsockopt(0, 12, 1); // IP_RECVTTL
    const waiting = new Promise<void>((wake) => receiver.poll(wake));
    expect(sender.send(Uint8Array.of(1, 2, 3), { to })).toBe(3);
    await waiting;
    const message: ReceivedMessage = { from: undefined, control: [], flags: 0 };
    const into = new Uint8Array(16);
    expect(receiver.recv(into, message)).toBe(3);
    expect(message.from).toMatchObject({ family: 2, address: INADDR_LOOPBACK });
    expect(message.control).toEqual([{ level: 0, type: 2, data: Uint8Array.of(64, 0, 0, 0) }]);
    sender.setsockopt(0, 11, 1); // IP_RECVERR
    receiver.close();
    sender.send(Uint8Array.of(4), { to });
    await new Promise<void>((wake) => sender.poll(wake));
    expect(sender.recv(into, message, MSG_ERRQUEUE)).toBe(1);
    expect(message.control[0].data[0]).toBe(111); // ECONNREFUSED
    sender.close();
    task.exit();
  });

  it("opens a netlink socket and names it", async () => {
    const task = await newTask();
    const netlink = socket(task, AF_NETLINK, SOCK_RAW, 0);
    expect(netlink.bind({ family: 16, pid: 0, groups: 0 })).toBe(0);
    expect(netlink.getsockname()).toMatchObject({ family: 16, groups: 0 });
    netlink.close();
  });

  it("runs timers in order and forgets cancelled ones", async () => {
    const task = await newTask();
    const order: string[] = [];
    const start = task.monotonic();
    const never = task.setTimer(1_000_000, () => order.push("never"));
    task.setTimer(3_000_000, () => order.push("second"));
    task.setTimer(2_000_000, () => order.push("first"));
    never.cancel();
    await new Promise<void>((done) => task.setTimer(4_000_000, done));
    expect(order).toEqual(["first", "second"]);
    expect(task.monotonic() - start).toBeGreaterThanOrEqual(4_000_000);
    expect(Math.abs(task.realtime() / 1000 - Date.now())).toBeLessThan(50);
  });
});
