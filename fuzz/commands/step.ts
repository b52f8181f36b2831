/** A command of a sequence, as parts of which shrinking may leave some out. */
import type { Draw } from "./draw.ts";

export interface Part {
  readonly text: string;
  /** The command makes sense without it. */
  readonly optional: boolean;
}

export interface Step {
  readonly parts: readonly Part[];
  /** Seconds that both kernels are given after it, so that what the kernel does later is over; 0 for none. */
  readonly settle: number;
  /** Linux lists in the order of a hash table with a random seed: lines are compared as a set. */
  readonly unordered: boolean;
}

/** Collects the parts of a command. */
export class Words {
  private readonly parts: Part[] = [];
  private readonly draw: Draw;
  private seconds = 0;
  private anyOrder = false;

  constructor(draw: Draw, text: string) {
    this.draw = draw;
    this.add(text);
  }

  add(text: string): this {
    this.parts.push({ text, optional: false });
    return this;
  }

  optional(text: string): this {
    this.parts.push({ text, optional: true });
    return this;
  }

  /** With this probability; what is made by a function is only drawn when it is needed. */
  maybe(probability: number, text: string | (() => string)): this {
    if (this.draw.chance(probability)) this.optional(typeof text === "string" ? text : text());
    return this;
  }

  settle(seconds: number): this {
    this.seconds = seconds;
    return this;
  }

  unordered(): this {
    this.anyOrder = true;
    return this;
  }

  /** The same words in front: `ip netns exec NAME`. */
  before(text: string): this {
    this.parts.unshift({ text, optional: false });
    return this;
  }

  /** The command line so far. */
  get text(): string {
    return this.parts.map(({ text }) => text).join(" ");
  }

  done(): Step {
    return { parts: this.parts, settle: this.seconds, unordered: this.anyOrder };
  }
}

/** The command line. */
export function textOf(step: Step): string {
  return step.parts.map(({ text }) => text).join(" ");
}
