/** Records in the columns of BIND's tools (`dns_master_style_debug`): name, TTL at 24, class at 32, type at 40, data at 48. */

import { type DnsQuestion, type DnsRecord, TYPE_SOA } from "../../packet/dns.ts";
import { classText, dataText, typeText } from "../../packet/dns-text.ts";

const TTL_COLUMN = 24;
const CLASS_COLUMN = 32;
const TYPE_COLUMN = 40;
const DATA_COLUMN = 48;
const TAB = 8;

/** Which columns are there. */
export interface Shown {
  readonly ttl: boolean;
  readonly class: boolean;
  /** Records with much to tell take several lines, the columns are close together. */
  readonly multiline?: boolean;
}

/** A line that is filled to columns with tabs and blanks. */
class Line {
  text = "";
  private column = 0;

  add(word: string): this {
    this.text += word;
    this.column += word.length;
    return this;
  }

  to(column: number): this {
    const target = Math.max(column, this.column + 1);
    const tabs = Math.max(0, Math.floor(target / TAB) - Math.floor(this.column / TAB));
    const from = tabs > 0 ? Math.floor(target / TAB) * TAB : this.column;
    this.text += "\t".repeat(tabs) + " ".repeat(target - from);
    this.column = target;
    return this;
  }
}

/** Where the columns of a style begin. */
interface Columns {
  readonly ttl: number;
  readonly class: number;
  readonly type: number;
  readonly data: number;
}

const LONG: Columns = { ttl: TTL_COLUMN, class: CLASS_COLUMN, type: TYPE_COLUMN, data: DATA_COLUMN };
/** `dns_master_style_multiline`: what follows the name is close together. */
const SHORT: Columns = { ttl: TTL_COLUMN, class: TTL_COLUMN, type: TTL_COLUMN, data: CLASS_COLUMN };

/** A record as one line, or as several when it has much to tell. */
export function recordLine(record: DnsRecord, shown: Shown): string {
  return shown.multiline ? multiline(record, shown) : oneLine(record, shown);
}

function oneLine(record: DnsRecord, shown: Shown): string {
  const line = new Line().add(record.name);
  if (shown.ttl) line.to(LONG.ttl).add(String(record.ttl));
  if (shown.class) line.to(shown.ttl ? LONG.class : LONG.ttl).add(classText(record.class));
  const type = shown.ttl ? (shown.class ? LONG.type : LONG.class) : shown.class ? LONG.class : LONG.ttl;
  line.to(type).add(typeText(record.type));
  return line.to(Math.min(LONG.data, type + TAB)).add(dataText(record.type, record.data)).text;
}

function multiline(record: DnsRecord, shown: Shown): string {
  const line = new Line().add(record.name);
  if (shown.ttl) line.to(SHORT.ttl).add(String(record.ttl));
  if (shown.class) line.to(SHORT.class).add(classText(record.class));
  line.to(SHORT.type).add(typeText(record.type)).to(SHORT.data);
  const data = dataText(record.type, record.data);
  return line.add(record.type === TYPE_SOA ? soaLines(data) : data).text;
}

const INDENT = "\t\t\t\t";
const SOA_NUMBERS = ["serial", "refresh", "retry", "expire", "minimum"];
const NUMBER_WIDTH = 10;

/** The numbers of a SOA record, a line each, in words too. */
function soaLines(data: string): string {
  const [origin, mail, ...numbers] = data.split(" ");
  const lines = SOA_NUMBERS.map((name, i) => {
    const number = numbers[i] ?? "0";
    const words = i === 0 ? "" : ` (${durationText(Number(number))})`;
    return `${INDENT}${number.padEnd(NUMBER_WIDTH)} ; ${name}${words}\n`;
  });
  return `${origin} ${mail} (\n${lines.join("")}${INDENT})`;
}

/** `1 week 2 days` (`dns_ttl_totext`). */
export function durationText(seconds: number): string {
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 604_800), "week"],
    [Math.floor(seconds / 86_400) % 7, "day"],
    [Math.floor(seconds / 3600) % 24, "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ];
  const words = parts
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}${count === 1 ? "" : "s"}`);
  return words.join(" ") || "0 seconds";
}

/** A question as one line, which begins as a comment. */
export function questionLine(question: DnsQuestion, shown: Pick<Shown, "class" | "multiline">): string {
  const columns = shown.multiline ? SHORT : LONG;
  const line = new Line().add(question.name);
  if (shown.class) line.to(columns.class).add(classText(question.class));
  return `;${line.to(columns.type).add(typeText(question.type)).text}`;
}
