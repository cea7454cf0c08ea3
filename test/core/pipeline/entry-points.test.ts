import { expect, test } from "vitest";
import { mapOf, sectionsOf } from "./map-text";

async function entryText(files: Readonly<Record<string, string>>): Promise<string> {
  return sectionsOf(await mapOf({ ...files, "engine.py": engine }), "entryPoints");
}

const engine = "import whisper\n\ndef run(path):\n    return whisper.load_model('base').transcribe(path)\n";

test("queues of Python", async () => {
  expect(
    await entryText({
      "dramatiq_tasks.py": `import dramatiq
from engine import run

@dramatiq.actor(queue_name="speech", max_retries=3, time_limit=600_000)
def transcribe(path):
    run(path)
`,
      "celery_tasks.py": `from celery import Celery, shared_task
from engine import run

app = Celery("speech")

@app.task(bind=True, time_limit=60 * 60)
def transcribe(self, path):
    run(path)

@shared_task
def again(path):
    transcribe.delay(path)

@shared_task
def clean_up():
    pass
`,
      "rq_tasks.py": `from redis import Redis
from rq import Queue
from engine import run

queue = Queue("speech", connection=Redis())

def submit(path):
    queue.enqueue(run, path, job_timeout=900)
`,
      "arq_tasks.py": `from engine import run

async def transcribe(context, path):
    run(path)

class WorkerSettings:
    functions = [transcribe]
`,
      "huey_tasks.py": `from huey import RedisHuey
from engine import run

huey = RedisHuey("speech")

@huey.task(retries=2)
def transcribe(path):
    run(path)
`,
    }),
  ).toMatchInlineSnapshot(`
    "Entry points
    - task (arq) transcribe at arq_tasks.py:7 runs arq_tasks.transcribe
    - task (celery) transcribe at celery_tasks.py:6 runs celery_tasks.transcribe
        bind = True (literal: celery_tasks.py:6)
        time_limit = 60 * 60 (literal: celery_tasks.py:6)
    - task (celery) again at celery_tasks.py:10 runs celery_tasks.again
    - task (dramatiq) transcribe at dramatiq_tasks.py:4 runs dramatiq_tasks.transcribe
        queue_name = speech (literal: dramatiq_tasks.py:4)
        max_retries = 3 (literal: dramatiq_tasks.py:4)
        time_limit = 600_000 (literal: dramatiq_tasks.py:4)
    - task (huey) transcribe at huey_tasks.py:6 runs huey_tasks.transcribe
        retries = 2 (literal: huey_tasks.py:6)
    - task (rq) run at rq_tasks.py:8 runs engine.run
        job_timeout = 900 (literal: rq_tasks.py:8)"
  `);
});

test("web frameworks of Python", async () => {
  expect(
    await entryText({
      "fast.py": `from fastapi import APIRouter, BackgroundTasks, Depends
from engine import run

router = APIRouter(prefix="/api")

class Service:
    def transcribe(self, path):
        return run(path)

def get_service() -> Service:
    return Service()

@router.post("/transcribe", status_code=202)
async def submit(path: str, tasks: BackgroundTasks, service: Service = Depends(get_service)):
    tasks.add_task(service.transcribe, path)

@router.get("/health")
async def health():
    return "ok"

@router.websocket("/live")
async def live(socket):
    run(socket)
`,
      "flask_app.py": `from flask import Blueprint
from engine import run

speech = Blueprint("speech", __name__)

@speech.route("/transcribe", methods=["POST"])
def transcribe():
    return run("a.wav")
`,
      "urls.py": `from django.urls import path
from engine import run

def transcribe(request):
    return run(request.FILES["audio"])

urlpatterns = [path("transcribe/", transcribe)]
`,
      "socket_server.py": `import websockets
from engine import run

async def handle(socket):
    run(await socket.recv())

async def main():
    async with websockets.serve(handle, "localhost", 8000):
        pass
`,
    }),
  ).toMatchInlineSnapshot(`
    "Entry points
    - route (fastapi) POST /transcribe at fast.py:13 runs fast.submit
        status_code = 202 (literal: fast.py:13)
    - route (fastapi) /live at fast.py:21 runs fast.live
    - route (flask) /transcribe at flask_app.py:6 runs flask_app.transcribe
        methods = ["POST"] (literal: flask_app.py:6)
    - route (websockets) handle at socket_server.py:8 runs socket_server.handle
    - route (django) transcribe/ at urls.py:7 runs urls.transcribe"
  `);
});

