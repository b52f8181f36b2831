/** What bridge-utils read and write in sysfs (`libbridge`). */
import { ENODEV, ENOENT, EOPNOTSUPP, isErrno } from "../../errno.ts";
import { O_WRONLY, type SystemCalls } from "../../kernel.ts";
import { interfaceIndex, interfaceIoctl, makeIfreq } from "../lib/interfaces.ts";
import { readTextFile } from "../lib/read-file.ts";

const CLASS_NET = "/sys/class/net";
/** The ioctl of old bridges, which tells why a device is none. */
const SIOCDEVPRIVATE = 0x89f0;

function exists(sys: SystemCalls, path: string): boolean {
  return !isErrno(sys.stat(path));
}

/** Whether the device is a bridge. */
export function isBridge(sys: SystemCalls, name: string): boolean {
  return exists(sys, `${CLASS_NET}/${name}/bridge`);
}

function names(sys: SystemCalls, path: string): string[] {
  const entries = sys.readdir(path);
  if (isErrno(entries)) return [];
  return entries.map(({ name }) => name).sort((a, b) => (a < b ? -1 : Number(a > b)));
}

/** All bridges, by name. */
export function listBridges(sys: SystemCalls): string[] {
  return names(sys, CLASS_NET).filter((name) => isBridge(sys, name));
}

/** The ports of a bridge, by name. */
export function listPorts(sys: SystemCalls, bridge: string): string[] {
  return names(sys, `${CLASS_NET}/${bridge}/brif`);
}

/** The error that the device gives who takes it for a bridge without sysfs. */
export function bridgeError(sys: SystemCalls, bridge: string): number {
  const result = interfaceIoctl(sys, SIOCDEVPRIVATE, makeIfreq(bridge));
  return result < 0 ? result : -EOPNOTSUPP;
}

function readText(sys: SystemCalls, path: string): string {
  const text = readTextFile(sys, path);
  return typeof text === "string" ? text.trim() : "";
}

/** A setting of a bridge. */
export function bridgeText(sys: SystemCalls, bridge: string, name: string): string {
  return readText(sys, `${CLASS_NET}/${bridge}/bridge/${name}`);
}

/** A setting of a bridge as a number; 0 where it cannot be read. */
export function bridgeNumber(sys: SystemCalls, bridge: string, name: string): number {
  return Number(bridgeText(sys, bridge, name)) || 0;
}

/** A setting of a port as text. */
export function portText(sys: SystemCalls, port: string, name: string): string {
  return readText(sys, `${CLASS_NET}/${port}/brport/${name}`);
}

/** A setting of a port as a number; 0 where it cannot be read. */
export function portNumber(sys: SystemCalls, port: string, name: string): number {
  return Number(portText(sys, port, name)) || 0;
}

/** @returns 0 or a negative error; undefined when there is no such file */
function write(sys: SystemCalls, path: string, value: number | bigint): number | undefined {
  const file = sys.open(path, O_WRONLY);
  if (isErrno(file)) return undefined;
  const result = file.write(new TextEncoder().encode(`${value}\n`));
  file.close();
  return Math.min(0, result);
}

/** Changes a setting of a bridge. @returns 0 or a negative error */
export function setBridge(sys: SystemCalls, bridge: string, name: string, value: number | bigint): number {
  return write(sys, `${CLASS_NET}/${bridge}/bridge/${name}`, value) ?? bridgeError(sys, bridge);
}

/** Changes a setting of a port, whatever bridge it belongs to. @returns 0 or a negative error */
export function setPort(sys: SystemCalls, bridge: string, port: string, name: string, value: number): number {
  const result = write(sys, `${CLASS_NET}/${port}/brport/${name}`, value);
  // what is refused is tried once more with the old ioctl, of the bridge that was named
  if (result !== undefined) return result === 0 || isBridge(sys, bridge) ? result : bridgeError(sys, bridge);
  if (interfaceIndex(sys, port) <= 0) return -ENODEV;
  return isBridge(sys, bridge) ? -ENOENT : bridgeError(sys, bridge);
}

/** The file of a bridge's forwarding database. */
export function forwardPath(bridge: string): string {
  return `${CLASS_NET}/${bridge}/brforward`;
}
