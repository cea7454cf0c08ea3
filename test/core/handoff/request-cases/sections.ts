import { type RequestCase, request } from "./case";

/** Lists, tables, and what is no section. */
export const sectionCases: readonly RequestCase[] = [
  {
    name: "a flat list with arrows",
    markdown: `## Handoff Requests
- **-> Backend Architect**: add the branch in \`service.py\`
- **→ DB Architect** — one column
  more for speakers
1. -> Remotion Engineer: match the sample rate`,
    requests: [
      request(2, "Backend Architect", { task: "add the branch in `service.py`" }),
      request(3, "DB Architect", { task: "one column\nmore for speakers" }),
      request(5, "Remotion Engineer", { task: "match the sample rate" }),
    ],
  },
  {
    name: "a list of names with nested fields",
    markdown: `## Handoff Requests
1. **Backend Architect**
   - **Task:** One
   - **Blocks:** the run
2. DevOps Engineer:
   - Task: Two
   - I need back: a tag`,
    requests: [
      request(2, "Backend Architect", { task: "One", blocks: "the run" }),
      request(5, "DevOps Engineer", { task: "Two", needBack: "a tag" }),
    ],
  },
  {
    name: "a list of fields with the name among them",
    markdown:
      "## Handoff Requests\n- **To:** Backend Architect\n- **Task:** One\n\n- **To:** DB Architect\n- **Task:** Two",
    requests: [request(2, "Backend Architect", { task: "One" }), request(5, "DB Architect", { task: "Two" })],
  },
  {
    name: "one table of requests",
    markdown: `## Handoff Requests

| To | Request | Context | Blocks |
|----|---------|---------|--------|
| Backend Architect | Add a branch | a.py:3 | tests |
| → DB Architect | Add a column | | none |`,
    requests: [
      request(5, "Backend Architect", { task: "Add a branch", context: "a.py:3", blocks: "tests" }),
      request(6, "DB Architect", { task: "Add a column", blocks: "none" }),
    ],
  },
  {
    name: "a section in a code fence is an example",
    markdown: "The format is:\n\n```markdown\n## Handoff Requests\n### -> Backend Architect\n**Task:** Go\n```\n",
    requests: [],
  },
  {
    name: "a section in a quotation is an example",
    markdown: "> ## Handoff Requests\n> ### -> Backend Architect\n> **Task:** Go\n",
    requests: [],
  },
  {
    name: "indented code and comments are examples",
    markdown:
      "Text\n\n    ## Handoff Requests\n    ### -> Backend Architect\n\n<!--\n## Handoff Requests\n### -> DB Architect\n**Task:** Go\n-->\n",
    requests: [],
  },
  {
    name: "without the section heading nothing is a request",
    markdown: "## Next steps\n### -> Backend Architect\n**Task:** Go\n\nSee the handoff requests above.",
    requests: [],
  },
  {
    name: "the section ends at the next heading of its level",
    markdown:
      "## Handoff Requests\n### -> Backend Architect\n**Task:** Go\n## Continuation Plan\n### -> Nobody\n**Task:** Stay",
    requests: [request(2, "Backend Architect", { task: "Go" })],
  },
  {
    name: "several sections count",
    markdown:
      "## Handoff Requests\n### -> Backend Architect\n**Task:** One\n\n# Part two\n\n## Handoff Requests\n### -> DB Architect\n**Task:** Two",
    requests: [request(2, "Backend Architect", { task: "One" }), request(8, "DB Architect", { task: "Two" })],
  },
  {
    name: "folded away with HTML",
    markdown:
      "## Handoff Requests\n\n<details>\n<summary>One</summary>\n\n### -> DB Architect\n**Task:** Go\n\n</details>\n",
    requests: [request(6, "DB Architect", { task: "Go" })],
  },
  {
    name: "none, in its many words",
    markdown:
      "## Handoff Requests\n\nNone.\n\n## Handoff Requests\n### None\n\n## Handoff Requests\n- none\n- **None**: all is known",
    requests: [],
  },
  {
    name: "an arrow in the list of a field addresses nobody",
    markdown:
      "## Handoff Requests\n### -> Product Strategist\n**Context:**\n- -> Google: $0.016 a minute\n- → local: free\n\n**Task:** Choose",
    requests: [
      request(2, "Product Strategist", {
        task: "Choose",
        context: "- -> Google: $0.016 a minute\n- → local: free",
      }),
    ],
  },
  {
    name: "the answer around it and a real example inside a field",
    markdown: `Use \`small\`. The protocol says \`## Handoff Requests\`.

## Handoff Requests

Two things are missing.

### -> Technical Writer
**Task:** Document the format:

~~~markdown
## Handoff Requests
### -> Somebody
**Task:** …
~~~

**Blocks:** nothing

### -> Frontend Architect
**Task:** Offer the sizes.

## Sources`,
    requests: [
      request(7, "Technical Writer", {
        task: "Document the format:\n\n~~~markdown\n## Handoff Requests\n### -> Somebody\n**Task:** …\n~~~",
        blocks: "nothing",
      }),
      request(18, "Frontend Architect", { task: "Offer the sizes." }),
    ],
  },
];
