/** Edits one line with the keys of emacs, as readline does; pure: bytes in, bytes out. */
import { type Key, KeyReader } from "./keys.ts";

/** What completion found for the word that starts at `start`. */
export interface Completion {
  readonly start: number;
  /** Whole replacements of the word. */
  readonly candidates: readonly string[];
}

/** The terminal, and who knows what a word may be completed to. */
export interface EditorHost {
  write(text: string): void;
  columns(): number;
  complete(text: string, cursor: number): Completion;
}

/** How editing ended. */
export type Edited =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "interrupt" }
  | { readonly kind: "end" };

/** More candidates than this are not listed. */
const LIST_LIMIT = 200;

/** The line, its cursor, and the way through the history. */
export class LineEditor {
  private readonly host: EditorHost;
  private readonly keys = new KeyReader();
  private readonly history: readonly string[];
  private queue: Key[] = [];
  private prompt = "";
  private text = "";
  private cursor = 0;
  private row = 0;
  private place: number;
  private draft = "";
  private killed = "";
  private search: { query: string; at: number } | undefined;
  private lastKey = "";

  constructor(host: EditorHost, history: readonly string[]) {
    this.host = host;
    this.history = history;
    this.place = history.length;
  }

  /** Shows the prompt; what was typed ahead is used up first. */
  start(prompt: string): Edited | undefined {
    const newline = prompt.lastIndexOf("\n");
    if (newline >= 0) this.host.write(prompt.slice(0, newline + 1));
    this.prompt = prompt.slice(newline + 1);
    this.text = "";
    this.cursor = 0;
    this.row = 0;
    this.place = this.history.length;
    this.search = undefined;
    this.host.write(this.prompt);
    return this.drain();
  }

  /** Takes bytes of the terminal. @returns how editing ended, undefined while it goes on */
  feed(data: Uint8Array): Edited | undefined {
    this.queue.push(...this.keys.read(data));
    return this.drain();
  }

  private drain(): Edited | undefined {
    for (let key = this.queue.shift(); key; key = this.queue.shift()) {
      const result = this.search ? this.searchKey(key) : this.key(key);
      this.lastKey = key.name;
      if (result) return result;
    }
    return undefined;
  }

  private key(key: Key): Edited | undefined {
    switch (key.name) {
      case "insert":
        this.insert(key.text);
        return undefined;
      case "enter":
        this.moveToEnd();
        this.host.write("\n");
        return { kind: "line", text: this.text };
      case "interrupt":
        this.moveToEnd();
        this.host.write("^C\n");
        return { kind: "interrupt" };
      case "end-of-file":
        if (this.text === "") return { kind: "end" };
        this.replace(this.text.slice(0, this.cursor) + this.text.slice(this.cursor + 1), this.cursor);
        return undefined;
      case "search":
        this.search = { query: "", at: this.history.length };
        this.refresh();
        return undefined;
      case "complete":
        this.complete();
        return undefined;
      case "clear":
        this.host.write("\x1b[H\x1b[2J");
        this.row = 0;
        this.refresh();
        return undefined;
      default:
        this.edit(key.name);
        return undefined;
    }
  }

  private edit(name: string): void {
    const { text, cursor } = this;
    const moves: Readonly<Record<string, () => void>> = {
      left: () => this.move(cursor - 1),
      right: () => this.move(cursor + 1),
      home: () => this.move(0),
      end: () => this.move(text.length),
      "word-left": () => this.move(this.wordLeft()),
      "word-right": () => this.move(this.wordRight()),
      backspace: () => {
        if (cursor > 0) this.replace(text.slice(0, cursor - 1) + text.slice(cursor), cursor - 1);
      },
      delete: () => this.replace(text.slice(0, cursor) + text.slice(cursor + 1), cursor),
      "kill-end": () => this.kill(cursor, text.length),
      "kill-start": () => this.kill(0, cursor),
      "kill-word": () => this.kill(cursor, this.wordRight()),
      "kill-word-back": () => this.kill(this.wordLeft(), cursor),
      "kill-word-space": () => this.kill(text.slice(0, cursor).search(/\S+\s*$/), cursor),
      yank: () => this.insert(this.killed),
      transpose: () => this.transpose(),
      up: () => this.recall(this.place - 1),
      down: () => this.recall(this.place + 1),
      "last-argument": () => this.insert(this.history.at(-1)?.trim().split(/\s+/).at(-1) ?? ""),
    };
    if (Object.hasOwn(moves, name)) moves[name]();
  }

  private insert(text: string): void {
    const atEnd = this.cursor === this.text.length;
    this.text = this.text.slice(0, this.cursor) + text + this.text.slice(this.cursor);
    this.cursor += text.length;
    const width = visibleLength(this.prompt) + this.text.length;
    const columns = this.host.columns();
    if (atEnd && Math.floor((width - text.length) / columns) === Math.floor(width / columns))
      this.host.write(text);
    else this.refresh();
  }

  private replace(text: string, cursor: number): void {
    this.text = text;
    this.cursor = Math.max(0, Math.min(cursor, text.length));
    this.refresh();
  }

