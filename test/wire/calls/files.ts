/** Files below the directories that the other kernel provides; all others are Linux's. */
import * as fs from "node:fs";
import { EBADF } from "../../../src/errno.ts";
import { type File, type FileStatus, type FileType, O_RDWR, O_WRONLY } from "../../../src/kernel.ts";
import * as host from "../../../src/linux/libc.ts";
import { readWhole } from "../../../src/process/file-stream.ts";
import { NetnsFile } from "../../../src/virtual/fs/nsfs.ts";
import type { Caller } from "../caller.ts";
import { memfdCreate } from "../libc.ts";
import { OpenFile, Sink } from "../open-files.ts";
import { type Answer, type Call, type Handler, O_CLOEXEC, O_NONBLOCK, PASS_ON } from "./call.ts";

/** What a program sees of the other kernel's files. `/run` and `/tmp` are where namespaces and scripts are. */
const OURS = /^\/(proc|sys|run|var\/run|tmp|etc\/netns|dev\/net)(\/|$)/;
/** Linux's own directories under these that only concern the running program. */
const HOST = /^\/(proc\/(self|thread-self)\/(fd|task|maps|exe|status|stat)|sys\/devices)(\/|$)/;
const AT_EMPTY_PATH = 0x1000;
const AT_SYMLINK_NOFOLLOW = 0x100;
const AT_REMOVEDIR = 0x200;
const STAT_SIZE = 144;
const TYPE_BITS: Readonly<Record<FileType, number>> = {
  fifo: 0o010000,
  character: 0o020000,
  directory: 0o040000,
  file: 0o100000,
  symlink: 0o120000,
  socket: 0o140000,
};
const DT_SHIFT = 12;

function ours(path: string): boolean {
  return OURS.test(path) && !HOST.test(path);
}

/** A handler for calls that name a path by the arguments at these places. */
function onPath(
  directory: number | undefined,
  name: number,
  handle: (path: string, call: Call) => Answer,
): Handler {
  return (call) => {
    const path = call.path(directory, name);
    return ours(path) ? handle(path, call) : PASS_ON;
  };
}

function openFile(path: string, call: Call, flags: number, mode: number): Answer {
  const file = call.sys.open(path, flags & ~(O_CLOEXEC | O_NONBLOCK), mode);
  if (typeof file === "number") return file;
  const status = file.stat();
  const isText = typeof status !== "number" && status.type === "file" && !(file instanceof NetnsFile);
  const close = flags & O_CLOEXEC;
  if (!isText) return { file: new OpenFile(file, path, (flags & O_NONBLOCK) !== 0), flags: close };
  return (flags & (O_WRONLY | O_RDWR)) === 0 ? copyOf(file, close) : { file: new Sink(file), flags: close };
}

/** A file of Linux with the same content. */
function copyOf(file: File, flags: number): Answer {
  const bytes = readWhole(file);
  file.close();
  if (typeof bytes === "number") return bytes;
  const fd = memfdCreate("copy", 1);
  fs.writeSync(fd, bytes);
  host.lseek(fd, 0, 0);
  return { file: fd, flags };
}

export const open = onPath(undefined, 0, (path, call) => openFile(path, call, call.int(1), call.int(2)));
export const openat = onPath(0, 1, (path, call) => openFile(path, call, call.int(2), call.int(3)));

function writeStatus(caller: Caller, address: bigint, status: FileStatus): void {
  const bytes = new Uint8Array(STAT_SIZE);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(status.device), true);
  view.setBigUint64(8, BigInt(status.inode), true);
  view.setBigUint64(16, BigInt(status.links), true);
  view.setUint32(24, status.mode | TYPE_BITS[status.type], true);
  view.setBigUint64(48, BigInt(status.size), true);
  view.setBigUint64(56, 4096n, true);
  for (const at of [72, 88, 104]) view.setBigUint64(at, BigInt(Math.floor(status.modified / 1000)), true);
  caller.write(address, bytes);
}

function answerStatus(call: Call, status: FileStatus | number, address: bigint): Answer {
  if (typeof status === "number") return status;
  writeStatus(call.caller, address, status);
  return 0;
}

function statusOfDescriptor(call: Call, address: bigint): Answer {
  const file = call.files.find(call.caller, call.int(0));
  if (file === undefined || file.isSocket) return PASS_ON;
  return answerStatus(call, (file.what as File).stat(), address);
}

export const stat = onPath(undefined, 0, (path, call) =>
  answerStatus(call, call.sys.stat(path), call.args[1]),
);
export const lstat = onPath(undefined, 0, (path, call) =>
  answerStatus(call, call.sys.lstat(path), call.args[1]),
);

export function fstat(call: Call): Answer {
  return statusOfDescriptor(call, call.args[1]);
}

const statPath = onPath(0, 1, (path, call) => {
  const status = (call.int(3) & AT_SYMLINK_NOFOLLOW) !== 0 ? call.sys.lstat(path) : call.sys.stat(path);
  return answerStatus(call, status, call.args[2]);
});

export function newfstatat(call: Call): Answer {
  const empty = (call.int(3) & AT_EMPTY_PATH) !== 0 && call.caller.string(call.args[1]) === "";
  return empty ? statusOfDescriptor(call, call.args[2]) : statPath(call);
}

export function getdents64(call: Call): Answer {
  const file = call.files.find(call.caller, call.int(0));
  if (file === undefined) return PASS_ON;
  if (file.isSocket) return -EBADF;
  const entries = call.sys.readdir(file.path);
  if (typeof entries === "number") return entries;
  const all = [
    { name: ".", type: "directory" } as const,
    { name: "..", type: "directory" } as const,
    ...entries,
  ];
  const chunks: Uint8Array[] = [];
  let room = call.int(2);
  for (const { name, type } of all.slice(file.position)) {
    const text = Buffer.from(name);
    const size = (19 + text.length + 1 + 7) & ~7;
    if (size > room) break;
    room -= size;
    file.position++;
    const record = new Uint8Array(size);
    const view = new DataView(record.buffer);
    view.setBigUint64(0, BigInt(file.position), true);
    view.setBigInt64(8, BigInt(file.position), true);
    view.setUint16(16, size, true);
    view.setUint8(18, TYPE_BITS[type] >> DT_SHIFT);
    record.set(text, 19);
    chunks.push(record);
  }
  const bytes = Buffer.concat(chunks);
  call.caller.write(call.args[1], bytes);
  return bytes.length;
}

function link(path: string, call: Call, address: bigint, room: number): Answer {
  const text = call.sys.readlink(path);
  if (typeof text === "number") return text;
  const bytes = Buffer.from(text).subarray(0, room);
  call.caller.write(address, bytes);
  return bytes.length;
}

export const readlink = onPath(undefined, 0, (path, call) => link(path, call, call.args[1], call.int(2)));
export const readlinkat = onPath(0, 1, (path, call) => link(path, call, call.args[2], call.int(3)));
export const mkdir = onPath(undefined, 0, (path, call) => call.sys.mkdir(path, call.int(1)));
export const mkdirat = onPath(0, 1, (path, call) => call.sys.mkdir(path, call.int(2)));
export const unlink = onPath(undefined, 0, (path, call) => call.sys.unlink(path));
export const rmdir = onPath(undefined, 0, (path, call) => call.sys.rmdir(path));
export const unlinkat = onPath(0, 1, (path, call) =>
  (call.int(2) & AT_REMOVEDIR) !== 0 ? call.sys.rmdir(path) : call.sys.unlink(path),
);
export const access = onPath(undefined, 0, (path, call) => {
  const status = call.sys.stat(path);
  return typeof status === "number" ? status : 0;
});
