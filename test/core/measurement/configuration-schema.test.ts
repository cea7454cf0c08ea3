import { describe, expect, it } from "vitest";
import { configurableNormalizers, jsonSchema } from "../../../src/core/measurement/configuration/schema";
import { normalizerIds } from "../../../src/core/scoring/normalizers";
import { readJson } from "../../support/sources";

interface Manifest {
  readonly contributes: { readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[] };
}

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

describe("the schema that the editor completes and checks by", () => {
  it("is that of the reader", async () => {
    const written = `${JSON.stringify(jsonSchema(), null, 2)}\n`;
    await expect(written).toMatchFileSnapshot("../../../schemas/evaluation.schema.json");
  });

  it("is contributed for .ml-engineer/evaluation.json", () => {
    expect(readJson<Manifest>("package.json").contributes.jsonValidation).toEqual([
      { fileMatch: ".ml-engineer/evaluation.json", url: "./schemas/evaluation.schema.json" },
    ]);
  });

  it("says in the hover what each field is", () => {
    expect(undescribed(jsonSchema() as Node)).toEqual(["$schema"]);
  });

  it("knows every normaliser", () => {
    expect([...configurableNormalizers].sort()).toEqual([...normalizerIds].sort());
  });
});

function undescribed({ properties = {}, items }: Node): readonly string[] {
  return [
    ...Object.entries(properties).flatMap(([name, node]) => [
      ...(node.description === undefined || node.description === "" ? [name] : []),
      ...undescribed(node),
    ]),
    ...(items ? undescribed(items) : []),
  ];
}
