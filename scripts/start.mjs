// `npm start -- --ask "…"` answers in the terminal; options after the question go to the command line program as they are.
import { join } from "node:path";
import { build, install, root, run } from "./prepare.mjs";

const example = join(root, "examples", "speech-service");
const [flag, question, ...rest] = process.argv.slice(2);

if (flag !== undefined && (flag !== "--ask" || question === undefined)) {
  process.stderr.write(
    'Use: npm start -- --ask "your question" [--workspace DIR] [other options of `ml-engineer ask`]\n',
  );
  process.exit(2);
}
install();
build();
const workspace = rest.some((argument) => /^(-w|--workspace)(=|$)/.test(argument)) ? [] : ["--workspace", example];
const asked = question ?? "What would fail first in this pipeline, and what should we measure?";
if (question === undefined) {
  process.stderr.write(
    `The view in VS Code is not built yet; asking in the terminal: ${asked}\nAsk your own: npm start -- --ask "…" --workspace DIR\n\n`,
  );
}
process.exit(
  run(process.execPath, [join(root, "dist", "cli.js"), "ask", ...workspace, ...rest, "--", asked], { shell: false }),
);
