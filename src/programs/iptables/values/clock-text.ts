/** The time as saved files tell it. */

/** `ctime(3)` of microseconds since the epoch. */
export function clockText(microseconds: number): string {
  const date = new Date(Math.floor(microseconds / 1000));
  const day = String(date.getUTCDate()).padStart(3);
  const [weekday, , month] = date.toUTCString().replace(",", "").split(" ");
  const time = date.toISOString().slice(11, 19);
  return `${weekday} ${month}${day} ${time} ${date.getUTCFullYear()}`;
}
