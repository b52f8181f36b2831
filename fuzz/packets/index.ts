/** The packet fuzzer: random frames through the same routers on both kernels. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { whyNotLinux, whyNotProfile } from "../../conformance/linux.ts";
import type { Fuzzer, FuzzOptions, Report } from "../fuzzer.ts";
import { formatCase } from "./case-file.ts";
import { describe } from "./compare.ts";
import { type Finding, generateBatch, generateBridgedBatch, Session } from "./session.ts";

/** Frames of one batch: few enough that a difference does not hide the next, and enough to make up for building the nodes. */
const FRAMES = 400;
/** Of batches with a bridge in the middle each frame comes out at several ports. */
const BRIDGED_FRAMES = 250;
/** One of so many batches has a bridge when nothing was chosen, and another one has rules. */
const KINDS = 4;
const [BRIDGED, RULES] = [0, 2];
/** Differences after which a run ends: each takes its time to be made small. */
const MAXIMUM_FOUND = 50;

class Run {
  private readonly options: FuzzOptions;
  private readonly session: Session;
  private batches = 0;
  private frames = 0;
  readonly found: string[] = [];

  constructor(options: FuzzOptions, session: Session) {
    this.options = options;
    this.session = session;
  }

  async go(): Promise<Report> {
    const { minutes, most = Number.POSITIVE_INFINITY } = this.options;
    const end = Date.now() + minutes * 60_000;
    while (this.batches < most && Date.now() < end && this.found.length < MAXIMUM_FOUND) {
      // far apart, so that two seeds that are neighbours share no batch
      const seed = (this.options.seed + this.batches * 0x9e3779b1) >>> 0;
      const { grammar } = this.options;
      const kind = grammar.length === 0 ? this.batches % KINDS : -1;
      const bridged = grammar.includes("bridged") || kind === BRIDGED;
      const batch = bridged
        ? generateBridgedBatch(seed, BRIDGED_FRAMES)
        : generateBatch(seed, FRAMES, grammar.includes("rules") || kind === RULES);
      this.batches++;
      this.frames += batch.frames.length;
      const finding = await this.session.examine(batch);
      if (finding !== undefined) this.write(seed, finding);
    }
    const { unsteady, late } = this.session;
    const counts = { batches: this.batches, frames: this.frames, unsteady, late };
    return { counts, differences: this.found };
  }

  /** Writes what was found as a case, with Linux's answer, and beside it what differs. */
  private write(seed: number, { batch, linux, differences }: Finding): void {
    const { folder, say } = this.options;
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${seed}.json`);
    const headings = differences.map(({ heading }) => heading).join(", ");
    writeFileSync(path, formatCase({ about: headings, ...batch, linux }));
    writeFileSync(join(folder, `${seed}.txt`), `${describe(differences).join("\n")}\n`);
    this.found.push(`${batch.frames.length} frames, ${headings}: ${path}`);
    say(`  ${this.found.at(-1)}`);
  }
}

export const packets: Fuzzer = {
  name: "packets",
  whyNot: () => whyNotLinux() ?? whyNotProfile(),
  async run(options) {
    const { openLinuxSide } = await import("./linux-side.ts");
    const linux = openLinuxSide();
    try {
      return await new Run(options, new Session(linux, options.seed)).go();
    } finally {
      linux.close();
    }
  },
};
