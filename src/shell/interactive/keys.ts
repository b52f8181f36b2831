/** Bytes of a terminal as keys. */

const SEQUENCES: Readonly<Record<string, string>> = {
  "[A": "up",
  "[B": "down",
  "[C": "right",
  "[D": "left",
  OA: "up",
  OB: "down",
  OC: "right",
  OD: "left",
  "[H": "home",
  "[F": "end",
  OH: "home",
  OF: "end",
  "[1~": "home",
  "[4~": "end",
  "[7~": "home",
  "[8~": "end",
  "[3~": "delete",
  "[1;5C": "word-right",
  "[1;5D": "word-left",
  "[1;3C": "word-right",
  "[1;3D": "word-left",
  b: "word-left",
  f: "word-right",
  d: "kill-word",
  "\x7f": "kill-word-back",
  "\b": "kill-word-back",
  ".": "last-argument",
};

const CONTROLS: Readonly<Record<string, string>> = {
  "\x01": "home",
  "\x02": "left",
  "\x03": "interrupt",
  "\x04": "end-of-file",
  "\x05": "end",
  "\x06": "right",
  "\x07": "abort",
  "\b": "backspace",
  "\t": "complete",
  "\n": "enter",
  "\x0b": "kill-end",
  "\x0c": "clear",
  "\r": "enter",
  "\x0e": "down",
  "\x10": "up",
  "\x12": "search",
  "\x14": "transpose",
  "\x15": "kill-start",
  "\x17": "kill-word-space",
  "\x19": "yank",
  "\x7f": "backspace",
};

/** One key: the name of an editing command, or text to insert. */
export interface Key {
  readonly name: string;
  readonly text: string;
}

/** Splits what a terminal sends into keys; an escape sequence may arrive in pieces. */
export class KeyReader {
  private readonly decoder = new TextDecoder();
  private pending = "";

  read(data: Uint8Array): Key[] {
    this.pending += this.decoder.decode(data, { stream: true });
    const keys: Key[] = [];
    while (this.pending !== "") {
      const key = this.pending.startsWith("\x1b") ? this.sequence() : this.plain();
      if (!key) break;
      keys.push(key);
    }
    return keys;
  }

  private plain(): Key {
    const character = String.fromCodePoint(this.pending.codePointAt(0) ?? 0);
    if (Object.hasOwn(CONTROLS, character)) {
      // a carriage return and a line feed are one Enter
      this.pending = this.pending.slice(this.pending.startsWith("\r\n") ? 2 : 1);
      return { name: CONTROLS[character], text: "" };
    }
    const text = /^[^\x00-\x1f\x7f]+/.exec(this.pending)?.[0] ?? "";
    this.pending = this.pending.slice(text.length || character.length);
    return { name: text === "" ? "ignore" : "insert", text };
  }

  private sequence(): Key | undefined {
    const match = /^\x1b(\[[0-9;]*[A-Za-z~]|O[A-Za-z]|[^[O])/.exec(this.pending);
    if (!match) {
      if (this.pending.length > 16) this.pending = "";
      return undefined;
    }
    this.pending = this.pending.slice(match[0].length);
    return { name: Object.hasOwn(SEQUENCES, match[1]) ? SEQUENCES[match[1]] : "ignore", text: "" };
  }
}
