/** The commands of `brctl` that change something. */
import { EBUSY, EEXIST, EINVAL, ELOOP, ENODEV, ENXIO, strerror } from "../../errno.ts";
import type { Process } from "../../process/process.ts";
import { IFNAMSIZ, interfaceIndex, interfaceIoctl, makeIfreq } from "../lib/interfaces.ts";
import { strtod } from "../lib/numbers.ts";
import { setBridge, setPort } from "./sysfs.ts";

const SIOCBRADDBR = 0x89a0;
const SIOCBRDELBR = 0x89a1;
const SIOCBRADDIF = 0x89a2;
const SIOCBRDELIF = 0x89a3;

function fail(process: Process, text: string): number {
  process.stderr.write(`${text}\n`);
  return 1;
}

/** `brctl addbr` */
export function addbr(process: Process, [name]: readonly string[]): number {
  const error = interfaceIoctl(process.sys, SIOCBRADDBR, makeIfreq(name));
  if (error >= 0) return 0;
  if (error === -EEXIST)
    return fail(process, `device ${name} already exists; can't create bridge with the same name`);
  return fail(process, `add bridge failed: ${strerror(error)}`);
}

/** `brctl delbr` */
export function delbr(process: Process, [name]: readonly string[]): number {
  const error = interfaceIoctl(process.sys, SIOCBRDELBR, makeIfreq(name));
  if (error >= 0) return 0;
  if (error === -ENXIO) return fail(process, `bridge ${name} doesn't exist; can't delete it`);
  if (error === -EBUSY) return fail(process, `bridge ${name} is still up; can't delete it`);
  return fail(process, `can't delete bridge ${name}: ${strerror(error)}`);
}

function changePort(process: Process, request: number, bridge: string, port: string): number {
  const index = interfaceIndex(process.sys, port);
  if (index <= 0) return -ENODEV;
  const argument = makeIfreq(bridge);
  new DataView(argument.buffer).setInt32(IFNAMSIZ, index, true);
  return interfaceIoctl(process.sys, request, argument);
}

function missing(process: Process, bridge: string, port: string): number {
  if (interfaceIndex(process.sys, port) <= 0) return fail(process, `interface ${port} does not exist!`);
  return fail(process, `bridge ${bridge} does not exist!`);
}

/** `brctl addif`, of several ports in turn. */
export function addif(process: Process, [bridge, ...ports]: readonly string[]): number {
  for (const port of ports) {
    const error = changePort(process, SIOCBRADDIF, bridge, port);
    if (error >= 0) continue;
    if (error === -ENODEV) return missing(process, bridge, port);
    if (error === -EBUSY)
      return fail(
        process,
        `device ${port} is already a member of a bridge; can't add it to bridge ${bridge}.`,
      );
    if (error === -ELOOP)
      return fail(
        process,
        `device ${port} is a bridge device itself; can't add a bridge device to a bridge device.`,
      );
    return fail(process, `can't add ${port} to bridge ${bridge}: ${strerror(error)}`);
  }
  return 0;
}

/** `brctl delif`, of several ports in turn. */
export function delif(process: Process, [bridge, ...ports]: readonly string[]): number {
  for (const port of ports) {
    const error = changePort(process, SIOCBRDELIF, bridge, port);
    if (error >= 0) continue;
    if (error === -ENODEV) return missing(process, bridge, port);
    if (error === -EINVAL) return fail(process, `device ${port} is not a port of ${bridge}`);
    return fail(process, `can't delete ${port} from ${bridge}: ${strerror(error)}`);
  }
  return 0;
}

/** The number at the beginning of a word, as `sscanf(3)` reads it: with `0x` it wants digits. */
function leadingNumber(text: string): number | undefined {
  const { value, rest } = strtod(text);
  return rest === text || (value === 0 && /^x/i.test(rest)) ? undefined : value;
}

/** A `double` as a `long`: what does not fit, and what is no number, is the least one. */
function toLong(value: number): bigint {
  return Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : -(2n ** 63n);
}

/** Hundredths of the seconds, by way of a `struct timeval`: what is less than 0 or too much comes round. */
function hundredths(seconds: number): bigint {
  const whole = toLong(seconds);
  const microseconds = toLong(1e6 * (seconds - Number(whole)));
  return BigInt.asUintN(64, 1_000_000n * whole + microseconds) / 10_000n;
}

function leadingInteger(text: string): number | undefined {
  const match = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|\d+)/.exec(text);
  if (!match) return undefined;
  const octal = /^0[0-7]+$/.test(match[2]);
  const value = octal ? Number.parseInt(match[2], 8) : Number(match[2]);
  const magnitude = Number.isSafeInteger(value) ? value : lowWord(match[2]);
  return match[1] === "-" ? -magnitude : magnitude;
}

/** What an `int` keeps of a number that a `long` holds. */
function lowWord(digits: string): number {
  const value = BigInt(digits);
  const longest = 2n ** 63n - 1n;
  return Number(BigInt.asIntN(32, value > longest ? longest : value));
}

type Command = (process: Process, words: readonly string[]) => number;

/** A command that sets a time in seconds, which sysfs has in hundredths. */
export function timeCommand(file: string, bad: string, failed: string): Command {
  return (process, [bridge, text]) => {
    const seconds = leadingNumber(text);
    if (seconds === undefined) return fail(process, `bad ${bad} value`);
    const error = setBridge(process.sys, bridge, file, hundredths(seconds));
    return error < 0 ? fail(process, `set ${failed} failed: ${strerror(error)}`) : 0;
  };
}

/** `brctl setbridgeprio` */
export function setbridgeprio(process: Process, [bridge, text]: readonly string[]): number {
  const value = leadingInteger(text);
  if (value === undefined) return fail(process, "bad priority");
  const error = setBridge(process.sys, bridge, "priority", value);
  return error < 0 ? fail(process, `set bridge priority failed: ${strerror(error)}`) : 0;
}

/** A command that sets a number of a port. */
export function portCommand(file: string, bad: string, failed: string): Command {
  return (process, [bridge, port, text]) => {
    const value = leadingInteger(text);
    if (value === undefined) return fail(process, bad);
    const error = setPort(process.sys, bridge, port, file, value);
    return error < 0 ? fail(process, `set ${failed} failed: ${strerror(error)}`) : 0;
  };
}

/** @returns undefined when the word is neither */
function parseSwitch(process: Process, text: string): boolean | undefined {
  if (["on", "yes", "1"].includes(text)) return true;
  if (["off", "no", "0"].includes(text)) return false;
  process.stderr.write("expect on/off for argument\n");
  return undefined;
}

/** `brctl stp` */
export function stp(process: Process, [bridge, text]: readonly string[]): number {
  const on = parseSwitch(process, text);
  if (on === undefined) return 1;
  const error = setBridge(process.sys, bridge, "stp_state", on ? 1 : 0);
  return error < 0 ? fail(process, `set stp status failed: ${strerror(error)}`) : 0;
}

/** `brctl hairpin` */
export function hairpin(process: Process, [bridge, port, text]: readonly string[]): number {
  const on = parseSwitch(process, text);
  if (on === undefined) return 1;
  const { sys } = process;
  if (interfaceIndex(sys, port) <= 0) return fail(process, `interface ${port} does not exist!`);
  if (interfaceIndex(sys, bridge) <= 0) return fail(process, `bridge ${bridge} does not exist!`);
  const error = setPort(sys, bridge, port, "hairpin_mode", on ? 1 : 0);
  if (error >= 0) return 0;
  return fail(process, `can't set ${port} to hairpin on bridge ${bridge}: ${strerror(error)}`);
}
