// Lighthouse on each address given. Prints as JSON, in their order: the score of each category, and
// what costs points. Phone preset: a slow network and processor, simulated.
import { launch } from "chrome-launcher";

URL.parse ??= (...parts) => (URL.canParse(...parts) ? new URL(...parts) : null); // Debian 12's Node.js has none
const { default: lighthouse } = await import("lighthouse");

const [chromePath, flags, ...addresses] = process.argv.slice(2);
const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", ...JSON.parse(flags)] });
const options = { port: chrome.port, logLevel: "error" };
options.onlyCategories = ["performance", "accessibility", "best-practices", "seo"];
const results = [];
for (const address of addresses) {
  const { lhr } = await lighthouse(address, options);
  const scores = {};
  const faults = lhr.runtimeError ? [lhr.runtimeError.message] : [];
  for (const { id, score, auditRefs } of Object.values(lhr.categories)) {
    scores[id] = Math.round(score * 100);
    for (const { weight, id: name } of auditRefs) {
      const audit = lhr.audits[name];
      if (weight && audit.score !== null && audit.score < 1) {
        faults.push(`${name}: ${audit.displayValue ?? audit.title}`);
      }
    }
  }
  results.push({ scores, faults, benchmark: lhr.environment.benchmarkIndex });
}
await chrome.kill();
console.log(JSON.stringify(results));
