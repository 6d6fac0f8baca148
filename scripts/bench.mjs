// Measures, on a built Nida and in a real browser.
import { findBrowser, howToGetOne } from "./browser.mjs";
import { build, clients, install } from "./prepare.mjs";
import { run, Trouble } from "./run.mjs";

/** `npm run bench [-- part … rounds]`; answers the exit code. */
export async function bench(args) {
  await install();
  await clients();
  if (!(await build())) throw new Trouble("The pages could not be built: see Next's own words above.");
  const browser = await findBrowser();
  if (!browser) throw new Trouble(howToGetOne);
  return run(process.execPath, ["--import", "tsx", "bench/main.ts", ...args], { env: { CHROMIUM_PATH: browser } });
}
