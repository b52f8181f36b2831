/** Options of extensions as they are met and, at the end, as a whole: `xtables_option_parse`, `xtables_options_fcheck`. */
import type { Context } from "../context.ts";
import type { RuleState } from "../rule-state.ts";
import type { ExtensionUse, OptionSpec } from "./extension.ts";
import { readOptionValue } from "./option-value.ts";

/** An option met on the command line, with the word that getopt took for it. */
export interface MetOption {
  readonly option: OptionSpec;
  readonly argument: string;
  readonly invert: boolean;
  readonly next: () => string | undefined;
}

/** Hands an option to the extension that it belongs to. */
export function takeOption(context: Context, rule: RuleState, use: ExtensionUse, met: MetOption): void {
  const { argument, invert, next } = met;
  const { extension, data } = use;
  // of names that mean the same, the first stands for all
  const option = extension.options.find(({ id }) => id === met.option.id) ?? met.option;
  const { name } = extension;
  if (option.type !== "raw") {
    if (!option.multi && use.flags & (1 << option.id))
      return context.wrong(`${name}: option "--${option.name}" can only be used once.\n`);
    if (invert && !option.invert)
      return context.wrong(`${name}: option "--${option.name}" cannot be inverted.\n`);
  }
  const value = readOptionValue({ option, argument, extension: name, context, data });
  if (option.type !== "raw") use.flags |= 1 << option.id;
  extension.parse?.({ option, argument, invert, use, data, value, context, rule, next });
}

/** The last checks of an extension. */
export function checkOptions(context: Context, rule: RuleState, use: ExtensionUse): void {
  const { extension, data, flags } = use;
  extension.check?.({ use, data, context, rule });
  const { options, name } = extension;
  for (const option of options) {
    const given = (flags & (1 << option.id)) !== 0;
    if (option.mandatory && !given)
      return context.wrong(`${name}: option "--${option.name}" must be specified\n`);
    if (!given) continue;
    const missing = firstOf(options, (option.also ?? 0) & ~flags);
    if (missing)
      return context.wrong(`${name}: option "--${option.name}" also requires "--${missing.name}".\n`);
    const other = firstOf(options, (option.excl ?? 0) & flags & ~(1 << option.id));
    if (other)
      return context.wrong(
        `${name}: option "--${option.name}" cannot be used together with "--${other.name}".\n`,
      );
  }
}

/** The first option whose id is among these bits, by id. */
function firstOf(options: readonly OptionSpec[], bits: number): OptionSpec | undefined {
  for (let id = 0; id < 32; id++)
    if (bits & (1 << id)) {
      const option = options.find((candidate) => candidate.id === id);
      if (option) return option;
    }
  return undefined;
}
