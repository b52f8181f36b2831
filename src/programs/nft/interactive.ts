/** `nft -i`: commands line by line. Source: `src/cli.c` of nftables 1.0.6. */
import type { Process } from "../../process/process.ts";

const PROMPT = "nft> ";
const PROMPT_CONTINUED = ".... ";

/** A line that a backslash ends goes on with the next one. @param prompt shown before it; "" for none */
async function readCommand(process: Process, tty: boolean): Promise<string | undefined> {
  let text = "";
  for (;;) {
    if (tty) process.stdout.write(text === "" ? PROMPT : PROMPT_CONTINUED);
    await process.stdout.flush();
    const line = await process.stdin.readLine();
    if (line === undefined) return text === "" ? undefined : text;
    if (!line.endsWith("\\")) return text + line;
    text += line.slice(0, -1);
  }
}

/** Runs lines until `quit` or the end; mistakes do not end it. */
export async function interactive(process: Process, run: (text: string) => Promise<number>): Promise<number> {
  const tty = process.stdin.isTerminal;
  for (;;) {
    const line = await readCommand(process, tty);
    if (line === undefined || line.trim() === "quit") return 0;
    if (line.trim() === "") continue;
    await run(line);
    await process.stdout.flush();
  }
}