test("command lines of Python", async () => {
  expect(
    await entryText({
      "click_app.py": `import click
from engine import run

@click.group()
def cli():
    pass

@cli.command()
@click.argument("path")
def transcribe(path):
    run(path)
`,
      "typer_app.py": `import typer
from engine import run

app = typer.Typer()

@app.command("transcribe")
def main(path: str):
    run(path)
`,
      "package/cli.py": `import argparse
from engine import run

def main():
    parser = argparse.ArgumentParser()
    run(parser.parse_args().path)

if __name__ == "__main__":
    main()
`,
      "pyproject.toml": `[project.scripts]
speech = "package.cli:main"
`,
      "script.py": `from engine import run

if __name__ == "__main__":
    for path in ["a.wav"]:
        run(path)
`,
      "idle.py": "if __name__ == '__main__':\n    print('nothing')\n",
    }),
  ).toMatchInlineSnapshot(`
    "Entry points
    - command (click) transcribe at click_app.py:8 runs click_app.transcribe
    - command (console-script) speech at pyproject.toml:2 runs package.cli.main
    - command (main) script.py at script.py:3 runs engine.run
    - command (typer) main at typer_app.py:6 runs typer_app.main"
  `);
});

test("frameworks of Node", async () => {
  const map = await mapOf({
    "engine.ts": `import OpenAI from "openai";
const client = new OpenAI();
export default async function run(file: string) {
  return await client.audio.transcriptions.create({ file, model: "whisper-1" });
}
`,
    "server.ts": `import express from "express";
import run from "./engine";

const app = express();
app.get("/health", (request, response) => response.send("ok"));
app.post("/transcribe", async (request, response) => {
  response.json(await run(request.body.file));
});
`,
    "routes.ts": `import { Router } from "express";
import run from "./engine.js";
export const router = Router();
async function transcribe(request, response) {
  return run(request.query.file);
}
router.put("/again", transcribe);
`,
    "fast.js": `const fastify = require("fastify")({ logger: true });
const run = require("./engine").default;
fastify.post("/transcribe", { schema: {} }, async (request) => run(request.body));
`,
    "worker.ts": `import { Worker } from "bullmq";
import run from "./engine";
new Worker("speech", async (job) => run(job.data.path), { concurrency: 2, lockDuration: 60000 });
`,
    "app/api/transcribe/route.ts": `import run from "@/engine";
export async function POST(request: Request) {
  return Response.json(await run("a"));
}
`,
    "pages/api/speech.ts": `import run from "../../engine";
export default async function handler(request, response) {
  response.json(await run("a"));
}
`,
  });
  expect(sectionsOf(map, "entryPoints")).toMatchInlineSnapshot(`
    "Entry points
    - route (next) POST /api/transcribe at app/api/transcribe/route.ts:2 runs app.api.transcribe.route.POST
    - route (fastify) POST /transcribe at fast.js:3 runs fast.anonymous@3
        schema = {} (literal: fast.js:3)
    - route (next) /api/speech at pages/api/speech.ts:2 runs pages.api.speech.handler
    - route (express) PUT /again at routes.ts:7 runs routes.transcribe
    - route (express) POST /transcribe at server.ts:6 runs server.anonymous@6
    - task (bullmq) speech at worker.ts:3 runs worker.anonymous@3
        concurrency = 2 (literal: worker.ts:3)
        lockDuration = 60000 (literal: worker.ts:3)"
  `);
});
