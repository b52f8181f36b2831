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

/** Lines of rows whose cells stand for {@link COLUMNS}; columns that are not shown are left out. */
export function render(
  rows: readonly (readonly string[])[],
  shown: readonly boolean[],
  header: boolean,
): string {
  const all = header ? [COLUMNS.map(({ title }) => title), ...rows] : rows;
  // what stands last of all is written before it is measured
  const measured = (i: number) => (i === COLUMNS.length - 1 && rows.length > 0 ? all.slice(0, -1) : all);
  const widths = COLUMNS.map((_, i) => measured(i).reduce((width, row) => Math.max(width, row[i].length), 0));
  let text = "";
  for (const row of all) {
    let first = true;
    for (const [i, { align, delimiter }] of COLUMNS.entries()) {
      if (!shown[i] || (widths[i] === 0 && row[i] === "")) continue;
      if (!first) text += delimiter;
      first = false;
      text += align === "left" ? row[i].padEnd(widths[i]) : row[i].padStart(widths[i]);
    }
    text += "\n";
  }
  return text;
}
