/** Choices of a generator, all from fast-check's random numbers. */
import type { Random } from "fast-check";

export class Draw {
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  /** From `low` to `high`, both included. */
  int(low: number, high: number): number {
    return this.random.nextInt(low, high);
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.random.nextInt(0, 999) < probability * 1000;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.random.nextInt(0, list.length - 1)] as T;
  }

  /** One of a text's words. */
  word(words: string): string {
    return this.pick(words.split(" "));
  }

  /** One of the values, each as often as its weight says. */
  weighted<T>(choices: readonly (readonly [number, T])[]): T {
    const total = choices.reduce((sum, [weight]) => sum + weight, 0);
    let left = this.random.nextInt(0, total - 1);
    for (const [weight, value] of choices) {
      if (left < weight) return value;
      left -= weight;
    }
    throw new RangeError("no choice has a weight");
  }
}
