/** Time stamps of `ip -timestamp` and `-tshort`, in UTC. */

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const two = (value: number): string => String(value).padStart(2, "0");

/** The stamp of a time in µs since the epoch. */
export function formatTimestamp(microseconds: number, short: boolean): string {
  const date = new Date(Math.floor(microseconds / 1000));
  const fraction = microseconds % 1_000_000;
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const year = date.getUTCFullYear();
  if (short)
    return `[${year}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}T${time}.${String(fraction).padStart(6, "0")}] `;
  return `Timestamp: ${formatDate(date)} ${fraction} usec\n`;
}

/** The time in a log. */
export function formatLogTime(seconds: number, microseconds: number): string {
  return `Timestamp: ${formatDate(new Date(seconds * 1000))} ${microseconds} us\n`;
}

/** As `asctime(3)`. */
function formatDate(date: Date): string {
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const day = String(date.getUTCDate()).padStart(2);
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${time} ${date.getUTCFullYear()}`;
}
