/** What matches of IPv6's headers show alike. */
import type { Struct } from "../extension/struct.ts";

const ALL = 0xffffffff;

/** `id:5` or `ids:!5:7`, of two numbers one behind the other; nothing for all numbers. */
export function spanWords(name: string, data: Struct, at: number, inverted: boolean): string {
  const low = data.u32(at);
  const high = data.u32(at + 4);
  if (low === 0 && high === ALL && !inverted) return "";
  const not = inverted ? "!" : "";
  return low === high ? `${name}:${not}${low}` : `${name}s:${not}${low}:${high}`;
}

/** ` --option 5:7`, and nothing for all numbers. */
export function spanOption(option: string, data: Struct, at: number, inverted: boolean): string {
  const low = data.u32(at);
  const high = data.u32(at + 4);
  if (low === 0 && high === ALL) return "";
  return `${inverted ? " !" : ""} --${option} ${low === high ? low : `${low}:${high}`}`;
}
