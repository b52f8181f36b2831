/** Reading JSON, with the messages of nft's library. Source: `src/parser_json.c` of nftables 1.0.6. */
import type { NftContext } from "../../context.ts";
import { INTERNAL, NftError, type Source, showAt } from "../../errors/source.ts";

/** What JSON.parse gives. */
export type Parsed = null | boolean | number | string | readonly Parsed[] | ParsedObject;
export interface ParsedObject {
  readonly [key: string]: Parsed | undefined;
}

/** A mistake in JSON: what is wrong, and then what could not be read because of it. */
export class JsonError extends Error {
  readonly lines: string[];

  constructor(line: string) {
    super(line);
    this.lines = [line];
  }
}

export function isArray(value: Parsed | undefined): value is readonly Parsed[] {
  return Array.isArray(value);
}

export function isObject(value: Parsed | undefined): value is ParsedObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Names of kinds of values (`json_typename`). */
export function kindOf(value: Parsed | undefined): string {
  if (value === null) return "null";
  if (isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "real";
  return typeof value === "boolean" ? String(value) : typeof value;
}

const KINDS: Readonly<Record<string, string>> = { s: "string", i: "integer", b: "true or false", o: "" };

export class JsonReader {
  readonly ctx: NftContext;
  private readonly source: Source;

  constructor(ctx: NftContext, source: Source) {
    this.ctx = ctx;
    this.source = source;
  }

  fail(message: string): never {
    throw new JsonError(showAt(message, INTERNAL));
  }

  /** Adds what could not be read because of a mistake further in. */
  within<T>(message: string, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof JsonError) error.lines.push(showAt(message, INTERNAL));
      else if (error instanceof NftError) {
        const json = new JsonError(showAt(error.message, INTERNAL));
        json.lines.push(showAt(message, INTERNAL));
        throw json;
      }
      throw error;
    }
  }

  /** A mistake that the library finds while it takes apart: it tells the place in the pattern, shown in the input's first line. */
  private failAt(column: number, message: string): never {
    const loc = { source: this.source, start: column - 1, end: column };
    throw new JsonError(showAt(message, loc));
  }

  object(value: Parsed | undefined): ParsedObject {
    return isObject(value) ? value : this.failAt(1, `Expected object, got ${kindOf(value)}`);
  }

  /**
   * Values that must be there (`json_unpack_err`).
   * @param pattern keys with their kinds, one after the other: `name:s len:i`; o is anything
   */
  need(value: Parsed | undefined, pattern: string): ParsedObject {
    const object = this.object(value);
    pattern.split(" ").forEach((part, i) => {
      const [key, kind] = part.split(":");
      const column = 4 + 5 * i;
      const found = Object.hasOwn(object, key) ? object[key] : undefined;
      if (found === undefined) this.failAt(column, `Object item not found: ${key}`);
      const wanted = KINDS[kind];
      const have = kindOf(found);
      if (wanted !== "" && wanted !== have && !(kind === "b" && typeof found === "boolean"))
        this.failAt(column, `Expected ${wanted}, got ${have}`);
    });
    return object;
  }
}

/** A value of one kind, or undefined. */
export function stringOf(object: ParsedObject, key: string): string | undefined {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === "string" ? value : undefined;
}

export function numberOf(object: ParsedObject, key: string): number | undefined {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === "number" && Number.isInteger(value) ? value : undefined;
}

export function flagOf(object: ParsedObject, key: string): boolean {
  return Object.hasOwn(object, key) && object[key] === true;
}

/** Strings of an array, or a single one. */
export function stringsOf(value: Parsed | undefined): string[] {
  const list = isArray(value) ? value : [value];
  return list.filter((each) => typeof each === "string");
}
