/** `time`: when a packet comes. */
import type { Extension } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";
import {
  dateText,
  daytimeText,
  monthdaysText,
  parseDate,
  parseDaytime,
  parseMonthdays,
  parseWeekdays,
  weekdaysText,
} from "./time-words.ts";

const DATE_START = 0;
const DATE_STOP = 4;
const DAYTIME_START = 8;
const DAYTIME_STOP = 12;
const MONTHDAYS = 16;
const WEEKDAYS = 20;
const FLAGS = 21;
const LOCAL_TZ = 1;
const CONTIGUOUS = 2;
export const LAST_SECOND = 86399;
export const LAST_DATE = 0x7fffffff;
export const ALL_MONTHDAYS = 0xfffffffe;
export const ALL_WEEKDAYS = 0xfe;

const ID = {
  dateStart: 0,
  dateStop: 1,
  timeStart: 2,
  timeStop: 3,
  contiguous: 4,
  monthdays: 5,
  weekdays: 6,
  localTz: 7,
  utc: 8,
  kernelTz: 9,
} as const;

/** Bits of a structure of this match by name. */
export function timeOf(data: Struct): {
  readonly dateStart: number;
  readonly dateStop: number;
  readonly daytimeStart: number;
  readonly daytimeStop: number;
  readonly monthdays: number;
  readonly weekdays: number;
  readonly local: boolean;
  readonly contiguous: boolean;
  /** Not the whole day. */
  readonly partOfDay: boolean;
} {
  const daytimeStart = data.u32(DAYTIME_START);
  const daytimeStop = data.u32(DAYTIME_STOP);
  return {
    dateStart: data.u32(DATE_START),
    dateStop: data.u32(DATE_STOP),
    daytimeStart,
    daytimeStop,
    monthdays: data.u32(MONTHDAYS),
    weekdays: data.u8(WEEKDAYS),
    local: (data.u8(FLAGS) & LOCAL_TZ) !== 0,
    contiguous: (data.u8(FLAGS) & CONTIGUOUS) !== 0,
    partOfDay: daytimeStart !== 0 || daytimeStop !== LAST_SECOND,
  };
}

type Setter = NonNullable<Extension["parse"]>;

const SETTERS: Readonly<Record<number, Setter>> = {
  [ID.dateStart]: ({ data, context, argument }) => data.set32(DATE_START, parseDate(context, argument)),
  [ID.dateStop]: ({ data, context, argument }) => data.set32(DATE_STOP, parseDate(context, argument)),
  [ID.timeStart]: ({ data, context, argument }) => data.set32(DAYTIME_START, parseDaytime(context, argument)),
  [ID.timeStop]: ({ data, context, argument }) => data.set32(DAYTIME_STOP, parseDaytime(context, argument)),
  [ID.contiguous]: ({ data }) => data.set8(FLAGS, data.u8(FLAGS) | CONTIGUOUS),
  [ID.monthdays]: ({ data, context, argument, invert }) =>
    data.set32(MONTHDAYS, (parseMonthdays(context, argument) ^ (invert ? ALL_MONTHDAYS : 0)) >>> 0),
  [ID.weekdays]: ({ data, context, argument, invert }) =>
    data.set8(WEEKDAYS, parseWeekdays(context, argument) ^ (invert ? ALL_WEEKDAYS : 0)),
  [ID.localTz]: ({ data, context }) => {
    context.warn(
      'WARNING: --localtz is being replaced by --kerneltz, since "local" is ambiguous. Note the kernel timezone has caveats - see manpage for details.\n',
    );
    data.set8(FLAGS, data.u8(FLAGS) | LOCAL_TZ);
  },
  [ID.kernelTz]: ({ data }) => data.set8(FLAGS, data.u8(FLAGS) | LOCAL_TZ),
};

