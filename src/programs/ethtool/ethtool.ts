/** `ethtool` of version 6.1: the plain form, -i, -S, -k and -K. Other options are refused. */
import { ENODEV, EOPNOTSUPP, strerror } from "../../errno.ts";
import type { SystemCalls } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import {
  driverInfo,
  ETH_SS_FEATURES,
  ETH_SS_STATS,
  features,
  type LinkSettings,
  linkDetected,
  linkSettings,
  messageLevel,
  statistics,
  stringSet,
} from "./calls.ts";
import { deviceName } from "./device.ts";
import { showFeatures } from "./features.ts";
import { NO_DEVICE, NOT_SUPPORTED, type Result, result } from "./result.ts";
import { setFeatures } from "./set-features.ts";

const BAD_ARGUMENTS = "ethtool: bad command line argument(s)\nFor more information run ethtool -h\n";
/** `IFNAMSIZ` - 1. */
const LONGEST_NAME = 15;
/** `ALTIFNAMSIZ` - 1. */
const LONGEST_ALTERNATIVE = 127;

type Command = (sys: SystemCalls, device: string) => Result;

const COMMANDS: Readonly<Record<string, Command>> = {
  "-i": showDriver,
  "--driver": showDriver,
  "-S": showStatistics,
  "--statistics": showStatistics,
  "-k": showOffload,
  "--show-features": showOffload,
  "--show-offload": showOffload,
};

const CHANGES: ReadonlySet<string> = new Set(["-K", "--features", "--offload"]);

/** Options of the real ethtool that are not there; each with a device. */
const UNSUPPORTED =
  /^(-s|--change|-a|--show-pause|-A|--pause|-c|--show-coalesce|-C|--coalesce|-g|--show-ring|-G|--set-ring|-d|--register-dump|-e|--eeprom-dump|-E|--change-eeprom|-r|--negotiate|-p|--identify|-t|--test|--phy-statistics|-n|-u|--show-nfc|--show-ntuple|-N|-U|--config-nfc|--config-ntuple|-T|--show-time-stamping|-x|--show-rxfh-indir|--show-rxfh|-X|--set-rxfh-indir|--rxfh|-f|--flash|-P|--show-permaddr|-w|--get-dump|-W|--set-dump|-l|--show-channels|-L|--set-channels|--show-priv-flags|--set-priv-flags|-m|--dump-module-eeprom|--module-info|--show-eee|--set-eee|--set-phy-tunable|--get-phy-tunable|--get-tunable|--set-tunable|--reset|--show-fec|--set-fec|-Q|--per-queue|--cable-test|--cable-test-tdr|--show-tunnels|--show-module|--set-module|--get-plca-cfg|--set-plca-cfg|--get-plca-status|--monitor|--debug|--json|-j|-I|--include-statistics|-h|--help)$/;

export function main(process: Process): number {
  const { status, output, error } = run(process.sys, process.argv.slice(1));
  process.stdout.write(output);
  process.stderr.write(error);
  return status;
}

function run(sys: SystemCalls, words: readonly string[]): Result {
  const [first, device, ...rest] = words;
  if (first === undefined) return result(1, "", BAD_ARGUMENTS);
  if (!first.startsWith("-")) return tooLong(first) ?? showSettings(sys, first);
  if (first === "--version") return result(0, "ethtool version 6.1\n");
  if (Object.hasOwn(COMMANDS, first)) {
    if (device === undefined) return result(1, "", BAD_ARGUMENTS);
    if (rest.length > 0) return result(1, "", tooMuch(first, rest[0]));
    const isIoctl = COMMANDS[first] === showStatistics;
    return (isIoctl ? undefined : tooLong(device)) ?? COMMANDS[first](sys, device);
  }
  if (CHANGES.has(first) && device !== undefined) return tooLong(device) ?? setFeatures(sys, device, rest);
  const needsDevice = !/^(-h|--help|--monitor)$/.test(first);
  if (!UNSUPPORTED.test(first) || (needsDevice && device === undefined)) return result(1, "", BAD_ARGUMENTS);
  return result(1, "", `ethtool: option ${first} is not supported here\n`);
}

function tooLong(device: string): Result | undefined {
  if (device.length <= LONGEST_ALTERNATIVE) return undefined;
  return result(1, "", `device name '${device}' longer than ${LONGEST_ALTERNATIVE} characters\n`);
}

function tooMuch(option: string, word: string): string {
  if (COMMANDS[option] === showDriver) return BAD_ARGUMENTS;
  return COMMANDS[option] === showStatistics
    ? `ethtool (-S): unknown parameter '${word}'\n`
    : `ethtool: unexpected parameter '${word}'\n`;
}

const TOO_LONG = "device name longer than 15 not supported\n";

