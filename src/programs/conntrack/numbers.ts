/** Numbers as the C library reads them. */

/** `strtoul` with any base: what is no number is 0. */
export function parseNumber(text: string): number {
  const match = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|[0-9]+)/.exec(text);
  if (match === null) return 0;
  const digits = match[2];
  const value = /^0[0-9]+$/.test(digits) ? octal(digits) : Number(digits);
  return match[1] === "-" ? -value : value;
}

/** The octal digits at the beginning. */
function octal(digits: string): number {
  return Number.parseInt(/^[0-7]+/.exec(digits)?.[0] ?? "0", 8);
}

/** `atoi`: what is no number is 0. */
export function decimal(text: string): number {
  return Number.parseInt(text, 10) || 0;
}
