import { expect, it } from "vitest";
import { rankPaths } from "../../../src/host/chat/mentions";

const paths = ["app/service.py", "app/services/deep/audio.py", "service.py", "docs/audio-service.md", "README.md"];

it.each<[string, readonly string[]]>([
  ["service", ["service.py", "app/service.py", "docs/audio-service.md", "app/services/deep/audio.py"]],
  ["AUDIO", ["docs/audio-service.md", "app/services/deep/audio.py"]],
  ["app/serv", ["app/service.py", "app/services/deep/audio.py"]],
  ["nothing", []],
])("%s: names before folders, short before long", (query, expected) => {
  expect(rankPaths(paths, query)).toEqual(expected);
});

it("shows twenty at most, also of 50,000", () => {
  const many = Array.from({ length: 50_000 }, (_, index) => `folder-${index % 100}/file-${index}.py`);
  expect(rankPaths(many, "file")).toHaveLength(20);
});
