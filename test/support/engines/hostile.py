"""An engine for tests that behaves as its first argument says. `hostile.py MODE [NUMBER]`: well until clip NUMBER (default 1)."""
import json
import os
import signal
import subprocess
import sys
import time

mode = sys.argv[1] if len(sys.argv) > 1 else "well"
number = int(sys.argv[2]) if len(sys.argv) > 2 else 1
out = sys.stdout


def say(value):
    out.write(json.dumps(value, ensure_ascii=False) + "\n")
    out.flush()


def answer(request, **more):
    say({"id": request["id"], "text": "heard " + request["utterance"], "seconds": 0.001, **more})


def flood(stream, megabytes, line=b"x" * 1023 + b"\n"):
    for _ in range(megabytes * 1024 * 1024 // len(line)):
        stream.write(line)
    stream.flush()


def stay(new_session):
    """A child that holds on for a minute, deaf to SIGTERM."""
    program = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    return subprocess.Popen([sys.executable, "-c", program], start_new_session=new_session)


def daemon():
    """A grandchild that left its parent, its group and its session."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(60)
        os._exit(0)
    os.wait()


def misbehave(request):
    if mode == "crash":
        sys.stderr.write("Segmentation fault of the decoder\n")
        sys.stderr.flush()
        os._exit(139)
    if mode == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if mode == "hang":
        time.sleep(60)
    if mode == "garbage":
        out.write("Loading shards: 100%\n")
        out.flush()
    if mode == "list":
        say([1, 2])
    if mode == "no-text":
        say({"id": request["id"]})
    if mode == "bad-words":
        answer(request, words=[{"text": "a", "start": "soon", "end": 1}])
    if mode == "latin":
        sys.stdout.buffer.write(b'{"id": "' + request["id"].encode() + b'", "text": "caf\xe9"}\n')
        sys.stdout.buffer.flush()
    if mode == "wrong-id":
        say({"id": "another", "text": "of another clip"})
    if mode == "twice":
        answer(request)
        answer(request, text="said again")
    if mode == "ahead":
        answer(request)
        say({"id": str(int(request["id"]) + 1), "text": "guessed"})
    if mode == "long-line-later":
        flood(sys.stdout.buffer, 7, b"x" * 1024)
        time.sleep(0.7)
        flood(sys.stdout.buffer, 7, b"x" * 1024)
        time.sleep(60)
    if mode == "half":
        out.write('{"id": "%s", "te' % request["id"])
        out.flush()
        os._exit(0)
    if mode == "errors":
        say({"id": request["id"], "error": "no such language"})
    if mode == "stderr-flood":
        flood(sys.stderr.buffer, 100)
        answer(request)
    if mode == "stdout-flood":
        flood(sys.stdout.buffer, 100)
        answer(request)
    if mode == "long-line":
        flood(sys.stdout.buffer, 100, b"x" * 1024)
    if mode == "answers-flood":
        for _ in range(200_000):
            say({"id": previous, "text": "again"})
    if mode == "memory":
        hog = bytearray(400 * 1024 * 1024)
        hog[::4096] = b"1" * len(hog[::4096])
        time.sleep(5)
        answer(request)
    if mode == "hang-later":
        answer(request)
        time.sleep(60)
    if mode == "children":
        stay(False)
        stay(True)
        daemon()
        answer(request)
    if mode == "children-crash":
        stay(False)
        daemon()
        os._exit(3)
    if mode == "kills-parent":
        os.kill(os.getppid(), signal.SIGKILL)
        answer(request)


if mode == "no-start":
    sys.stderr.write("ModuleNotFoundError: No module named 'torch'\n")
    sys.exit(1)
if mode == "slow-start":
    time.sleep(60)
if mode == "no-hello":
    print("Welcome!", flush=True)
if mode == "memory-at-start":
    hog = bytearray(400 * 1024 * 1024)
    hog[::4096] = b"1" * len(hog[::4096])
    time.sleep(60)
if mode in ("ignores-sigterm", "hang", "long-line-later"):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)

say({"engine": "hostile 1.0", "sources": [os.path.basename(__file__)]})
count = 0
previous = "1"
for text in sys.stdin:
    request = json.loads(text)
    count += 1
    if mode == "ends-after":
        answer(request)
        if count == number:
            break
    elif mode != "well" and mode != "ignores-sigterm" and count == number:
        misbehave(request)
    else:
        answer(request)
    previous = request["id"]
if mode == "ignores-sigterm":
    time.sleep(60)
