/** curl's progress meter: its two lines of titles, and the line that it rewrites. */
export const PROGRESS_HEAD =
  "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n" +
  "                                 Dload  Upload   Total   Spent    Left  Speed\n";

/** A number in five columns. */
function five(bytes: number): string {
  if (bytes < 100_000) return String(bytes).padStart(5);
  if (bytes < 10_000 * 1024) return `${String(Math.floor(bytes / 1024)).padStart(4)}k`;
  if (bytes < 100 * 1024 ** 2)
    return `${String(Math.floor(bytes / 1024 ** 2)).padStart(2)}.${Math.floor((bytes % 1024 ** 2) / (1024 ** 2 / 10))}M`;
  if (bytes < 10_000 * 1024 ** 2) return `${String(Math.floor(bytes / 1024 ** 2)).padStart(4)}M`;
  return `${String(Math.floor(bytes / 1024 ** 3)).padStart(4)}G`;
}

function timeText(seconds: number): string {
  if (seconds <= 0) return "--:--:--";
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(Math.floor(seconds / 3600)).padStart(2)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** @param total 0: not known @param ns since the beginning */
export function progressLine(received: number, total: number, ns: number): string {
  const speed = ns > 0 ? Math.floor((received * 1e9) / ns) : 0;
  const percent = total > 0 ? Math.floor((received * 100) / total) : received > 0 ? 100 : 0;
  const spent = Math.floor(ns / 1e9);
  const size = total > 0 ? total : received;
  const columns = [
    `\r${String(percent).padStart(3)} ${five(size)}`,
    `${String(percent).padStart(3)} ${five(received)}`,
    `  0     0  ${five(speed)}      0`,
    "--:--:--",
    timeText(spent),
    "--:--:--",
    five(speed),
  ];
  return `${columns[0]}  ${columns[1]}  ${columns[2]} ${columns.slice(3).join(" ")}`;
}
