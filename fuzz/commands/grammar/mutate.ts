/** Commands with a word too many, too few, abbreviated or replaced. */
import type { Draw } from "../draw.ts";
import type { Part, Step } from "../step.ts";

const WORDS =
  "dev via table proto scope metric type help add del show up 0 1 -1 foo '' lo veth0 10.0.0.1 fd00::1 default on all name mtu address to from -4 -6 -j -d x: 02:00:00:00:00:01";
/** Programs whose words may be anything: none of them waits for something. */
const PROGRAMS = /(^|\s)(ip( -n \w+)?|bridge( -n \w+)?|brctl|route|arp|ifconfig|ethtool|sysctl) /;

/** The first word stays: there are objects of `ip` that are not there. */
function changeWord(draw: Draw, words: string[]): void {
  const at = draw.int(Math.min(1, words.length - 1), words.length - 1);
  const word = words[at] ?? "";
  const kind = draw.weighted([
    [3, "drop"],
    [2, "insert"],
    [2, "replace"],
    [1, "twice"],
    [2, "short"],
    [1, "append"],
  ]);
  if (kind === "drop") words.splice(at, 1);
  else if (kind === "insert") words.splice(at, 0, draw.word(WORDS));
  else if (kind === "replace") words[at] = draw.word(WORDS);
  else if (kind === "twice") words.splice(at, 0, word);
  else if (kind === "append") words.push(draw.word(WORDS));
  else if (/^[a-z_]{3,}$/.test(word)) words[at] = word.slice(0, draw.int(1, word.length - 1));
}

/** The step with one word changed; the step itself where that could make it wait or reach another program. */
export function mutate(draw: Draw, step: Step): Step {
  const text = step.parts.map((part) => part.text).join(" ");
  const start = PROGRAMS.exec(text);
  if (start === null || /[>"'&|;]/.test(text) || text.includes("netns")) return step;
  const end = start.index + start[0].length;
  const words = text
    .slice(end)
    .split(" ")
    .filter((word) => word !== "");
  if (words.length === 0) return step;
  changeWord(draw, words);
  const parts: Part[] = [text.slice(0, end).trim(), ...words].map((word, index) => ({
    text: word,
    optional: index > 1,
  }));
  return /\bmonitor|-b\b|-batch|-a\b|-all\b|--all/.test(words.join(" ")) ? step : { ...step, parts };
}
