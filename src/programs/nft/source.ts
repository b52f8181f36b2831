/** Where in a text something stands, and messages that show it. Source: `src/erec.c` of nftables 1.0.6. */
export interface Source {
  /** Name of the file; undefined: the words of the command line. */
  readonly name?: string;
  readonly text: string;
}

/** A stretch of a text; `end` is the offset behind it. */
export interface Loc {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

export const NOWHERE: Loc = { source: { text: "" }, start: 0, end: 0 };

export function span(first: Loc, last: Loc): Loc {
  return { source: first.source, start: first.start, end: last.end };
}

/** So many mistakes are told at a time. */
export const MAX_ERRORS = 10;

/** A mistake in a text: shown with its line and marks under it. */
export class NftError extends Error {
  readonly loc: Loc;
  /** Marked with tildes: what the mistake stands to. */
  readonly other: Loc | undefined;

  constructor(message: string, loc: Loc, other?: Loc) {
    super(message);
    this.loc = loc;
    this.other = other;
  }

  /** Mistakes that the same statement has, too. */
  readonly others: NftError[] = [];

  /** The same and another. */
  with(error: NftError): this {
    this.others.push(error);
    return this;
  }
}

/** A mistake and those that came with it. One without a text is told nothing of, as Debian's nft does at some places. */
export function showError(error: NftError): string {
  return [error, ...error.others]
    .map(({ message, loc, other }) => (message === "" ? "" : showAt(message, loc, other)))
    .join("");
}

export function showAt(message: string, loc: Loc, other?: Loc): string {
  const { source } = loc;
  if (source.name === "internal") return `internal:0:0-0: Error: ${message}\n\n`;
  if (source.text === "") return `Error: ${message}\n`;
  // Behind the last line stands nothing: that line is shown.
  const atEnd = loc.start > 0 && loc.start === source.text.length && source.text.endsWith("\n");
  const shown = atEnd ? loc.start - 1 : loc.start;
  const lineStart = source.text.lastIndexOf("\n", shown - 1) + 1;
  let lineEnd = source.text.indexOf("\n", shown);
  if (lineEnd < 0) lineEnd = source.text.length;
  const line = source.text.slice(lineStart, lineEnd);
  const first = atEnd ? 0 : loc.start - lineStart;
  const last = atEnd ? 0 : Math.max(first, Math.min(loc.end, lineEnd + 1) - lineStart - 1);
  const number = source.text.slice(0, loc.start).split("\n").length;
  const place = source.name === undefined ? "" : `${source.name}:${number}:${first + 1}-${last + 1}: `;
  let marks = "";
  const from = other === undefined ? -1 : other.start - lineStart;
  const to = other === undefined ? -1 : Math.min(other.end, lineEnd) - lineStart;
  for (let i = 0; i <= Math.max(last, to - 1); i++) {
    if (i >= first && i <= last) marks += "^";
    else if (i >= from && i < to) marks += "~";
    else marks += line[i] === "\t" ? "\t" : " ";
  }
  return `${place}Error: ${message}\n${line}\n${marks}\n`;
}