function showDriver(sys: SystemCalls, device: string): Result {
  if (device.length > LONGEST_NAME)
    return result(1, "", `ethtool netlink support for subcommand missing, ${TOO_LONG}`);
  const info = driverInfo(sys, device);
  if (typeof info === "number") return result(71, "", `Cannot get driver information: ${strerror(-info)}\n`);
  const yes = (count: number): string => (count > 0 ? "yes" : "no");
  return result(
    0,
    `driver: ${info.driver}\nversion: ${info.version}\nfirmware-version: ${info.firmware}\n` +
      `expansion-rom-version: ${info.expansionRom}\nbus-info: ${info.bus}\n` +
      `supports-statistics: ${yes(info.statistics)}\nsupports-test: ${yes(info.tests)}\n` +
      `supports-eeprom-access: ${yes(info.eeprom)}\nsupports-register-dump: ${yes(info.registers)}\n` +
      `supports-priv-flags: ${yes(info.privateFlags)}\n`,
  );
}

function showStatistics(sys: SystemCalls, device: string): Result {
  if (device.length > LONGEST_NAME) return result(1, "", `ioctl-only request, ${TOO_LONG}`);
  const names = stringSet(sys, device, ETH_SS_STATS);
  if (typeof names === "number" && names !== -EOPNOTSUPP)
    return result(96, "", `Cannot get stats strings information: ${strerror(-names)}\n`);
  if (typeof names === "number" || names.length === 0) return result(94, "", "no stats available\n");
  const values = statistics(sys, device, names.length);
  if (typeof values === "number")
    return result(97, "", `Cannot get stats information: ${strerror(-values)}\n`);
  return result(0, `NIC statistics:\n${names.map((name, i) => `     ${name}: ${values[i]}\n`).join("")}`);
}

function showOffload(sys: SystemCalls, name: string): Result {
  const device = deviceName(sys, name);
  if (device === undefined) return result(1, "", NO_DEVICE);
  const names = stringSet(sys, device, ETH_SS_FEATURES);
  const states = typeof names === "number" ? names : features(sys, device, names.length);
  if (typeof names === "number" || typeof states === "number")
    return result(1, "", states === -ENODEV ? NO_DEVICE : NOT_SUPPORTED);
  return result(0, `Features for ${device}:\n${showFeatures(names, states)}`);
}

/** Link settings, link information, wake-on-lan, message level and link state: each is asked for on its own. */
const QUESTIONS = 5;

function showSettings(sys: SystemCalls, name: string): Result {
  const device = deviceName(sys, name) ?? "";
  const link = linkDetected(sys, device);
  if (link === -ENODEV) return result(75, "No data available\n", NO_DEVICE.repeat(QUESTIONS));
  const settings = linkSettings(sys, device);
  let text = "";
  if (typeof settings !== "number") {
    if (settings.hasModes)
      return result(1, "", "ethtool: the link modes of hardware are not supported here\n");
    text += describeSettings(settings);
  }
  const level = messageLevel(sys, device);
  if (level >= 0) text += describeMessageLevel(level);
  if (link >= 0) text += `\tLink detected: ${link ? "yes" : "no"}\n`;
  if (text === "") return result(75, "No data available\n");
  return result(0, `Settings for ${device}:\n${text}`);
}

/** `SPEED_UNKNOWN`, also as drivers of 16 bits had it. */
const UNKNOWN_SPEEDS: readonly number[] = [0, 0xffff, 0xffff_ffff];
const DUPLEX: Readonly<Record<number, string>> = { 0: "Half", 1: "Full" };
const PORTS: Readonly<Record<number, string>> = {
  0: "Twisted Pair",
  1: "AUI",
  2: "MII",
  3: "FIBRE",
  4: "BNC",
  5: "Direct Attach Copper",
  239: "None",
  255: "Other",
};
const TRANSCEIVERS: Readonly<Record<number, string>> = { 0: "internal", 1: "external" };

function describeSettings(settings: LinkSettings): string {
  const { speed, duplex, port, transceiver } = settings;
  const lines = [
    "Supported ports: [  ]",
    "Supported link modes:   Not reported",
    "Supported pause frame use: No",
    "Supports auto-negotiation: No",
    "Supported FEC modes: Not reported",
    "Advertised link modes:  Not reported",
    "Advertised pause frame use: No",
    "Advertised auto-negotiation: No",
    "Advertised FEC modes: Not reported",
    `Speed: ${UNKNOWN_SPEEDS.includes(speed) ? "Unknown!" : `${speed}Mb/s`}`,
    `Duplex: ${DUPLEX[duplex] ?? `Unknown! (${duplex})`}`,
    `Auto-negotiation: ${settings.autonegotiation ? "on" : "off"}`,
    `Port: ${PORTS[port] ?? `Unknown! (${port})`}`,
    `PHYAD: ${settings.phyAddress}`,
    `Transceiver: ${TRANSCEIVERS[transceiver] ?? "Unknown!"}`,
  ];
  if (port === 0) lines.push("MDI-X: Unknown");
  return lines.map((line) => `\t${line}\n`).join("");
}

const MESSAGE_LEVELS =
  "drv probe link timer ifdown ifup rx_err tx_err tx_queued intr tx_done rx_status pktdata hw wol".split(" ");

function describeMessageLevel(level: number): string {
  const names = MESSAGE_LEVELS.filter((_, bit) => (level & (1 << bit)) !== 0);
  const hex = level.toString(16).padStart(8, "0");
  const list = names.map((name) => ` ${name}`).join("");
  return `        Current message level: 0x${hex} (${level})\n${" ".repeat(30)}${list}\n`;
}
