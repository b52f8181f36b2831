/** Amounts as iperf3 reads and writes them. */
import { strtod } from "../lib/numbers.ts";

const KILO = 1000;
const KIBI = 1024;

/** A number with K, M, G or T behind it; powers of 1024 for bytes, of 1000 for rates; 0 for what is none. */
export function parseAmount(text: string, base: 1000 | 1024): number {
  const { value, rest } = strtod(text);
  const unit = " kmgt".indexOf((rest[0] ?? " ").toLowerCase());
  const amount = Math.floor(value * base ** Math.max(0, unit));
  return Number.isFinite(amount) ? Math.min(amount, Number.MAX_SAFE_INTEGER) : 0;
}

/** Three digits, as `unit_snprintf` does it. */
function three(value: number): string {
  const digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return value.toFixed(digits).padStart(4);
}

function scaled(value: number, base: number, format: string | undefined): { value: number; unit: number } {
  let unit = 0;
  if (format !== undefined) unit = " kmgt".indexOf(format.toLowerCase());
  else for (let rest = value; rest >= base && unit < 4; rest /= base) unit++;
  return { value: value / base ** unit, unit };
}

/** `1.25 MBytes` */
export function bytesText(bytes: number): string {
  const { value, unit } = scaled(bytes, KIBI, undefined);
  return `${three(value)} ${["Bytes", "KBytes", "MBytes", "GBytes", "TBytes"][unit]}`;
}

/** `3.84 Gbits/sec`; an upper-case letter of the format means bytes. */
export function rateText(bytesPerSecond: number, format: string | undefined): string {
  const bytes = format !== undefined && format === format.toUpperCase();
  const { value, unit } = scaled(bytes ? bytesPerSecond : bytesPerSecond * 8, bytes ? KIBI : KILO, format);
  const names = bytes
    ? ["Bytes", "KBytes", "MBytes", "GBytes", "TBytes"]
    : ["bits", "Kbits", "Mbits", "Gbits", "Tbits"];
  return `${three(value)} ${names[unit]}/sec`;
}

/** `  0.00-1.00  ` */
export function intervalText(start: number, end: number): string {
  return `${start.toFixed(2).padStart(6)}-${end.toFixed(2).padEnd(6)}`;
}
