/** Values of awk: numbers, strings, and input that is both where it looks like a number. */

/** A run time error: what mawk says after `run time error: `, or alone, and its exit status. */
export class AwkError {
  readonly message: string;
  readonly status: number;
  constructor(message: string, status = 2) {
    this.message = message;
    this.status = status;
  }
}

const NUMERIC = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
const PREFIX = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/;

/** Text from outside, which is compared as a number when it looks like one. */
export class Input {
  readonly text: string;
  private looks: boolean | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get numeric(): boolean {
    this.looks ??= NUMERIC.test(this.text);
    return this.looks;
  }
}

/** Undefined: was never set, so 0 and empty. */
export type Value = number | string | Input | undefined;

/** The number that a text begins with; 0: none. */
export function textNumber(text: string): number {
  const match = PREFIX.exec(text);
  return match === null ? 0 : Number(match[1]);
}

/** A value as a number. */
export function toNumber(value: Value): number {
  if (typeof value === "number") return value;
  if (value === undefined) return 0;
  return textNumber(typeof value === "string" ? value : value.text);
}

/** A value as a condition. */
export function toBoolean(value: Value): boolean {
  if (typeof value === "number") return value !== 0;
  if (value === undefined) return false;
  if (typeof value === "string") return value !== "";
  return value.numeric ? textNumber(value.text) !== 0 : value.text !== "";
}

/** Whether a comparison takes the value for a number. */
export function isNumeric(value: Value): boolean {
  return typeof value === "number" || value === undefined || (value instanceof Input && value.numeric);
}