export const time: Extension = {
  kind: "match",
  name: "time",
  revision: 0,
  size: 24,
  userSize: 24,
  help: `
time match options:
    --datestart time     Start and stop time, to be given in ISO 8601
    --datestop time      (YYYY[-MM[-DD[Thh[:mm[:ss]]]]])
    --timestart time     Start and stop daytime (hh:mm[:ss])
    --timestop time      (between 00:00:00 and 23:59:59)
[!] --monthdays value    List of days on which to match, separated by comma
                         (Possible days: 1 to 31; defaults to all)
[!] --weekdays value     List of weekdays on which to match, sep. by comma
                         (Possible days: Mon,Tue,Wed,Thu,Fri,Sat,Sun or 1 to 7
                         Defaults to all weekdays.)
    --kerneltz           Work with the kernel timezone instead of UTC
`,
  options: [
    { name: "datestart", id: ID.dateStart, type: "string" },
    { name: "datestop", id: ID.dateStop, type: "string" },
    { name: "timestart", id: ID.timeStart, type: "string" },
    { name: "timestop", id: ID.timeStop, type: "string" },
    { name: "contiguous", id: ID.contiguous, type: "none" },
    { name: "weekdays", id: ID.weekdays, type: "string", invert: true },
    { name: "monthdays", id: ID.monthdays, type: "string", invert: true },
    { name: "localtz", id: ID.localTz, type: "none", excl: 1 << ID.utc },
    { name: "utc", id: ID.utc, type: "none", excl: (1 << ID.localTz) | (1 << ID.kernelTz) },
    { name: "kerneltz", id: ID.kernelTz, type: "none", excl: 1 << ID.utc },
  ],
  init: (data) => {
    data.set32(DAYTIME_STOP, LAST_SECOND);
    data.set32(DATE_STOP, LAST_DATE);
    data.set32(MONTHDAYS, ALL_MONTHDAYS);
    data.set8(WEEKDAYS, ALL_WEEKDAYS);
  },
  parse: (call) => SETTERS[call.option.id]?.(call),
  check: ({ data, context }) => {
    const { contiguous, daytimeStart, daytimeStop } = timeOf(data);
    if (contiguous && daytimeStart < daytimeStop)
      return context.wrong("time: --contiguous only makes sense when stoptime is smaller than starttime");
  },
  print: ({ data }) => {
    const at = timeOf(data);
    let text = " TIME";
    if (at.partOfDay) text += ` from ${daytimeText(at.daytimeStart)} to ${daytimeText(at.daytimeStop)}`;
    if (at.weekdays !== ALL_WEEKDAYS) text += ` on ${weekdaysText(at.weekdays)}`;
    if (at.monthdays !== ALL_MONTHDAYS) text += ` on ${monthdaysText(at.monthdays, true)}`;
    if (at.dateStart !== 0) text += ` starting from ${dateText(at.dateStart, " ")}`;
    if (at.dateStop !== LAST_DATE)
      text += ` until date${at.dateStop === 0 ? "" : ` ${dateText(at.dateStop, " ")}`}`;
    if (!at.local) text += " UTC";
    return at.contiguous ? `${text} contiguous` : text;
  },
  save: ({ data }) => {
    const at = timeOf(data);
    let text = "";
    if (at.partOfDay)
      text += ` --timestart ${daytimeText(at.daytimeStart)} --timestop ${daytimeText(at.daytimeStop)}`;
    if (at.monthdays !== ALL_MONTHDAYS) text += ` --monthdays ${monthdaysText(at.monthdays, false)}`;
    if (at.weekdays !== ALL_WEEKDAYS) text += ` --weekdays ${weekdaysText(at.weekdays)}`;
    if (at.dateStart !== 0) text += ` --datestart ${dateText(at.dateStart, "T")}`;
    if (at.dateStop !== 0) text += ` --datestop ${dateText(at.dateStop, "T")}`;
    if (at.local) text += " --kerneltz";
    return at.contiguous ? `${text} --contiguous` : text;
  },
};
