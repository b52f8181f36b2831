/** `fnmatch(3)` without flags: `*`, `?`, `[…]` and backslashes. */
export function matchesPattern(pattern: string, text: string): boolean {
  let source = "";
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i];
    if (character === "*") source += ".*";
    else if (character === "?") source += ".";
    else if (character === "\\" && i + 1 < pattern.length) source += quote(pattern[++i]);
    else if (character === "[") {
      const end = pattern.indexOf("]", i + 2);
      if (end < 0) {
        source += "\\[";
        continue;
      }
      const set = pattern.slice(i + 1, end);
      source += `[${set.replace(/^[!^]/, "^").replace(/[\\[\]]/g, "\\$&")}]`;
      i = end;
    } else source += quote(character);
  }
  try {
    return new RegExp(`^(?:${source})$`, "s").test(text);
  } catch {
    return false;
  }
}

function quote(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/]/, "\\$&");
}
