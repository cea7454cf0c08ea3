import { type RequestCase, request } from "./case";

/** How the fields of a request are written. */
export const fieldCases: readonly RequestCase[] = [
  {
    name: "fields in another order, one missing",
    markdown: "## Handoff Requests\n### -> Backend Architect\n**Blocks:** all of it\n**Task:** Go",
    requests: [request(2, "Backend Architect", { task: "Go", blocks: "all of it" })],
  },
  {
    name: "no field at all",
    markdown: "## Handoff Requests\n\n### -> Backend Architect\n\n### -> DB Architect\n",
    requests: [request(3, "Backend Architect"), request(5, "DB Architect")],
  },
  {
    name: "prose without labels is the task",
    markdown: "## Handoff Requests\n### -> Backend Architect\nPlease add a time limit.\n\nTen minutes will do.",
    requests: [request(2, "Backend Architect", { task: "Please add a time limit.\n\nTen minutes will do." })],
  },
  {
    name: "labels without bold, on separate lines of one paragraph",
    markdown:
      "## Handoff Requests\n### -> Backend Architect\nTask: Go\nContext: See a.py:3\nI need back: A name\nBlocks: None",
    requests: [
      request(2, "Backend Architect", { task: "Go", context: "See a.py:3", needBack: "A name", blocks: "None" }),
    ],
  },
  {
    name: "all fields on one line",
    markdown:
      "## Handoff Requests\n### -> Backend Architect\n**Task:** Go **Context:** a.py:3 **I need back:** yes or no **Blocks:** none",
    requests: [
      request(2, "Backend Architect", { task: "Go", context: "a.py:3", needBack: "yes or no", blocks: "none" }),
    ],
  },
  {
    name: "list items with nested lists",
    markdown: `## Handoff Requests
### -> DevOps Engineer
- **Task:** Prepare the image
  - CUDA 12.1
  - 4 GB of memory
- **Context from my analysis**:
  1. base takes 1 GB
  2. small takes 2 GB
- **I need back:** a tag
* **Blocks:** deployment`,
    requests: [
      request(2, "DevOps Engineer", {
        task: "Prepare the image\n- CUDA 12.1\n- 4 GB of memory",
        context: "1. base takes 1 GB\n2. small takes 2 GB",
        needBack: "a tag",
        blocks: "deployment",
      }),
    ],
  },
  {
    name: "a fence belongs to its field, and labels in it are code",
    markdown: `## Handoff Requests
### -> Backend Architect
**Task:** Use this signature

\`\`\`python
# **Context:** not a label
async def run(
    path: str,
) -> Document: ...
### -> Nobody
\`\`\`

**Blocks:** tests`,
    requests: [
      request(2, "Backend Architect", {
        task: "Use this signature\n\n```python\n# **Context:** not a label\nasync def run(\n    path: str,\n) -> Document: ...\n### -> Nobody\n```",
        blocks: "tests",
      }),
    ],
  },
  {
    name: "a fence inside a list item is dedented with it",
    markdown:
      "## Handoff Requests\n### -> Backend Architect\n- **Task:**\n  ```yaml\n  limit:\n    minutes: 10\n  ```\n- **Blocks:** no",
    requests: [request(2, "Backend Architect", { task: "```yaml\nlimit:\n  minutes: 10\n```", blocks: "no" })],
  },
  {
    name: "a label as code is no label",
    markdown:
      "## Handoff Requests\n### -> Technical Writer\n**Task:** Explain the words\n`**Context:**` and `**Blocks:** x` in the guide",
    requests: [
      request(2, "Technical Writer", { task: "Explain the words\n`**Context:**` and `**Blocks:** x` in the guide" }),
    ],
  },
  {
    name: "several paragraphs and an unknown label",
    markdown: `## Handoff Requests
### -> Security Auditor
**Task:** Check the key storage.

It rotates every month.

**Deadline:** Friday

**Context:** settings.py:12`,
    requests: [
      request(2, "Security Auditor", {
        task: "Check the key storage.\n\nIt rotates every month.\n\n**Deadline:** Friday",
        context: "settings.py:12",
      }),
    ],
  },
  {
    name: "a table of fields",
    markdown: `## Handoff Requests
### -> DB Architect
| Field | Value |
|---|---|
| Task | Add \`speaker_id\` |
| **Context** | words \\| lines |
| I need back | a migration |
| Blocks | — |`,
    requests: [
      request(2, "DB Architect", {
        task: "Add `speaker_id`",
        context: "words | lines",
        needBack: "a migration",
        blocks: "—",
      }),
    ],
  },
  {
    name: "headings as labels",
    markdown: `## Handoff Requests
### -> Debug Specialist
#### Task
Find the cause.
#### Context from my analysis
WER rose from 9 % to 14 %.
##### Details
Since 1.0.3.
#### I need back
The commit.`,
    requests: [
      request(2, "Debug Specialist", {
        task: "Find the cause.",
        context: "WER rose from 9 % to 14 %.\n##### Details\nSince 1.0.3.",
        needBack: "The commit.",
      }),
    ],
  },
  {
    name: "Windows line ends",
    markdown:
      "Text\r\n\r\n## Handoff Requests\r\n\r\n### -> Backend Architect\r\n**Task:** One\r\nand two\r\n**Blocks:** yes\r\n",
    requests: [request(5, "Backend Architect", { task: "One\nand two", blocks: "yes" })],
  },
  {
    name: "rules between requests, also directly below the last field",
    markdown:
      "## Handoff Requests\n### -> Backend Architect\n**Task:** One\n**Blocks:** nothing\n---\n### -> DB Architect\n**Task:** Two\n\n---\n",
    requests: [
      request(2, "Backend Architect", { task: "One", blocks: "nothing" }),
      request(6, "DB Architect", { task: "Two" }),
    ],
  },
  {
    name: "other marks around labels",
    markdown:
      "## Handoff Requests\n### -> Backend Architect\n__Task__: One\n*Context:* Two\n***I need back:*** Three\n**Blocks** – Four",
    requests: [request(2, "Backend Architect", { task: "One", context: "Two", needBack: "Three", blocks: "Four" })],
  },
  {
    name: "values that are bold with their labels, and an empty one",
    markdown: "## Handoff Requests\n### -> Backend Architect\n**Task: Go**\n**Context:**\n**Blocks:**\n",
    requests: [request(2, "Backend Architect", { task: "Go" })],
  },
  {
    name: "a quotation inside a field",
    markdown:
      "## Handoff Requests\n### -> Product Strategist\n**Task:** Decide about this:\n> **Blocks:** everything\n> said the client\n\n**Blocks:** prices",
    requests: [
      request(2, "Product Strategist", {
        task: "Decide about this:\n> **Blocks:** everything\n> said the client",
        blocks: "prices",
      }),
    ],
  },
];
