/** `xtables_save_string`: words as a line of a saved file has them, which `-restore` reads back. */

/** Characters that need no quotes. */
const PLAIN = /^[0-9A-Za-z_-]+$/;

/** The text with a blank before it, in quotes if it needs them. */
export function quote(text: string): string {
  if (PLAIN.test(text)) return ` ${text}`;
  return ` "${text.replace(/["\\']/g, (character) => `\\${character}`)}"`;
}
