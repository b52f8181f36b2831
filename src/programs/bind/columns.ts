/** Records in the columns of BIND's tools (`dns_master_style_debug`): name, TTL at 24, class at 32, type at 40, data at 48. */

import type { DnsQuestion, DnsRecord } from "../../packet/dns.ts";
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

/** A record as one line. */
export function recordLine(record: DnsRecord, shown: Shown): string {
  const line = new Line().add(record.name);
  if (shown.ttl) line.to(TTL_COLUMN).add(String(record.ttl));
  if (shown.class) line.to(shown.ttl ? CLASS_COLUMN : TTL_COLUMN).add(classText(record.class));
  const type = shown.ttl
    ? shown.class
      ? TYPE_COLUMN
      : CLASS_COLUMN
    : shown.class
      ? CLASS_COLUMN
      : TTL_COLUMN;
  line.to(type).add(typeText(record.type));
  return line.to(Math.min(DATA_COLUMN, type + TAB)).add(dataText(record.type, record.data)).text;
}

/** A question as one line, which begins as a comment. */
export function questionLine(question: DnsQuestion, shown: Pick<Shown, "class">): string {
  const line = new Line().add(question.name);
  if (shown.class) line.to(CLASS_COLUMN).add(classText(question.class));
  return `;${line.to(TYPE_COLUMN).add(typeText(question.type)).text}`;
}
