/** `NFQUEUE`, `TEE` and `AUDIT`: packets, their copies and what is told of them go to somebody else. */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import type { Context } from "../context.ts";
import type { Extension, OptionCall, PrintCall } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import { numberPrefix, UINT16_MAX } from "../values/parse-number.ts";

export const QUEUE_NUMBER = 0;
export const QUEUE_TOTAL = 2;
export const QUEUE_FLAGS = 4;
export const QUEUE_BYPASS = 1;
export const QUEUE_CPU_FANOUT = 2;
const NUM = 0;
const BALANCE = 1;
const BYPASS = 2;
const FANOUT = 3;

/** `FIRST:LAST`, of which there are at least two. */
function readBalance(text: string, data: Struct, context: Context): void {
  const first = numberPrefix(text, 0n, UINT16_MAX);
  const last = first?.rest.startsWith(":") ? numberPrefix(first.rest.slice(1), 0n, UINT16_MAX) : undefined;
  if (!first || last?.rest !== "") return context.wrong(`Bad range "${text}"`);
  if (first.value >= last.value) return context.wrong(`${first.value} should be less than ${last.value}`);
  data.set16(QUEUE_NUMBER, Number(first.value));
  data.set16(QUEUE_TOTAL, Number(last.value - first.value + 1n) & 0xffff);
}

function parseQueue({ option, argument, data, context }: OptionCall): void {
  if (option.id === BALANCE) readBalance(argument, data, context);
  if (option.id === BYPASS) data.set16(QUEUE_FLAGS, data.u16(QUEUE_FLAGS) | QUEUE_BYPASS);
  if (option.id === FANOUT) data.set16(QUEUE_FLAGS, data.u16(QUEUE_FLAGS) | QUEUE_CPU_FANOUT);
}

/** @param prefix of each word, and of the flags among them */
function queueWords(data: Struct, prefix: string, flagPrefix: string): string {
  const number = data.u16(QUEUE_NUMBER);
  const total = data.u16(QUEUE_TOTAL);
  const flags = data.u16(QUEUE_FLAGS);
  let text = total > 1 ? ` ${prefix}balance ${number}:${number + total - 1}` : ` ${prefix}num ${number}`;
  if (flags & QUEUE_BYPASS) text += ` ${flagPrefix}bypass`;
  return flags & QUEUE_CPU_FANOUT ? `${text} ${flagPrefix}cpu-fanout` : text;
}

export const nfqueue: Extension = {
  kind: "target",
  name: "NFQUEUE",
  revision: 3,
  size: 6,
  userSize: 6,
  help: `
NFQUEUE target options
  --queue-num value            Send packet to QUEUE number <value>.
                               Valid queue numbers are 0-65535
  --queue-balance first:last   Balance flows between queues <value> to <value>.
  --queue-bypass               Bypass Queueing if no queue instance exists.
  --queue-cpu-fanout	Use current CPU (no hashing)
`,
  options: [
    { name: "queue-num", id: NUM, type: "u16", put: QUEUE_NUMBER, excl: 1 << BALANCE },
    { name: "queue-balance", id: BALANCE, type: "string", excl: 1 << NUM },
    { name: "queue-bypass", id: BYPASS, type: "none" },
    { name: "queue-cpu-fanout", id: FANOUT, type: "none", also: 1 << BALANCE },
  ],
  init: (data) => data.set16(QUEUE_TOTAL, 1),
  parse: parseQueue,
  print: ({ data }) => ` NFQUEUE${queueWords(data, "", "")}`,
  save: ({ data }) => queueWords(data, "--queue-", "--queue-"),
};

export const TEE_DEVICE = 16;
export const TEE_DEVICE_SIZE = 16;

function teeWords({ data, context }: PrintCall, length: number, gateway: string, oif: string): string {
  const device = data.text(TEE_DEVICE, TEE_DEVICE_SIZE);
  return ` ${gateway}${context.family.format(data.slice(0, length))}${device === "" ? "" : ` ${oif}${device}`}`;
}

function tee(family: number, addressLength: number): Extension {
  return {
    kind: "target",
    name: "TEE",
    family,
    revision: 1,
    size: 40,
    userSize: 32,
    help: `
TEE target options:
  --gateway IPADDR    Route packet via the gateway given by address
  --oif NAME          Include oif in route calculation

`,
    options: [
      { name: "gateway", id: 0, type: "host", mandatory: true, put: 0 },
      { name: "oif", id: 1, type: "string", put: TEE_DEVICE, room: TEE_DEVICE_SIZE - 1 },
    ],
    print: (call) => ` TEE${teeWords(call, addressLength, "gw:", "oif=")}`,
    save: (call) => teeWords(call, addressLength, "--gateway ", "--oif "),
  };
}

export const TEE: readonly Extension[] = [tee(AF_INET, 4), tee(AF_INET6, 16)];

/** By number. */
const AUDIT_TYPES = ["accept", "drop", "reject"];

export const audit: Extension = {
  kind: "target",
  name: "AUDIT",
  revision: 0,
  size: 1,
  userSize: 1,
  help: `
AUDIT target options
  --type TYPE		Action type to be recorded.
`,
  options: [{ name: "type", id: 0, type: "string", mandatory: true }],
  parse: ({ argument, data, context }) => {
    const type = AUDIT_TYPES.indexOf(argument.toLowerCase());
    if (type < 0) return context.wrong(`Bad action type value "${argument}"`);
    data.set8(0, type);
  },
  print: ({ data }) => ` AUDIT ${AUDIT_TYPES[data.u8(0)] ?? ""}`,
  save: ({ data }) => ` --type ${AUDIT_TYPES[data.u8(0)] ?? ""}`,
};
