/** Port ranges of `tcp` and `udp`. */
import type { Context } from "../context.ts";
import { portNumber } from "../extension/option-value.ts";

const MOST = 0xffff;

/** `22`, `1024:`, `:1023` or `1024:2047`; ends for what is none. */
export function parsePortRange(context: Context, text: string, protocol: string): readonly [number, number] {
  const colon = text.indexOf(":");
  if (colon < 0) {
    const port = parsePort(context, text, protocol);
    return [port, port];
  }
  const low = text.slice(0, colon);
  const high = text.slice(colon + 1);
  const first = low === "" ? 0 : parsePort(context, low, protocol);
  const last = high === "" ? MOST : parsePort(context, high, protocol);
  if (protocol !== "udp" && first > last) return context.wrong("invalid portrange (min > max)");
  return [first, last];
}

function parsePort(context: Context, text: string, protocol: string): number {
  const port = portNumber(context, text, protocol);
  if (port === undefined) return context.wrong(`invalid port/service \`${text}' specified`);
  return port;
}

/** `-L`: `dpt:ssh`, `spts:!1:5`; nothing for all ports. */
export function printPortRange(
  context: Context,
  name: string,
  low: number,
  high: number,
  invert: boolean,
  numeric: boolean,
  protocol: string,
): string {
  if (low === 0 && high === MOST && !invert) return "";
  const port = (value: number): string =>
    (numeric ? undefined : context.names.serviceName(value, protocol)) ?? String(value);
  const not = invert ? "!" : "";
  return low === high ? ` ${name}:${not}${port(low)}` : ` ${name}s:${not}${port(low)}:${port(high)}`;
}

/** `-S`. @param all ports are told, too */
export function savePortRange(
  option: string,
  low: number,
  high: number,
  invert: boolean,
  all = false,
): string {
  if (low === 0 && high === MOST && !invert && !all) return "";
  return `${invert ? " !" : ""} ${option} ${low === high ? low : `${low}:${high}`}`;
}
