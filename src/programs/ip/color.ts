/** Colours as iproute2's programs choose them: `-c`, `-color`, `-color=always|auto|never`. */
import type { Process } from "../../process/process.ts";
import { matches } from "./arguments.ts";
import type { Ip } from "./context.ts";

/** @returns whether the option was one for colours */
export function applyColor(ip: Ip, option: string): boolean {
  const [name, value] = option.split("=", 2);
  if (!matches(name, "-color")) return false;
  if (value !== undefined && !["always", "auto", "never"].includes(value)) return false;
  const on = value === "never" ? false : value === "auto" ? ip.process.stdout.isTerminal : true;
  ip.options.color = on ? (darkBackground(ip.process) ? "dark" : "light") : "none";
  return true;
}

function darkBackground(process: Process): boolean {
  const last = process.env.get("COLORFGBG")?.split(";").at(-1);
  return last !== undefined && /^([0-6]|8)$/.test(last);
}
