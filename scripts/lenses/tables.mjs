/** Figures of a list of commits with what was read and what got a lens, as Markdown. */
export function tables(commits) {
  const projects = [...new Set(commits.map(({ project }) => project)), "all"];
  const of = (name) => commits.filter(({ project }) => name === "all" || project === name);
  const functions = (name, keep) => countsOf(of(name).flatMap(({ entries }) => entries.filter(keep)));
  const whole = (name, keep) =>
    countsOf(
      of(name).map(({ entries, values }) => ({
        engine: entries.some((one) => one.engine && keep(one)),
        // Without those that are unsure on either side, a lens that only such a function has is no alarm and no find.
        lens: values > 0 || entries.some((one) => one.lens && keep(one)),
      })),
    );
  const all = () => true;
  const sure = ({ unsure }) => !unsure;
  const rows = (counts, keep) => projects.map((name) => row(name, counts(name, keep)));
  const values = commits.reduce((sum, one) => sum + one.values, 0);
  return [
    section("Functions, unsure ones too", rows(functions, all)),
    section("Functions, without unsure ones", rows(functions, sure)),
    section("Commits", rows(whole, all)),
    section("Commits, without unsure functions", rows(whole, sure)),
    `Lenses for values that are decided elsewhere, counted for commits only: ${values}.`,
  ].join("\n\n");
}

function section(title, rows) {
  const head = "| project | lens, right | lens, wrong | missing | none, right | precision | recall |";
  return [`### ${title}`, "", head, "|---|---|---|---|---|---|---|", ...rows].join("\n");
}

function countsOf(list) {
  const count = (engine, lens) => list.filter((one) => one.engine === engine && one.lens === lens).length;
  return {
    right: count(true, true),
    wrong: count(false, true),
    missing: count(true, false),
    none: count(false, false),
  };
}

function row(name, { right, wrong, missing, none }) {
  const cells = [name, right, wrong, missing, none, share(right, right + wrong), share(right, right + missing)];
  return `| ${cells.join(" | ")} |`;
}

/** Share with its 95 % interval of Wilson (1927). */
function share(part, whole) {
  if (whole === 0) return "–";
  const z2 = 1.959964 ** 2;
  const p = part / whole;
  const middle = (p + z2 / (2 * whole)) / (1 + z2 / whole);
  const half = Math.sqrt(z2 * ((p * (1 - p)) / whole + z2 / (4 * whole ** 2))) / (1 + z2 / whole);
  const percent = (value) => (100 * value).toFixed(0);
  return `${percent(p)} % (${percent(middle - half)}–${percent(middle + half)})`;
}
