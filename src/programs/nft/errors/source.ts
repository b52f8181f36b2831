/** Where in a text something stands, and messages that show it. Source: `src/erec.c` of nftables 1.0.6. */
export interface Source {
  /** Name of the file; undefined: the words of the command line. */
  readonly name?: string;
  readonly text: string;
  /** Where it was included. */
  readonly includedAt?: Loc;
}

/** A stretch of a text; `end` is the offset behind it. */
export interface Loc {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

export const NOWHERE: Loc = { source: { text: "" }, start: 0, end: 0 };

/** What is known from the kernel stands in no text. */
export const FROM_KERNEL: Loc = { source: { name: "netlink", text: "" }, start: 0, end: 0 };

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
  /** Mistakes that were found before it in the same command. */
  earlier: readonly NftError[] = [];

  constructor(message: string, loc: Loc, other?: Loc) {
    super(message);
    this.loc = loc;
    this.other = other;
  }

  /** The same behind others. */
  after(earlier: readonly NftError[]): NftError {
    this.earlier = [...earlier];
    return this;
  }
}

/** Of one without a text nothing is told, as Debian's nft does at some places. */
export function showError({ message, loc, other }: NftError): string {
  return message === "" ? "" : showAt(message, loc, other);
}

/** The place of what nobody wrote, and of all JSON. */
export const INTERNAL: Loc = { source: { name: "internal", text: "" }, start: 0, end: 0 };

/** Ends of lines inside of strings: they are no ends of lines to whoever counts them. */
const SWALLOWED = new WeakMap<Source, Set<number>>();

/** A string has the end of a line in it. @param at its offset */
export function swallowLineEnd(source: Source, at: number): void {
  const all = SWALLOWED.get(source) ?? new Set<number>();
  SWALLOWED.set(source, all.add(at));
}

/** Offsets of the ends of lines in front of a place. */
function lineEnds(source: Source, before: number): number[] {
  const swallowed = SWALLOWED.get(source);
  const ends: number[] = [];
  for (let at = source.text.indexOf("\n"); at >= 0 && at < before; at = source.text.indexOf("\n", at + 1))
    if (swallowed?.has(at) !== true) ends.push(at);
  return ends;
}

export function showAt(message: string, loc: Loc, other?: Loc): string {
  const { source } = loc;
  if (source.name === "netlink") return `netlink: Error: ${message}\n`;
  if (source.name === "internal") return `internal:0:0-0: Error: ${message}\n\n`;
  if (source.text === "") return `Error: ${message}\n`;
  // Behind the last line stands nothing: that line is shown.
  const atEnd = loc.start > 0 && loc.start === source.text.length && source.text.endsWith("\n");
  const shown = atEnd ? loc.start - 1 : loc.start;
  const lineStart = (lineEnds(source, shown).at(-1) ?? -1) + 1;
  const swallowed = SWALLOWED.get(source);
  let lineEnd = source.text.indexOf("\n", swallowed === undefined ? shown : lineStart);
  if (lineEnd < 0) lineEnd = source.text.length;
  const most = swallowed?.has(lineEnd) === true ? Number.POSITIVE_INFINITY : lineEnd + 1;
  // of the command line's words only the first line is ever shown
  const line = source.name === undefined ? firstLine(source.text) : source.text.slice(lineStart, lineEnd);
  const first = atEnd ? 0 : loc.start - lineStart;
  const last = atEnd ? 0 : Math.max(first, Math.min(loc.end, most) - lineStart - 1);
  const number = lineNumber(loc);
  const place = source.name === undefined ? "" : `${source.name}:${number}:${first + 1}-${last + 1}: `;
  let marks = "";
  const [from, to] = other === undefined ? [-1, -1] : columnsOf(other, lineStart, lineEnd);
  for (let i = 0; i <= Math.max(last, to - 1); i++) {
    if (i >= first && i <= last) marks += "^";
    else if (i >= from && i < to) marks += "~";
    else marks += line[i] === "\t" ? "\t" : " ";
  }
  return `${includedFrom(source)}${place}Error: ${message}\n${line}\n${marks}\n`;
}

/** Where a line is marked for what the message is about as well. What stands in another line has its columns there. */
function columnsOf(
  { source, start, end }: Loc,
  lineStart: number,
  lineEnd: number,
): [from: number, to: number] {
  const own = (lineEnds(source, start).at(-1) ?? -1) + 1;
  if (own <= lineStart) return [start - lineStart, Math.min(end, lineEnd) - lineStart];
  const ownEnd = source.text.indexOf("\n", start);
  return [start - own, Math.min(end, ownEnd < 0 ? source.text.length : ownEnd) - own];
}

function firstLine(text: string): string {
  const end = text.indexOf("\n");
  return end < 0 ? text : text.slice(0, end);
}

function lineNumber({ source, start }: Loc): number {
  return lineEnds(source, start).length + 1;
}

/** The way by which a file came in, the nearest first. */
function includedFrom(source: Source): string {
  let text = "";
  for (let at = source.includedAt; at?.source.name !== undefined; at = at.source.includedAt) {
    const column = at.start - (at.source.text.lastIndexOf("\n", at.start - 1) + 1) + 1;
    const place = `${at.source.name}:${lineNumber(at)}:${column}-${column + at.end - at.start - 1}`;
    text += `${text === "" ? "In file included from" : "                 from"} ${place}:\n`;
  }
  return text;
}
