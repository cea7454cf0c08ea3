import { type RequestCase, request } from "./case";

/** How the section and the one who is asked are written. */
export const headingCases: readonly RequestCase[] = [
  {
    name: "the format of the team",
    markdown: `Small is enough.

## Handoff Requests

### -> Backend Architect
**Task:** Add a branch for faster-whisper.
**Context from my analysis:** The actor picks the engine in service.py:88.
**I need back:** The signature.
**Blocks:** The benchmark.
`,
    requests: [
      request(5, "Backend Architect", {
        task: "Add a branch for faster-whisper.",
        context: "The actor picks the engine in service.py:88.",
        needBack: "The signature.",
        blocks: "The benchmark.",
      }),
    ],
  },
  {
    name: "arrows of other kinds",
    markdown: `## Handoff Requests
### → DevOps Engineer
**Task:** One
### => DB Architect
**Task:** Two
### ⟶ Security Auditor
**Task:** Three
### --> Debug Specialist
**Task:** Four
### ➡️ Remotion Engineer
**Task:** Five`,
    requests: [
      request(2, "DevOps Engineer", { task: "One" }),
      request(4, "DB Architect", { task: "Two" }),
      request(6, "Security Auditor", { task: "Three" }),
      request(8, "Debug Specialist", { task: "Four" }),
      request(10, "Remotion Engineer", { task: "Five" }),
    ],
  },
  {
    name: "no arrow, but fields below",
    markdown:
      "## Handoff Requests\n\n### Frontend Architect\n\n- **Task:** Show the sizes\n\n### Notes\n\nNothing else.",
    requests: [request(3, "Frontend Architect", { task: "Show the sizes" })],
  },
  {
    name: "numbers, bold, backticks and colons in headings",
    markdown: `## 4. Handoff requests:
### 1. -> **Backend Architect**:
**Task:** A
### 2) → \`db-architect\`
**Task:** B
### **-> ML/AI Engineer**
**Task:** C
### \`->\` UI/UX Designer
**Task:** D`,
    requests: [
      request(2, "Backend Architect", { task: "A" }),
      request(4, "db-architect", { task: "B" }),
      request(6, "ML/AI Engineer", { task: "C" }),
      request(8, "UI/UX Designer", { task: "D" }),
    ],
  },
  {
    name: "words in place of an arrow",
    markdown: `## Handoff Requests
### Handoff to Performance Engineer
**Task:** Profile it
### Handoff to: UI/UX Designer
**Task:** Draw it`,
    requests: [
      request(2, "Performance Engineer", { task: "Profile it" }),
      request(4, "UI/UX Designer", { task: "Draw it" }),
    ],
  },
  {
    name: "the one who asks before the arrow, and a priority behind the name",
    markdown: "## Handoff Requests\n### ML/AI Engineer → Backend Architect (high)\n**Task:** Do it",
    requests: [request(2, "Backend Architect", { task: "Do it" })],
  },
  {
    name: "a task in the heading itself",
    markdown: "## Handoff Requests\n### -> Product Strategist: compare the price of both\n**Blocks:** nothing",
    requests: [request(2, "Product Strategist", { task: "compare the price of both", blocks: "nothing" })],
  },
  {
    name: "first level, and any case",
    markdown: "# HANDOFF REQUESTS\n\n## -> Backend Architect\nTask: Go\n",
    requests: [request(3, "Backend Architect", { task: "Go" })],
  },
  {
    name: "fourth level and singular",
    markdown: "#### Handoff Request\n##### -> Backend Architect\n**Task**: Go\n",
    requests: [request(2, "Backend Architect", { task: "Go" })],
  },
  {
    name: "underlined headings",
    markdown: "Handoff Requests\n----------------\n\n### -> Backend Architect\n\n**Task:** Go\n",
    requests: [request(4, "Backend Architect", { task: "Go" })],
  },
  {
    name: "a bold line in place of the heading",
    markdown:
      "Done.\n\n**Handoff Requests:**\n\n### -> Backend Architect\n**Task:** Go\n\n## Summary\n**Task:** not this",
    requests: [request(5, "Backend Architect", { task: "Go" })],
  },
  {
    name: "bold lines all the way",
    markdown:
      "**Handoff Requests**\n\n**-> Backend Architect**\n**Task:** Go\n\n**→ DB Architect**\n**Task:** Store\n\n**Continuation Plan**\n\n1. Go on",
    requests: [request(3, "Backend Architect", { task: "Go" }), request(6, "DB Architect", { task: "Store" })],
  },
  {
    name: "bold names without arrows",
    markdown: "## Handoff Requests\n\n**Backend Architect**\n\n**Task:** Go\n\n**DB Architect:**\n- **Task:** Store",
    requests: [request(3, "Backend Architect", { task: "Go" }), request(7, "DB Architect", { task: "Store" })],
  },
  {
    name: "groups between the section and the requests",
    markdown: `## Handoff Requests
### Blocking
#### -> Backend Architect
**Task:** First
### Optional
#### -> Technical Writer
**Task:** Second`,
    requests: [request(3, "Backend Architect", { task: "First" }), request(6, "Technical Writer", { task: "Second" })],
  },
  {
    name: "requests on the level of the section",
    markdown: "## Handoff Requests\n## -> Backend Architect\n**Task:** Go\n## Risks\n**Task:** none of this",
    requests: [request(2, "Backend Architect", { task: "Go" })],
  },
  {
    name: "emoji in the headings",
    markdown: "## 🤝 Handoff Requests\n### 🔧 -> DevOps Engineer\n**📋 Task:** Size the GPU",
    requests: [request(2, "DevOps Engineer", { task: "Size the GPU" })],
  },
];
