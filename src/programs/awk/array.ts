/** Arrays that count what they keep, so that endless input ends the program and not the machine. */
import type { Kept } from "../lib/text/kept.ts";
import { Input, type Value } from "./value.ts";

/** What a number costs, in bytes. */
const NUMBER = 8;

function lengthOf(value: Value): number {
  if (value instanceof Input) return value.text.length;
  return typeof value === "string" ? value.length : NUMBER;
}

/** One array of a program; all of its arrays share one count. */
export class CountedArray extends Map<string, Value> {
  private readonly kept: Kept;

  constructor(kept: Kept) {
    super();
    this.kept = kept;
  }

  override set(key: string, value: Value): this {
    if (this.has(key)) this.kept.remove(key.length + lengthOf(this.get(key)));
    this.kept.add(key.length + lengthOf(value));
    return super.set(key, value);
  }

  override delete(key: string): boolean {
    if (!this.has(key)) return false;
    this.kept.remove(key.length + lengthOf(this.get(key)));
    return super.delete(key);
  }

  override clear(): void {
    for (const [key, value] of this) this.kept.remove(key.length + lengthOf(value));
    super.clear();
  }
}
