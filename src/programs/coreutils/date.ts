/** date: the time, in the formats of strftime. */
import type { Main } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import { complain, quoted, usageFailure } from "../lib/text/input.ts";
import { formatTime } from "../lib/text/strftime.ts";

const DATE_WORDS: Readonly<Record<string, number>> = {
  now: 0,
  today: 0,
  yesterday: -86_400_000,
  tomorrow: 86_400_000,
};

/** The times that `date -d` understands here. */
function parseDate(text: string, now: number): number | undefined {
  if (Object.hasOwn(DATE_WORDS, text)) return now + DATE_WORDS[text];
  const epoch = /^@(-?\d+(?:\.\d+)?)$/.exec(text);
  if (epoch) return Number(epoch[1]) * 1000;
  const iso = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.exec(text);
  if (!iso) return undefined;
  const normal = text.replace(" ", "T");
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(normal) && normal.length > 10;
  const value = Date.parse(zoned ? normal : normal.length === 10 ? `${normal}T00:00:00Z` : `${normal}Z`);
  return Number.isNaN(value) ? undefined : value;
}

export const date: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "d:I::Rs:u", [
    { name: "date", argument: "required", value: "d" },
    { name: "iso-8601", argument: "optional", value: "I" },
    { name: "rfc-3339", argument: "required" },
    { name: "rfc-email", argument: "none", value: "R" },
    { name: "set", argument: "required", value: "s" },
    { name: "universal", argument: "none", value: "u" },
    { name: "utc", argument: "none", value: "u" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const find = (name: string) => options.findLast(({ option }) => option === name);
  if (find("s")) {
    complain(process, "setting the clock is not supported here");
    return 1;
  }
  const now = process.sys.realtime() / 1000;
  const given = find("d")?.argument;
  const time = given === undefined ? now : parseDate(given, now);
  if (time === undefined) {
    complain(process, `invalid date ${quoted(process, given ?? "")}`);
    return 1;
  }
  const [format] = operands;
  if (format !== undefined && !format.startsWith("+")) {
    complain(
      process,
      format.match(/^\d/)
        ? "setting the clock is not supported here"
        : `invalid date ${quoted(process, format)}`,
    );
    return 1;
  }
  process.stdout.write(`${formatTime(dateFormat(format, find), time)}\n`);
  return 0;
};

const ISO: Readonly<Record<string, string>> = {
  date: "%Y-%m-%d",
  hours: "%Y-%m-%dT%H%:z",
  minutes: "%Y-%m-%dT%H:%M%:z",
  seconds: "%Y-%m-%dT%H:%M:%S%:z",
  ns: "%Y-%m-%dT%H:%M:%S,%N%:z",
};

function dateFormat(
  format: string | undefined,
  find: (name: string) => { argument: string | undefined } | undefined,
): string {
  if (format !== undefined) return format.slice(1);
  if (find("R")) return "%a, %d %b %Y %H:%M:%S %z";
  const iso = find("I");
  if (iso) return ISO[iso.argument ?? "date"] ?? ISO.date;
  return find("rfc-3339") ? "%Y-%m-%d %H:%M:%S%:z" : "%a %b %e %H:%M:%S %Z %Y";
}