  private move(cursor: number): void {
    this.replace(this.text, cursor);
  }

  private kill(from: number, to: number): void {
    if (from < 0 || from >= to) return;
    const cut = this.text.slice(from, to);
    const again = this.lastKey.startsWith("kill");
    this.killed = !again ? cut : to === this.cursor ? cut + this.killed : this.killed + cut;
    this.replace(this.text.slice(0, from) + this.text.slice(to), from);
  }

  private transpose(): void {
    const at = Math.min(this.cursor, this.text.length - 1);
    if (at < 1) return;
    const { text } = this;
    this.replace(text.slice(0, at - 1) + text[at] + text[at - 1] + text.slice(at + 1), at + 1);
  }

  private wordLeft(): number {
    return Math.max(0, this.text.slice(0, this.cursor).search(/\w+\W*$/));
  }

  private wordRight(): number {
    return this.cursor + (/^\W*\w*/.exec(this.text.slice(this.cursor))?.[0].length ?? 0);
  }

  private recall(place: number): void {
    if (place < 0 || place > this.history.length) return;
    if (this.place === this.history.length) this.draft = this.text;
    this.place = place;
    const text = this.history[place] ?? this.draft;
    this.replace(text, text.length);
  }

  // --- search ---

  private searchKey(key: Key): Edited | undefined {
    const { search } = this;
    if (!search) return undefined;
    if (key.name === "insert") this.find(search.query + key.text, search.at);
    else if (key.name === "search") this.find(search.query, search.at - 1);
    else if (key.name === "backspace") this.find(search.query.slice(0, -1), this.history.length);
    else if (key.name === "abort" || key.name === "interrupt") {
      this.search = undefined;
      this.replace("", 0);
    } else {
      this.search = undefined;
      this.refresh();
      return this.key(key);
    }
    return undefined;
  }

  private find(query: string, from: number): void {
    for (let at = Math.min(from, this.history.length - 1); at >= 0; at--) {
      const found = this.history[at].indexOf(query);
      if (found < 0) continue;
      this.search = { query, at };
      this.place = at;
      this.replace(this.history[at], found);
      return;
    }
    this.search = { query, at: -1 };
    this.refresh();
  }

  // --- completion ---

  private complete(): void {
    const { start, candidates } = this.host.complete(this.text, this.cursor);
    if (candidates.length === 0) return this.host.write("\x07");
    const word = this.text.slice(start, this.cursor);
    const common = commonPrefix(candidates);
    const single = candidates.length === 1;
    const addition = single && !/[/=]$/.test(common) ? `${common} ` : common;
    if (addition !== word && addition.length >= word.length) {
      const after = this.text.slice(this.cursor);
      this.replace(this.text.slice(0, start) + addition + after, start + addition.length);
    } else if (this.lastKey === "complete") this.list(candidates);
    else this.host.write("\x07");
  }

  private list(candidates: readonly string[]): void {
    const shown = candidates.slice(0, LIST_LIMIT).map((text) => text.replace(/^.*\/(?=.)/, ""));
    const width = Math.max(...shown.map((text) => text.length)) + 2;
    const columns = Math.max(1, Math.floor(this.host.columns() / width));
    const rows = Math.ceil(shown.length / columns);
    this.moveToEnd();
    let out = "\n";
    for (let row = 0; row < rows; row++) {
      const cells = shown.filter((_, i) => i % rows === row);
      out += `${cells
        .map((text) => text.padEnd(width))
        .join("")
        .trimEnd()}\n`;
    }
    this.host.write(out);
    this.row = 0;
    this.refresh();
  }

  // --- display ---

  private moveToEnd(): void {
    const { cursor } = this;
    if (cursor !== this.text.length) this.move(this.text.length);
  }

  private refresh(): void {
    const prompt = this.search
      ? `(${this.search.at < 0 ? "failed " : ""}reverse-i-search)\`${this.search.query}': `
      : this.prompt;
    const columns = this.host.columns();
    const width = visibleLength(prompt);
    const end = width + this.text.length;
    const at = width + this.cursor;
    const endRow = Math.floor(end / columns);
    const row = Math.floor(at / columns);
    let out = this.row > 0 ? `\x1b[${this.row}A\r` : "\r";
    out += `${hidden(prompt)}${this.text}`;
    if (end > 0 && end % columns === 0) out += "\r\n";
    out += "\x1b[J";
    if (endRow > row) out += `\x1b[${endRow - row}A`;
    if (endRow > row || at !== end) out += `\r${at % columns > 0 ? `\x1b[${at % columns}C` : ""}`;
    this.row = row;
    this.host.write(out);
  }
}

/** Marks of `\[` and `\]` around what takes no room. */
const NO_WIDTH = /\x01[^\x02]*\x02/g;

function visibleLength(prompt: string): number {
  return prompt.replace(NO_WIDTH, "").replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "").length;
}

function hidden(prompt: string): string {
  return prompt.replace(/[\x01\x02]/g, "");
}

function commonPrefix(texts: readonly string[]): string {
  let prefix = texts[0];
  for (const text of texts) while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}
