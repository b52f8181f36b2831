/**
 * `syslog(2)`: the log as a text, its clearing, and the level from which messages would reach a console.
 *
 * Source: `kernel/printk/printk.c` (`do_syslog`, `syslog_print`, `syslog_print_all`, `record_print_text`).
 */
import { EAGAIN, EINVAL } from "../../../errno.ts";
import {
  SYSLOG_ACTION_CLEAR,
  SYSLOG_ACTION_CLOSE,
  SYSLOG_ACTION_CONSOLE_LEVEL,
  SYSLOG_ACTION_CONSOLE_OFF,
  SYSLOG_ACTION_CONSOLE_ON,
  SYSLOG_ACTION_OPEN,
  SYSLOG_ACTION_READ,
  SYSLOG_ACTION_READ_ALL,
  SYSLOG_ACTION_READ_CLEAR,
  SYSLOG_ACTION_SIZE_BUFFER,
  SYSLOG_ACTION_SIZE_UNREAD,
} from "../../../kernel.ts";
import type { KernelLog } from "./printk.ts";
import { LOG_BUF_LEN, type PrintkRecord } from "./printk-ring.ts";

const US_PER_S = 1e6;
const NS_PER_US = 1000;
/** `CONSOLE_LOGLEVEL` numbers that may be set. */
const MAX_CONSOLE_LEVEL = 8;

/** `<6>[  123.456789] text`, with the same in front of every line of the text. */
export function printRecord({ facility, level, time, text }: PrintkRecord): string {
  const us = Math.floor(time / NS_PER_US);
  const seconds = String(Math.floor(us / US_PER_S)).padStart(5);
  const prefix = `<${(facility << 3) | level}>[${seconds}.${String(us % US_PER_S).padStart(6, "0")}] `;
  return `${prefix}${text.replaceAll("\n", `\n${prefix}`)}\n`;
}

/** Copies a text of one character a byte. @returns its length */
export function copyBytes(text: string, into: Uint8Array): number {
  for (let i = 0; i < text.length; i++) into[i] = text.charCodeAt(i);
  return text.length;
}

/** The calls of one box. */
export class Syslog {
  private readonly log: KernelLog;
  /** The next record of those that are taken out by reading, and how much of it is gone already. */
  private position = 0;
  private partial = 0;
  /** The console's level while it is switched off. */
  private savedLevel: number | undefined;

  constructor(log: KernelLog) {
    this.log = log;
  }

  /** @param argument the buffer, or the number that is passed instead of its length */
  call(type: number, argument: Uint8Array | number): number {
    const action = Object.hasOwn(ACTIONS, type) ? ACTIONS[type] : undefined;
    return action === undefined ? -EINVAL : action(this, argument);
  }

  /** Takes the oldest records out; -EAGAIN while there are none. Records stay for the other readers. */
  read(into: Uint8Array): number {
    this.catchUp();
    let length = 0;
    for (let record = this.log.ring.at(this.position); record !== undefined; ) {
      const text = printRecord(record).slice(this.partial);
      const room = into.length - length;
      if (text.length > room) {
        // Only a record that alone is too long is cut.
        if (length > 0) return length;
        this.partial += room;
        return copyBytes(text.slice(0, room), into);
      }
      length += copyBytes(text, into.subarray(length));
      this.partial = 0;
      record = this.log.ring.at(++this.position);
    }
    return length === 0 ? -EAGAIN : length;
  }

  /** Bytes that {@link read} would give. */
  unread(): number {
    this.catchUp();
    let length = -this.partial;
    for (let at = this.position; ; at++) {
      const record = this.log.ring.at(at);
      if (record === undefined) return length;
      length += printRecord(record).length;
    }
  }

  private catchUp(): void {
    if (this.position >= this.log.ring.firstSequence) return;
    this.position = this.log.ring.firstSequence;
    this.partial = 0;
  }

  /** The last records since the log was cleared, as many as fit. */
  readAll(into: Uint8Array): number {
    const { ring } = this.log;
    const texts: string[] = [];
    let length = 0;
    const first = Math.max(this.log.clearedTo, ring.firstSequence);
    for (let at = ring.nextSequence - 1; at >= first; at--) {
      const record = ring.at(at);
      if (record === undefined) break;
      const text = printRecord(record);
      if (length + text.length > into.length) break;
      length += text.length;
      texts.push(text);
    }
    return copyBytes(texts.reverse().join(""), into);
  }

  clear(): void {
    this.log.clearedTo = this.log.ring.nextSequence;
  }

  setLevel(level: number): number {
    if (level < 1 || level > MAX_CONSOLE_LEVEL) return -EINVAL;
    const { levels } = this.log;
    levels[0] = Math.max(level, levels[2]);
    this.savedLevel = undefined;
    return 0;
  }

  consoleOff(): void {
    const { levels } = this.log;
    this.savedLevel ??= levels[0];
    levels[0] = levels[2];
  }

  consoleOn(): void {
    if (this.savedLevel === undefined) return;
    this.log.levels[0] = this.savedLevel;
    this.savedLevel = undefined;
  }
}

type Action = (syslog: Syslog, argument: Uint8Array | number) => number;

/** An action without a result. */
function done(action: (syslog: Syslog) => void): Action {
  return (syslog) => {
    action(syslog);
    return 0;
  };
}

function reading(action: (syslog: Syslog, into: Uint8Array) => number): Action {
  return (syslog, argument) => {
    if (typeof argument === "number") return -EINVAL;
    return argument.length === 0 ? 0 : action(syslog, argument);
  };
}

const ACTIONS: Readonly<Record<number, Action>> = {
  [SYSLOG_ACTION_CLOSE]: () => 0,
  [SYSLOG_ACTION_OPEN]: () => 0,
  [SYSLOG_ACTION_READ]: reading((syslog, into) => syslog.read(into)),
  [SYSLOG_ACTION_READ_ALL]: reading((syslog, into) => syslog.readAll(into)),
  [SYSLOG_ACTION_READ_CLEAR]: reading((syslog, into) => {
    const length = syslog.readAll(into);
    syslog.clear();
    return length;
  }),
  [SYSLOG_ACTION_CLEAR]: done((syslog) => syslog.clear()),
  [SYSLOG_ACTION_CONSOLE_OFF]: done((syslog) => syslog.consoleOff()),
  [SYSLOG_ACTION_CONSOLE_ON]: done((syslog) => syslog.consoleOn()),
  [SYSLOG_ACTION_CONSOLE_LEVEL]: (syslog, argument) =>
    typeof argument === "number" ? syslog.setLevel(argument) : -EINVAL,
  [SYSLOG_ACTION_SIZE_UNREAD]: (syslog) => syslog.unread(),
  [SYSLOG_ACTION_SIZE_BUFFER]: () => LOG_BUF_LEN,
};
