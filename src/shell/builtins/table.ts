/** The builtins by name. */
import type { Builtin } from "../shell.ts";
import { control } from "./control.ts";
import { declarations } from "./declare.ts";
import { directories } from "./directories.ts";
import { information } from "./information.ts";
import { input } from "./input.ts";
import { jobControl } from "./job-control.ts";
import { output } from "./output.ts";
import { settings } from "./settings.ts";
import { testing } from "./testing.ts";

/** All builtins by name. */
export const BUILTINS: Readonly<Record<string, Builtin>> = {
  ...control,
  ...declarations,
  ...directories,
  ...information,
  ...input,
  ...jobControl,
  ...output,
  ...settings,
  ...testing,
};
