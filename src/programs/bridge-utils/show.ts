/** `brctl show`, `showstp` and `showmacs`. */
import { EOPNOTSUPP, isErrno, strerror } from "../../errno.ts";
import { O_RDONLY } from "../../kernel.ts";
import { formatHexBytes } from "../../packet/address.ts";
import type { Process } from "../../process/process.ts";
import {
  bridgeError,
  bridgeNumber,
  bridgeText,
  forwardPath,
  isBridge,
  listBridges,
  listPorts,
  portNumber,
  portText,
} from "./sysfs.ts";

const STATES = ["disabled", "listening", "learning", "forwarding", "blocking"] as const;
/** Microseconds of a hundredth of a second, and of a second. */
const MICROSECONDS = 10_000n;
const SECOND = 1_000_000n;
const ENTRY_LENGTH = 16;

/** Hundredths of a second as seconds: an `int`, whose microseconds are counted in 64 bits without a sign, and shown as an `int` again. */
function time(value: number): string {
  const microseconds = BigInt.asUintN(64, BigInt.asIntN(32, BigInt(value)) * MICROSECONDS);
  const seconds = BigInt.asIntN(32, microseconds / SECOND);
  const rest = (microseconds % SECOND) / MICROSECONDS;
  return `${String(seconds).padStart(4)}.${String(rest).padStart(2, "0")}`;
}

function four(value: number): string {
  return String(value).padStart(4);
}

/** @returns whether the device is a bridge; else it has been said why not */
function checkBridge(process: Process, name: string): boolean {
  if (isBridge(process.sys, name)) return true;
  const error = bridgeError(process.sys, name);
  process.stderr.write(
    error === -EOPNOTSUPP ? `device ${name} is not a bridge!\n` : `bridge ${name} does not exist!\n`,
  );
  return false;
}

function bridgeLine({ sys }: Process, name: string): string {
  const stp = bridgeNumber(sys, name, "stp_state") === 0 ? "no" : "yes";
  const ports = listPorts(sys, name).join("\n\t\t\t\t\t\t\t");
  return `${name}\t\t${bridgeText(sys, name, "bridge_id")}\t${stp}\t\t${ports}\n`;
}

/** `brctl show` */
export function show(process: Process, words: readonly string[]): number {
  let status = 0;
  let header = "bridge name\tbridge id\t\tSTP enabled\tinterfaces\n";
  for (const name of words.length > 0 ? words : listBridges(process.sys)) {
    if (!checkBridge(process, name)) {
      status = 1;
      continue;
    }
    process.stdout.write(`${header}${bridgeLine(process, name)}`);
    header = "";
  }
  return status;
}

function bridgeDetails({ sys }: Process, name: string): string {
  const number = (file: string): number => bridgeNumber(sys, name, file);
  const flags =
    (number("topology_change") === 0 ? "" : "TOPOLOGY_CHANGE ") +
    (number("topology_change_detected") === 0 ? "" : "TOPOLOGY_CHANGE_DETECTED ");
  const twice = (file: string): string => time(number(file));
  return `${name}
 bridge id\t\t${bridgeText(sys, name, "bridge_id")}
 designated root\t${bridgeText(sys, name, "root_id")}
 root port\t\t${four(number("root_port"))}\t\t\tpath cost\t\t${four(number("root_path_cost"))}
 max age\t\t${twice("max_age")}\t\t\tbridge max age\t\t${twice("max_age")}
 hello time\t\t${twice("hello_time")}\t\t\tbridge hello time\t${twice("hello_time")}
 forward delay\t\t${twice("forward_delay")}\t\t\tbridge forward delay\t${twice("forward_delay")}
 ageing time\t\t${time(number("ageing_time"))}
 hello timer\t\t${time(number("hello_timer"))}\t\t\ttcn timer\t\t${time(number("tcn_timer"))}
 topology change timer\t${time(number("topology_change_timer"))}\t\t\tgc timer\t\t${time(number("gc_timer"))}
 flags\t\t\t${flags}


`;
}

function portDetails({ sys }: Process, port: string): string {
  const number = (file: string): number => portNumber(sys, port, file);
  const hex = (file: string): string => number(file).toString(16).padStart(4, "0");
  const state = STATES[number("state")] ?? "<INVALID STATE>";
  const flags =
    (number("config_pending") === 0 ? "" : "CONFIG_PENDING ") +
    (number("change_ack") === 0 ? "" : "TOPOLOGY_CHANGE_ACK ");
  const hairpin = number("hairpin_mode");
  return `${port} (${number("port_no")})
 port id\t\t${hex("port_id")}\t\t\tstate\t\t${state.padStart(15)}
 designated root\t${portText(sys, port, "designated_root")}\tpath cost\t\t${four(number("path_cost"))}
 designated bridge\t${portText(sys, port, "designated_bridge")}\tmessage age timer\t${time(number("message_age_timer"))}
 designated port\t${hex("designated_port")}\t\t\tforward delay timer\t${time(number("forward_delay_timer"))}
 designated cost\t${four(number("designated_cost"))}\t\t\thold timer\t\t${time(number("hold_timer"))}
 flags\t\t\t${flags}
${hairpin === 0 ? "" : ` hairpin mode\t\t${four(hairpin)}\n`}
`;
}

/** `brctl showstp` */
export function showstp(process: Process, [name]: readonly string[]): number {
  if (!checkBridge(process, name)) return 1;
  process.stdout.write(bridgeDetails(process, name));
  for (const port of listPorts(process.sys, name)) process.stdout.write(portDetails(process, port));
  return 0;
}

function readForward(process: Process, name: string): Uint8Array | number {
  const file = process.sys.open(forwardPath(name), O_RDONLY);
  if (isErrno(file)) return bridgeError(process.sys, name);
  const chunks: number[] = [];
  const buffer = new Uint8Array(4096);
  for (let count = file.read(buffer); count > 0; count = file.read(buffer))
    for (const byte of buffer.subarray(0, count)) chunks.push(byte);
  file.close();
  return Uint8Array.from(chunks);
}

function compareAddresses(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < 6; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}

/** `brctl showmacs` */
export function showmacs(process: Process, [name]: readonly string[]): number {
  const bytes = readForward(process, name);
  if (typeof bytes === "number") {
    process.stderr.write(`read of forward table failed: ${strerror(bytes)}\n`);
    return 1;
  }
  const entries: Uint8Array[] = [];
  for (let at = 0; at + ENTRY_LENGTH <= bytes.length; at += ENTRY_LENGTH)
    entries.push(bytes.subarray(at, at + ENTRY_LENGTH));
  process.stdout.write("port no\tmac addr\t\tis local?\tageing timer\n");
  for (const entry of entries.sort(compareAddresses)) {
    const port = entry[6] | (entry[12] << 8);
    const age = entry[8] | (entry[9] << 8) | (entry[10] << 16) | (entry[11] << 24);
    const address = formatHexBytes(entry.subarray(0, 6));
    process.stdout.write(
      `${String(port).padStart(3)}\t${address}\t${entry[7] === 0 ? "no" : "yes"}\t\t${time(age)}\n`,
    );
  }
  return 0;
}
