/**
 * `time`: when a packet comes, by the wall clock. The kernel's own zone is UTC.
 *
 * Source: `net/netfilter/xt_time.c`.
 */
import { EDOM, EINVAL } from "../../../errno.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_NO, XT_YES, type XtCheck, XtMatch, type XtType } from "./x-tables.ts";

const SECONDS_PER_DAY = 86400;
const LAST_SECOND = SECONDS_PER_DAY - 1;
const US_PER_SECOND = 1e6;
const MS_PER_SECOND = 1000;
const CONTIGUOUS = 2;
const KNOWN_FLAGS = 3;
const ALL_MONTHDAYS = 0xfffffffe;

class Time extends XtMatch {
  private readonly dateStart: number;
  private readonly dateStop: number;
  private readonly daytimeStart: number;
  private readonly daytimeStop: number;
  private readonly monthdays: number;
  private readonly weekdays: number;
  private readonly contiguous: boolean;
  /** The day that was asked for last, and its number in its month. */
  private day = -1;
  private monthday = 0;

  constructor({ info }: XtCheck) {
    super();
    this.dateStart = info.u32(0);
    this.dateStop = info.u32(4);
    this.daytimeStart = info.u32(8);
    this.daytimeStop = info.u32(12);
    this.monthdays = info.u32(16);
    this.weekdays = info.u8(20);
    this.contiguous = (info.u8(21) & CONTIGUOUS) !== 0;
  }

  match({ net }: NftPktinfo): number {
    const stamp = Math.floor(net.machine.clock.realtime() / US_PER_SECOND);
    if (stamp < this.dateStart || stamp > this.dateStop) return XT_NO;
    const daytime = stamp % SECONDS_PER_DAY;
    let day = (stamp - daytime) / SECONDS_PER_DAY;
    const { daytimeStart, daytimeStop } = this;
    if (daytimeStart < daytimeStop) {
      if (daytime < daytimeStart || daytime > daytimeStop) return XT_NO;
    } else {
      if (daytime < daytimeStart && daytime > daytimeStop) return XT_NO;
      // the hours after midnight are still the day's before
      if (this.contiguous && daytime <= daytimeStop) day--;
    }
    // 1970 began with a Thursday; Monday is 1
    if ((this.weekdays & (1 << (((day + 3) % 7) + 1))) === 0) return XT_NO;
    if (this.monthdays === ALL_MONTHDAYS) return XT_YES;
    return this.monthdays & (1 << this.inMonth(day)) ? XT_YES : XT_NO;
  }

  private inMonth(day: number): number {
    if (day !== this.day) {
      this.day = day;
      this.monthday = new Date(day * SECONDS_PER_DAY * MS_PER_SECOND).getUTCDate();
    }
    return this.monthday;
  }
}

function check(par: XtCheck): XtMatch | number {
  const { info } = par;
  if (info.u32(8) > LAST_SECOND || info.u32(12) > LAST_SECOND) return -EDOM;
  return info.u8(21) & ~KNOWN_FLAGS ? -EINVAL : new Time(par);
}

export const TIME: XtType<XtMatch> = { name: "time", revision: 0, family: 0, size: 24, check };
