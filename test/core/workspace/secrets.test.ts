import { link, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PathError } from "../../../src/core/workspace/path-error";
import { isSecretPath } from "../../../src/core/workspace/secrets";
import { temporaryWorkspace } from "../../support/temporary-workspace";

const secrets = `
.env  .env.local  .env.production  .envrc  .ENV  app/.Env  prod.env  config/.env.example.local
server.pem  server.KEY  store.p12  store.pfx  app.jks  release.keystore  key.ppk  AuthKey.p8
id_rsa  id_ed25519  id_ecdsa_sk  home/.ssh/id_rsa_work  .ssh/config  .ssh/known_hosts  .gnupg/secring.gpg
.npmrc  .netrc  _netrc  .pypirc  .git-credentials  .pgpass  .htpasswd  .dockercfg
credentials.json  credentials-prod.json  client_secret_1.json  my-service-account.json  service_account_dev.json
gcp-serviceaccount.json  application_default_credentials.json  secrets.yaml  secret.json  kaggle.json  prod.tfvars  terraform.tfstate
.aws/credentials  .aws/config  .kube/config  .docker/config.json  .azure/x.json  .config/gcloud/x.db
.git/config  .git/modules/sub/config  .git/worktrees/x/config.worktree  sub/.git/config  .huggingface/token
app\\.env  .Git\\Config  ID_RSA`;

const others = `
.env.example  .env.sample  .env.template  .env.production.example  example.env  id_rsa.pub  id_ed25519.pub
environment.py  src/env.py  keys.py  keyboard.py  monkey  credentials.py  service_account.py  secrets.py  tokenizer.json
.gitignore  .github/config.yml  config  .git/HEAD  settings.json  .env/lib/site.py  package.json  pemfile.txt  config.json`;

test.each(words(secrets))("%s is secret", (path) => {
  expect(isSecretPath(path)).toBe(true);
});

test.each(words(others))("%s is not", (path) => {
  expect(isSecretPath(path)).toBe(false);
});

test("the content of a secret is read under no name", async () => {
  const { path, workspace, dispose } = await temporaryWorkspace({ ".env": "KEY=value", "notes.txt": "notes" });
  try {
    await symlink(".env", join(path, "readme.txt"));
    await symlink("notes.txt", join(path, ".env.local"));
    for (const name of [".env", "./.env", join(path, ".env"), "readme.txt", ".env.local"]) {
      const error: unknown = await workspace.open(name).catch((reason) => reason);
      expect(error, name).toBeInstanceOf(PathError);
      expect((error as PathError).problem, name).toBe("secret");
    }
    expect(workspace.isSecret((await workspace.locate("readme.txt")).path)).toBe(true);
    expect(await workspace.readText("notes.txt")).toBe("notes");
    // A second name of the same file cannot be told from a file of its own: the list is about names.
    await link(join(path, ".env"), join(path, "hard.txt"));
    expect(await workspace.readText("hard.txt")).toBe("KEY=value");
  } finally {
    await dispose();
  }
});

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
