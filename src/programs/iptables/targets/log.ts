/** `LOG`: writes a line into the kernel's log. */
import type { Extension } from "../extension/extension.ts";
import { quote } from "../values/quote.ts";

const LEVEL = 0;
const FLAGS = 1;
const PREFIX = 2;
const PREFIX_SIZE = 30;
const WARNING = 4;
/** Options and words of the flags, by the option's id. */
const FLAG_OPTIONS: readonly (readonly [string, number])[] = [
  ["log-tcp-sequence", 0x01],
  ["log-tcp-options", 0x02],
  ["log-ip-options", 0x04],
  ["log-uid", 0x08],
  ["log-macdecode", 0x20],
];
const LEVEL_NAMES = ["emerg", "alert", "crit", "err", "warn", "notice", "info", "debug"];
const ALL_FLAGS = 0x2f;

export const log: Extension = {
  kind: "target",
  name: "LOG",
  revision: 0,
  size: 32,
  userSize: 32,
  help: `
LOG target options:
 --log-level level		Level of logging (numeric or see syslog.conf)
 --log-prefix prefix		Prefix log messages with this prefix.
 --log-tcp-sequence		Log TCP sequence numbers.
 --log-tcp-options		Log TCP options.
 --log-ip-options		Log IP options.
 --log-uid			Log UID owning the local socket.
 --log-macdecode		Decode MAC addresses and protocol.
`,
  options: [
    { name: "log-level", id: 0, type: "syslogLevel", put: LEVEL },
    { name: "log-prefix", id: 1, type: "string", min: 1, put: PREFIX, room: PREFIX_SIZE - 1 },
    ...FLAG_OPTIONS.map(([name], index) => ({ name, id: 2 + index, type: "none" as const })),
  ],
  init: (data) => data.set8(LEVEL, WARNING),
  parse: ({ option, argument, data, context }) => {
    if (option.id === 1 && argument.includes("\n"))
      return context.wrong("Newlines not allowed in --log-prefix");
    if (option.id >= 2) data.set8(FLAGS, data.u8(FLAGS) | FLAG_OPTIONS[option.id - 2][1]);
  },
  print: ({ data, numeric }) => {
    const level = data.u8(LEVEL);
    const flags = data.u8(FLAGS);
    let text = " LOG";
    if (numeric) text += ` flags ${flags} level ${level}`;
    else {
      const name = LEVEL_NAMES[level];
      text += name === undefined ? ` UNKNOWN level ${level}` : ` level ${name}`;
      const words = ["tcp-sequence", "tcp-options", "ip-options", "uid", "macdecode"];
      for (const [index, [, bit]] of FLAG_OPTIONS.entries()) if (flags & bit) text += ` ${words[index]}`;
      if (flags & ~ALL_FLAGS) text += " unknown-flags";
    }
    const prefix = data.text(PREFIX, PREFIX_SIZE);
    return prefix === "" ? text : `${text} prefix "${prefix}"`;
  },
  save: ({ data }) => {
    const prefix = data.text(PREFIX, PREFIX_SIZE);
    let text = prefix === "" ? "" : ` --log-prefix${quote(prefix)}`;
    if (data.u8(LEVEL) !== WARNING) text += ` --log-level ${data.u8(LEVEL)}`;
    for (const [name, bit] of FLAG_OPTIONS) if (data.u8(FLAGS) & bit) text += ` --${name}`;
    return text;
  },
};
