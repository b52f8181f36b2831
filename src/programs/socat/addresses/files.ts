/** The standard streams, descriptors, files and the unnamed pipe. */
import { isErrno, strerror } from "../../../errno.ts";
import {
  type FileStatus,
  O_APPEND,
  O_CREAT,
  O_EXCL,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
} from "../../../kernel.ts";
import { FileStream } from "../../../process/file-stream.ts";
import { asOpenFile, type OpenFile } from "../../../process/open-file.ts";
import { createPipe } from "../../../process/pipe.ts";
import type { Mode } from "../endpoint.ts";
import type { Group } from "../option-table.ts";
import type { Session } from "../session.ts";
import { StreamEndpoint } from "../stream-endpoint.ts";
import { type AddressKind, type OpenRequest, purpose } from "./kind.ts";
import { connectToFile } from "./unix.ts";

const STREAM_GROUPS: readonly Group[] = ["FD", "FIFO", "SOCKET", "IP4", "IP6", "UDP", "TCP"];
const FILE_GROUPS: readonly Group[] = ["FD", "FIFO", "NAMED", "OPEN"];

function openFile(session: Session, fd: number): OpenFile | undefined {
  const stream = session.process.fds.get(fd);
  return stream === undefined ? undefined : asOpenFile(stream);
}

function onDescriptors(request: OpenRequest, readFd: number, writeFd: number): Promise<number> {
  const { session, options, next } = request;
  const endpoint = new StreamEndpoint({
    options,
    reader: openFile(session, readFd),
    writer: openFile(session, writeFd),
    readFd,
    writeFd,
    borrowed: true,
  });
  return next(session, endpoint);
}

function stdio(request: OpenRequest): Promise<number> {
  const { session, mode } = request;
  if (mode === "both") {
    session.log.notice("reading from and writing to stdio");
    return onDescriptors(request, 0, 1);
  }
  const [name, fd] = mode === "read" ? (["stdin", 0] as const) : (["stdout", 1] as const);
  session.log.notice(`using ${name} for ${purpose(mode)}`);
  return onDescriptors(request, fd, fd);
}

function standard(name: string, fd: number): AddressKind {
  return {
    names: [name.toUpperCase()],
    parameters: 0,
    groups: STREAM_GROUPS,
    open: (request) => {
      request.session.log.notice(`using ${name} for ${purpose(request.mode)}`);
      return onDescriptors(request, fd, fd);
    },
  };
}

function descriptor(request: OpenRequest): Promise<number> {
  const { session, parameters, mode } = request;
  const [text] = parameters;
  if (!/^\d+$/.test(text)) session.log.error(`error in FD number "${text}"`);
  const fd = Number(text);
  session.log.notice(`using file descriptor ${fd} for ${purpose(mode)}`);
  if (!session.process.fds.has(fd)) session.log.error(`file descriptor ${fd} is not open`);
  return onDescriptors(request, fd, fd);
}

/** What a path is, as messages call it. */
function kindOf(status: FileStatus | number): string {
  if (typeof status === "number") return "undef";
  if (status.type === "character") return "character device";
  if (status.type === "directory") return "block device";
  return status.type === "fifo" ? "fifo" : "regular file";
}

function accessFlags(mode: Mode): number {
  return mode === "both" ? O_RDWR : mode === "read" ? O_RDONLY : O_WRONLY;
}

async function openPath(request: OpenRequest, implied: number): Promise<number> {
  const { session, parameters, options, mode } = request;
  const { log, process } = session;
  const [name] = parameters;
  const path = process.resolve(name);
  log.notice(`opening ${kindOf(process.sys.stat(path))} "${name}" for ${purpose(mode)}`);
  let flags = accessFlags(mode) | implied;
  for (const [option, flag] of [
    ["rdonly", O_RDONLY],
    ["wronly", O_WRONLY],
    ["rdwr", O_RDWR],
  ] as const)
    if (options.has(option)) flags = (flags & ~3) | flag;
  for (const [option, flag] of [
    ["creat", O_CREAT],
    ["excl", O_EXCL],
    ["trunc", O_TRUNC],
    ["append", O_APPEND],
  ] as const)
    if (options.has(option)) flags |= flag;
  const permissions = options.number("mode") ?? 0o666;
  const file = process.sys.open(path, flags, permissions);
  if (isErrno(file)) {
    const shown = `0${flags.toString(8)}, 0${permissions.toString(8)}`;
    return log.error(
      `open("${name}", ${flags === 0 ? "00" : shown.split(",")[0]}, 0${permissions.toString(8)}): ${strerror(-file)}`,
    );
  }
  return serve(request, new FileStream(file, path));
}

function serve({ session, options, next }: OpenRequest, file: FileStream): Promise<number> {
  const fd = session.takeFd();
  return next(session, new StreamEndpoint({ options, reader: file, writer: file, readFd: fd, writeFd: fd }));
}

/** `GOPEN`: makes a file that is not there when it is written to, and appends to one that is. */
function openAny(request: OpenRequest): Promise<number> {
  const { session, parameters, mode } = request;
  const status = session.process.sys.stat(session.process.resolve(parameters[0]));
  const missing = typeof status === "number";
  if (!missing && status.type === "socket") return connectToFile(request);
  if (mode === "read") return openPath(request, 0);
  return openPath(request, missing ? O_CREAT : status.type === "file" ? O_APPEND : 0);
}

async function create(request: OpenRequest): Promise<number> {
  const { session, parameters, options, mode } = request;
  const { log, process } = session;
  const [name] = parameters;
  log.notice(`creating regular file "${name}" for ${purpose(mode)}`);
  const permissions = options.number("mode") ?? 0o666;
  const append = options.has("append") ? O_APPEND : 0;
  const path = process.resolve(name);
  const file = process.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC | append, permissions);
  if (isErrno(file)) return log.error(`creat("${name}", 0${permissions.toString(8)}): ${strerror(-file)}`);
  return serve(request, new FileStream(file, path));
}

/** `PIPE`: what is written is read again. */
function pipe({ session, parameters, options, next }: OpenRequest): Promise<number> {
  if (parameters.length > 0) session.log.error("named pipes are not supported here");
  session.log.notice("writing to and reading from unnamed pipe");
  const { reader, writer } = createPipe();
  const readFd = session.takeFd();
  const writeFd = session.takeFd();
  return next(session, new StreamEndpoint({ options, reader, writer, readFd, writeFd, endsByClosing: true }));
}

export const FILE_KINDS: readonly AddressKind[] = [
  { names: ["STDIO", "-"], parameters: 0, groups: STREAM_GROUPS, open: stdio },
  standard("stdin", 0),
  standard("stdout", 1),
  standard("stderr", 2),
  { names: ["FD"], parameters: 1, groups: STREAM_GROUPS, open: descriptor },
  { names: ["OPEN", "FILE"], parameters: 1, groups: FILE_GROUPS, open: (request) => openPath(request, 0) },
  { names: ["GOPEN"], parameters: 1, groups: [...FILE_GROUPS, "SOCKET"], open: openAny },
  { names: ["CREATE", "CREAT"], parameters: 1, groups: ["FD", "NAMED"], open: create },
  { names: ["PIPE", "ECHO"], parameters: 0, groups: ["FD", "FIFO", "NAMED", "OPEN"], open: pipe },
];
