/** JSON as the library prints it that iperf3 uses: fields in the order in which they were added, also twice, indented with tabs. */

/** What a field may be. */
export type JsonValue = string | number | boolean | readonly JsonValue[] | JsonObject | readonly JsonObject[];

/** An object whose names may come more than once. */
export class JsonObject {
  readonly fields: [string, JsonValue][] = [];

  add(name: string, value: JsonValue): this {
    this.fields.push([name, value]);
    return this;
  }

  static of(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
    const made = new JsonObject();
    for (const [name, value] of Object.entries(fields)) if (value !== undefined) made.add(name, value);
    return made;
  }
}

/** What a parsed document is for {@link printJson}. */
export function fromParsed(value: unknown, depth = 0): JsonValue {
  if (Array.isArray(value)) return value.map((one) => fromParsed(one, depth + 1));
  if (typeof value === "object" && value !== null && depth < DEPTH_MAX) {
    const made = new JsonObject();
    for (const [name, field] of Object.entries(value)) made.add(name, fromParsed(field, depth + 1));
    return made;
  }
  return typeof value === "number" || typeof value === "boolean" ? value : String(value);
}

const DEPTH_MAX = 16;
const DIGITS = 15;
const ALL_DIGITS = 17;

/** `%1.15g`, or `%1.17g` when that loses something. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return "null";
  const short = general(value, DIGITS);
  return Number(short) === value ? short : general(value, ALL_DIGITS);
}

/** `%.Ng` of C. */
export function general(value: number, digits: number): string {
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  const strip = (text: string) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
  if (power >= -4 && power < digits) return strip(value.toFixed(Math.max(0, digits - 1 - power)));
  return `${strip(mantissa)}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** `cJSON_Print`. */
export function printJson(value: JsonValue, depth = 0): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return String(value);
  if (value instanceof JsonObject) {
    const tabs = "\t".repeat(depth + 1);
    const fields = value.fields.map(([name, field]) => {
      return `${tabs}${JSON.stringify(name)}:\t${printJson(field, depth + 1)}`;
    });
    return `{\n${fields.join(",\n")}${fields.length > 0 ? "\n" : ""}${"\t".repeat(depth)}}`;
  }
  return `[${value.map((one) => printJson(one, depth + 1)).join(", ")}]`;
}

/** `cJSON_PrintUnformatted`. */
export function printCompact(value: JsonValue): string {
  if (value instanceof JsonObject)
    return `{${value.fields.map(([name, field]) => `${JSON.stringify(name)}:${printCompact(field)}`).join(",")}}`;
  if (Array.isArray(value)) return `[${value.map(printCompact).join(",")}]`;
  return printJson(value);
}
