/** `TCPOPTSTRIP` and `ECN`: targets that change a TCP header, and IPv4's bits of congestion. */
import { AF_INET } from "../../../kernel.ts";
import type { Context } from "../context.ts";
import type { Extension, OptionCall } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { UINT8_MAX, wholeNumber } from "../values/parse-number.ts";

const BITMAP_SIZE = 32;
const NOP = 1;
/** Options that have names. */
const TCP_OPTIONS: readonly (readonly [string, number])[] = [
  ["wscale", 3],
  ["mss", 2],
  ["sack-permitted", 4],
  ["sack", 5],
  ["timestamp", 8],
  ["md5", 19],
];
const has = (data: Struct, option: number): boolean => (data.u8(option >>> 3) & (1 << (option & 7))) !== 0;

function readOption(text: string, context: Context): number {
  const named = TCP_OPTIONS.find(([name]) => name === text);
  if (named) return named[1];
  const number = wholeNumber(text, 0n, UINT8_MAX);
  if (number === undefined) return context.wrong(`Bad TCP option value "${text}"`);
  if (number <= NOP) return context.wrong("Option value may not be 0 or 1");
  return Number(number);
}

function parseStrip({ argument, data, context }: OptionCall): void {
  for (const part of argument.split(",")) {
    const option = readOption(part, context);
    if (has(data, option)) return context.wrong(`Option "${part}" already specified`);
    data.set8(option >>> 3, data.u8(option >>> 3) | (1 << (option & 7)));
  }
}

/** All that are to go, in order. */
function strippedOptions(data: Struct, numeric: boolean): string {
  const found: string[] = [];
  for (let option = 0; option < BITMAP_SIZE * 8; option++) {
    if (!has(data, option)) continue;
    const named = numeric ? undefined : TCP_OPTIONS.find(([, number]) => number === option);
    found.push(named?.[0] ?? `${option}`);
  }
  return found.join(",");
}

export const tcpoptstrip: Extension = {
  kind: "target",
  name: "TCPOPTSTRIP",
  revision: 0,
  size: BITMAP_SIZE,
  userSize: BITMAP_SIZE,
  help: `
TCPOPTSTRIP target options:
  --strip-options value     strip specified TCP options denoted by value
                            (separated by comma) from TCP header
  Instead of the numeric value, you can also use the following names:
    wscale            strip "Window scale" option
    mss               strip "Maximum Segment Size" option
    sack-permitted    strip "SACK permitted" option
    sack              strip "Selective ACK" option
    timestamp         strip "Timestamp" option
    md5               strip "MD5 signature" option
`,
  options: [{ name: "strip-options", id: 0, type: "string" }],
  parse: parseStrip,
  print: ({ data, numeric }) => {
    const options = strippedOptions(data, numeric);
    return options === "" ? "" : ` TCPOPTSTRIP options ${options}`;
  },
  save: ({ data }) => {
    const options = strippedOptions(data, true);
    return options === "" ? "" : ` --strip-options ${options}`;
  },
};

const OPERATION = 0;
const CODE = 1;
const FLAGS = 2;
const SET_IP = 0x01;
const SET_ECE = 0x10;
const SET_CWR = 0x20;
const ECE = 1;
const CWR = 2;
const REMOVE = 0;
const ID_CWR = 1;
const ID_ECE = 2;
const ID_IP = 3;
const TCP_OPTIONS_IDS = (1 << ID_CWR) | (1 << ID_ECE);

function setEcn({ option, value, data }: OptionCall): void {
  const operation = { [REMOVE]: SET_ECE | SET_CWR, [ID_CWR]: SET_CWR, [ID_ECE]: SET_ECE, [ID_IP]: SET_IP }[
    option.id
  ];
  data.set8(OPERATION, data.u8(OPERATION) | (operation ?? 0));
  if (option.id === ID_IP) data.set8(CODE, value.number);
  else if (option.id !== REMOVE && value.number !== 0)
    data.set8(FLAGS, data.u8(FLAGS) | (option.id === ID_CWR ? CWR : ECE));
}

/** Taking all bits out is one operation. */
const removes = (data: Struct): boolean =>
  data.u8(OPERATION) === (SET_ECE | SET_CWR) && (data.u8(FLAGS) & (ECE | CWR)) === 0;

function ecnWords(data: Struct, ece: string, cwr: string, ip: string): string {
  const operation = data.u8(OPERATION);
  let text = operation & SET_ECE ? `${ece}${data.u8(FLAGS) & ECE ? 1 : 0}` : "";
  if (operation & SET_CWR) text += `${cwr}${data.u8(FLAGS) & CWR ? 1 : 0}`;
  return operation & SET_IP ? `${text}${ip}${data.u8(CODE)}` : text;
}

export const ecnTarget: Extension = {
  kind: "target",
  name: "ECN",
  family: AF_INET,
  revision: 0,
  size: 3,
  userSize: 3,
  help: `
ECN target options
  --ecn-tcp-remove		Remove all ECN bits from TCP header
`,
  options: [
    { name: "ecn-tcp-remove", id: REMOVE, type: "none", excl: TCP_OPTIONS_IDS },
    { name: "ecn-tcp-cwr", id: ID_CWR, type: "u8", max: 1, excl: 1 << REMOVE },
    { name: "ecn-tcp-ece", id: ID_ECE, type: "u8", max: 1, excl: 1 << REMOVE },
    { name: "ecn-ip-ect", id: ID_IP, type: "u8", max: 3 },
  ],
  parse: setEcn,
  check: ({ use, context }) => {
    if (use.flags === 0) context.wrong("ECN target: An operation is required");
  },
  print: ({ data }) =>
    removes(data) ? " ECN TCP remove" : ` ECN${ecnWords(data, " ECE=", " CWR=", " ECT codepoint=")}`,
  save: ({ data }) =>
    removes(data)
      ? " --ecn-tcp-remove"
      : ecnWords(data, " --ecn-tcp-ece ", " --ecn-tcp-cwr ", " --ecn-ip-ect "),
};
