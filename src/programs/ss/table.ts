/** The columns of ss: as wide as what stands in them, each with what separates it from the one before. */
export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
  readonly delimiter: string;
}

export const COLUMNS: readonly Column[] = [
  { title: "Netid", align: "left", delimiter: "" },
  { title: "State", align: "left", delimiter: " " },
  { title: "Recv-Q", align: "left", delimiter: " " },
  { title: "Send-Q", align: "left", delimiter: " " },
  { title: "Local Address:", align: "right", delimiter: " " },
  { title: "Port", align: "left", delimiter: "" },
  { title: "Peer Address:", align: "right", delimiter: " " },
  { title: "Port", align: "left", delimiter: "" },
  { title: "Process", align: "left", delimiter: "" },
];

/** A table that is written in parts: columns stay as wide as they ever were. */
export class Table {
  private readonly shown: readonly boolean[];
  private readonly widths: number[] = COLUMNS.map(() => 0);
  private header: boolean;
  /** What stands last of all is written before it is measured. */
  private last = "";

  /** @param shown which of {@link COLUMNS} are shown */
  constructor(shown: readonly boolean[], header: boolean) {
    this.shown = shown;
    this.header = header;
  }

  /** Lines of rows whose cells stand for {@link COLUMNS}, below the header when they are the first. */
  render(rows: readonly (readonly string[])[]): string {
    const all = this.header ? [COLUMNS.map(({ title }) => title), ...rows] : rows;
    this.measure(all, rows.length > 0);
    this.header = false;
    return all.map((row) => this.line(row)).join("");
  }

  private measure(all: readonly (readonly string[])[], rows: boolean): void {
    const { widths } = this;
    const end = COLUMNS.length - 1;
    widths[end] = Math.max(widths[end], this.last.length);
    for (const [at, row] of all.entries())
      for (const [i, cell] of row.entries())
        if (i < end || !rows || at < all.length - 1) widths[i] = Math.max(widths[i], cell.length);
    this.last = all.at(-1)?.[end] ?? "";
  }

  private line(row: readonly string[]): string {
    let text = "";
    let first = true;
    for (const [i, { align, delimiter }] of COLUMNS.entries()) {
      const width = this.widths[i];
      if (!this.shown[i] || (width === 0 && row[i] === "")) continue;
      if (!first) text += delimiter;
      first = false;
      text += align === "left" ? row[i].padEnd(width) : row[i].padStart(width);
    }
    return `${text}\n`;
  }
}
